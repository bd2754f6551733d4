// @ts-check
/**
 * Writes the tables of bench/results.json, and new profiles, into docs/benchmark.md: `node bench/markdown.js`, or
 * `npm run bench -- --markdown`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BUSY } from './machine.js';
import { profileTable } from './profile.js';
import { entriesOf, results } from './results.js';
import { formsTable, machineLine, markdownTable, sizesTable, stagesTable, targetsTable } from './table.js';

export const RESULTS = new URL('results.json', import.meta.url);
const DOCUMENT = new URL('../docs/benchmark.md', import.meta.url);
const BEGIN = '<!-- results: written by npm run bench -- --markdown -->';
const END = '<!-- end of results -->';

/** Number of operators of a profile that get a row of their own. */
const OPERATORS = 8;

/**
 * @param {import('./results.js').Results} measured
 * @param {readonly import('./table.js').Table[]} profiles
 */
export function markdownResults(measured, profiles) {
  return [
    machineLine(measured),
    ...(measured.machine.loadBefore > BUSY
      ? ['Other work kept the machine busy during these measurements: times are too long, and ratios are rough.']
      : []),
    ...[
      targetsTable(measured),
      sizesTable(measured.sizes),
      formsTable(measured.sizes),
      stagesTable(measured.stages),
    ].map(markdownTable),
    'The time of a compiled step, by operator (`--profile`):',
    ...profiles.map(markdownTable),
  ].join('\n\n');
}

/**
 * @param {string} document
 * @param {string} text to put between the marks, instead of the text there
 */
export function withResults(document, text) {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin)
    throw new Error(`docs/benchmark.md must contain the mark ${BEGIN} and, after it, ${END}`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${document.slice(end)}`;
}

/** @param {import('./results.js').Results} measured */
export async function writeDocument(measured) {
  const profiles = [];
  for (const [size] of entriesOf(measured.sizes))
    profiles.push(await profileTable(/** @type {import('./sizes.js').SizeName} */ (size), OPERATORS));
  writeFileSync(DOCUMENT, withResults(readFileSync(DOCUMENT, 'utf8'), markdownResults(measured, profiles)));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await writeDocument(results.parse(JSON.parse(readFileSync(RESULTS, 'utf8'))));
