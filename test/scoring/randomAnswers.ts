/** Random graded answers, as rows and as the columns that are scored. */
import fc from 'fast-check';
import type { ExtraColumns, GradedAnswers } from '../../src/scoring/gradedAnswers.js';

export interface AnswerRow {
  readonly model: string;
  readonly question: string;
  readonly outcome: number;
  readonly confidence: number;
}

/** Rows of up to four models on up to 30 questions, not every model asked every question. */
export const answerRows: fc.Arbitrary<readonly AnswerRow[]> = fc.uniqueArray(
  fc.record({
    model: fc.constantFrom('a', 'b', 'c', 'd'),
    question: fc.integer({ min: 1, max: 30 }).map((q) => `q${q}`),
    outcome: fc.integer({ min: 0, max: 2 }),
    confidence: fc.oneof(
      fc.constant(NaN),
      fc.integer({ min: 0, max: 20 }).map((k) => k / 20),
    ),
  }),
  { selector: ({ model, question }) => `${model} ${question}`, minLength: 1, maxLength: 60 },
);

/** @param extras columns that only some figures need */
export function gradedFrom(rows: readonly AnswerRow[], extras?: ExtraColumns): GradedAnswers {
  const models = [...new Set(rows.map(({ model }) => model))];
  const questions = [...new Set(rows.map(({ question }) => question))];
  return {
    answers: {
      models,
      questions: questions.length,
      model: rows.map(({ model }) => models.indexOf(model)),
      question: rows.map(({ question }) => questions.indexOf(question)),
      outcome: rows.map(({ outcome }) => outcome),
      confidence: rows.map(({ confidence }) => confidence),
      ...(extras && { extras }),
    },
    totals: [],
  };
}
