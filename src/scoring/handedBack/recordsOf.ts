/** Graded answers as rows for other programs: records of Every Eval Ever, and scores that Inspect AI takes. */
import { UserError } from '../../errors/userError.js';
import type { ReadAnswer } from '../read/formats/gradedFormat.js';

/** A graded answer and the name of the file that holds it. */
export interface FiledAnswer {
  readonly answer: ReadAnswer;
  /** The file's name without folder and endings. */
  readonly stem: string;
}

/**
 * Instance-level records of Every Eval Ever, schema 0.3: JSON Lines. `is_abstention` and `confidence` are the fields that docs/score.md
 * proposes for `evaluation`; readers of the schema as it is pass over them. Prompts and responses are not known here: the question's
 * id stands for the prompt.
 */
export function everyEvalEverRecords(answers: readonly FiledAnswer[]): string {
  return answers
    .map(({ answer: { model, question, id = question, epoch, outcome, confidence }, stem }) =>
      JSON.stringify({
        schema_version: '0.3.0',
        evaluation_id: `${stem}/${model}`,
        model_id: model,
        evaluation_name: stem,
        sample_id: id,
        interaction_type: 'single_turn',
        input: { raw: question, reference: [] },
        output: { raw: [] },
        answer_attribution: [],
        evaluation: {
          score: outcome === 'right' ? 1 : 0,
          is_correct: outcome === 'right',
          is_abstention: outcome === 'abstention',
          ...(confidence !== null && { confidence }),
        },
        ...(epoch !== undefined && { metadata: { epoch } }),
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Inspect's values of the outcomes. */
const VALUES = { right: 'C', error: 'I', abstention: 'N' } as const;

/**
 * Records for Inspect's scorer `precomputed_scores` (inspect_ai/scorer/_precomputed.py): a list in JSON, with the id and the epoch of
 * each sample.
 * @throws UserError for answers of several models, since a log is that of one, and for epochs that are not integers
 */
export function precomputedScores(answers: readonly FiledAnswer[]): string {
  const models = [...new Set(answers.map(({ answer }) => answer.model))];
  if (models.length > 1)
    throw new UserError({
      code: 'several-models',
      summary: 'scores for an Inspect log are those of one model',
      where: '--precomputed',
      found: `${models.length} models`,
      hint: 'choose one, such as --where model=NAME',
    });
  const known = new Set<string>();
  const records = answers.map(({ answer: { question, id = question, epoch, outcome, confidence } }) => {
    const number = epoch === undefined ? undefined : Number(epoch);
    if (number !== undefined && !Number.isInteger(number))
      throw new UserError({
        code: 'epoch',
        summary: 'epochs of an Inspect log are integers',
        where: '--precomputed',
        found: JSON.stringify(epoch),
      });
    const sample = `${id} ${epoch ?? ''}`;
    if (known.has(sample))
      throw new UserError({
        code: 'sample-twice',
        summary: 'a sample occurs twice, and an Inspect log has one score for it',
        where: '--precomputed',
        found: JSON.stringify(id),
        hint: 'write the answers of one task at a time',
      });
    known.add(sample);
    return {
      id,
      ...(number !== undefined && { epoch: number }),
      value: VALUES[outcome],
      ...(confidence !== null && { metadata: { confidence } }),
    };
  });
  return `[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]\n`;
}
