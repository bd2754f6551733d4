/** What the rows of a file are: graded answers in one of two spellings, or totals of models. */
import { UserError } from '../../errors/userError.js';
import { INSPECT_COLUMNS } from './inspectLog.js';
import { quotedText, type RowSource } from './rowSource.js';

export const FORMATS = ['answers', 'models', 'simpleqa', 'inspect'] as const;
export type AnswerFormat = (typeof FORMATS)[number];

/** Names of columns; those of `answers` can be given by the user. */
export interface ColumnNames {
  readonly model: string;
  readonly question: string;
  readonly outcome: string;
  readonly confidence: string;
}

export type Layout =
  | {
      readonly format: 'answers' | 'inspect';
      readonly model: string | null;
      readonly question: string;
      readonly outcome: string;
      readonly confidence: string | null;
    }
  | {
      readonly format: 'simpleqa';
      readonly model: string | null;
      readonly question: string | null;
      readonly flags: readonly [string, string, string];
      readonly confidence: string | null;
    }
  | {
      readonly format: 'models';
      readonly model: string;
      readonly totals: readonly [string, string, string];
      readonly n: string | null;
    };

export interface LayoutOptions {
  readonly format: AnswerFormat | 'auto';
  readonly columns: ColumnNames;
  /** Columns whose names the user gave: they must be there. */
  readonly named: readonly (keyof ColumnNames)[];
  /** A name for the model of rows that name none. */
  readonly model?: string | undefined;
}

const SIMPLEQA = ['is_correct', 'is_incorrect', 'is_not_attempted'] as const;
const TOTALS = ['correct', 'incorrect', 'abstained'] as const;

/** @throws UserError where columns are missing */
export function layoutOf(source: RowSource, { format, columns, named, model }: LayoutOptions): Layout {
  const has = (name: string): string | null => columnNamed(source.columns, name);
  if (source.kind === 'inspect') {
    if (format !== 'auto' && format !== 'inspect')
      throw new UserError({
        code: 'other-format',
        summary: 'a log of Inspect AI',
        where: source.file,
        found: `--format ${format}`,
        allowed: '--format inspect, or auto',
      });
    return {
      format: 'inspect',
      ...INSPECT_COLUMNS,
      model: model === undefined ? INSPECT_COLUMNS.model : null,
      confidence: columns.confidence,
    };
  }
  if (format === 'inspect')
    throw new UserError({
      code: 'other-format',
      summary: 'not a log of Inspect AI',
      where: source.file,
      allowed: 'a .json or .eval file that Inspect wrote',
    });
  const missing = (names: readonly string[]): never => {
    const lacking = names.filter((name) => has(name) === null);
    throw new UserError({
      code: 'missing-columns',
      summary: `missing column${lacking.length === 1 ? '' : 's'}: ${lacking.map((name) => quotedText(name)).join(', ')}`,
      where: source.counts === 'line' ? `${source.file}:1` : source.file,
      found:
        source.columns
          .slice(0, 20)
          .map((name) => quotedText(name))
          .join(', ') || 'no columns',
      allowed:
        'model, question, outcome (and confidence); or model, correct, incorrect, abstained; or is_correct, is_incorrect, is_not_attempted',
      hint: '--model-column, --question-column, --outcome-column and --confidence-column name other columns; --model names the model of a file without one',
    });
  };
  const confidence = has(columns.confidence);
  for (const key of named) if (has(columns[key]) === null) missing([columns[key]]);
  const is = (names: readonly string[]): boolean => names.every((name) => has(name) !== null);
  const auto = is([columns.outcome]) ? 'answers' : is(SIMPLEQA) ? 'simpleqa' : is(TOTALS) ? 'models' : 'answers';
  switch (format === 'auto' ? auto : format) {
    case 'simpleqa':
      if (!is(SIMPLEQA)) missing(SIMPLEQA);
      return {
        format: 'simpleqa',
        model: has(columns.model),
        question: has(columns.question) ?? has('problem') ?? has('id'),
        flags: [has(SIMPLEQA[0])!, has(SIMPLEQA[1])!, has(SIMPLEQA[2])!],
        confidence,
      };
    case 'models':
      if (!is([columns.model, ...TOTALS])) missing([columns.model, ...TOTALS]);
      return {
        format: 'models',
        model: has(columns.model)!,
        totals: [has(TOTALS[0])!, has(TOTALS[1])!, has(TOTALS[2])!],
        n: has('n'),
      };
    default: {
      const needed = [...(model === undefined ? [columns.model] : []), columns.question, columns.outcome];
      if (!is(needed)) missing(needed);
      return {
        format: 'answers',
        model: has(columns.model),
        question: has(columns.question)!,
        outcome: has(columns.outcome)!,
        confidence,
      };
    }
  }
}

/** A column of this name, or the only one that differs from it in case alone. */
function columnNamed(columns: readonly string[], name: string): string | null {
  if (columns.includes(name)) return name;
  const alike = columns.filter((each) => each.toLowerCase() === name.toLowerCase());
  return alike.length === 1 ? alike[0] : null;
}
