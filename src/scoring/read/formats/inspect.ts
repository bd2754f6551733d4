/**
 * Logs of Inspect AI (inspect.aisi.org.uk/eval-logs.html): `.json`, or `.eval`, a zip archive with `header.json` and one file per sample.
 * A sample's score is C (correct), I (incorrect), N (no answer) or P (partial), or a number.
 */
import { UserError } from '../../../errors/userError.js';
import { cellText, quotedText } from '../cells.js';
import { parseJson } from '../containers/jsonTable.js';
import { type Archive, isObject, type JsonDocument, type JsonObject, type TableRow } from '../contents.js';
import { answersOf, worded } from './answersOf.js';
import type { GradedFileFormat } from './gradedFormat.js';
import { type ByOutcome, outcomesByWord } from './outcomes.js';

const WORDS: ByOutcome<readonly string[]> = {
  right: ['C', '1', 'true'],
  error: ['I', '0', 'false'],
  abstention: ['N'],
};

/** Files of an archive that hold the log's header, the likelier one first. */
const HEADERS = ['header.json', '_journal/start.json'];

export const inspect = {
  name: 'inspect',
  description: 'a log of Inspect AI',
  reads: 'files',
  files: 'logs of Inspect AI',
  recognises: (contents) =>
    contents.kind === 'archive'
      ? HEADERS.some((name) => contents.entries.has(name))
      : isObject(contents.value.eval) && 'model' in contents.value.eval,
  rows(contents, options) {
    const { file } = contents;
    const { log, samples } = contents.kind === 'archive' ? unpacked(contents) : parts(contents);
    if (samples.length === 0)
      throw new UserError({
        code: 'no-samples',
        summary: 'the Inspect log holds no samples',
        where: file,
        hint: 'it was written without its samples, or its run failed',
      });
    const outcomes = outcomesByWord(WORDS, options.words);
    const model = options.model ?? cellText(isObject(log.eval) ? log.eval.model : undefined);
    const scorer = options.scorer ?? onlyScorer(file, samples);
    const epochs = samples.some((sample) => isObject(sample) && typeof sample.epoch === 'number' && sample.epoch > 1);
    const rows = samples.map((sample, place) => sampleRow(sample, place + 1, scorer));
    const cells = {
      model: () => model,
      // Every epoch asks again: a question of its own.
      question: (row) => {
        const id = cellText(row.cell('id'));
        return epochs && id !== '' ? `${id}, epoch ${cellText(row.cell('epoch'))}` : id;
      },
      outcome: (row) => worded(row.cell('value'), outcomes),
      confidence: (row) => {
        const metadata = row.cell('metadata');
        return isObject(metadata) ? metadata[options.columns.confidence] : undefined;
      },
    } satisfies Parameters<typeof answersOf>[1];
    return { counts: 'sample', rows: answersOf(rows, cells, options) };
  },
} as const satisfies GradedFileFormat;

interface LogParts {
  readonly log: JsonObject;
  readonly samples: readonly unknown[];
}

function parts({ value }: JsonDocument): LogParts {
  return { log: value, samples: Array.isArray(value.samples) ? (value.samples as readonly unknown[]) : [] };
}

function unpacked({ file, entries }: Archive): LogParts {
  const read = (name: string): unknown => {
    try {
      return parseJson(entries.get(name)!().toString('utf8'));
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError({
        code: 'not-inspect',
        summary: `${quotedText(name)} in the archive is not JSON`,
        where: file,
      });
    }
  };
  const log = read(HEADERS.find((name) => entries.has(name))!);
  const samples = [...entries.keys()].filter((name) => /^samples\/.*\.json$/.test(name)).sort();
  // Conversations are let go at once: a log may be larger than memory.
  return { log: isObject(log) ? log : {}, samples: samples.map((name) => scoresOf(read(name))) };
}

/** The keys of a sample that are read. */
function scoresOf(sample: unknown): unknown {
  return isObject(sample) ? { id: sample.id, epoch: sample.epoch, scores: sample.scores } : sample;
}

/** A sample as a row: its id, its epoch, and the value and metadata of its score. */
function sampleRow(sample: unknown, at: number, scorer: string): TableRow {
  if (!isObject(sample))
    return {
      at,
      cell: () => undefined,
      flaw: { kind: 'unreadable row', found: `not a sample: ${quotedText(sample)}` },
    };
  const score = isObject(sample.scores) && Object.hasOwn(sample.scores, scorer) ? sample.scores[scorer] : undefined;
  return {
    at,
    cell: (name) => (name === 'id' || name === 'epoch' ? sample[name] : isObject(score) ? score[name] : undefined),
  };
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
