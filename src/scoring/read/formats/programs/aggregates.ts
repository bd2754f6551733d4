/** Files in which evaluation programs keep sums and means alone: they hold no answers, and the answers lie in a file beside them. */
import { UserError } from '../../../../errors/userError.js';
import { type Contents, isObject, type JsonObject } from '../../contents.js';

interface Aggregate {
  /** The file, in a few words. */
  readonly is: string;
  /** The file that holds the answers. */
  readonly answers: string;
  holds(value: JsonObject): boolean;
}

const DOCUMENTS: readonly Aggregate[] = [
  {
    is: 'results of lm-evaluation-harness',
    answers: 'samples_<task>_<date>.jsonl, which lm_eval writes with --log_samples',
    holds: (value) => isObject(value.results) && ('n-shot' in value || 'task_hashes' in value || 'n-samples' in value),
  },
  {
    is: 'results of lighteval',
    answers: 'details_<task>_<date>.parquet, which lighteval writes with --save-details',
    holds: (value) => isObject(value.results) && isObject(value.config_general),
  },
  {
    is: 'an aggregate record of Every Eval Ever',
    answers: '<uuid>_samples.jsonl, beside it',
    holds: (value) => 'schema_version' in value && Array.isArray(value.evaluation_results),
  },
  {
    is: 'means of simple-evals without abstentions',
    answers: 'none: of its evaluations only SimpleQA grades abstentions',
    holds: (value) => 'score:std' in value && !('is_not_attempted' in value),
  },
];

/** Keys of the rows of HELM's `stats.json`. */
const HELM_STATS = ['name', 'count', 'sum', 'sum_squared'];

/** @throws UserError for a file that holds no answers, and names the one that does */
export function refuseAggregate(contents: Contents): void {
  if (contents.kind === 'table' && HELM_STATS.every((key) => contents.columns.includes(key)))
    throw withoutAnswers(contents.file, 'statistics of HELM', 'per_instance_stats.json or display_predictions.json');
  if (contents.kind !== 'document') return;
  const found = DOCUMENTS.find((each) => each.holds(contents.value));
  if (found !== undefined) throw withoutAnswers(contents.file, found.is, found.answers);
}

function withoutAnswers(where: string, is: string, answers: string): UserError {
  return new UserError({
    code: 'no-answers',
    summary: `the file holds ${is}, and no single answers`,
    where,
    hint: `the answers are in ${answers}`,
  });
}
