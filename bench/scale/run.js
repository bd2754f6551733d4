// @ts-check
/** Runs `npm run bench:scale`: measures the cost of each stage as corpora grow, and its exponent. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { terminalTable } from '../table.js';
import { scaleTables } from './scaleTables.js';

/** @typedef {import('./scaleTables.js').ScaleRow} ScaleRow */

/** Numbers of examples; there are a tenth as many prompts. */
const EXAMPLES = [1e3, 1e4, 1e5, 1e6, 1e7];
const EXAMPLES_PER_PROMPT = 10;

/** @param {number} examples */
async function costsOf(examples) {
  const child = spawn(
    process.execPath,
    [
      '--expose-gc',
      fileURLToPath(new URL('child.js', import.meta.url)),
      String(examples),
      String(examples / EXAMPLES_PER_PROMPT),
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise((resolve) => child.once('close', resolve));
  const printed = await text(child.stdout);
  if ((await ended) !== 0) throw new Error(`the stages failed at ${examples} examples`);
  return JSON.parse(printed);
}

/** @type {ScaleRow[]} */
const rows = [];
for (const examples of EXAMPLES) {
  process.stdout.write(`timing all stages with ${examples.toLocaleString('en')} examples …\n`);
  rows.push({ examples, ...(await costsOf(examples)) });
}
for (const table of scaleTables(rows)) process.stdout.write(`\n${terminalTable(table)}\n`);
process.stdout.write(`
exponent: b of cost = a · N^b, least squares on logarithmic scales over all N;
last: between the last two. 1 is linear. Prompts are N/10, of 366 responses each.
`);
