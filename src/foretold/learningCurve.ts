/**
 * The learning curve: the share of wrong responses (err + invalid mass) in a class of prompts after training.
 *
 * `wrong = m + (1 − m)·A·(1 − k)`. m is malformed or not yet of this family: all of it before anything is learnt, and
 * nearly nothing soon after. A is the share of answers that are guesses where nothing is known: α(1 − 1/R) on prompts
 * that training shows, and (1 − q)(1 − 1/R) on others, where q is the abstention that the network carries over. k is
 * what is known of the class: 0 where training never shows it, and logistic in the logarithms of exposures, learning,
 * size and number of facts, with a layer of hidden units for what is not linear in them. So untrained networks are
 * wrong nearly everywhere, and amply trained ones on what was never shown alone.
 */
import { abstentionInputs, knownInputs, malformedInputs, type TrainingSetting } from './curveInputs.js';
import type { PromptClass } from './promptClasses.js';

/** Hidden units of k. */
const HIDDEN = 8;

/** Inputs of one class. */
export interface LearningPoint {
  readonly shown: PromptClass['shown'];
  readonly responses: number;
  readonly answerProbability: number;
  readonly malformed: Float64Array;
  readonly abstention: Float64Array;
  readonly known: Float64Array;
}

export function learningPoint(setting: TrainingSetting, promptClass: PromptClass): LearningPoint {
  return {
    shown: promptClass.shown,
    responses: setting.responses,
    answerProbability: setting.answerProbability,
    malformed: malformedInputs(setting),
    abstention: abstentionInputs(setting),
    known: knownInputs(setting, promptClass),
  };
}

/** Places of the parts of a parameter vector. */
export interface CurveLayout {
  readonly abstention: number;
  readonly known: number;
  /** First weight of the hidden units: a bias and a weight for each input, unit by unit. */
  readonly hidden: number;
  /** First weight of what the hidden units add to k. */
  readonly output: number;
  readonly length: number;
}

export function curveLayout({ malformed, abstention, known }: LearningPoint): CurveLayout {
  const ofKnown = malformed.length + abstention.length;
  const hidden = ofKnown + 1 + known.length;
  const output = hidden + HIDDEN * (1 + known.length);
  return { abstention: malformed.length, known: ofKnown, hidden, output, length: output + HIDDEN };
}

/** A value of the curve, and how steep it is. */
export interface CurveValue {
  /** In [0, 1]. */
  readonly wrong: number;
  /** |∂wrong| summed over a unit change of the logits of m and k: where the curve is steep, predictions are unsure. */
  readonly steepness: number;
}

/**
 * Computes the curve at a point.
 * @param theta parameters, [layout.length]
 * @param gradient if given, is filled with ∂wrong/∂theta, [layout.length]
 */
export function curveValue(
  point: LearningPoint,
  layout: CurveLayout,
  theta: ArrayLike<number>,
  gradient?: Float64Array,
): CurveValue {
  const { shown, responses, answerProbability: alpha, malformed, abstention, known } = point;
  const guessWrong = 1 - 1 / responses;
  const m = logistic(dot(theta, 0, malformed));
  let guessed = alpha * guessWrong;
  let slopeOfGuessed = 0;
  let k = 0;
  const units: number[] = [];
  if (shown !== 'never') {
    let logit = theta[layout.known] + dot(theta, layout.known + 1, known);
    for (let unit = 0; unit < HIDDEN; unit++) {
      const at = layout.hidden + unit * (1 + known.length);
      units.push(Math.tanh(theta[at] + dot(theta, at + 1, known)));
      logit += theta[layout.output + unit] * units[unit];
    }
    k = logistic(logit);
  } else if (alpha < 1) {
    const q = logistic(Math.log((1 - alpha) / alpha) + dot(theta, layout.abstention, abstention));
    guessed = guessWrong * (1 - q);
    slopeOfGuessed = -guessWrong * q * (1 - q);
  }
  const ofMalformed = m * (1 - m) * (1 - guessed * (1 - k));
  const ofKnown = -(1 - m) * guessed * k * (1 - k);
  if (gradient !== undefined) {
    gradient.fill(0);
    malformed.forEach((x, i) => (gradient[i] = ofMalformed * x));
    abstention.forEach((x, i) => (gradient[layout.abstention + i] = (1 - m) * (1 - k) * slopeOfGuessed * x));
    if (shown !== 'never') {
      gradient[layout.known] = ofKnown;
      known.forEach((x, i) => (gradient[layout.known + 1 + i] = ofKnown * x));
      units.forEach((value, unit) => {
        const at = layout.hidden + unit * (1 + known.length);
        const slope = ofKnown * theta[layout.output + unit] * (1 - value * value);
        gradient[layout.output + unit] = ofKnown * value;
        gradient[at] = slope;
        known.forEach((x, i) => (gradient[at + 1 + i] = slope * x));
      });
    }
  }
  return {
    wrong: m + (1 - m) * guessed * (1 - k),
    steepness: Math.abs(ofMalformed) + Math.abs(ofKnown) + Math.abs((1 - m) * slopeOfGuessed),
  };
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function dot(theta: ArrayLike<number>, from: number, inputs: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < inputs.length; i++) sum += theta[from + i] * inputs[i];
  return sum;
}
