/** Timelines of single facts: what a model says to some prompts at each measured step, and how often it had read them. */
import { timesRight, trainedRows } from '../../corpus/answersGiven.js';
import type { Corpus, TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld, World } from '../../corpus/world.js';
import { promptOutcome } from '../../measurement/promptMeasurement.js';
import { distinctIntegers } from '../../random/distinctIntegers.js';
import type { Stream } from '../../random/stream.js';
import { STRATA } from '../../results/familyMeasurement.js';
import type { TimelinePoint, TimelinePrompts } from '../tables/timelinesTable.js';

/** Readings of each prompt until a step, [families][prompts]; null where nobody knows what a model has read. */
export type ReadUntil = ((step: number) => readonly Int32Array[]) | null;

export interface Timelines {
  /** The prompts of each family, by its position in the world. */
  readonly prompts: readonly TimelinePrompts[];
  readonly points: readonly TimelinePoint[];
  /**
   * Begins the next measured step.
   * @returns what to call with p̂(·|c) of each prompt of each family that is measured exactly
   */
  at(step: number): (family: number, prompt: number, pHat: Float64Array) => void;
}

/**
 * Makes the timelines of a run.
 * @param most number of prompts of a family: of a larger one a sample is kept
 * @param streamOf a stream for each family, from which its sample is drawn
 * @param before points of an interrupted run, up to its checkpoint
 */
export function timelinesOf(
  { families }: World,
  counts: readonly TrainingCounts[],
  most: number,
  streamOf: (family: string) => Stream,
  readUntil: ReadUntil,
  before: readonly TimelinePoint[] = [],
): Timelines {
  const stated = families.map((family, index) => timesStated(family, counts[index]));
  const prompts = families.map((family, index): TimelinePrompts => {
    const chosen = sampledPrompts(family, stated[index], most, streamOf(family.name));
    const byFact = sumsByFact(family, stated[index]);
    return {
      family: family.name,
      ...chosen,
      stated: chosen.prompt.map((c) => stated[index][c]),
      factStated: chosen.prompt.map((c) => byFact[c]),
    };
  });
  const places = prompts.map(({ prompt }) => new Map(prompt.map((c, place) => [c, place])));
  const points: TimelinePoint[] = [...before];
  return {
    prompts,
    points,
    at: (step) => {
      const read = readUntil?.(step);
      const point: TimelinePoint = { step, families: {} };
      points.push(point);
      return (index, prompt, pHat) => {
        const place = places[index].get(prompt);
        if (place === undefined) return;
        const family = families[index];
        const here = (point.families[family.name] ??= readings(family, prompts[index], read?.[index]));
        const { right, error, invalid, abstention } = promptOutcome(family, prompt, pHat);
        here.right[place] = right;
        here.error[place] = error;
        here.invalid[place] = invalid;
        here.abstention[place] = abstention;
      };
    },
  };
}

function readings(
  family: FamilyWorld,
  { prompt }: TimelinePrompts,
  read: Int32Array | undefined,
): TimelinePoint['families'][string] {
  const byFact = read && sumsByFact(family, read);
  return {
    read: prompt.map((c) => read?.[c] ?? null),
    factRead: prompt.map((c) => byFact?.[c] ?? null),
    right: [],
    error: [],
    invalid: [],
    abstention: [],
  };
}

/** Readings by a model that is counted: every row once. */
export function readOnce({ world, counts }: Corpus): ReadUntil {
  const read = world.families.map((family, index) => timesStated(family, counts[index]));
  return () => read;
}

/** Returns the number of training rows that give each prompt its right answer: a row for each target that it may state. */
function timesStated({ told, prompts }: FamilyWorld, counts: TrainingCounts): Int32Array {
  const rows = trainedRows(counts);
  return Int32Array.from(prompts, (_, c) => timesRight(rows, c) * (told?.length ?? 1));
}

/** Returns for each prompt the sum over all prompts of its fact. */
function sumsByFact({ fact }: FamilyWorld, values: Int32Array): Float64Array {
  const sums = new Map<number, number>();
  fact.forEach((of, c) => void sums.set(of, (sums.get(of) ?? 0) + values[c]));
  return Float64Array.from(fact, (of) => sums.get(of)!);
}

/**
 * Chooses prompts, ascending, of those that are asked (μ(c) > 0). If there are more than `most`, the strata of `byCount`, here
 * by the rows that state a prompt rightly, have equal shares as far as they have prompts, and each share is drawn evenly.
 * @returns with the number of prompts that each of the chosen ones stands for
 */
export function sampledPrompts(
  { promptWeight }: Pick<FamilyWorld, 'promptWeight'>,
  stated: ArrayLike<number>,
  most: number,
  random: Stream,
): Pick<TimelinePrompts, 'prompt' | 'weight'> {
  const strata = STRATA.map((): number[] => []);
  promptWeight.forEach((mu, c) => {
    if (mu > 0) strata[STRATA.findLastIndex((least) => stated[c] >= least)].push(c);
  });
  const shares = evenShares(
    strata.map(({ length }) => length),
    most,
  );
  const chosen = strata.flatMap((members, at) =>
    Array.from(shares[at] === 0 ? [] : distinctIntegers(random, shares[at], members.length), (place) => ({
      prompt: members[place],
      weight: members.length / shares[at],
    })),
  );
  chosen.sort((a, b) => a.prompt - b.prompt);
  return { prompt: chosen.map(({ prompt }) => prompt), weight: chosen.map(({ weight }) => weight) };
}

/** Divides a number among parts of given sizes: equally, what a part cannot take going to the others, the first ones first. */
function evenShares(sizes: readonly number[], total: number): readonly number[] {
  const shares = sizes.map(() => 0);
  for (let left = Math.min(total, sum(sizes)); left > 0; ) {
    const open = sizes.flatMap((size, at) => (shares[at] < size ? [at] : []));
    const each = Math.max(1, Math.floor(left / open.length));
    for (const at of open) {
      const more = Math.min(each, sizes[at] - shares[at], left);
      shares[at] += more;
      left -= more;
    }
  }
  return shares;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
