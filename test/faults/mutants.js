// @ts-check
/**
 * Sound files of every format with a bit flipped, cut short, or with two lengths exchanged. What can still be read gives the sound file's
 * figures or is refused. Formats without checksums cannot tell a changed value from a true one: there a change may move the rows that it
 * touches, and no others.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { mutant } from './changes.js';
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
const EXACT = new Set(
  'eval zst.eval xlsx csv.gz tsv.gz json.gz jsonl.gz eee.jsonl.gz jsonl.zst checked.jsonl.zst'.split(' '),
);
/** Formats that state how many rows they hold. */
const COUNTED = new Set(['parquet', 'arrow', 'arrows', 'zst.feather', 'lz4.feather']);

/** Yields the counts of each format. @param {{ mutants: number, formats: readonly string[] | undefined, random: () => number }} options mutants of each format; formats, by default all */
export async function* tryMutants({ mutants, formats: wanted, random }) {
  const integer = (/** @type {number} */ below) => Math.floor(random() * below);
  const folder = temporaryFolder();
  const runner = runnerOf(LONGEST);
  try {
    for (const [command, formats] of Object.entries(soundFormats()))
      for (const [extension, bytes] of Object.entries(formats)) {
        if (wanted?.includes(extension) === false) continue;
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
