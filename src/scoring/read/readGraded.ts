/** Files of graded answers, read into memory. */
import { basename, extname } from 'node:path';
import type { Readable } from 'node:stream';
import { UserError } from '../../errors/userError.js';
import type { GradedAnswers, ModelTotals } from '../gradedAnswers.js';
import { answerStore } from './answerRows.js';
import { badRows, badRowsError, type Skipped } from './badRows.js';
import { type AnswerFormat, type Layout, type LayoutOptions, layoutOf } from './layout.js';
import { openRows } from './openRows.js';
import { type OutcomeWords, outcomeWords } from './outcomeWords.js';
import { quotedText, type RowSource, rowPlace } from './rowSource.js';
import { type Rejected, type TotalsRow, totalsOf, totalsRow, type Unit, unitOf } from './totalsRows.js';

/** What the columns and words of graded files mean, and what to do with rows that are bad. */
export interface ReadOptions extends LayoutOptions {
  readonly words: OutcomeWords;
  /** What confidences are divided by: 1, or 100 for percentages. */
  readonly confidenceScale: number;
  readonly scorer?: string | undefined;
  readonly unit: Unit | 'auto';
  /** Questions asked of each model, where percentages come without. */
  readonly n?: number | undefined;
  /** Leave bad rows out in place of refusing the files. */
  readonly skipBadRows: boolean;
}

/** Graded answers as read from files, what each file was taken for, and which rows were skipped. */
export interface GradedFiles extends GradedAnswers {
  /** What each file was taken for. */
  readonly files: readonly {
    readonly file: string;
    readonly format: AnswerFormat;
    readonly rows: number;
    readonly unit?: Unit;
  }[];
  readonly skipped: Skipped;
}

/** What the command line takes where nothing else is asked for. */
const DEFAULTS: ReadOptions = {
  format: 'auto',
  columns: { model: 'model', question: 'question', outcome: 'outcome', confidence: 'confidence' },
  named: [],
  words: [[], [], []],
  confidenceScale: 1,
  unit: 'auto',
  skipBadRows: false,
};

/**
 * Rows of all files together. Every row is either taken or counted among the skipped.
 * @param files paths, `-` for `stdin`
 * @param given what is left out is as on the command line
 * @throws UserError for a file that cannot be read, for missing columns, for files without a row to score, and for bad rows unless they are to be skipped
 */
export async function readGraded(
  files: readonly string[],
  stdin: Readable,
  given: Partial<ReadOptions> = {},
): Promise<GradedFiles> {
  const options: ReadOptions = { ...DEFAULTS, ...given };
  const store = answerStore();
  const bad = badRows();
  const totals: ModelTotals[] = [];
  const told: GradedFiles['files'][number][] = [];
  for (const file of files) {
    const source = await openRows(file, stdin, options);
    const layout = layoutOf(source, options);
    if (layout.format === 'models') {
      const { rows, unit, read } = await readTotals(source, layout, options);
      for (const { at, ...row } of read) {
        if ('kind' in row) bad.add({ place: rowPlace(source, at), ...row });
        else if (totals.some(({ model }) => model === row.model))
          bad.add({ place: rowPlace(source, at), kind: 'duplicate model', found: quotedText(row.model) });
        else totals.push(row);
      }
      told.push({ file: source.file, format: layout.format, rows, unit });
      continue;
    }
    const words = outcomeWords(layout.format === 'inspect' ? 'inspect' : 'answers', options.words);
    const reader = store.reader(source.file, layout, {
      words,
      confidenceScale: options.confidenceScale,
      model: options.model ?? nameOf(source),
    });
    let rows = 0;
    for await (const row of source.rows) {
      rows++;
      const problem = reader.add(row);
      if (problem !== null) bad.add({ place: rowPlace(source, row.at), ...problem });
    }
    told.push({ file: source.file, format: layout.format, rows });
  }
  const answers = store.columns();
  const skipped = bad.skipped();
  const all = told.reduce((sum, { rows }) => sum + rows, 0);
  const both = totals.find(({ model }) => answers.models.includes(model));
  if (both !== undefined)
    throw new UserError({
      code: 'twice',
      summary: 'a model stands both in rows of answers and in rows of totals',
      found: quotedText(both.model),
    });
  const left = answers.model.length + totals.length;
  if (skipped.rows > 0 && (!options.skipBadRows || left === 0))
    throw badRowsError(skipped, all, hints(skipped, left, options).join('; '));
  if (left === 0)
    throw new UserError({
      code: 'no-rows',
      summary: 'no rows to score',
      where: told.map(({ file }) => file).join(', '),
    });
  return { answers, totals, files: told, skipped };
}

function hints({ byKind }: Skipped, left: number, { unit, confidenceScale }: ReadOptions): readonly string[] {
  return [
    ...(byKind["percentages that don't sum to 100 ± 1"] !== undefined && unit === 'auto'
      ? ['--unit counts if they are counts']
      : []),
    ...(byKind['confidence outside [0, 1]'] !== undefined && confidenceScale === 1
      ? ['--confidence-scale 100 if they are per cent']
      : []),
    left === 0 ? 'no row is left to score' : '--skip-bad-rows scores the others, and says what was left out',
  ];
}

/** Rows in the order of the file, each a total or what is wrong with it. */
async function readTotals(
  source: RowSource,
  layout: Extract<Layout, { readonly format: 'models' }>,
  options: ReadOptions,
) {
  const found: (TotalsRow | Rejected)[] = [];
  for await (const row of source.rows) {
    found.push(row.flaw === undefined ? totalsRow(row, layout) : { at: row.at, ...row.flaw });
    if (found.length > MOST_TOTALS)
      throw new UserError({
        code: 'too-many-models',
        summary: `more than ${MOST_TOTALS} models`,
        where: source.file,
        hint: 'rows of answers? --format answers',
      });
  }
  const unit =
    options.unit === 'auto' ? unitOf(found.filter((row): row is TotalsRow => !('kind' in row))) : options.unit;
  const read = found.map((row) => ('kind' in row ? row : { ...totalsOf(row, unit, options.n), at: row.at }));
  return { rows: found.length, unit, read };
}

const MOST_TOTALS = 1000;

/** Results of one model are often kept in a file of its name. */
function nameOf({ file }: RowSource): string {
  return basename(file, extname(file));
}
