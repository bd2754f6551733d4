/** Graded answers as columns of numbers, grown row by row. */
import { getHeapStatistics } from 'node:v8';
import { UserError } from '../../errors/userError.js';
import { type AnswerColumns, outcomePlace } from '../gradedAnswers.js';
import { quotedText } from './cells.js';
import type { Flaw } from './contents.js';
import { type ExtraNames, extraStore } from './extraCells.js';
import type { ReadAnswer } from './formats/gradedFormat.js';
import { grownColumn, numberedNames, pairTable } from './manyRows.js';

/** A column of more different texts does not name models. */
const MOST_MODELS = 1000;

export interface AnswerStore {
  /**
   * @param file for the message
   * @returns the flaw for which an answer is not taken; null where it is
   * @throws UserError for more models than there can be
   */
  add(answer: ReadAnswer, file: string): Flaw | null;
  columns(): AnswerColumns;
  /** Columns that the format of the next file knows by itself. */
  ask(names: ExtraNames): void;
}

/** @param names columns that only some figures need */
export function answerStore(names: ExtraNames = {}): AnswerStore {
  const models = new Map<string, number>();
  const questions = numberedNames();
  const [model, question, outcome] = [grownColumn(Uint16Array), grownColumn(Uint32Array), grownColumn(Uint8Array)];
  const confidence = grownColumn(Float64Array);
  const extras = extraStore(names);
  const asked = askedNumbers(question.at);
  const pairs = pairTable(model.at, asked.at);
  return {
    ask: (more) => extras.ask(more, outcome.values().length),
    columns() {
      const extraColumns = extras.columns();
      return {
        models: [...models.keys()],
        questions: questions.size(),
        model: model.values(),
        question: question.values(),
        outcome: outcome.values(),
        confidence: confidence.values(),
        ...(extraColumns && { extras: extraColumns }),
      };
    },
    add(answer, file) {
      if (!models.has(answer.model) && models.size >= MOST_MODELS) {
        throw new UserError({
          code: 'too-many-models',
          summary: `more than ${MOST_MODELS} models`,
          where: file,
          found: quotedText(answer.model),
          hint: '--model-column names the column of models',
        });
      }
      const m = models.get(answer.model) ?? models.size;
      models.set(answer.model, m);
      const q = questions.place(answer.question);
      const ask = asked.place(q, answer.epoch);
      if (!pairs.add(m, ask))
        return {
          kind: 'duplicate model–question pair',
          found: [answer.model, answer.question, ...(answer.epoch === undefined ? [] : [answer.epoch])]
            .map(quotedText)
            .join(', '),
          asks: true,
        };
      asked.push(model.push(m) - 1, ask);
      question.push(q);
      outcome.push(outcomePlace(answer.outcome));
      extras.push(answer.extras ?? {});
      if (confidence.push(answer.confidence ?? NaN) % LOOK_EVERY === 0) checkMemory(file, confidence.values().length);
      return null;
    },
  };
}

interface AskedNumbers {
  /** The number of an ask: the question's own, or one of those beyond for each of its epochs. */
  place(question: number, epoch: string | undefined): number;
  push(row: number, ask: number): void;
  at(row: number): number;
}

/** Asks of an epoch are numbered from here: there are fewer questions. */
const FIRST_OF_EPOCHS = 2 ** 31;

/** Tells asks of one question apart. Takes no memory before the first row that has an epoch. */
function askedNumbers(questionAt: (row: number) => number): AskedNumbers {
  const names = numberedNames();
  const asks = grownColumn(Uint32Array);
  let first = Infinity;
  return {
    place: (question, epoch) =>
      epoch === undefined ? question : FIRST_OF_EPOCHS + names.place(`${question} ${epoch}`),
    push(row, ask) {
      if (ask >= FIRST_OF_EPOCHS) first = Math.min(first, row);
      if (row >= first) asks.push(ask);
    },
    at: (row) => (row < first ? questionAt(row) : asks.at(row - first)),
  };
}

/** Rows after which memory is looked at. */
const LOOK_EVERY = 2 ** 16;
/** Share of V8's memory beyond which it would end the process without a word. */
const MOST_MEMORY = 0.9;

/** @throws UserError before memory runs out */
function checkMemory(file: string, rows: number): void {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  if (used < MOST_MEMORY * limit) return;
  const mebibytes = Math.round(limit / 2 ** 20);
  throw new UserError({
    code: 'out-of-memory',
    summary: `memory does not suffice for more than ${rows} answers`,
    where: file,
    found: `${mebibytes} MiB may be used`,
    hint: `NODE_OPTIONS=--max-old-space-size=${2 * mebibytes} allows more; shorter names of questions need less`,
  });
}
