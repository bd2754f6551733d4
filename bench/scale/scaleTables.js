// @ts-check
/** Tables of the costs of stages at several N: time, and memory. */
import { exponentOf } from './exponent.js';

/** @typedef {import('./child.js').Costs & { readonly examples: number }} ScaleRow */

/** Memory below which measurements are noise, so that an exponent would be meaningless. */
const LEAST_MIB = 0.1;

/**
 * @param {readonly ScaleRow[]} rows by ascending examples
 * @returns {import('../table.js').Table[]}
 */
export function scaleTables(rows) {
  const stages = Object.keys(rows[0].stages);
  const header = (/** @type {string} */ title) => [
    title,
    ...rows.map(({ examples }) => `N = ${power(examples)}`),
    'exponent',
    'last',
  ];
  return [
    {
      header: header('processor time, ms'),
      rows: stages.map((stage) => costRow(stage, rows, (row) => row.stages[stage].ms, 0)),
    },
    {
      header: header('memory held, MiB'),
      rows: [
        ...stages.map((stage) => costRow(stage, rows, (row) => row.stages[stage].mib, LEAST_MIB)),
        costRow('process at most, less code', rows, ({ peakMiB, loadedMiB }) => peakMiB - loadedMiB, LEAST_MIB),
      ],
    },
  ];
}

/**
 * @param {string} label
 * @param {readonly ScaleRow[]} rows
 * @param {(row: ScaleRow) => number} costOf
 * @param {number} least smallest cost to which an exponent is fitted
 */
function costRow(label, rows, costOf, least) {
  const costs = rows.map((row) => ({ examples: row.examples, cost: costOf(row) }));
  const fitted = (/** @type {typeof costs} */ part) => exponent(part.filter(({ cost }) => cost > least));
  return [label, ...costs.map(({ cost }) => written(cost)), fitted(costs), fitted(costs.slice(-2))];
}

/** @param {readonly { readonly examples: number, readonly cost: number }[]} costs */
function exponent(costs) {
  return costs.length < 2
    ? '–'
    : exponentOf(
        costs.map(({ examples }) => examples),
        costs.map(({ cost }) => cost),
      ).toFixed(2);
}

/** @param {number} x */
function power(x) {
  return `10${[...String(Math.log10(x))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`;
}

/** @param {number} x */
function written(x) {
  return x >= 100 ? Math.round(x).toLocaleString('en') : x.toFixed(x >= 1 ? 1 : 2);
}
