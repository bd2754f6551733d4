/** The metric of rows that hold several: the user's, or the only one that is right or wrong on every row. */

import { didYouMean } from '../../../../errors/didYouMean.js';
import { UserError } from '../../../../errors/userError.js';
import { quotedText } from '../../cells.js';
import { flagFor } from '../knownColumns.js';
import { outcomesByWord, TRUTH_WORDS, wordKey } from '../outcomes.js';

const NONE = { right: [], error: [], abstention: [] };
const TRUTH = outcomesByWord(TRUTH_WORDS, NONE);

/** Values of a metric that are shown. */
const SHOWN = 3;

/**
 * @param file for messages
 * @param values of each metric on the rows looked at
 * @param asked the metric that the user names
 * @throws UserError where there is no such metric, where no metric is right or wrong, or where several are
 */
export function binaryMetric(
  file: string,
  values: ReadonlyMap<string, readonly unknown[]>,
  asked: string | undefined,
): string {
  const names = [...values.keys()];
  if (asked !== undefined) {
    if (values.has(asked)) return asked;
    throw new UserError({
      code: 'no-metric',
      summary: `no such metric: ${quotedText(asked)}`,
      where: file,
      allowed: names.map(quotedText).join(', '),
      hint: didYouMean(asked, names),
    });
  }
  const binary = names.filter((name) => values.get(name)!.every((value) => TRUTH.has(wordKey(value))));
  if (binary.length === 1) return binary[0];
  const shown = (name: string): string =>
    `${quotedText(name)} (${[...new Set(values.get(name)!.map((value) => quotedText(value)))].slice(0, SHOWN).join(', ')} …)`;
  if (binary.length === 0)
    throw new UserError({
      code: 'no-metric',
      summary: 'no metric of the file says right or wrong',
      where: file,
      found: names.map(shown).join(', ') || 'no metrics',
      hint: 'a metric between 0 and 1 needs a limit from which an answer is right: write it as a column of correct and incorrect',
    });
  throw new UserError({
    code: 'which-metric',
    summary: 'the file holds several metrics that say right or wrong',
    where: file,
    found: binary.map(quotedText).join(', '),
    hint: `choose one, such as ${flagFor('outcome-column', binary[0])}`,
  });
}
