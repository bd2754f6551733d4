// @ts-check
/**
 * Makes docs/images/idea.svg, the moving picture of README: the story of the explorable page in its signs and colours. Training rows rain
 * on people, a network that was trained on them is asked, and its errors stand beside what was counted. Every number and every answer
 * in it is measured: `npm run docs:figures`. Where pictures do not move, and for readers who want no motion, it shows its end.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tasksOf } from '../../dist/cli/experiment/loadTasks.js';
import { checkLexicon } from '../../dist/corpus/lexicon.js';
import { tokensText } from '../../dist/corpus/vocabulary.js';
import { askModel } from '../../dist/measurement/askModel.js';
import { shuffle } from '../../dist/random/shuffle.js';
import { stream } from '../../dist/random/stream.js';
import { loadLexicon } from '../../dist/store/loadLexicon.js';
import { executeRun } from '../../dist/sweep/run/executeRun.js';

/** @typedef {import('../../src/corpus/corpus.js').Corpus} Corpus */
/** @typedef {import('../../src/measurement/askModel.js').Reply} Reply */

const [COLUMNS, ROWS] = [25, 16];
const EXPERIMENT = `
name: idea
corpus:
  examples: 420
  families:
    birthdays: { kind: arbitrary-facts, prompts: ${COLUMNS * ROWS}, responses: 365, frequency: { kind: singleton-rate, target: 0.3 } }
model: { kind: transformer, layers: 2, heads: 2, width: 48 }
training: { steps: 500, batchSize: 64, learningRate: 0.004 }
seed: 11
`;

/** Seconds of the film: rows fall, questions are asked, shares are counted, the end stands still. */
const SECONDS = 22;
const [FALL_FROM, FALL_TO] = [0.6, 7.4];
/** Seconds that a drop falls before it lands. */
const FALLING = 0.5;
const ASK_AT = [8.4, 10.2, 12];
const COUNT_AT = [14, 15.2, 16.4];
/** Pixels of a share of 100 %, and where its bars begin. */
const [WHOLE, BARS_FROM] = [380, 396];

const { tasks } = tasksOf(EXPERIMENT, 'idea.yaml', []);
/** @type {Corpus | undefined} */
let corpus;
/** @type {readonly Reply[]} */
let replies = [];
const { families } = await executeRun(tasks[0], checkLexicon(loadLexicon()), {
  onModel: async (model, measured) => {
    corpus = measured;
    replies = await askModel(model, measured, chosen(measured));
  },
});
// People stand in a random order: the law of frequencies begins with the frequent ones.
const order = shuffle(
  stream(1, 'draw/idea'),
  Int32Array.from({ length: COLUMNS * ROWS }, (_, n) => n),
);
const svg = film(/** @type {Corpus} */ (/** @type {unknown} */ (corpus)), replies, families.birthdays);
writeFileSync(fileURLToPath(new URL('../../docs/images/idea.svg', import.meta.url)), svg);

/**
 * The people that are asked: one shown often, one shown once, one never shown.
 * @param {Corpus} corpus
 */
function chosen({ counts: [{ answered }] }) {
  const shown = Array.from(answered);
  return [shown.findIndex((n) => n > 3), shown.indexOf(1, 100), shown.indexOf(0, 200)].map((prompt) => ({
    family: 0,
    prompt,
  }));
}

/**
 * @param {Corpus} corpus
 * @param {readonly Reply[]} replies
 * @param {{ singletonRate: number, missingMass: number, errorRate: number | null, invalidMass: number | null }} measured
 */
function film({ world, examples }, replies, measured) {
  const asked = Array.from(examples.prompt);
  const when = (/** @type {number} */ row) => FALL_FROM + ((FALL_TO - FALL_FROM) * row) / asked.length;
  const dots = Array.from({ length: COLUMNS * ROWS }, (_, person) => {
    const times = asked.flatMap((prompt, row) => (prompt === person ? [when(row)] : []));
    return dot(place(person), times);
  });
  const [family] = world.families;
  const texts = family.prompts.map((tokens) => tokensText(world.vocabulary, tokens));
  const people = replies.map(({ prompt }) => texts.indexOf(prompt));
  const lines = rowsToShow(asked, people).map((row, i) => {
    const text = spoken(`${texts[asked[row]]} ${family.responseTexts[family.answer[asked[row]]]}`);
    return appear(when(row), `<text class="mono" x="20" y="${76 + 21 * i}">${text}</text>`);
  });
  const said = replies.map((reply, i) => appear(ASK_AT[i], answer(reply, i)));
  const rings = people.map((person, i) => appear(ASK_AT[i], ring(place(person), i)));
  const wrong = (measured.errorRate ?? 0) + (measured.invalidMass ?? 0);
  const bars = [
    bar(0, 'n1', measured.singletonRate, 'rows about somebody named once'),
    bar(1, 'n0', measured.missingMass, 'questions about somebody never named'),
    bar(2, 'wrong', wrong, 'answers that are wrong'),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 468" width="860" height="468" role="img" aria-labelledby="t">
<title id="t">Training rows rain on 400 people; a network trained on them answers for people named often and once, and makes up the birthday of one never named. It is wrong about as often as rows are about people named once.</title>
<style>
svg { --paper: #ffffff; --text: #24292f; --soft: #57606a; --track: #eaeef2; --never: #767676; --once: #b34700; --often: #0069a6; --good: #00734f; --bad: #b3261e }
@media (prefers-color-scheme: dark) { svg { --paper: #0d1117; --text: #e6edf3; --soft: #9198a1; --track: #21262d; --never: #9aa0a8; --once: #ff9a4d; --often: #5cb8ec; --good: #3fd0a2; --bad: #ff8a80 } }
text { font: 14px system-ui, sans-serif; fill: var(--text) }
.head { font-weight: 600 } .small { font-size: 12px; fill: var(--soft) } .mono { font: 13px ui-monospace, monospace } .share { font-size: 15px; font-weight: 600 } .letter { font-weight: 700; stroke: var(--paper); stroke-width: 4; paint-order: stroke }
.paper { fill: var(--paper) } .track { fill: var(--track) } .right { fill: var(--good); font-weight: 600 } .wrong { fill: var(--bad); font-weight: 600 }
.n0 { fill: none; stroke: var(--never); stroke-width: 1.6 } rect.n0 { fill: var(--never); stroke: none }
.n1 { fill: var(--once) } .n2 { fill: var(--often) } .person { stroke: var(--paper); stroke-width: 4; paint-order: stroke } .ring { fill: none; stroke: var(--text); stroke-width: 2 }
.drop { fill: var(--often); opacity: 0; animation: fall ${SECONDS}s infinite }
@keyframes fall { 0% { opacity: 1; transform: translateY(-70px); animation-timing-function: ease-in } ${share(FALLING)} { opacity: 1; transform: none } ${share(FALLING + 0.01)}, 100% { opacity: 0; transform: none } }
@media (prefers-reduced-motion: reduce) { .drop { animation: none } .later { opacity: 1 !important } }
</style>
<rect class="paper" width="860" height="468" rx="8"/>
<text class="head" x="20" y="30">1. Training rows, ${asked.length} in all</text>
<text class="small" x="20" y="50">each says a birthday, which nothing foretells</text>
${lines.join('\n')}
<text class="head" x="20" y="198">2. The model is asked</text>
${said.join('\n')}
<text class="head" x="446" y="30">${COLUMNS * ROWS} people</text>
${legend()}
${dots.join('\n')}
${rings.join('\n')}
<text class="head" x="20" y="378">3. Once foretells never</text>
${bars.join('\n')}
</svg>
`;
}

/**
 * A moment as a share of the film.
 * @param {number} seconds
 */
function share(seconds) {
  return `${((100 * seconds) / SECONDS).toFixed(3)}%`;
}

/**
 * A share as a bar on the whole.
 * @param {number} number
 * @param {string} kind
 * @param {number} value
 * @param {string} words
 */
function bar(number, kind, value, words) {
  const y = 392 + 23 * number;
  return appear(
    COUNT_AT[number],
    `<text x="${BARS_FROM - 14}" y="${y + 13}" text-anchor="end">${words}</text><rect class="track" x="${BARS_FROM}" y="${y}" width="${WHOLE}" height="16" rx="2"/><rect class="${kind}" x="${BARS_FROM}" y="${y}" width="${(WHOLE * value).toFixed(1)}" height="16" rx="2"/><text class="share" x="${BARS_FROM + WHOLE + 12}" y="${y + 13}">${Math.round(100 * value)} %</text>`,
  );
}

/** @param {number} person */
function place(person) {
  const at = order[person];
  return { x: 454 + 15.6 * (at % COLUMNS), y: 72 + 17 * Math.floor(at / COLUMNS) };
}

/**
 * A person, whose sign changes with the first and the second row, and the drops that fall on it.
 * @param {{ x: number, y: number }} at
 * @param {readonly number[]} times
 */
function dot({ x, y }, times) {
  const landed = (/** @type {'n1' | 'n2'} */ kind, /** @type {number} */ from) =>
    appear(from, sign(kind, x, y).replace('class="', 'class="person '));
  return [
    sign('n0', x, y),
    ...times.slice(0, 1).map((time) => landed('n1', time)),
    ...times.slice(1, 2).map((time) => landed('n2', time)),
    ...times.map(
      (time) =>
        `<circle class="drop" cx="${x.toFixed(1)}" cy="${y}" r="2.6" style="animation-delay:${(time - FALLING).toFixed(2)}s"/>`,
    ),
  ].join('');
}

/**
 * The sign of somebody who was named never (a ring), once (a diamond) or more often (a disc).
 * @param {'n0' | 'n1' | 'n2'} kind
 * @param {number} x
 * @param {number} y
 */
function sign(kind, x, y) {
  return kind === 'n1'
    ? `<path class="n1" d="M${x.toFixed(1)} ${(y - 6.2).toFixed(1)}l6.2 6.2-6.2 6.2-6.2-6.2z"/>`
    : `<circle class="${kind}" cx="${x.toFixed(1)}" cy="${y}" r="${kind === 'n0' ? 4.4 : 5.2}"/>`;
}

/** @param {number} from seconds */
function fade(from) {
  const [a, b] = [from / SECONDS, (from + 0.25) / SECONDS];
  return `<animate attributeName="opacity" dur="${SECONDS}s" repeatCount="indefinite" values="0;0;1;1" keyTimes="0;${a.toFixed(4)};${b.toFixed(4)};1"/>`;
}

/**
 * @param {number} from seconds
 * @param {string} inner
 */
function appear(from, inner) {
  return `<g class="later">${fade(from)}${inner}</g>`;
}

/**
 * @param {{ x: number, y: number }} at
 * @param {number} number
 */
function ring({ x, y }, number) {
  return `<circle class="ring" cx="${x.toFixed(1)}" cy="${y}" r="8.5"/><text class="letter" x="${(x + 10).toFixed(1)}" y="${y - 7}">${'abc'[number]}</text>`;
}

/** Colours and words of the three kinds of people. */
function legend() {
  return /** @type {const} */ ([
    ['n0', 'never named', 0],
    ['n1', 'named once', 110],
    ['n2', 'named more often', 215],
  ])
    .map(([kind, words, x]) => `${sign(kind, 454 + x, 46)}<text class="small" x="${464 + x}" y="50">${words}</text>`)
    .join('');
}

/**
 * Five rows, in their order: the first ones of those people who are asked, and some between.
 * @param {readonly number[]} asked
 * @param {readonly number[]} people
 */
function rowsToShow(asked, people) {
  const own = people.map((person) => asked.indexOf(person)).filter((row) => row >= 0);
  const others = [0.15, 0.45, 0.7, 0.9].map((share) => Math.floor(share * asked.length));
  return [...new Set([...own, ...others])].slice(0, 5).sort((a, b) => a - b);
}

/**
 * @param {Reply} reply
 * @param {number} number
 */
function answer({ prompt, said, outcome, shown, answer: truth }, number) {
  const y = 224 + 46 * number;
  const times = shown === 0 ? 'no row names this person' : shown === 1 ? 'named once' : `named ${shown} times`;
  const verdict =
    outcome === 'right'
      ? `<tspan class="right">right</tspan>, ${times}`
      : `<tspan class="wrong">made up</tspan>: ${times}; it is ${spoken(truth)}`;
  return `<text class="mono" x="20" y="${y}">${'abc'[number]}  ${spoken(prompt)} <tspan font-weight="700">${spoken(said)}</tspan></text>
<text class="small" x="44" y="${y + 18}">${verdict}</text>`;
}

/** @param {string} text */
function spoken(text) {
  return text.replace(/ \.$/, '').replaceAll(" '", "'").replaceAll('&', '&amp;');
}
