/** Rows that tell one answer: columns of numbers, grown row by row. */
import { UserError } from '../../errors/userError.js';
import type { AnswerColumns } from '../gradedAnswers.js';
import type { BadRowKind } from './badRows.js';
import type { Layout } from './layout.js';
import { type AnswerRow, cellText, numberOf, quotedText } from './rowSource.js';

/** More models than this is a column of something else. */
const MOST_MODELS = 1000;

export type AnswersLayout = Exclude<Layout, { readonly format: 'models' }>;

export interface AnswerReader {
  /** @returns what is wrong with the row, which then is not taken; null where nothing is */
  add(row: AnswerRow): { readonly kind: BadRowKind; readonly found: string } | null;
}

export interface AnswerOptions {
  /** Places in GRADED_OUTCOMES by word in lower case. */
  readonly words: ReadonlyMap<string, number>;
  /** What confidences are divided by: 1, or 100 for percentages. */
  readonly confidenceScale: number;
  /** Model of rows that name none. */
  readonly model: string;
}

export interface AnswerStore {
  reader(file: string, layout: AnswersLayout, options: AnswerOptions): AnswerReader;
  columns(): AnswerColumns;
}

export function answerStore(): AnswerStore {
  const [models, questions] = [new Map<string, number>(), new Map<string, number>()];
  const [model, question, outcome, confidence]: number[][] = [[], [], [], []];
  const pairs = new Set<number>();
  const place = (names: Map<string, number>, name: string): number => {
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size);
    return names.size - 1;
  };
  return {
    columns: () => ({ models: [...models.keys()], questions: questions.size, model, question, outcome, confidence }),
    reader: (file, layout, options) => ({
      add(row) {
        if (row.flaw !== undefined) return row.flaw;
        const name = layout.model === null ? options.model : cellText(row.cell(layout.model));
        if (name === '') return { kind: 'empty model', found: '' };
        const asked =
          layout.format === 'simpleqa' && layout.question === null
            ? `row ${row.at}`
            : cellText(row.cell(layout.question!));
        if (asked === '') return { kind: 'empty question', found: '' };
        const result =
          layout.format === 'simpleqa' ? flagged(row, layout.flags) : worded(row, layout.outcome, options.words);
        if (typeof result !== 'number') return result;
        const stated = layout.confidence === null ? null : numberOf(row.cell(layout.confidence));
        const p = stated === null ? NaN : stated / options.confidenceScale;
        if (stated !== null && !(p >= 0 && p <= 1))
          return { kind: 'confidence outside [0, 1]', found: quotedText(row.cell(layout.confidence!)) };
        if (!models.has(name) && models.size >= MOST_MODELS) {
          throw new UserError({
            code: 'too-many-models',
            summary: `more than ${MOST_MODELS} models`,
            where: file,
            found: quotedText(name),
            hint: '--model-column names the column of models',
          });
        }
        // Pairs are numbered by question, then model, so that neither number need be known before the end.
        const [m, q] = [place(models, name), place(questions, asked)];
        const pair = q * MOST_MODELS + m;
        if (pairs.has(pair))
          return { kind: 'duplicate model–question pair', found: `${quotedText(name)}, ${quotedText(asked)}` };
        pairs.add(pair);
        model.push(m);
        question.push(q);
        outcome.push(result);
        confidence.push(p);
        return null;
      },
    }),
  };
}

type Problem = { readonly kind: BadRowKind; readonly found: string };

function worded(row: AnswerRow, column: string, words: ReadonlyMap<string, number>): number | Problem {
  const value = row.cell(column);
  return (
    words.get(cellText(value).toLowerCase()) ?? {
      kind: 'unknown outcome',
      found: value === undefined || value === null ? 'none' : quotedText(value),
    }
  );
}

const TRUE = new Set(['true', '1', '1.0', 'yes']);
const FALSE = new Set(['false', '0', '0.0', 'no', '']);

/** Of three flags one must be set. */
function flagged(row: AnswerRow, flags: readonly [string, string, string]): number | Problem {
  const texts = flags.map((flag) => cellText(row.cell(flag)).toLowerCase());
  const set = texts.flatMap((text, outcome) => (TRUE.has(text) ? [outcome] : []));
  if (set.length === 1 && texts.every((text) => TRUE.has(text) || FALSE.has(text))) return set[0];
  return {
    kind: 'not exactly one of is_correct, is_incorrect and is_not_attempted',
    found: texts.map((text) => quotedText(text)).join(', '),
  };
}
