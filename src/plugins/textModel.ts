/** Functions from texts to log-probabilities, as models. */
import type { World } from '../corpus/world.js';
import { askResponses } from '../models/imported/wholeResponses.js';
import type { LanguageModel } from '../models/languageModel.js';
import { foundValue, refused } from './checkDefinition.js';

/**
 * A model as a function of texts.
 * @param prompt the text of a prompt
 * @param responses the texts of all responses of its family, each with its closing stop
 * @param family name of the family
 * @returns natural logarithms of the probabilities of the whole responses, given the prompt, [responses]; −Infinity for 0.
 *   What they leave of 1 is invalid mass.
 */
export type TextModel = (
  prompt: string,
  responses: readonly string[],
  family: string,
) => ArrayLike<number> | Promise<ArrayLike<number>>;

/** Largest excess over 1 of the sum of a prompt that is taken for rounding. */
const TOLERANCE = 1e-4;

/**
 * Asks a function for every response to every prompt of a world.
 * @param where the place of the function, for messages
 * @throws UserError for numbers that are no logarithms of probabilities
 */
export function modelOfTexts(
  kind: string,
  world: World,
  model: TextModel,
  where: string,
  onProgress?: (share: number) => void,
): Promise<LanguageModel> {
  return askResponses(
    kind,
    world,
    {
      trainableParameters: 0,
      async responseLogProbabilities(prompts, responses, family) {
        const rows: ArrayLike<number>[] = [];
        for (const prompt of prompts) rows.push(checkedList(await model(prompt, responses, family), prompt, where));
        return rows;
      },
    },
    { tolerance: TOLERANCE, where },
    onProgress,
  );
}

function checkedList(row: unknown, prompt: string, where: string): ArrayLike<number> {
  const list = row as ArrayLike<number> | null | undefined;
  if (typeof list === 'object' && typeof list?.length === 'number') return list;
  throw refused('', undefined, {
    summary: 'a model must give a list of log-probabilities',
    found: `${foundValue(row)}, for the prompt "${prompt}"`,
    allowed: 'one natural logarithm for each response',
  }).amended((problem) => ({ ...problem, where }));
}
