/** Error curves of a family that follows a rule and of one that does not, for the same model in the same training. */

import { measured } from '../../results/measured.js';
import type { Family, Group, ReportTables } from '../../results/reportTables.js';
import { groupsOf } from '../../results/reportTables.js';
import { curveMeans, meanOver, trainedGroups } from '../../results/seedMeans.js';
import type { Figure, Spec } from './figure.js';
import { AXES, stepEncoding, topLevel } from './figure.js';
import { intervalBand } from './intervalMarks.js';
import { COLOUR } from './palette.js';

const COLOURS = { pattern: COLOUR.green, arbitrary: COLOUR.vermilion } as const;

/** Up to three panels: the settings with the smallest, the middle and the largest singleton rate. */
export function patternedAgainstArbitrary(
  tables: ReportTables,
  pattern: Family,
  arbitrary: Family,
  kind: string,
): Figure {
  const id = `patterned-against-arbitrary-${pattern.name}-${arbitrary.name}-${kind}`;
  const title = `${pattern.name} (a rule) against ${arbitrary.name} (arbitrary): ${kind}`;
  const groups = trainedGroups(tables, groupsOf(tables.runs))
    .filter((group) => group.kind === kind)
    .map((group) => ({
      group,
      sr: meanOver(group.rows, (row) => measured(tables.runs, row, arbitrary.name).singletonRate)?.mean ?? 0,
    }))
    .sort((a, b) => a.sr - b.sr);
  if (groups.length === 0) return { id, title, missing: `No ${kind} was measured at more than one training step.` };
  const chosen = [...new Set([0, Math.floor((groups.length - 1) / 2), groups.length - 1])].map((at) => groups[at]);
  return {
    id,
    title,
    caption: caption(pattern, arbitrary, chosen.length),
    spec: topLevel({
      spacing: 24,
      hconcat: chosen.map(({ group, sr }, at) => panel(tables, [pattern, arbitrary], group, sr, at === 0)),
    }),
  };
}

function panel(tables: ReportTables, families: readonly Family[], group: Group, sr: number, isFirst: boolean): Spec {
  const lines = families.flatMap((family) =>
    curveMeans(tables, group, (row) => measured(tables.curves, row, family.name).errorRate).map((point) => ({
      ...point,
      lower: point.lower === null ? null : Math.max(0, point.lower),
      upper: point.upper === null ? null : Math.min(1, point.upper),
      family: family.name,
    })),
  );
  const masses = families
    .filter(({ nature }) => nature === 'arbitrary')
    .flatMap((family) => {
      const mass = meanOver(group.rows, (row) => measured(tables.runs, row, family.name).missingMass);
      return mass ? [{ missingMass: mass.mean, line: 'missing mass' }] : [];
    });
  const x = stepEncoding(lines.map(({ step }) => step));
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: isFirst ? AXES.errorRate : null,
    scale: { domain: [0, 1] },
  });
  const color = {
    field: 'family',
    type: 'nominal',
    title: 'family',
    scale: { domain: families.map(({ name }) => name), range: families.map(({ nature }) => COLOURS[nature]) },
    legend: { symbolType: 'square', symbolOpacity: 1 },
  };
  return {
    title: { text: `sr = ${sr.toFixed(2)}`, fontSize: 12, fontWeight: 'normal', anchor: 'middle', offset: 6 },
    width: 250,
    height: 280,
    layer: [
      intervalBand(lines, x, y, { color }),
      {
        data: { values: masses },
        mark: { type: 'rule', color: COLOURS.arbitrary, strokeWidth: 1.5 },
        encoding: {
          y: y('missingMass'),
          strokeDash: {
            field: 'line',
            type: 'nominal',
            title: null,
            scale: { domain: ['missing mass'], range: [[5, 4]] },
            legend: { symbolType: 'stroke', symbolSize: 400, symbolStrokeColor: COLOURS.arbitrary },
          },
        },
      },
      {
        data: { values: lines },
        mark: { type: 'line', strokeWidth: 2, point: { size: 22, filled: true } },
        encoding: { x, y: y('mean'), color },
      },
    ],
  };
}

function caption(pattern: Family, arbitrary: Family, panels: number): readonly string[] {
  return [
    `Error rate on fresh prompts while one model trains on both families at once${panels > 1 ? ', at the smallest to the largest singleton rate of the sweep' : ''}; mean over seeds (shaded: 95 % Student t interval, if there are several seeds). ` +
      `The answers of ${pattern.name} follow from the prompt, so they can be learnt from other prompts, and the error can fall to 0. The answers of ${arbitrary.name} were drawn at random: no amount of training reveals an answer that the corpus does not contain. A model that answers unseen prompts as often as seen ones has an expected error of at least MM·(1 − 1/R), just under the missing mass (dashed).`,
  ];
}
