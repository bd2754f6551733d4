/** Outcomes whose meaning is not known: counted by value, with the flags that would say what they mean. */
import { GRADED_OUTCOMES, type GradedOutcome } from '../grader.js';
import { quotedText } from './cells.js';
import { OUTCOME_NAMES, wordKey } from './formats/outcomes.js';

export interface UnknownOutcomes {
  add(value: string): void;
  /** Sentences for the user; none where every outcome was known. */
  questions(typed: TypedCommand): readonly string[];
}

/** Makes a command to copy: the user's own, with more flags. */
export type TypedCommand = (flags: readonly (readonly [flag: string, value: string])[]) => string;

/** Values that are counted; a column of more is not one of outcomes. */
const MOST_VALUES = 1000;
/** Values that are listed. */
const LISTED = 12;
/** A column of more different values does not hold outcomes. */
const MOST_OUTCOMES = 20;

/** Words that mean one outcome wherever they occur. */
const USUAL: Readonly<Record<GradedOutcome, readonly string[]>> = {
  right: ['correct', 'right', 'true', 'yes', '1', '+1', 'pass', 'passed', 'ok', '✓', '✔', '✅'],
  error: [
    ...['incorrect', 'wrong', 'false', 'no', '0', '-1', 'fail', 'failed', 'error', 'hallucinated', 'hallucination'],
    ...['✗', '✘', '❌'],
  ],
  abstention: [
    ...[
      'abstained',
      'abstain',
      'abstention',
      'not_attempted',
      'not attempted',
      'unattempted',
      'no_answer',
      'no answer',
    ],
    ...[
      'n/a',
      'na',
      'nan',
      'none',
      'null',
      'idk',
      "i don't know",
      'unknown',
      'unanswered',
      'refused',
      'refusal',
      'skip',
      'skipped',
    ],
  ],
};

const OUTCOME_OF = new Map(
  GRADED_OUTCOMES.flatMap((outcome) => USUAL[outcome].map((word) => [word, outcome] as const)),
);

/** Meanings of single letters in evaluations that differ on them. */
const LETTERS: readonly { readonly by: string; readonly words: Readonly<Record<GradedOutcome, string>> }[] = [
  { by: 'SimpleQA (C: not attempted)', words: { right: 'A', error: 'B', abstention: 'C' } },
  { by: 'AA-Omniscience (C: partly right, D: not attempted)', words: { right: 'A', error: 'BC', abstention: 'D' } },
  {
    by: 'Inspect (C: correct, I: incorrect, P: partly right, N: no answer)',
    words: { right: 'C', error: 'IP', abstention: 'N' },
  },
];

export function unknownOutcomes(): UnknownOutcomes {
  const counts = new Map<string, number>();
  return {
    add(value) {
      if (counts.size < MOST_VALUES || counts.has(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
    },
    questions(typed) {
      if (counts.size === 0) return [];
      const values = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!);
      const listed = values.slice(0, LISTED).map((value) => `${shown(value)} × ${counts.get(value)!}`);
      const more = values.length > LISTED ? ` and ${values.length - LISTED} others` : '';
      return [`what do these outcomes mean? ${listed.join(', ')}${more}`, ...meanings(values, typed)];
    },
  };
}

function shown(value: string): string {
  return value === '' ? 'an empty cell' : quotedText(value);
}

function meanings(values: readonly string[], typed: TypedCommand): readonly string[] {
  if (values.length > MOST_OUTCOMES)
    return ['a column of so many values holds no outcomes: --outcome-column names the one that does'];
  const letters = values.filter((value) => /^[A-Z]$/i.test(value)).map((value) => value.toUpperCase());
  const readings = LETTERS.filter(({ words }) => {
    const known = Object.values(words).join('');
    return letters.length > 0 && letters.every((letter) => known.includes(letter));
  });
  // One letter means different outcomes in different evaluations, and may be a choice that nobody graded.
  if (letters.length > 0)
    return readings.length === 0
      ? [
          'letters of choices are no outcomes: compare them with the right ones first, in a column of correct and incorrect',
        ]
      : readings.flatMap(({ by, words }) => [`as in ${by}:`, `  ${typed(flagsOfReading(values, words))}`]);
  const guess = guessOf(values);
  const guessed = values.filter((value) => guess(value) !== null);
  const unguessed = values.filter((value) => guess(value) === null && value !== '');
  const guesses = flagsOf(guessed, guess);
  return [
    ...(guessed.length === 0 ? [] : [`${meant(guessed, guess)}:`, `  ${typed(guesses)}`]),
    ...(values.includes('')
      ? ['if an empty cell is an abstention:', `  ${typed([...guesses, ['abstained', '']])}`]
      : []),
    ...(unguessed.length === 0
      ? []
      : [
          `${unguessed.slice(0, LISTED).map(shown).join(', ')}: name each in --correct, --incorrect or --abstained, which replace letters and numbers known before`,
        ]),
  ];
}

/**
 * The usual meaning of each value beside the others. Where −1 is a score, 0 is that of abstentions; and numbers beyond those from −1 to 1
 * are marks of another scale.
 */
function guessOf(values: readonly string[]): (value: string) => GradedOutcome | null {
  const numbers = values
    .map(wordKey)
    .filter((key) => key !== '' && Number.isFinite(Number(key)))
    .map(Number);
  const scaled = numbers.some((number) => Math.abs(number) > 1);
  const penalised = numbers.includes(-1);
  return (value) => {
    const key = wordKey(value);
    if (scaled && key !== '' && Number.isFinite(Number(key))) return null;
    return penalised && key === '0' ? 'abstention' : usual(value);
  };
}

function usual(value: string): GradedOutcome | null {
  return OUTCOME_OF.get(wordKey(value)) ?? null;
}

/** Flags for all letters of a reading, since a flag replaces the words that were known before. */
function flagsOfReading(
  values: readonly string[],
  words: Readonly<Record<GradedOutcome, string>>,
): readonly (readonly [string, string])[] {
  const others = values.filter((value) => !/^[A-Z]$/i.test(value));
  return flagsOf([...Object.values(words).join(''), ...others], (value) =>
    others.includes(value) ? usual(value) : (GRADED_OUTCOMES.find((outcome) => words[outcome].includes(value)) ?? null),
  );
}

/** Says what would have to be true for the flags to be right. */
function meant(values: readonly string[], guess: (value: string) => GradedOutcome | null): string {
  const words = { right: 'right', error: 'wrong', abstention: 'an abstention' } as const;
  const parts = GRADED_OUTCOMES.flatMap((outcome) => {
    const of = values.filter((value) => guess(value) === outcome).map((value) => quotedText(value));
    return of.length === 0 ? [] : [`${of.join(' and ')} ${of.length === 1 ? 'is' : 'are'} ${words[outcome]}`];
  });
  return `if ${parts.join(', ')}`;
}

function flagsOf(
  values: readonly string[],
  outcomeOf: (value: string) => GradedOutcome | null,
): readonly (readonly [string, string])[] {
  return GRADED_OUTCOMES.flatMap((outcome): readonly (readonly [string, string])[] => {
    const of = values.filter((value) => value !== '' && outcomeOf(value) === outcome);
    return of.length === 0 ? [] : [[OUTCOME_NAMES[outcome], of.map(listed).join(',')]];
  });
}

/** A value as an element of a list with commas: in double quotes where it holds a comma or a quote. */
function listed(value: string): string {
  return /[",]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
