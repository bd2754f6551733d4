/** The parts of an Inspect log that are read, from `.json` and from `.eval`. */
import { uniqueJson } from '../../../../../data/repeatedKeys.js';
import { UserError } from '../../../../../errors/userError.js';
import { quotedText } from '../../../cells.js';
import { type Archive, isObject, type JsonDocument, type JsonObject } from '../../../contents.js';

export interface InspectLog {
  readonly header: JsonObject;
  readonly samples: readonly unknown[];
  /** Scores reduced over epochs, by scorer and reducer. */
  readonly reductions: readonly unknown[];
}

/** Files of an archive that hold the log's header; the second one is that of a run which did not end. */
export const HEADERS = ['header.json', '_journal/start.json'];

/** @throws UserError where a file of the archive is not JSON */
export function inspectLog(contents: JsonDocument | Archive): InspectLog {
  if (contents.kind === 'archive') return unpacked(contents);
  const { value } = contents;
  return { header: value, samples: listOf(value.samples), reductions: listOf(value.reductions) };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function unpacked({ file, entries }: Archive): InspectLog {
  const read = (name: string): unknown => {
    try {
      return uniqueJson(entries.get(name)!().toString('utf8'), (line) => `${file}, ${name}:${line}`);
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError({
        code: 'not-inspect',
        summary: `${quotedText(name)} in the archive is not JSON`,
        where: file,
      });
    }
  };
  const name = HEADERS.find((each) => entries.has(each))!;
  const header = read(name);
  // A large sample is a folder: its own values stand in sample.json, its messages and events beside it.
  const samples = [...entries.keys()].filter((name) => /^samples\/.*_epoch_\d+(\/sample)?\.json$/.test(name)).sort();
  return {
    header: isObject(header) ? { status: name === HEADERS[0] ? undefined : 'started', ...header } : {},
    // Conversations are let go at once: a log may be larger than memory.
    samples: samples.map((name) => keptOf(read(name))),
    reductions: entries.has('reductions.json') ? listOf(read('reductions.json')) : [],
  };
}

const KEPT = ['id', 'epoch', 'scores', 'error', 'invalidation', 'metadata'] as const;

/** The values of a sample that are read. */
function keptOf(sample: unknown): unknown {
  return isObject(sample) ? Object.fromEntries(KEPT.map((key) => [key, sample[key]])) : sample;
}
