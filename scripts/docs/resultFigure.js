// @ts-check
/**
 * Makes docs/images/result.svg, README's figure of the main job, from the stored tables of the notebooks: `npm run docs:figures`.
 * A circle is a run of the transformer.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readTable } from '../../dist/store/tables.js';

const runs = await readTable(
  fileURLToPath(new URL('../../notebooks/results/singleton-rate/runs.arrow', import.meta.url)),
);
const kinds = runs.columns['model.kind'] ?? [];
const column = (/** @type {string} */ name) => (runs.columns[name] ?? []).map(Number);
const wrong = (/** @type {string} */ family) => {
  const [err, invalid] = ['errorRate', 'invalidMass'].map((metric) => column(`families.${family}.${metric}`));
  return err.map((each, row) => each + invalid[row]);
};
const sr = column('families.birthdays.singletonRate');
const marks = ['birthdays', 'brackets'].flatMap((family) =>
  wrong(family).flatMap((y, row) => (kinds[row] === 'transformer' ? [mark(family, sr[row], y)] : [])),
);

/** @param {number} rate */
function x(rate) {
  return 70 + (rate / 0.6) * 430;
}
/** @param {number} share */
function y(share) {
  return 300 - (share / 0.6) * 270;
}
/**
 * @param {string} family
 * @param {number} rate
 * @param {number} share
 */
function mark(family, rate, share) {
  const [a, b] = [x(rate).toFixed(1), y(share).toFixed(1)];
  return family === 'birthdays'
    ? `<circle class="fact" cx="${a}" cy="${b}" r="4.5"/>`
    : `<rect class="rule" x="${(x(rate) - 4).toFixed(1)}" y="${(y(share) - 4).toFixed(1)}" width="8" height="8"/>`;
}

const ticks = [0, 0.1, 0.2, 0.3, 0.4, 0.5];
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 360" width="700" height="360" role="img" aria-labelledby="t">
<title id="t">Wrong answers of trained transformers against the share of training rows that state their fact for the only time: on birthdays they lie on the diagonal, on brackets at 0.</title>
<style>
text { font: 14px system-ui, sans-serif; fill: #24292f } .small { font-size: 12px; fill: #57606a }
.paper { fill: #ffffff } .grid { stroke: #d0d7de; stroke-width: 1 } .same { stroke: #57606a; stroke-width: 1.5; stroke-dasharray: 5 4 }
.fact { fill: #e8912d; fill-opacity: 0.75; stroke: #b35900 } .rule { fill: #2f6fb5; fill-opacity: 0.75; stroke: #1f4e85 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .small { fill: #9198a1 } .paper { fill: #0d1117 } .grid { stroke: #3d444d } .same { stroke: #9198a1 }
}
</style>
<rect class="paper" width="700" height="360" rx="8"/>
${ticks
  .map(
    (tick) =>
      `<line class="grid" x1="70" x2="500" y1="${y(tick)}" y2="${y(tick)}"/><text class="small" x="62" y="${y(tick) + 4}" text-anchor="end">${100 * tick} %</text><text class="small" x="${x(tick)}" y="320" text-anchor="middle">${100 * tick} %</text>`,
  )
  .join('\n')}
<line class="same" x1="${x(0)}" y1="${y(0)}" x2="${x(0.58)}" y2="${y(0.58)}"/>
${marks.join('\n')}
<text x="70" y="22">wrong answers</text>
<text x="285" y="346" text-anchor="middle">training rows that state their fact for the only time (singleton rate)</text>
<text x="520" y="${y(0.5) + 4}">birthdays: arbitrary</text>
<text class="small" x="520" y="${y(0.5) + 22}">on the dashed line, as</text>
<text class="small" x="520" y="${y(0.5) + 38}">counting foretells</text>
<text x="520" y="${y(0.03) + 4}">brackets: a rule</text>
<text class="small" x="520" y="${y(0.03) + 22}">learnt, no errors</text>
</svg>
`;
writeFileSync(fileURLToPath(new URL('../../docs/images/result.svg', import.meta.url)), svg);
