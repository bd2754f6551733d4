/** Error rate, calibration gap and missing mass while a model trains. */

import { type MeasuredFamily, measured } from '../../results/measured.js';
import type { Family, Group, ReportTables } from '../../results/reportTables.js';
import { groupsOf, settingLabel, settingPaths } from '../../results/reportTables.js';
import { curveMeans, meanOver, trainedGroups } from '../../results/seedMeans.js';
import type { Figure, Spec } from './figure.js';
import { AXES, stepEncoding, topLevel } from './figure.js';
import { intervalBand } from './intervalMarks.js';

/** The figure of one arbitrary family and one kind of trained model: err on the left, δ on the right, a line per setting. */
export function errorAndDeltaAgainstSteps(tables: ReportTables, family: Family, kind: string): Figure {
  const id = `error-and-delta-against-steps-${family.name}-${kind}`;
  const title = `${family.name}: ${kind} while it trains`;
  const groups = trainedGroups(tables, groupsOf(tables.runs)).filter((group) => group.kind === kind);
  const meanOf = ({ rows }: Group, read: (family: MeasuredFamily) => number | null) =>
    meanOver(rows, (row) => read(measured(tables.runs, row, family.name)));
  const sorted = groups
    .map((group) => ({ group, sr: meanOf(group, ({ singletonRate }) => singletonRate)?.mean ?? 0 }))
    .sort((a, b) => a.sr - b.sr);
  const lines = sorted.flatMap(({ group }) => [
    ...curve(tables, family, group, 'errorRate'),
    ...curve(tables, family, group, 'delta'),
  ]);
  if (lines.length === 0)
    return { id, title, missing: `No ${kind} was measured on ${family.name} at more than one training step.` };
  const masses = sorted.flatMap(({ group }) => {
    const mass = meanOf(group, ({ missingMass }) => missingMass);
    return mass ? [{ setting: settingLabel(group), missingMass: mass.mean }] : [];
  });
  const color = {
    field: 'setting',
    type: 'ordinal',
    sort: null,
    title: legendTitle(tables, sorted),
    scale: { domain: sorted.map(({ group }) => settingLabel(group)), scheme: { name: 'viridis', extent: [0, 0.85] } },
    legend: { symbolType: 'square', symbolOpacity: 1 },
  };
  const panel = (name: string, axis: string, rules: readonly object[]): Spec => ({
    width: 400,
    height: 320,
    layer: panelLayers(
      lines.filter((line) => line.metric === name),
      axis,
      color,
      rules,
    ),
  });
  return {
    id,
    title,
    caption: caption(kind),
    spec: topLevel({
      spacing: 40,
      hconcat: [panel('errorRate', AXES.errorRate, masses), panel('delta', AXES.delta, [])],
      resolve: { scale: { color: 'shared' } },
    }),
  };
}

function panelLayers(
  lines: readonly { readonly step: number; readonly lower: number | null }[],
  axis: string,
  color: Spec,
  rules: readonly object[],
): readonly Spec[] {
  const x = stepEncoding(lines.map(({ step }) => step));
  const y = (field: string): Spec => ({ field, type: 'quantitative', title: axis, scale: { zero: true } });
  return [
    intervalBand(lines, x, y, { color }),
    ...(rules.length > 0
      ? [
          {
            data: { values: rules },
            mark: { type: 'rule', strokeDash: [5, 4], strokeWidth: 1.5 },
            encoding: { y: y('missingMass'), color },
          },
        ]
      : []),
    {
      data: { values: lines },
      mark: { type: 'line', strokeWidth: 2, point: { size: 22, filled: true } },
      encoding: { x, y: y('mean'), color },
    },
  ];
}

function curve(tables: ReportTables, family: Family, group: Group, name: 'errorRate' | 'delta') {
  return curveMeans(tables, group, (row) => measured(tables.curves, row, family.name)[name]).map((point) => ({
    metric: name,
    setting: settingLabel(group),
    ...point,
    lower: point.lower === null ? null : Math.max(0, point.lower),
  }));
}

function legendTitle({ runs }: ReportTables, groups: readonly unknown[]): string {
  const paths = settingPaths(runs);
  if (groups.length < 2 || paths.length !== 1) return 'setting';
  return paths[0].split('.').slice(-2).join('.');
}

function caption(kind: string): readonly string[] {
  return [
    `Left: the error rate of the ${kind} at each measured step, mean over seeds (shaded: 95 % Student t interval, if there are several seeds). Dashed: the missing mass MM = Σ_{c unanswered} μ(c) α_c, ` +
      'the probability that a fresh prompt is to be answered and that training never answered it. It is a property of the corpus, not of the model. A model that has learnt all it was shown ends near MM·(1 − 1/R).',
    'Right: the calibration gap δ = |Σ_c μ(c) Σ_{r: p̂(r|c) > t} (p̂(r|c) − p(r|c))| at t = 1/min|E_c|. The bounds of Theorems 1 and 2 need a small δ. Long training can raise it again: a model that becomes certain of its guesses on unanswered prompts errs no more often, but the bounds loosen.',
  ];
}
