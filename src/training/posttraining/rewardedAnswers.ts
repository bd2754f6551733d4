/** Answers drawn from a model and what a grader makes of them: all that a policy gradient learns from. */
import { promptAt } from '../../corpus/toldTargets.js';
import type { FamilyWorld, World } from '../../corpus/world.js';
import type { LanguageModel } from '../../models/languageModel.js';
import { aliasSampler } from '../../random/aliasSampler.js';
import { integer } from '../../random/integer.js';
import type { Stream } from '../../random/stream.js';
import type { GradedOutcome, Grader } from '../../scoring/grader.js';
import { type DrawnAnswer, drawAnswers } from './drawAnswers.js';

/** A prompt that is asked in a step. */
export interface Asked {
  /** Index into `world.families`. */
  readonly family: number;
  readonly prompt: number;
  /** Its words as they are put to the model. */
  readonly tokens: Int32Array;
  /** The confidence target that they state; null where prompts tell none. */
  readonly target: number | null;
}

export interface GradedAnswer extends Asked {
  /** Tokens of the answer. */
  readonly path: Int32Array;
  /** What the answer earned above the mean of the other answers to its prompt. */
  readonly advantage: number;
}

/** Draws of prompts: a family by its weight, a prompt of it by μ, the target that it is told evenly. */
export function promptSampler({ families }: World): (stream: Stream) => Asked {
  const drawFamily = aliasSampler(families.map(({ weight }) => weight));
  const drawPrompt = families.map(({ promptWeight }) => aliasSampler(promptWeight));
  return (stream) => {
    const family = drawFamily(stream);
    const prompt = drawPrompt[family](stream);
    const { prompts, told } = families[family];
    if (told === undefined) return { family, prompt, tokens: prompts[prompt], target: null };
    const target = told[integer(stream, told.length)];
    return { family, prompt, tokens: promptAt(prompts[prompt], target), target: target.target };
  };
}

/** The only place where what is true decides anything: a learner sees rewards alone. */
export function outcomeOf(
  { answer, responseCount }: FamilyWorld,
  prompt: number,
  { response }: DrawnAnswer,
): GradedOutcome {
  if (response === responseCount) return 'abstention';
  return response === answer[prompt] ? 'right' : 'error';
}

/**
 * A grade on a scale where abstaining earns 0 and a right answer 1 more than an error. A grader's scale changes nothing of what
 * is best; without one, steps under t = 0.9 would be ten times those under t = 0.
 */
export function reward(grader: Grader, outcome: GradedOutcome): number {
  return (grader[outcome] - grader.abstention) / (grader.right - grader.error);
}

/**
 * `samples` answers to each prompt, drawn independently from p̂, each with its reward less the mean reward of the others
 * (leave-one-out baseline; Kool, van Hoof, Welling 2019): `Σ advantage · ∇ ln p̂(answer|prompt) / (prompts · samples)` is then
 * an unbiased estimate of the gradient of the expected reward.
 */
export async function gradedAnswers(
  model: LanguageModel,
  { families }: World,
  asked: readonly Asked[],
  samples: number,
  grade: (asked: Asked, outcome: GradedOutcome) => number,
  stream: Stream,
): Promise<readonly GradedAnswer[]> {
  const graded: GradedAnswer[] = [];
  for (const [index, family] of families.entries()) {
    const ofFamily = asked.filter((each) => each.family === index);
    if (ofFamily.length === 0) continue;
    const answers = await drawAnswers(
      model,
      family.tree,
      ofFamily.map(({ tokens }) => tokens),
      samples,
      stream,
    );
    ofFamily.forEach((each, i) => {
      const rewards = answers[i].map((answer) => grade(each, outcomeOf(family, each.prompt, answer)));
      const sum = rewards.reduce((total, value) => total + value, 0);
      answers[i].forEach(({ path }, k) =>
        graded.push({ ...each, path, advantage: rewards[k] - (sum - rewards[k]) / (samples - 1) }),
      );
    });
  }
  return graded;
}
