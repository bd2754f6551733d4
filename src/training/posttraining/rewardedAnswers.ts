/** Answers drawn from a model, and their rewards. A policy gradient learns from nothing else. */
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
  /** Token ids of the prompt as the model reads it. */
  readonly tokens: Int32Array;
  /** Confidence target that the prompt states; null if it states none. */
  readonly target: number | null;
}

/**
 * Returns the reward of an answer.
 * @param stated p̂ of the answer; of all invalid strings where it is one of them
 */
export type Grade = (asked: Asked, outcome: GradedOutcome, stated: number) => number;

/** An answer to a prompt, with its advantage. */
export interface GradedAnswer extends Asked {
  /** Token ids of the answer. */
  readonly path: Int32Array;
  /** Reward of the answer, less the mean reward of the other answers to the same prompt. */
  readonly advantage: number;
}

/**
 * Returns a function that draws a prompt: a family by its weight, a prompt of it by μ, and the stated target
 * uniformly.
 */
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

/** Returns the outcome of an answer. Only here does the truth enter: the learner sees rewards and nothing else. */
function outcomeOf({ answer, responseCount }: FamilyWorld, prompt: number, { response }: DrawnAnswer): GradedOutcome {
  if (response === responseCount) return 'abstention';
  return response === answer[prompt] ? 'right' : 'error';
}

/**
 * Returns the grade of an outcome on a scale on which abstaining earns 0 and a right answer 1 more than an error. The
 * scale of a grader does not change which policy is best; on the unscaled grades, steps under t = 0.9 would be ten
 * times as large as under t = 0.
 */
export function reward(grader: Grader, outcome: GradedOutcome): number {
  return (grader[outcome] - grader.abstention) / (grader.right - grader.error);
}

/**
 * Draws `samples` answers to each prompt independently from p̂, each with its reward less the mean reward of the others
 * (leave-one-out baseline; Kool, van Hoof, Welling 2019). Then `Σ advantage · ∇ ln p̂(answer|prompt) / (prompts ·
 * samples)` is an unbiased estimate of the gradient of the expected reward.
 */
export async function gradedAnswers(
  model: LanguageModel,
  { families }: World,
  asked: readonly Asked[],
  samples: number,
  grade: Grade,
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
      const rewards = answers[i].map((answer) =>
        grade(each, outcomeOf(family, each.prompt, answer), answer.probability),
      );
      const sum = rewards.reduce((total, value) => total + value, 0);
      answers[i].forEach(({ path }, k) =>
        graded.push({ ...each, path, advantage: rewards[k] - (sum - rewards[k]) / (samples - 1) }),
      );
    });
  }
  return graded;
}
