/**
 * Logs of Inspect AI (inspect.aisi.org.uk/eval-logs.html): `.json`, or `.eval`, a zip archive with `header.json` and a file a sample.
 * A sample's score is C (correct), I (incorrect), N (no answer) or P (partial), or a number.
 */
import { UserError } from '../../errors/userError.js';
import { isObject, parseJson } from './jsonRows.js';
import { type AnswerRow, cellText, quotedText, type RowSource } from './rowSource.js';
import { zipEntries } from './zipEntries.js';

/** Columns of the rows that a log becomes; any other is looked for in the score's metadata. */
export const INSPECT_COLUMNS = { model: 'model', question: 'question', outcome: 'outcome' } as const;

export interface LogOptions {
  /** Which scorer's scores count, where a log holds several. */
  readonly scorer?: string | undefined;
}

export function isInspectLog(value: unknown): boolean {
  return isObject(value) && isObject(value.eval) && 'model' in value.eval;
}

/** @throws UserError for a log without samples, or with several scorers of which none is named */
export function inspectLog(file: string, log: unknown, options: LogOptions): RowSource {
  const header = isObject(log) && isObject(log.eval) ? log.eval : {};
  const samples = isObject(log) && Array.isArray(log.samples) ? (log.samples as readonly unknown[]) : [];
  if (samples.length === 0)
    throw new UserError({
      code: 'no-samples',
      summary: 'the Inspect log holds no samples',
      where: file,
      hint: 'a log that was written without its samples, or whose run failed',
    });
  const model = cellText(header.model);
  const scorer = options.scorer ?? onlyScorer(file, samples);
  const epochs = samples.some((sample) => isObject(sample) && typeof sample.epoch === 'number' && sample.epoch > 1);
  const rows = samples.map((sample, place): AnswerRow => {
    const at = place + 1;
    if (!isObject(sample))
      return { at, cell: () => undefined, flaw: { kind: 'unreadable row', found: `no sample: ${quotedText(sample)}` } };
    const score = isObject(sample.scores) && Object.hasOwn(sample.scores, scorer) ? sample.scores[scorer] : undefined;
    const id = cellText(sample.id);
    return {
      at,
      cell: (column) => {
        if (column === INSPECT_COLUMNS.model) return model;
        // Every epoch asks again: a question of its own.
        if (column === INSPECT_COLUMNS.question)
          return epochs && id !== '' ? `${id}, epoch ${cellText(sample.epoch)}` : id;
        if (!isObject(score)) return undefined;
        if (column === INSPECT_COLUMNS.outcome) return score.value;
        return isObject(score.metadata) ? score.metadata[column] : undefined;
      },
    };
  });
  return { file, counts: 'sample', kind: 'inspect', columns: Object.values(INSPECT_COLUMNS), rows };
}

/** @throws UserError as `inspectLog`, and for an archive that is none of Inspect's */
export function inspectArchive(file: string, archive: Buffer, options: LogOptions): RowSource {
  const entries = zipEntries(file, archive);
  const read = (name: string): unknown => {
    try {
      return parseJson(entries.get(name)!().toString('utf8'));
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError({
        code: 'not-inspect',
        summary: `${quotedText(name)} in the archive is no JSON`,
        where: file,
      });
    }
  };
  const header = ['header.json', '_journal/start.json'].find((name) => entries.has(name));
  if (header === undefined)
    throw new UserError({
      code: 'not-inspect',
      summary: 'a zip archive that is no log of Inspect AI',
      where: file,
      hint: 'unpack it first',
    });
  const samples = [...entries.keys()].filter((name) => /^samples\/.*\.json$/.test(name)).sort();
  return inspectLog(file, { ...(read(header) as object), samples: samples.map(read) }, options);
}

function onlyScorer(file: string, samples: readonly unknown[]): string {
  const names = new Set(
    samples.flatMap((sample) => (isObject(sample) && isObject(sample.scores) ? Object.keys(sample.scores) : [])),
  );
  if (names.size > 1) {
    throw new UserError({
      code: 'which-scorer',
      summary: 'the log holds several scores a sample',
      where: file,
      found: [...names].map(quotedText).join(', '),
      hint: 'choose one with --scorer',
    });
  }
  return [...names][0] ?? '';
}
