/** The `posttraining` section of a run: the graded prompts, and the rewards of responses. */

import { noSuchKind, pluginKinds } from '../../config/schema/pluginKinds.js';
import type { PosttrainingConfig } from '../../config/schema/posttrainingSchema.js';
import { seedsOf } from '../../config/schema/seeds.js';
import type { Corpus } from '../../corpus/corpus.js';
import type { World } from '../../corpus/world.js';
import { UserError } from '../../errors/userError.js';
import type { GraderKind } from '../../plugins/defineGrader.js';
import { stream } from '../../random/stream.js';
import { accuracy, confidenceTarget, type Grader, partialCredit, penaltyGrader } from '../../scoring/grader.js';
import type { PosttrainingRun } from '../../training/posttraining/policyGradient.js';
import { brierWeight, logWeight, properReward } from '../../training/posttraining/properScores.js';
import { type Grade, reward } from '../../training/posttraining/rewardedAnswers.js';
import { splitForGrading } from '../../training/posttraining/splitPrompts.js';
import type { ModelRunConfig } from '../experimentSchemas.js';

export interface Posttraining extends Pick<PosttrainingRun, 'world' | 'options' | 'grade' | 'curvePoints'> {
  readonly steps: number;
  /** The world of the prompts that are not graded; `world` holds the graded ones. */
  readonly others: World;
}

/**
 * The posttraining of a run; undefined if it has none.
 * @throws UserError for families that cannot be graded
 */
export function posttrainingOf(
  { posttraining, training, seed }: ModelRunConfig,
  { world }: Corpus,
): Posttraining | undefined {
  if (posttraining === undefined) return undefined;
  const open = world.families.find((family) => family.open !== null);
  if (open !== undefined)
    throw cannotGrade(
      open.name,
      'its responses cannot be enumerated, so none can be drawn',
      'families whose responses can be enumerated',
    );
  const { graded, others } = splitForGrading(world, posttraining.share, (family) =>
    stream(seedsOf(seed).sample, `posttraining/${family}/split`),
  );
  const { grader, curvePoints, ...options } = posttraining;
  const silent = world.families.find((family) => family.told === undefined);
  if (grader.kind === 'told-target' && silent !== undefined)
    throw cannotGrade(
      silent.name,
      'its prompts do not state a target',
      `a family with toldTargets: set corpus.families.${silent.name}.toldTargets`,
    );
  return {
    world: graded,
    others,
    steps: options.steps,
    curvePoints,
    // Rewards of drawn answers are noisy, and steps of one length in every direction would follow the noise.
    options: { ...training, ...options, optimiser: 'adam' },
    grade: gradeOf(grader),
  };
}

type GraderConfig = PosttrainingConfig['grader'];

/** Rewards of a grader. Proper scores also depend on the probability with which an answer was given. */
function gradeOf(grader: GraderConfig): Grade {
  switch (grader.kind) {
    case 'brier':
      return (_, outcome, stated) => properReward(brierWeight, outcome, stated);
    case 'log': {
      const weight = logWeight(grader.floor);
      return (_, outcome, stated) => properReward(weight, outcome, stated);
    }
    case 'told-target':
      return ({ target }, outcome) => reward(confidenceTarget(target!), outcome);
    case 'accuracy':
    case 'penalty':
    case 'confidence-target':
    case 'partial-credit': {
      const points = graderOf(grader);
      return (_, outcome) => reward(points, outcome);
    }
    default:
      return pluginGrade(grader);
  }
}

/** Rewards of a grader that a plugin defines. */
function pluginGrade({ kind: name, ...options }: GraderConfig): Grade {
  const kind = (pluginKinds().graders as readonly GraderKind[]).find((each) => each.kind === name);
  if (kind === undefined) throw noSuchKind('grader', name);
  const points = kind.grader(options);
  return ({ target }, outcome, stated) =>
    points === undefined ? kind.reward!(options, { outcome, stated, target }) : reward(points, outcome);
}

function graderOf(grader: Exclude<GraderConfig, { readonly kind: 'told-target' | 'brier' | 'log' }>): Grader {
  switch (grader.kind) {
    case 'accuracy':
      return accuracy;
    case 'penalty':
      return penaltyGrader(grader.lambda);
    case 'confidence-target':
      return confidenceTarget(grader.target);
    case 'partial-credit':
      return partialCredit(grader.credit);
  }
}

function cannotGrade(family: string, found: string, allowed: string): UserError {
  const summary = `answers on the family ${family} cannot be graded`;
  return new UserError({ code: 'out-of-range', summary, keyPath: 'posttraining', found, allowed });
}
