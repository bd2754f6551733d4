// @ts-check
/** Puts the tables of bench/results.json into docs/benchmark.md: `node bench/markdown.js`, or `npm run bench -- --markdown`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { results } from './results.js';
import { formsTable, machineLine, markdownTable, sizesTable, stagesTable, targetsTable } from './table.js';

export const RESULTS = new URL('results.json', import.meta.url);
const DOCUMENT = new URL('../docs/benchmark.md', import.meta.url);
const BEGIN = '<!-- results: written by npm run bench -- --markdown -->';
const END = '<!-- end of results -->';

/** @param {import('./results.js').Results} measured */
export const markdownResults = (measured) =>
  [machineLine(measured), ...[targetsTable(measured), sizesTable(measured.sizes), formsTable(measured.sizes), stagesTable(measured.stages)].map(markdownTable)].join('\n\n');

/**
 * @param {string} document
 * @param {string} text that takes the place of what stands between the marks
 */
export const withResults = (document, text) => {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/benchmark.md has lost the marks ${BEGIN} and ${END}`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${document.slice(end)}`;
};

/** @param {import('./results.js').Results} measured */
export const writeDocument = (measured) => writeFileSync(DOCUMENT, withResults(readFileSync(DOCUMENT, 'utf8'), markdownResults(measured)));

if (process.argv[1] === fileURLToPath(import.meta.url)) writeDocument(results.parse(JSON.parse(readFileSync(RESULTS, 'utf8'))));
