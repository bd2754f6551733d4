/** The scorer of an Inspect log, and the key of its scores where they are mappings. */
import { didYouMean } from '../../../../../errors/didYouMean.js';
import { UserError } from '../../../../../errors/userError.js';
import { quotedText } from '../../../cells.js';
import { isObject, type JsonObject } from '../../../contents.js';

export interface ChosenScorer {
  readonly name: string;
  /** Key of the value where it is a mapping, and place in it, from 0, where it is a list. */
  readonly key: string | null;
  /** Key of the confidence, where the mapping holds one. */
  readonly confidenceKey: string | null;
}

/** Keys that hold the outcome in mappings of known scorers: Humanity's Last Exam and BrowseComp (`score` and `confidence`). */
const OUTCOME_KEY = 'score';
const CONFIDENCE_KEY = 'confidence';

/** The score of a sample by one scorer; undefined where it has none. */
export function scoreOf(sample: JsonObject, name: string): JsonObject | undefined {
  const scores = sample.scores;
  const score = isObject(scores) && Object.hasOwn(scores, name) ? scores[name] : undefined;
  return isObject(score) ? score : undefined;
}

/**
 * @param asked `name`, or `name.key`
 * @throws UserError where the log has no such scorer, or several and the user names none; and likewise for keys of a mapping
 */
export function chosenScorer(file: string, samples: readonly JsonObject[], asked: string | undefined): ChosenScorer {
  const names = [...new Set(samples.flatMap(({ scores }) => (isObject(scores) ? Object.keys(scores) : [])))];
  const name = asked === undefined ? onlyOf(file, names) : namedOf(file, names, asked);
  const keys = [
    ...new Set(
      samples.flatMap((sample) => {
        const value = scoreOf(sample, name)?.value;
        return typeof value === 'object' && value !== null ? Object.keys(value) : [];
      }),
    ),
  ];
  if (keys.length === 0) return { name, key: null, confidenceKey: null };
  const wanted = asked?.slice(name.length + 1) ?? '';
  const known = keys.includes(OUTCOME_KEY) ? OUTCOME_KEY : keys.length === 1 ? keys[0] : null;
  const key = wanted === '' ? known : wanted;
  if (key === null || !keys.includes(key))
    throw new UserError({
      code: 'which-score',
      summary: `each score of ${quotedText(name)} holds several values`,
      where: file,
      found: keys.map(quotedText).join(', '),
      hint: `choose one, such as --scorer ${name}.${keys[0]}`,
    });
  return { name, key, confidenceKey: keys.includes(CONFIDENCE_KEY) && key !== CONFIDENCE_KEY ? CONFIDENCE_KEY : null };
}

function onlyOf(file: string, names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  throw new UserError({
    code: 'which-scorer',
    summary: 'the log holds several scores a sample',
    where: file,
    found: names.map(quotedText).join(', '),
    hint: `choose one with --scorer, such as --scorer ${names[0]}`,
  });
}

function namedOf(file: string, names: readonly string[], asked: string): string {
  const name = names.includes(asked)
    ? asked
    : [...names].sort((a, b) => b.length - a.length).find((each) => asked.startsWith(`${each}.`));
  if (name !== undefined) return name;
  throw new UserError({
    code: 'no-scorer',
    summary: `no such scorer: ${quotedText(asked)}`,
    where: file,
    allowed: names.map(quotedText).join(', ') || 'the log holds no scores',
    hint: didYouMean(asked, names),
  });
}
