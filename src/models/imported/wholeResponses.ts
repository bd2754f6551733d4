/** Models that are asked in texts: the log-probability of each whole response to a prompt. */
import { tokensText } from '../../corpus/vocabulary.js';
import { type FamilyWorld, listedResponses, type World } from '../../corpus/world.js';
import { UserError } from '../../errors/userError.js';
import type { LanguageModel } from '../languageModel.js';
import { promptIndex } from '../reference/promptIndex.js';

/** A model of any origin, asked in texts. */
export interface ResponseModel {
  /** Number of weights; 0 where it is not known. */
  readonly trainableParameters: number;
  /**
   * Returns ln p̂(response | prompt), natural logarithms of the probabilities of whole responses with their closing stop,
   * [prompts][responses]. Prompt and response are joined by one space. What the responses of a prompt leave of 1 is
   * invalid mass.
   * @param family name of the family of the prompts
   */
  responseLogProbabilities(
    prompts: readonly string[],
    responses: readonly string[],
    family: string,
  ): Promise<readonly ArrayLike<number>[]>;
}

/** Settings of the check of a model's answers. */
export interface Checks {
  /** Largest excess over 1 of the sum of a prompt; up to it a prompt is scaled to 1. */
  readonly tolerance: number;
  /** The file or the kind that gave the numbers, for messages. */
  readonly where: string;
  readonly trainableParameters?: number;
}

/** Prompts that are asked at once. */
const BATCH = 64;

/**
 * Asks a model for every response to every prompt of a world.
 * @param onProgress called with the share of prompts that have been asked, in [0, 1]
 * @throws UserError for a family whose responses are too many to list, and for values that are no probabilities
 */
export async function askResponses(
  kind: string,
  world: World,
  model: ResponseModel,
  checks: Omit<Checks, 'trainableParameters'>,
  onProgress?: (share: number) => void,
): Promise<LanguageModel> {
  requireListed(world);
  const all = world.families.reduce((total, { prompts }) => total + prompts.length, 0);
  let asked = 0;
  const logs: Float64Array[] = [];
  for (const family of world.families) {
    const [width, count] = [family.responseCount + 1, listedResponses(family)];
    const responses = family.responseTexts.slice(0, count);
    const prompts = family.prompts.map((tokens) => tokensText(world.vocabulary, tokens));
    const own = new Float64Array(prompts.length * width).fill(-Infinity);
    for (let from = 0; from < prompts.length; from += BATCH) {
      const part = prompts.slice(from, from + BATCH);
      const rows = await model.responseLogProbabilities(part, responses, family.name);
      if (rows.length !== part.length) throw notOnePerPrompt(family, checks.where, rows.length, part.length);
      rows.forEach((row, i) => {
        own.set(checkedRow(row, part[i], count, checks.where), (from + i) * width);
      });
      asked += part.length;
      onProgress?.(asked / all);
    }
    logs.push(own);
  }
  return modelOfResponses(kind, world, logs, { ...checks, trainableParameters: model.trainableParameters });
}

/** Excess of a logarithm over 0 that is rounding. */
const ROUNDING = 1e-6;

/** True for the natural logarithm of a probability, −∞ included; it may exceed 0 by rounding. */
export function isLogProbability(log: unknown): log is number {
  return typeof log === 'number' && log <= ROUNDING;
}

function checkedRow(row: ArrayLike<number>, prompt: string, count: number, where: string): Float64Array {
  if (row.length !== count)
    throw new UserError({
      code: 'not-one-per-response',
      summary: 'a model must give one log-probability for each response',
      where,
      found: `${row.length} for the prompt "${prompt}"`,
      allowed: String(count),
    });
  return Float64Array.from(row, (log) => {
    if (isLogProbability(log)) return Math.min(0, log);
    throw new UserError({
      code: 'not-a-probability',
      summary: 'not the logarithm of a probability',
      where,
      found: `${String(log)} for the prompt "${prompt}"`,
      allowed: 'a natural logarithm of at most 0',
    });
  });
}

function notOnePerPrompt({ name }: FamilyWorld, where: string, found: number, allowed: number): UserError {
  return new UserError({
    code: 'not-one-per-prompt',
    summary: 'a model must give one row for each prompt',
    where,
    found: `${found} rows, family ${name}`,
    allowed: String(allowed),
  });
}

/** @throws UserError for a world with a family whose responses are too many to list */
export function requireListed({ families }: World): void {
  const open = families.find((family) => family.open !== null);
  if (open === undefined) return;
  throw new UserError({
    code: 'open-family',
    summary: 'an imported model cannot be asked for all responses of this family',
    keyPath: `corpus.families.${open.name}`,
    found: `the kind ${open.kind}, whose responses are too many to list`,
    hint: 'measure the model on a corpus without it',
  });
}

/**
 * Makes a model of the log-probabilities of all responses. ln p̂ stands on the edge that completes a response, and 0 on
 * the others: their sum is that of the response.
 * @param logs ln p̂(r|c), [families][prompts × (responseCount + 1)], IDK last; prompts that exceed 1 are scaled in place
 * @throws UserError for a prompt whose sum exceeds 1 by more than the tolerance
 */
export function modelOfResponses(
  kind: string,
  world: World,
  logs: readonly Float64Array[],
  checks: Checks,
): LanguageModel {
  scale(world, logs, checks);
  const find = promptIndex(world);
  return {
    kind,
    trainableParameters: checks.trainableParameters ?? 0,
    vocabularySize: world.vocabulary.words.length,
    nextTokenLogProbabilities: () =>
      Promise.reject(new RangeError(`a model of the kind ${kind} knows whole responses alone`)),
    answerTreeLogProbabilities: async (prompts, tree) => {
      const edges = tree.edgeToken.length;
      const edgeLogs = new Float64Array(prompts.length * edges);
      prompts.forEach((tokens, i) => {
        const place = find(tokens);
        if (place === undefined)
          throw new RangeError(`a model of the kind ${kind} knows the prompts of its world alone`);
        const family: FamilyWorld = world.families[place.family];
        const first = place.prompt * (family.responseCount + 1);
        for (let r = 0; r < tree.leafEdge.length; r++)
          edgeLogs[i * edges + tree.leafEdge[r]] = logs[place.family][first + r];
      });
      return edgeLogs;
    },
  };
}

/** Checks the sum of each prompt, and scales those that exceed 1 by no more than the tolerance. */
function scale(world: World, logs: readonly Float64Array[], { tolerance, where }: Checks): void {
  for (const [index, family] of world.families.entries()) {
    const width = family.responseCount + 1;
    for (let prompt = 0; prompt < family.prompts.length; prompt++) {
      const row = logs[index].subarray(prompt * width, (prompt + 1) * width);
      const sum = row.reduce((total, log) => total + Math.exp(log), 0);
      if (sum > 1 + tolerance)
        throw new UserError({
          code: 'not-a-distribution',
          summary: 'the probabilities of a prompt add up to more than 1',
          where,
          found: `${sum.toPrecision(8)}: family ${family.name}, promptId ${prompt}`,
          allowed: `at most 1 + ${tolerance}`,
          hint: 'logarithms must be natural, and of the whole response with its closing stop; model.tolerance is for rounding alone',
        });
      const excess = Math.log(sum);
      if (sum > 1) for (let r = 0; r < width; r++) row[r] -= excess;
    }
  }
}
