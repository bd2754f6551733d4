// @ts-check
/**
 * Sound files of every format with a bit flipped, cut short, or with two lengths exchanged. What can still be read gives the sound file's
 * figures or is refused. Formats without checksums cannot tell a changed value from a true one: there a change may move the rows that it
 * touches, and no others.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { LONGEST } from './command.js';
import { runnerOf } from './runner.js';
import { SOUND } from './soundFiles.js';
import { temporaryFolder } from './sweep.js';
import { tally } from './tally.js';

/** Bytes that the program may hold. */
const MOST_MEMORY = 2 ** 30;
const STACK = /\n\s+at .*(\.js|node:)|bug of|\[object |undefined/;

/**
 * Formats whose bytes are covered by checksums or lengths: a changed file gives the sound one's figures or none.
 * `header` is the length of a header, in whose names a change is another table.
 */
const EXACT = new Set(['eval', 'csv.gz', 'jsonl.gz', 'tsv.gz', 'json.gz']);
/** Formats that state how many rows they hold. */
const COUNTED = new Set(['parquet', 'arrow', 'arrows']);

/** Yields the counts of each format. @param {{ mutants: number, random: () => number }} options mutants of each format */
export async function* tryMutants({ mutants, random }) {
  const integer = (/** @type {number} */ below) => Math.floor(random() * below);
  const folder = temporaryFolder();
  const runner = runnerOf(LONGEST);
  try {
    for (const [command, formats] of Object.entries(soundFormats()))
      for (const [extension, bytes] of Object.entries(formats)) {
        const counts = tally(`mutants of ${extension} under ${command}`);
        const sound = figuresOf(command, await runner.run([command, '--json', written(folder, extension, bytes)]));
        if (sound === undefined) throw new Error(`the sound ${extension} is refused by ${command}`);
        for (let at = 0; at < mutants; at++) {
          const { what, changed, touched } = mutant(bytes, extension, integer);
          if (changed.equals(bytes)) continue;
          const end = await runner.run([command, '--json', written(folder, extension, changed)]);
          counts.check(faultOf(`mutant ${at}, ${what}`, command, extension, end, sound, touched));
        }
        yield counts;
      }
  } finally {
    runner.stop();
  }
}

/** The sound files, and the text ones packed besides. */
function soundFormats() {
  const { score, estimate } = SOUND;
  return {
    score: { ...score, 'csv.gz': gzipSync(score.csv), 'json.gz': gzipSync(score.json) },
    estimate: { ...estimate, 'csv.gz': gzipSync(estimate.csv), 'tsv.gz': gzipSync(estimate.tsv) },
  };
}

/** @param {string} folder @param {string} extension @param {Uint8Array} bytes */
function written(folder, extension, bytes) {
  const file = path.join(folder, `rows.${extension.replace('arrows', 'arrow')}`);
  writeFileSync(file, bytes);
  return file;
}

/**
 * A change of the bytes. `touched` is the number of rows that it may move, and Infinity for a cut.
 * @param {Buffer} bytes @param {string} extension @param {(below: number) => number} integer
 * @returns {{ what: string, changed: Buffer, touched: number }}
 */
function mutant(bytes, extension, integer) {
  const isText = /^(csv|tsv|totals\.csv)$/.test(extension);
  // Another name of a column is another table, not a damaged one.
  const first = isText ? bytes.indexOf('\n') + 1 : 0;
  const copy = Buffer.from(bytes);
  const kind = integer(3);
  if (kind === 0) {
    const at = first + integer(bytes.length - first);
    copy[at] ^= 1 << integer(8);
    return { what: `a bit flipped at ${at}`, changed: copy, touched: 2 };
  }
  if (kind === 1) {
    const length = first + integer(bytes.length - first);
    return { what: `cut to ${length} of ${bytes.length} bytes`, changed: copy.subarray(0, length), touched: Infinity };
  }
  const lengths = isText ? [] : lengthsIn(bytes);
  if (lengths.length < 2) {
    const [a, b] = [first + integer(bytes.length - first), first + integer(bytes.length - first)];
    [copy[a], copy[b]] = [copy[b], copy[a]];
    return { what: `bytes ${a} and ${b} exchanged`, changed: copy, touched: 4 };
  }
  const [a, b] = [lengths[integer(lengths.length)], lengths[integer(lengths.length)]];
  const value = [bytes.readInt32LE(b), 2 ** 31 - 1, -1, 0, 2 ** 24][integer(5)];
  copy.writeInt32LE(value, a);
  return { what: `the length at ${a} made ${value}`, changed: copy, touched: 8 };
}

/** Places of 32-bit numbers that could be lengths or offsets in the file. @param {Buffer} bytes */
function lengthsIn(bytes) {
  const places = [];
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const value = bytes.readInt32LE(at);
    if (value > 0 && value <= bytes.length && bytes[at + 3] === 0) places.push(at);
  }
  return places;
}

/** @typedef {{ rows: number, figures: string }} Figures */

/** Rows and all figures of an ending; undefined for a refusal. @param {string} command @param {import('./oneAfterAnother.js').End | undefined} end @returns {Figures | undefined} */
function figuresOf(command, end) {
  if (end === undefined || end.code !== 0) return undefined;
  const figures = JSON.parse(end.stdout);
  const rows =
    command === 'estimate'
      ? figures.rows + figures.emptyPrompts
      : figures.models.reduce((/** @type {number} */ sum, /** @type {{ n: number }} */ { n }) => sum + n, 0);
  return { rows, figures: JSON.stringify(figures) };
}

/**
 * @param {string} told @param {string} command @param {string} extension @param {import('./oneAfterAnother.js').End | undefined} end
 * @param {Figures} sound @param {number} touched @returns {string | undefined}
 */
function faultOf(told, command, extension, end, sound, touched) {
  if (end === undefined) return `${told}: no end in ${LONGEST / 1000} s`;
  const { code, stderr, rejected, memory } = end;
  const shown = `${told}: exit code ${code}: ${(rejected ?? stderr).slice(0, 500)}`;
  if (rejected !== undefined || STACK.test(stderr) || (code !== 0 && code !== 2)) return shown;
  if (memory !== undefined && memory > MOST_MEMORY) return `${Math.round(memory / 2 ** 20)} MiB of memory: ${shown}`;
  if (code === 2) return stderr.trim() === '' ? `a refusal without a word: ${shown}` : undefined;
  const found = /** @type {Figures} */ (figuresOf(command, end));
  // A warning on standard error is a word.
  if (stderr.trim() !== '' || found.figures === sound.figures) return undefined;
  const moved = Math.abs(found.rows - sound.rows);
  const wrong = `${found.rows} rows for ${sound.rows}, without a word: ${told}`;
  if (EXACT.has(extension)) return `other figures (${wrong})`;
  if (COUNTED.has(extension)) return moved === 0 ? undefined : wrong;
  // A number of rows may be a cell of the table.
  if (extension === 'totals.csv' || touched === Infinity) return undefined;
  return moved <= touched ? undefined : wrong;
}
