/** The columns of a table of probabilities. */
import { UserError } from '../../errors/userError.js';

/** Columns by which a table may name prompt, response and probability, the first of each that is there. */
const NAMES = {
  prompt: ['promptId', 'prompt'],
  response: ['responseId', 'response'],
  value: ['logProbability', 'probability', 'pHat'],
  /** Columns of the wide form: a list with the value of every response of the family, in their order. */
  list: ['logProbabilities', 'probabilities'],
} as const;

/** Column that binds a table to a corpus, by the digest that `corpus.json` states. */
export const CORPUS = 'corpus';

const COLUMNS =
  'the columns are family, promptId, responseId and logProbability, or others that docs/other-models.md lists: rename yours';

export interface ProbabilityColumns {
  /** Null where the world has one family, which need not be named. */
  readonly family: string | null;
  readonly prompt: (typeof NAMES.prompt)[number];
  /** Null in the wide form, whose lists have the order of the responses. */
  readonly response: (typeof NAMES.response)[number] | null;
  readonly value: string;
  /** True where values are natural logarithms. */
  readonly isLog: boolean;
}

/**
 * @param columns names in the file
 * @param families their number
 * @throws UserError for a table that lacks a column
 */
export function probabilityColumns(columns: readonly string[], file: string, families: number): ProbabilityColumns {
  const lacks = (allowed: string, summary = 'the table lacks a column'): UserError =>
    new UserError({ code: 'no-column', summary, where: file, found: columns.join(', '), allowed, hint: COLUMNS });
  const pick = <Name extends string>(names: readonly Name[]): Name | undefined =>
    names.find((name) => columns.includes(name));
  const family = columns.includes('family') ? 'family' : null;
  if (family === null && families > 1)
    throw lacks('a column family', 'the table does not say which family a prompt belongs to');
  const prompt = pick(NAMES.prompt);
  if (prompt === undefined) throw lacks(NAMES.prompt.join(' or '));
  const list = pick(NAMES.list);
  if (list !== undefined) return { family, prompt, response: null, value: list, isLog: list === 'logProbabilities' };
  const response = pick(NAMES.response);
  if (response === undefined)
    throw lacks(`${NAMES.response.join(' or ')}, or lists in ${NAMES.list.join(' or ')} with a row for each prompt`);
  const value = pick(NAMES.value);
  if (value === undefined) throw lacks(NAMES.value.join(' or '));
  return { family, prompt, response, value, isLog: value === 'logProbability' };
}
