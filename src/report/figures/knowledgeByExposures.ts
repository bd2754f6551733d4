/** The figure of `timelines.arrow`: knowledge of single facts against how often training had stated them. */
import { STRATA } from '../../results/familyMeasurement.js';
import { type Group, groupsOf, type ReportTables, textAt } from '../../results/reportTables.js';
import type { StoredTable } from '../../store/tables.js';
import { type Figure, type Spec, topLevel } from './figure.js';
import { COLOURS } from './palette.js';

/** Facts of a stratum that have a line of their own. */
const LINES = 8;
/** Settings that have panels. */
const MOST_SETTINGS = 3;
const KNOWN = 0.5;
/** Least number of measured steps of a line. */
const LEAST_STEPS = 2;

interface Moment {
  readonly step: number;
  readonly read: number;
  readonly right: number;
}

/** One fact of one run. */
interface Timeline {
  readonly id: string;
  readonly stratum: string;
  readonly weight: number;
  readonly moments: readonly Moment[];
}

/** Returns the figures of all families whose facts were followed over several steps; none where no run was asked for that. */
export function knowledgeByExposures({ runs, timelines }: ReportTables): readonly Figure[] {
  if (timelines === undefined) return [];
  const families = [...new Set(timelines.columns.family)].map(String);
  return families.flatMap((family) => {
    const panels = groupsOf(runs).flatMap((group) => {
      const facts = timelinesOf(runs, timelines, group, family);
      return facts.length === 0 ? [] : [{ heading: `${group.kind}${settingWords(group)}`, facts }];
    });
    return panels.length === 0 ? [] : [figureOf(family, panels)];
  });
}

function settingWords({ words }: Group): string {
  return Object.entries(words)
    .map(([path, value]) => `, ${path.split('.').slice(-2).join('.')} = ${value}`)
    .join('');
}

/** Label of the stratum of facts that training states so often, at least once. */
function stratumOf(stated: number): string {
  const at = STRATA.findLastIndex((least) => stated >= least);
  const [least, next] = [STRATA[at], STRATA[at + 1]];
  if (next === undefined) return `≥ ${least}`;
  return next - 1 === least ? String(least) : `${least}–${next - 1}`;
}

const STRATA_SHOWN = STRATA.slice(1).map(stratumOf);

/** Timelines of the facts that training states, of all runs of a group; rows of a fact stand together in the table. */
function timelinesOf(
  runs: StoredTable,
  { columns, rows }: StoredTable,
  group: Group,
  family: string,
): readonly Timeline[] {
  const own = new Set(group.rows.map((row) => textAt(runs, 'run', row)));
  const facts = new Map<string, Omit<Timeline, 'moments'> & { readonly moments: Moment[] }>();
  for (let row = 0; row < rows; row++) {
    const [run, stated, read] = [String(columns.run[row]), Number(columns.stated[row]), columns.read[row]];
    if (columns.family[row] !== family || !own.has(run) || stated === 0 || read === null) continue;
    const id = `${run} ${columns.promptId[row]}`;
    const fact = facts.get(id) ?? { id, stratum: stratumOf(stated), weight: Number(columns.weight[row]), moments: [] };
    facts.set(id, fact);
    fact.moments.push({ step: Number(columns.step[row]), read: Number(read), right: Number(columns.right[row]) });
  }
  return [...facts.values()].filter(({ moments }) => moments.length >= LEAST_STEPS);
}

interface SettingPanels {
  readonly heading: string;
  readonly facts: readonly Timeline[];
}

function figureOf(family: string, panels: readonly SettingPanels[]): Figure {
  const shown = panels.slice(0, MOST_SETTINGS);
  const left = panels.length - shown.length;
  return {
    id: `knowledge-by-exposures-${family}`,
    title: `${family}: knowledge of single facts by exposures`,
    caption: [
      `Left: the probability of the right answer to single facts of ${family} at each measured step, against the exposures so far: the rows read until then that state the fact, repeats included. Thin lines are single facts, up to ${LINES} of each stratum of how often the corpus states a fact; thick ones are means over all facts of a stratum that were followed, at each step. Facts that are never stated have no exposures and are left out.`,
      'Right: when a fact is first known, i.e. its right answer is likelier than all others together (p̂ > ½), on the straight line between two measured steps, and its exposures until then. Facts that never are have no mark.',
      ...(left > 0 ? [`Of ${panels.length} settings the first ${shown.length} are drawn.`] : []),
    ],
    spec: topLevel({
      spacing: 24,
      vconcat: shown.map((setting) => rowOf(setting)),
    }),
  };
}

const COLOUR_OF_STRATUM: Spec = {
  field: 'stratum',
  type: 'nominal',
  title: ['times stated', 'in the corpus'],
  sort: null,
  scale: { domain: STRATA_SHOWN, range: COLOURS.slice(0, STRATA_SHOWN.length) },
  legend: { symbolOpacity: 1, symbolStrokeWidth: 3 },
};

/** Exposures on a scale with room for 0 and for hundreds. */
const EXPOSURES: Spec = {
  field: 'read',
  type: 'quantitative',
  title: 'exposures so far',
  scale: { type: 'symlog', constant: 2, nice: false, padding: 10 },
  axis: { grid: false, values: [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000], labelOverlap: 'greedy' },
};

function rowOf({ heading, facts }: SettingPanels): Spec {
  const size = { width: 330, height: 280 };
  const title = { text: heading, fontSize: 12, fontWeight: 'normal', anchor: 'middle', offset: 6 };
  const right = {
    field: 'right',
    type: 'quantitative',
    title: 'probability of the right answer',
    scale: { domain: [0, 1] },
  };
  return {
    spacing: 26,
    hconcat: [
      {
        ...size,
        title,
        layer: [
          {
            data: { values: STRATA_SHOWN.flatMap((stratum) => thinLines(facts, stratum)) },
            mark: { type: 'line', strokeWidth: 0.7, opacity: 0.35, clip: true },
            encoding: {
              x: EXPOSURES,
              y: right,
              detail: { field: 'fact' },
              order: { field: 'step' },
              color: COLOUR_OF_STRATUM,
            },
          },
          {
            data: { values: STRATA_SHOWN.flatMap((stratum) => meanLine(facts, stratum)) },
            mark: { type: 'line', strokeWidth: 3, clip: true, point: { filled: true, size: 34 } },
            encoding: { x: EXPOSURES, y: right, order: { field: 'step' }, color: COLOUR_OF_STRATUM },
          },
        ],
      },
      {
        ...size,
        data: { values: facts.flatMap(firstKnown) },
        mark: { type: 'point', filled: true, size: 22, opacity: 0.6, clip: true },
        encoding: {
          x: { ...EXPOSURES, title: 'exposures until the fact is known' },
          y: {
            field: 'step',
            type: 'quantitative',
            title: 'step at which it is first known',
            scale: { zero: true, nice: true },
          },
          color: COLOUR_OF_STRATUM,
        },
      },
    ],
  };
}

/** Some facts of a stratum, evenly taken from all that were followed. */
function thinLines(facts: readonly Timeline[], stratum: string): readonly Spec[] {
  const own = facts.filter((fact) => fact.stratum === stratum);
  const few = own.filter((_, at) => at % Math.ceil(own.length / LINES) === 0);
  return few.flatMap(({ id, moments }) => moments.map((moment) => ({ fact: id, stratum, ...moment })));
}

/** Means of a stratum at each step, each fact counting for those that it stands for. */
function meanLine(facts: readonly Timeline[], stratum: string): readonly Spec[] {
  const own = facts.filter((fact) => fact.stratum === stratum);
  const steps = [...new Set(own.flatMap(({ moments }) => moments.map(({ step }) => step)))].sort((a, b) => a - b);
  return steps.map((step) => {
    const [sums, total] = [{ read: 0, right: 0 }, { weight: 0 }];
    for (const { weight, moments } of own) {
      for (const moment of moments.filter((each) => each.step === step)) {
        sums.read += weight * moment.read;
        sums.right += weight * moment.right;
        total.weight += weight;
      }
    }
    return { stratum, step, read: sums.read / total.weight, right: sums.right / total.weight };
  });
}

/** The place at which a fact is first known, between two measured steps; nothing if it never is. */
export function firstKnown({ stratum, moments }: Pick<Timeline, 'stratum' | 'moments'>): readonly Spec[] {
  const at = moments.findIndex(({ right }) => right > KNOWN);
  if (at < 0) return [];
  const [before, after] = [moments[at - 1] ?? moments[at], moments[at]];
  const way = after.right === before.right ? 0 : (KNOWN - before.right) / (after.right - before.right);
  const between = (from: number, to: number): number => from + way * (to - from);
  return [{ stratum, step: between(before.step, after.step), read: between(before.read, after.read) }];
}
