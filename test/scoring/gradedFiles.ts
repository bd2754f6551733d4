/** The same few graded answers in every format that can be read. */
import { zipped } from './zipArchive.js';

/** Two models on three questions: a is right, right, wrong; b is right, abstains, abstains. */
export const ROWS = [
  { model: 'a', question: 'q1', outcome: 'correct', confidence: 0.9 },
  { model: 'a', question: 'q2', outcome: 'correct', confidence: 0.6 },
  { model: 'a', question: 'q3', outcome: 'incorrect', confidence: 0.7 },
  { model: 'b', question: 'q1', outcome: 'correct', confidence: 0.8 },
  { model: 'b', question: 'q2', outcome: 'abstained', confidence: 0.1 },
  { model: 'b', question: 'q3', outcome: 'abstained', confidence: 0.2 },
] as const;

export function delimited(delimiter = ',', end = '\n'): string {
  return (
    [['model', 'question', 'outcome', 'confidence'], ...ROWS.map((row) => Object.values(row))]
      .map((cells) => cells.join(delimiter))
      .join(end) + end
  );
}

export const CSV = delimited();

export const JSONL = ROWS.map((row) => JSON.stringify(row)).join('\n');

/** The rows with other names of columns, other words for outcomes, and confidences in per cent. */
export const RENAMED = CSV.replace('model,question,outcome,confidence', 'System,Prompt,Grade,P')
  .replaceAll(/\bcorrect/g, 'A')
  .replaceAll('incorrect', 'B')
  .replaceAll('abstained', 'C')
  .replace(/0\.(\d)/g, '$10');

function flags(outcome: string): string {
  return ['correct', 'incorrect', 'abstained'].map((each) => (each === outcome ? 'True' : 'False')).join(',');
}

export const SIMPLEQA = [
  'model,problem,is_correct,is_incorrect,is_not_attempted,confidence',
  ...ROWS.map((row) => `${row.model},${row.question},${flags(row.outcome)},${row.confidence}`),
].join('\n');

/** One file per model, which does not name the model. */
export function simpleqaOf(model: string): string {
  return [
    'question,is_correct,is_incorrect,is_not_attempted,confidence',
    ...ROWS.filter((row) => row.model === model).map(
      (row) => `${row.question},${flags(row.outcome)},${row.confidence}`,
    ),
  ].join('\n');
}

const LETTERS = { correct: 'C', incorrect: 'I', abstained: 'N' } as const;

/** A log of Inspect AI of one model. */
export function inspectLogOf(model: string) {
  return {
    version: 2,
    status: 'success',
    eval: { task: 'simpleqa', model },
    samples: ROWS.filter((row) => row.model === model).map(({ question, outcome, confidence }) => ({
      id: question,
      epoch: 1,
      scores: { grader: { value: LETTERS[outcome], metadata: { confidence } } },
    })),
  };
}

/** An Inspect archive as Inspect writes it: a header, and a deflated file a sample. */
export function inspectArchive({
  samples,
  ...header
}: {
  readonly samples: readonly { readonly id: string }[];
}): Buffer {
  return zipped([
    ['header.json', header],
    ...samples.map((sample) => [`samples/${sample.id}_epoch_1.json`, sample] as const),
  ]);
}
