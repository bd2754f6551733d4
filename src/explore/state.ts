/** Settings of the explorable page, and how its address stores them. Equal states give equal pages. */

import { power } from '../theory/power.js';
import { LAWS, type LawKind, lawOf } from './laws.js';

export interface ExploreState {
  /** N, training examples. */
  readonly examples: number;
  /** |C|, prompts of the world. */
  readonly prompts: number;
  /** Law of the prompt distribution μ. */
  readonly law: LawKind;
  /** The law's parameter; 0 if it has none. */
  readonly parameter: number;
  /** α: probability that a training example answers its prompt. */
  readonly alpha: number;
  /** |R|, IDK not counted. */
  readonly responses: number;
  /** λ: points that an error costs on the leaderboard. */
  readonly penalty: number;
  readonly seed: number;
}

/** A number that a slider sets. An address may contain any value between the ends. */
export interface Setting {
  /** Values of the slider, in rising order. */
  readonly stops: readonly number[];
  /** True if only whole numbers are allowed. */
  readonly whole: boolean;
}

export type SettingName = 'examples' | 'prompts' | 'alpha' | 'responses' | 'penalty';

/** The least number of responses is 3: there a certain answer is above the threshold 1/(R − 1); with 2 no answer is. */
export const SETTINGS: Readonly<Record<SettingName, Setting>> = {
  examples: {
    stops: [
      100, 200, 300, 500, 700, 1000, 1400, 2000, 3000, 5000, 7000, 10_000, 20_000, 30_000, 50_000, 70_000, 100_000,
    ],
    whole: true,
  },
  prompts: {
    stops: [100, 200, 300, 500, 700, 1000, 1400, 2000, 3000, 5000, 7000, 10_000, 20_000, 50_000, 100_000, 200_000],
    whole: true,
  },
  alpha: { stops: Array.from({ length: 20 }, (_, i) => (i + 1) / 20), whole: false },
  responses: { stops: [3, 4, 5, 7, 10, 12, 20, 30, 50, 70, 100, 200, 365, 500, 700, 1000], whole: true },
  penalty: {
    stops: [0, ...Array.from({ length: 41 }, (_, i) => Number(power(10, i / 10 - 3).toPrecision(3)))],
    whole: false,
  },
};

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

export const INITIAL: ExploreState = {
  examples: 2000,
  prompts: 2000,
  law: 'uniform',
  parameter: 0,
  alpha: 0.8,
  responses: 365,
  penalty: 0,
  seed: 1,
};

/** The state as the part of an address after `#`. It contains every value, so that later defaults do not change old addresses. */
export function hashOf(state: ExploreState): string {
  return new URLSearchParams(
    Object.fromEntries(Object.entries(state).map(([key, value]) => [key, String(value)])),
  ).toString();
}

/** The state in an address; missing and invalid values are replaced by the initial ones. */
export function stateOf(hash: string): ExploreState {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const number = (key: string): number => (given.get(key)?.trim() ? Number(given.get(key)) : NaN);
  const set = (key: SettingName): number => {
    const { stops, whole } = SETTINGS[key];
    const value = number(key);
    return value >= stops[0] && value <= stops[stops.length - 1] && (!whole || Number.isInteger(value))
      ? value
      : INITIAL[key];
  };
  const law = LAWS.find(({ kind }) => kind === given.get('law')) ?? lawOf(INITIAL.law);
  const seed = number('seed');
  return {
    examples: set('examples'),
    prompts: set('prompts'),
    law: law.kind,
    parameter: parameterOf(law.kind, number('parameter')),
    alpha: set('alpha'),
    responses: set('responses'),
    penalty: set('penalty'),
    seed: Number.isSafeInteger(seed) ? seed : INITIAL.seed,
  };
}

/** Returns the value if it is a valid parameter of the law, else the law's initial one. */
export function parameterOf(kind: LawKind, value: number): number {
  const { parameter } = lawOf(kind);
  if (parameter === null) return 0;
  return value >= parameter.stops[0] && value <= parameter.stops[parameter.stops.length - 1]
    ? value
    : parameter.initial;
}
