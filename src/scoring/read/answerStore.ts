/** Graded answers as columns of numbers, grown row by row. */
import { UserError } from '../../errors/userError.js';
import { type AnswerColumns, outcomePlace } from '../gradedAnswers.js';
import { quotedText } from './cells.js';
import type { Flaw } from './contents.js';
import type { ReadAnswer } from './formats/gradedFormat.js';

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
      // Pairs are numbered by question, then model, so that neither number need be known before the end.
      const [m, q] = [place(models, answer.model), place(questions, answer.question)];
      const pair = q * MOST_MODELS + m;
      if (pairs.has(pair))
        return {
          kind: 'duplicate model–question pair',
          found: `${quotedText(answer.model)}, ${quotedText(answer.question)}`,
        };
      pairs.add(pair);
      model.push(m);
      question.push(q);
      outcome.push(outcomePlace(answer.outcome));
      confidence.push(answer.confidence ?? NaN);
      return null;
    },
  };
}
