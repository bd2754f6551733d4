import type { z } from 'zod';
import { GRADER_KINDS } from '../config/schema/posttrainingSchema.js';
import type { GradedOutcome, Grader } from '../scoring/grader.js';
import { checkDefinition, foundValue, refused } from './checkDefinition.js';
import { type Definition, marked, type NoOptions } from './definition.js';

/** Points that each outcome earns; a right answer earns more than an error. */
export type Points = Readonly<Record<GradedOutcome, number>>;

/** An answer that is graded. */
export interface GradedAnswerOf {
  readonly outcome: GradedOutcome;
  /** Probability with which the model gave the answer; of all invalid strings together where it is one of them. */
  readonly stated: number;
  /** Confidence target that the prompt states; null if it states none. */
  readonly target: number | null;
}

/** A kind of grader, as `defineGrader` takes it: with `points` or with `reward`. */
export interface GraderDefinition<Kind extends string, Options extends z.ZodObject> {
  /** Name of the kind in experiment files. */
  readonly kind: Kind;
  /** A sentence or two for the reference of experiment files. */
  readonly description?: string;
  /** Schema of its options; by default it has none. */
  readonly options?: Options;
  /** Returns the points of each outcome. Only their ratios matter: abstaining is moved to 0, and right − error to 1. */
  points?(options: z.infer<Options>): Points;
  /** Returns the reward of an answer, a finite number, which is used as it is. */
  reward?(options: z.infer<Options>, answer: GradedAnswerOf): number;
}

/** A kind of grader that `defineGrader` made. */
export interface GraderKind<Kind extends string = string, Options extends z.ZodObject = z.ZodObject> {
  readonly kind: Kind;
  readonly description: string;
  readonly options: Options;
  /** Returns the points as a grader, for the functions that score; undefined for a grader that gives rewards. */
  grader(options: z.infer<Options>): Grader | undefined;
  /** Returns the reward of an answer on the scale of posttraining; undefined for a grader that gives points. */
  reward?(options: z.infer<Options>, answer: GradedAnswerOf): number;
}

const MAKER = 'defineGrader';

/**
 * Defines a kind of grader, for `posttraining.grader`. One with `points` also serves `expectedScore` and the other functions
 * that score, by `grader(options)`.
 * @throws UserError for a definition that is not complete, or whose kind is taken
 */
export function defineGrader<const Kind extends string, Options extends z.ZodObject = NoOptions>(
  definition: GraderDefinition<Kind, Options>,
): GraderKind<Kind, Options> {
  const { chosen, ...checked } = checkDefinition(definition, {
    maker: MAKER,
    functions: ['points', 'reward'],
    taken: GRADER_KINDS,
    reserved: ['kind'],
  });
  const { kind } = checked;
  return marked('grader', {
    ...checked,
    grader: (options: z.infer<Options>) =>
      chosen === 'points' ? { name: kind, ...checkedPoints(definition.points!(options), kind) } : undefined,
    ...(chosen === 'reward' && {
      reward: (options: z.infer<Options>, answer: GradedAnswerOf) =>
        checkedReward(definition.reward!(options, answer), kind, answer),
    }),
  } as Definition) as unknown as GraderKind<Kind, Options>;
}

function checkedPoints(points: unknown, kind: string): Points {
  const { right, error, abstention } = (points ?? {}) as Partial<Points>;
  if (![right, error, abstention].every((each) => Number.isFinite(each)))
    throw refused(MAKER, kind, {
      summary: 'a grader gives points to each outcome',
      found: foundValue(points),
      allowed: '{ right, error, abstention }, three numbers',
    });
  if (!(right! > error!))
    throw refused(MAKER, kind, {
      summary: 'a right answer must earn more than an error',
      found: `right ${right}, error ${error}`,
    });
  return { right: right!, error: error!, abstention: abstention! };
}

function checkedReward(reward: unknown, kind: string, { outcome, stated }: GradedAnswerOf): number {
  if (typeof reward === 'number' && Number.isFinite(reward)) return reward;
  throw refused(MAKER, kind, {
    summary: 'a reward is a number',
    found: `${foundValue(reward)}, for the outcome ${outcome} given with probability ${stated}`,
    allowed: 'a finite number',
  });
}
