// @ts-check
/** Makes the tables of metrics in docs/tables.md from the catalogue in src/results/metrics.ts: `npm run docs:tables`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @typedef {typeof import('../../src/results/metrics.js')} Catalogue */
/** @typedef {import('../../src/results/metrics.js').Metric} Metric */

const BEGIN = '<!-- metrics: npm run docs:tables writes what follows -->';
const END = '<!-- end of the metrics -->';

/**
 * Returns the document with its tables of metrics written anew.
 * @param {string} document
 * @param {Pick<Catalogue, 'METRIC_KINDS' | 'METRIC_PARTS' | 'METRIC_ROWS'>} catalogue
 */
export function withMetricTables(document, catalogue) {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new RangeError(`expected the lines "${BEGIN}" and "${END}" in the document`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${metricTables(catalogue)}\n${document.slice(end)}`;
}

/** @param {Pick<Catalogue, 'METRIC_KINDS' | 'METRIC_PARTS' | 'METRIC_ROWS'>} catalogue */
function metricTables({ METRIC_KINDS, METRIC_PARTS, METRIC_ROWS }) {
  const single = METRIC_ROWS.filter(([path]) => !path.includes('.'));
  const parts = Object.entries(METRIC_PARTS).map(([part, introduction]) => {
    const rows = METRIC_ROWS.filter(([path]) => path.startsWith(`${part}.`));
    const prefix = rows.every(([path]) => path.startsWith(`${part}.N.`)) ? `${part}.N.` : `${part}.`;
    const below = rows.map(([path, metric]) => /** @type {const} */ ([path.slice(prefix.length), metric]));
    return `### \`${shown(prefix)}…\`\n\n${introduction}\n\n${table(below, METRIC_KINDS)}`;
  });
  return [table(single, METRIC_KINDS), ...parts].join('\n');
}

/**
 * Returns a table in which metrics that differ only in their paths share a row.
 * @param {readonly (readonly [path: string, metric: Metric])[]} rows
 * @param {Catalogue['METRIC_KINDS']} kinds
 */
function table(rows, kinds) {
  const merged = /** @type {Map<string, string[]>} */ (new Map());
  for (const [path, { symbol, kind, meaning }] of rows) {
    const cells = [symbol ?? '', kinds[kind], meaning]
      .map((cell) => (cell === '' ? ' |' : ` ${escaped(cell)} |`))
      .join('');
    merged.set(cells, [...(merged.get(cells) ?? []), `\`${shown(path)}\``]);
  }
  const lines = [...merged].map(([cells, paths]) => `| ${paths.join(', ')} |${cells}`);
  return `| column | symbol | values | meaning |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`;
}

/** @param {string} cell */
function escaped(cell) {
  return cell.replaceAll('|', '\\|');
}

/** @param {string} path */
function shown(path) {
  return path.replace(/(^|\.)N(?=\.|$)/g, '$1<i>');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const catalogue = await import('../../dist/results/metrics.js');
  const file = new URL('../../docs/tables.md', import.meta.url);
  writeFileSync(file, withMetricTables(readFileSync(file, 'utf8'), catalogue));
}
