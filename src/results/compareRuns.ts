/** Two sets of runs side by side: the differences between their configs and between their numbers. */
import { mean, sampleVariance } from 'simple-statistics';
import type { StoredTable } from '../store/tables.js';
import { meanInterval, studentQuantile975 } from '../theory/meanInterval.js';
import { type Group, groupsOf, numberAt, settingLabel } from './reportTables.js';
import { seedKey } from './select.js';

export interface ConfigDifference {
  readonly keyPath: string;
  /** The different values of the key in A's and in B's runs, as JSON, sorted; empty where the key is absent. */
  readonly a: readonly string[];
  readonly b: readonly string[];
}

export interface FigureDifference {
  readonly column: string;
  /** Means over seeds. */
  readonly a: number;
  readonly b: number;
  /** B − A. */
  readonly difference: number;
  /** 95 % interval of the difference over seeds; null where there are too few. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  /** Number of seeds that both have, whose differences are averaged. Where it is 0, the interval is Welch's. */
  readonly pairs: number;
}

export interface GroupDifference {
  /** The kind of model and the setting, in words. */
  readonly label: string;
  readonly figures: readonly FigureDifference[];
}

export interface Comparison {
  readonly config: readonly ConfigDifference[];
  readonly groups: readonly GroupDifference[];
  /** Settings that the other one does not have. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
}

export interface ComparedRuns {
  readonly runs: StoredTable;
  readonly configs: readonly unknown[];
}

/** @param columns numeric columns to compare; a group is compared without those that it lacks */
export function compareRuns(a: ComparedRuns, b: ComparedRuns, columns: readonly string[]): Comparison {
  const [ofA, ofB] = [groupsOf(a.runs), groupsOf(b.runs)];
  // Where each has one group, the two are compared, whatever their settings.
  const alone = ofA.length === 1 && ofB.length === 1;
  const partner = (group: Group, others: readonly Group[]): Group | undefined =>
    alone ? others[0] : others.find((other) => nameOf(other) === nameOf(group));
  return {
    config: configDifferences(a.configs, b.configs),
    groups: ofA.flatMap((group) => {
      const other = partner(group, ofB);
      if (other === undefined) return [];
      const label = nameOf(group) === nameOf(other) ? nameOf(group) : `${nameOf(group)} → ${nameOf(other)}`;
      return [
        {
          label,
          figures: columns.flatMap((column) =>
            figureDifference(column, bySeed(a.runs, column, group), bySeed(b.runs, column, other)),
          ),
        },
      ];
    }),
    onlyA: ofA.filter((group) => !partner(group, ofB)).map(nameOf),
    onlyB: ofB.filter((group) => !partner(group, ofA)).map(nameOf),
  };
}

function nameOf(group: Group): string {
  return Object.keys(group.setting).length === 0 ? group.kind : `${group.kind}, ${settingLabel(group)}`;
}

type BySeed = ReadonlyMap<string, number>;

function bySeed(runs: StoredTable, column: string, { rows }: Group): BySeed {
  return new Map(
    rows.flatMap((row) => {
      const value = numberAt(runs, column, row);
      return value === null ? [] : [[seedKey(runs, row), value] as const];
    }),
  );
}

function figureDifference(column: string, a: BySeed, b: BySeed): readonly FigureDifference[] {
  if (a.size === 0 || b.size === 0) return [];
  const seeds = [...a.keys()].filter((seed) => b.has(seed));
  if (seeds.length > 0) {
    const { mean: difference, interval } = meanInterval(seeds.map((seed) => b.get(seed)! - a.get(seed)!));
    return [
      {
        column,
        a: mean(seeds.map((seed) => a.get(seed)!)),
        b: mean(seeds.map((seed) => b.get(seed)!)),
        difference,
        interval,
        pairs: seeds.length,
      },
    ];
  }
  const [left, right] = [[...a.values()], [...b.values()]];
  const difference = mean(right) - mean(left);
  return [{ column, a: mean(left), b: mean(right), difference, interval: welch(left, right, difference), pairs: 0 }];
}

/** Welch's t interval of a difference of means; degrees of freedom after Welch and Satterthwaite, rounded down. */
function welch(a: readonly number[], b: readonly number[], difference: number): FigureDifference['interval'] {
  if (a.length < 2 || b.length < 2) return null;
  const [va, vb] = [sampleVariance([...a]) / a.length, sampleVariance([...b]) / b.length];
  if (va + vb === 0) return { lower: difference, upper: difference };
  const freedom = (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1));
  const half = studentQuantile975(Math.max(1, Math.floor(freedom))) * Math.sqrt(va + vb);
  return { lower: difference - half, upper: difference + half };
}

function configDifferences(a: readonly unknown[], b: readonly unknown[]): readonly ConfigDifference[] {
  const [ofA, ofB] = [valuesByPath(a), valuesByPath(b)];
  const paths = [...new Set([...ofA.keys(), ...ofB.keys()])].sort();
  return paths
    .map((keyPath) => ({ keyPath, a: [...(ofA.get(keyPath) ?? [])].sort(), b: [...(ofB.get(keyPath) ?? [])].sort() }))
    .filter((each) => each.a.join('\n') !== each.b.join('\n'));
}

/** Values of scalars and lists in nested mappings, by dotted path. */
function valuesByPath(configs: readonly unknown[]): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, member] of Object.entries(value)) walk(member, path === '' ? key : `${path}.${key}`);
      return;
    }
    const known = values.get(path) ?? new Set();
    values.set(path, known.add(JSON.stringify(value)));
  };
  for (const config of configs) walk(config, '');
  return values;
}
