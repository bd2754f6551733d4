/** The SQL that docs/estimate.md gives for DuckDB: rows counted with it and rows counted by `estimate` give the same. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from '@jest/globals';
import { withDatabase } from '../../src/data/database.js';
import { literal } from '../../src/data/sql.js';
import { estimateFiles } from '../../src/estimate/estimateFiles.js';

const folder = mkdtempSync(path.join(tmpdir(), 'documented-sql-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [query] = [...readFileSync('docs/estimate.md', 'utf8').matchAll(/```sql\n([^]*?)```/g)].map(([, sql]) => sql);
const [, total] = /In all three, N is `(.*?)`/.exec(readFileSync('docs/estimate.md', 'utf8'))!;

const NOTHING = ["I don't know", 'i do not know. ', 'IDK!', '', 'I don’t know'];

test('counts made by it give the estimate that the rows give', async () => {
  const table = path.join(folder, 'rows.csv');
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const lines = Array.from({ length: 3000 }, (_, i) => {
    const c = Math.floor(2000 * ((i * 0.6180339887) % 1) ** 2);
    // Prompts of every seventh are never answered, others now and then not.
    const response = c % 7 === 0 || i % 11 === 0 ? NOTHING[i % 4] : `day ${c % 12}`;
    return `${quoted(i % 100 === 0 ? ' ' : `who is ${c}?`)},${quoted(response)}\n`;
  });
  writeFileSync(table, `prompt,response\n${lines.join('')}`);
  const counts = path.join(folder, 'counts.csv');
  const rows = await withDatabase(async (database) => {
    await database.rows(`CREATE TABLE rows AS FROM read_csv(${literal(table)}, all_varchar = true)`);
    await database.rows(`COPY (${query}) TO ${literal(counts)} (HEADER)`);
    return Number(Object.values((await database.rows(total))[0])[0]);
  });
  const common = { stdin: Readable.from([]), level: 0.95, responsesPerPrompt: 12 };
  const { estimate: direct } = await estimateFiles({ ...common, files: [table] });
  const { estimate: elsewhere } = await estimateFiles({ ...common, files: [counts], frequencyCounts: true, rows });
  expect(readFileSync(counts, 'utf8')).toMatch(/^count,frequency\n0,\d+\n1,\d+\n2,\d+\n/);
  expect(direct.abstainedRows).toBeGreaterThan(300);
  const known = { emptyPrompts: 0, conflictingPrompts: null, warnings: [] };
  expect({ ...elsewhere, ...known }).toEqual({ ...direct, ...known });
});
