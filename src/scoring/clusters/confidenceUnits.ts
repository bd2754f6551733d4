/** A model's answers with stated confidences, in units that are drawn together: the questions, or clusters of them. */
import { integer } from '../../random/integer.js';
import { stream } from '../../random/stream.js';
import type { ConfidentAnswers } from '../confidentAnswers.js';
import { type AnswerColumns, outcomePlace } from '../gradedAnswers.js';
import type { AnswerSheet } from './answerSheet.js';

/** Answers in an order that does not depend on that of the rows. */
export interface ConfidenceUnits extends ConfidentAnswers {
  readonly confidence: Float64Array;
  readonly right: Float64Array;
  readonly weight: Float64Array;
  /** [answers]: number of the unit. */
  readonly unit: Uint32Array;
  readonly units: number;
  /** True where all weights are 1. */
  readonly plain: boolean;
}

/** Answered questions of a sheet with a stated confidence, and how many had none. */
export function confidenceUnits(
  sheet: AnswerSheet,
  { outcome, confidence }: AnswerColumns,
): { readonly stated: ConfidenceUnits; readonly without: number } {
  const { rows, weights, clusterOf, single } = sheet;
  const [right, abstention] = [outcomePlace('right'), outcomePlace('abstention')];
  const answers: Answer[] = [];
  const [sure, wrong]: [number[], number[]] = [[], []];
  let without = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (outcome[row] === abstention) continue;
    const isRight = outcome[row] === right;
    if (Number.isNaN(confidence[row])) without++;
    else if (single) (isRight ? sure : wrong).push(confidence[row]);
    else
      answers.push({
        cluster: clusterOf[row],
        confidence: confidence[row],
        right: Number(isRight),
        weight: weights?.[at] ?? 1,
      });
  }
  return { stated: single ? singleUnits(sure, wrong) : clusterUnits(answers, weights === null), without };
}

/** Each answer a unit: the wrong ones by confidence, then the right ones. */
function singleUnits(right: readonly number[], wrong: readonly number[]): ConfidenceUnits {
  const n = right.length + wrong.length;
  const confidence = new Float64Array(n);
  confidence.set(Float64Array.from(wrong).sort());
  confidence.set(Float64Array.from(right).sort(), wrong.length);
  return {
    confidence,
    right: new Float64Array(n).fill(1, wrong.length),
    weight: new Float64Array(n).fill(1),
    unit: Uint32Array.from({ length: n }, (_, at) => at),
    units: n,
    plain: true,
  };
}

interface Answer {
  readonly cluster: number;
  readonly confidence: number;
  readonly right: number;
  readonly weight: number;
}

/** Each cluster a unit; clusters by their content. */
function clusterUnits(answers: readonly Answer[], plain: boolean): ConfidenceUnits {
  const clusters = new Map<number, Answer[]>();
  for (const answer of answers) {
    const known = clusters.get(answer.cluster);
    if (known === undefined) clusters.set(answer.cluster, [answer]);
    else known.push(answer);
  }
  const units = [...clusters.values()]
    .map((some) => {
      const sorted = [...some].sort((a, b) => a.confidence - b.confidence || a.right - b.right || a.weight - b.weight);
      return { sorted, text: sorted.map(({ confidence, right, weight }) => `${confidence} ${right} ${weight}`).join() };
    })
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const all = units.flatMap(({ sorted }, unit) => sorted.map((answer) => ({ ...answer, unit })));
  return {
    confidence: Float64Array.from(all, (answer) => answer.confidence),
    right: Float64Array.from(all, (answer) => answer.right),
    weight: Float64Array.from(all, (answer) => answer.weight),
    unit: Uint32Array.from(all, (answer) => answer.unit),
    units: units.length,
    plain,
  };
}

/** A group for each unit, drawn at random; units of a group are drawn together. @returns [units] */
export function randomGroups(units: number, groups: number, seed: number): Uint32Array {
  const bits = stream(seed, 'bootstrap/groups');
  return Uint32Array.from({ length: units }, () => integer(bits, groups));
}
