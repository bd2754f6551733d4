/** Cells beside the outcome that some figures need: clusters, groups, answerability, audits, stated stakes, texts of answers. */
import { repeatedKey } from '../../data/repeatedKeys.js';
import { UserError } from '../../errors/userError.js';
import { penalty } from '../../theory/confidenceTarget.js';
import { type ExtraColumns, outcomePlace } from '../gradedAnswers.js';
import type { GradedOutcome } from '../grader.js';
import { cellText, numberOf, quotedText, truthOf } from './cells.js';
import type { Flaw, TableRow } from './contents.js';
import { cellByPath } from './formats/cellByPath.js';
import { type ByOutcome, outcomesByWord, worded } from './formats/outcomes.js';
import { type GrownColumn, grownColumn, numberedNames } from './manyRows.js';

/** Columns that the user names, by their meaning. */
export interface ExtraNames {
  readonly cluster?: string | undefined;
  readonly group?: string | undefined;
  /** True for questions that have an answer. */
  readonly answerable?: string | undefined;
  /** True for questions that have none. */
  readonly shouldAbstain?: string | undefined;
  readonly audited?: string | undefined;
  /** The penalty λ that the prompt stated. */
  readonly stakes?: string | undefined;
  /** The confidence target t that the prompt stated. */
  readonly target?: string | undefined;
  readonly answer?: string | undefined;
  /** Distributions over answers: an object of probabilities by answer. Needs `truth`. */
  readonly forecast?: string | undefined;
  /** The right answers of stated distributions. */
  readonly truth?: string | undefined;
}

/** Extra values of one answer. */
export interface ExtraValues {
  readonly cluster?: string;
  readonly group?: string;
  readonly answerable?: number;
  readonly audited?: number;
  readonly stakes?: number;
  readonly answer?: string;
  /** Probability that the stated distribution gives the right answer, NaN for none, and its sum of squares. */
  readonly ofTruth?: number;
  readonly squares?: number;
}

/** Flags that name the columns. */
const EXTRA_FLAGS: Readonly<Record<keyof ExtraNames, string>> = {
  cluster: 'cluster',
  group: 'by',
  answerable: 'answerable',
  shouldAbstain: 'should-abstain',
  audited: 'audited',
  stakes: 'stakes-column',
  target: 'target-column',
  answer: 'answer-column',
  forecast: 'forecast-column',
  truth: 'truth-column',
};

/** Words of an auditor, beside the user's own. */
const WORDS: ByOutcome<readonly string[]> = {
  right: ['correct', 'right', 'true', '1', 'c'],
  error: ['incorrect', 'wrong', 'error', 'false', '0', 'i'],
  abstention: ['abstained', 'abstention', 'not_attempted', 'not attempted', 'n'],
};

export type ExtraReader = (row: TableRow) => ExtraValues | Flaw;

/** @param words the user's words for outcomes @returns null where no column is named */
export function extraReader(names: ExtraNames, words: ByOutcome<readonly string[]>): ExtraReader | null {
  const { forecast, truth: truthColumn, ...single } = names;
  const read = Object.entries(single)
    .filter((entry): entry is [keyof typeof single, string] => entry[1] !== undefined)
    .map(([name, column]) => ({ column, read: readerOf(name, words) }));
  if (read.length === 0 && forecast === undefined) return null;
  return (row) => {
    const values: { -readonly [Key in keyof ExtraValues]: ExtraValues[Key] } = {};
    for (const each of read) {
      const found = each.read(cellByPath(row, each.column), each.column);
      if ('kind' in found) return found;
      Object.assign(values, found);
    }
    if (forecast === undefined || truthColumn === undefined) return values;
    const stated = readForecast(cellByPath(row, forecast), sameText(cellText(cellByPath(row, truthColumn))));
    return 'kind' in stated ? stated : Object.assign(values, stated);
  };
}

/** Returns whether extra cells could not be read. */
export function isFlaw(values: ExtraValues | Flaw): values is Flaw {
  return 'kind' in values;
}

function readerOf(
  name: Exclude<keyof ExtraNames, 'forecast' | 'truth'>,
  words: ByOutcome<readonly string[]>,
): (value: unknown, column: string) => ExtraValues | Flaw {
  switch (name) {
    case 'cluster':
      return (value, column) => {
        const cluster = cellText(value);
        return cluster === '' ? { kind: `empty cell in ${quotedText(column)} (--cluster)`, found: '' } : { cluster };
      };
    case 'group':
      return (value) => ({ group: cellText(value) || '(none)' });
    case 'answerable':
      return (value, column) => truth(value, column, 1);
    case 'shouldAbstain':
      return (value, column) => truth(value, column, 0);
    case 'audited':
      return auditReader(words);
    case 'stakes':
      return (value, column) => {
        const stakes = numberOf(value);
        if (stakes === null) return { stakes: NaN };
        if (stakes >= 0 && stakes < Infinity) return { stakes };
        return { kind: `no penalty in ${quotedText(column)} (--stakes-column)`, found: quotedText(value) };
      };
    case 'target':
      return (value, column) => {
        const target = numberOf(value);
        if (target === null) return { stakes: NaN };
        if (target >= 0 && target < 1) return { stakes: penalty(target) };
        return {
          kind: `no confidence target in ${quotedText(column)} (--target-column)`,
          found: quotedText(value),
          hint: 'targets lie in [0, 1); a column of penalties is --stakes-column',
        };
      };
    case 'answer':
      return (value) => ({ answer: sameText(cellText(value)) });
  }
}

/** A distribution over answers: an object of probabilities, in JSON if it is a text. */
function readForecast(value: unknown, truth: string): ExtraValues | Flaw {
  if (cellText(value) === '') return { ofTruth: NaN, squares: NaN };
  const stated = distributionOf(value);
  const probabilities = stated === null ? [] : Object.values(stated).map(Number);
  const sum = probabilities.reduce((total, p) => total + p, 0);
  if (stated === null || probabilities.length === 0 || probabilities.some((p) => !(p >= 0 && p <= 1)) || sum > 1.01)
    return {
      kind: 'no distribution over answers (--forecast-column)',
      found: quotedText(value),
      hint: 'a distribution is an object such as {"Paris": 0.7, "Lyon": 0.2}, with probabilities that sum to 1 or less',
    };
  if (truth === '') return { kind: 'empty right answer (--truth-column)', found: '' };
  const ofTruth = Object.entries(stated)
    .filter(([answer]) => sameText(answer) === truth)
    .reduce((total, [, p]) => total + Number(p), 0);
  return { ofTruth, squares: probabilities.reduce((total, p) => total + p * p, 0) };
}

function distributionOf(value: unknown): Readonly<Record<string, unknown>> | null {
  try {
    const whole: unknown = typeof value === 'string' ? JSON.parse(value) : value;
    // An answer that stands there twice has two probabilities.
    const isTwice = typeof value === 'string' && repeatedKey(value, whole) !== null;
    return typeof whole === 'object' && whole !== null && !Array.isArray(whole) && !isTwice
      ? (whole as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}

function truth(value: unknown, column: string, ifTrue: number): ExtraValues | Flaw {
  const told = { answerable: true, unanswerable: false }[cellText(value).toLowerCase()] ?? truthOf(value);
  if (told !== null) return { answerable: told ? ifTrue : 1 - ifTrue };
  return { kind: `neither yes nor no in ${quotedText(column)}`, found: quotedText(value) };
}

function auditReader(words: ByOutcome<readonly string[]>): (value: unknown, column: string) => ExtraValues | Flaw {
  const none = { right: [], error: [], abstention: [] };
  const [own, known] = [outcomesByWord(none, words), outcomesByWord(WORDS, none)];
  const outcomes = new Map<string, GradedOutcome>([...known, ...own]);
  return (value, column) => {
    if (cellText(value) === '') return { audited: NaN };
    const outcome = worded(value, outcomes);
    if (typeof outcome === 'string') return { audited: outcomePlace(outcome) };
    return {
      kind: `unknown outcome in ${quotedText(column)} (--audited)`,
      found: quotedText(value),
      hint: `auditors write correct, incorrect or abstained, or the words of --correct, --incorrect and --abstained; an empty cell is not audited`,
    };
  };
}

/** A text with which answers that differ in case, blanks or a closing stop alone are one. */
function sameText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s.]+$/, '')
    .trim();
}

export interface ExtraStore {
  /** Columns that a file's format knows by itself; rows before have no value in them. */
  ask(names: ExtraNames, rows: number): void;
  push(values: ExtraValues): void;
  /** @throws UserError where a column that was named holds nothing */
  columns(): ExtraColumns | undefined;
}

/** Kinds of columns that are asked for. */
function askedIn(names: ExtraNames) {
  return {
    cluster: names.cluster !== undefined,
    group: names.group !== undefined,
    answerable: names.answerable !== undefined || names.shouldAbstain !== undefined,
    audited: names.audited !== undefined,
    stakes: names.stakes !== undefined || names.target !== undefined,
    answer: names.answer !== undefined,
    forecast: names.forecast !== undefined,
  };
}

/** Fills a column up to a row without values. */
function filled(column: GrownColumn, rows: number): void {
  for (let row = 0; row < rows; row++) column.push(NaN);
}

/** Extra values as columns, grown row by row. */
export function extraStore(names: ExtraNames): ExtraStore {
  const asked = askedIn(names);
  const [clusters, groups, answers] = [numberedNames(), new Map<string, number>(), numberedNames()];
  const numbers = () => grownColumn(Float64Array);
  const [answerable, audited, stakes] = [numbers(), numbers(), numbers()];
  const [ofTruth, squares] = [numbers(), numbers()];
  const places = () => grownColumn(Uint32Array);
  const [cluster, group, answer] = [places(), places(), places()];
  return {
    ask(more, rows) {
      const wanted = askedIn(more);
      if (wanted.stakes && !asked.stakes) filled(stakes, rows);
      if (wanted.answerable && !asked.answerable) filled(answerable, rows);
      asked.stakes ||= wanted.stakes;
      asked.answerable ||= wanted.answerable;
    },
    push(values) {
      if (asked.cluster) cluster.push(clusters.place(values.cluster ?? ''));
      if (asked.group) {
        const name = values.group ?? '';
        const place = groups.get(name) ?? groups.size;
        if (place === groups.size) groups.set(name, place);
        group.push(place);
      }
      if (asked.answerable) answerable.push(values.answerable ?? NaN);
      if (asked.audited) audited.push(values.audited ?? NaN);
      if (asked.stakes) stakes.push(values.stakes ?? NaN);
      if (asked.answer) answer.push(answers.place(values.answer ?? ''));
      if (asked.forecast) {
        ofTruth.push(values.ofTruth ?? NaN);
        squares.push(values.squares ?? NaN);
      }
    },
    columns() {
      if (!Object.values(asked).includes(true)) return undefined;
      // Where all rows are bad, they are told of first.
      const rows = [audited, stakes, answer, ofTruth].some((column) => column.values().length > 0);
      if (rows && asked.audited && audited.values().every(Number.isNaN)) throw nothingIn('audited', names);
      if (rows && askedIn(names).stakes && stakes.values().every(Number.isNaN))
        throw nothingIn(names.stakes === undefined ? 'target' : 'stakes', names);
      if (rows && asked.answer && answers.size() === 1 && answers.place('') === 0) throw nothingIn('answer', names);
      if (rows && asked.forecast && ofTruth.values().every(Number.isNaN)) throw nothingIn('forecast', names);
      return {
        ...(asked.cluster && { cluster: cluster.values() }),
        ...(asked.group && { group: { names: [...groups.keys()], place: group.values() } }),
        ...(asked.answerable && { answerable: answerable.values() }),
        ...(asked.audited && { audited: audited.values() }),
        ...(asked.stakes && { stakes: stakes.values() }),
        ...(asked.answer && { answer: answer.values() }),
        ...(asked.forecast && { forecast: { ofTruth: ofTruth.values(), squares: squares.values() } }),
      };
    },
  };
}

function nothingIn(name: keyof ExtraNames, names: ExtraNames): UserError {
  return new UserError({
    code: 'empty-column',
    summary: 'no row has a value in the column',
    where: `--${EXTRA_FLAGS[name]}`,
    found: quotedText(names[name]),
    hint: 'a column, or a path into one such as metadata.topic',
  });
}
