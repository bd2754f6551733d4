/** Writes the tables of metrics in docs/tables.md anew, from the catalogue in src/results/metrics.ts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { withMetricTables } from '../dist/results/metricTables.js';

const FILE = 'docs/tables.md';
writeFileSync(FILE, withMetricTables(readFileSync(FILE, 'utf8')));
