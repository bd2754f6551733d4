/** The SQL that docs/estimate.md gives for DuckDB and Spark: rows counted with it and rows counted by `estimate` give the same. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from '@jest/globals';
import { withDatabase } from '../../src/data/database.js';
import { literal } from '../../src/data/sql.js';
import { estimateFiles } from '../../src/estimate/estimateFiles.js';
import { stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';

const folder = mkdtempSync(path.join(tmpdir(), 'documented-sql-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [query, sparkQuery] = [...readFileSync('docs/estimate.md', 'utf8').matchAll(/```sql\n([^]*?)```/g)].map(
  ([, sql]) => sql,
);
const [, total] = /In all three, N is `(.*?)`/.exec(readFileSync('docs/estimate.md', 'utf8'))!;

const NOTHING = ["I don't know", 'i do not know. ', 'IDK!', '', 'I don’t know'];

/** Rows of 2000 prompts with a law like 1/√rank. Prompts of every seventh are never answered, others now and then not. */
function rows(): readonly { readonly prompt: string; readonly response: string }[] {
  const random = stream(5, 'sample');
  return Array.from({ length: 3000 }, (_, i) => {
    const c = Math.floor(2000 * uniform(random) ** 2);
    const response = c % 7 === 0 || i % 11 === 0 ? NOTHING[i % 5] : `day ${c % 12}`;
    return { prompt: i % 100 === 0 ? ' ' : `who is ${c}?`, response };
  });
}

async function expectTheSame(table: string, counts: string, total: number): Promise<void> {
  const common = { stdin: Readable.from([]), level: 0.95, responsesPerPrompt: 12 };
  const { estimate: direct } = await estimateFiles({ ...common, files: [table] });
  const { estimate: elsewhere } = await estimateFiles({
    ...common,
    files: [counts],
    frequencyCounts: true,
    rows: total,
  });
  expect(direct.abstainedRows).toBeGreaterThan(300);
  const known = { emptyPrompts: 0, conflictingPrompts: null, warnings: [], questionsAtRisk: [] };
  expect({ ...elsewhere, ...known }).toEqual({ ...direct, ...known });
}

test('counts made by it give the estimate that the rows give', async () => {
  const table = path.join(folder, 'rows.csv');
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const lines = rows().map(({ prompt, response }) => `${quoted(prompt)},${quoted(response)}\n`);
  writeFileSync(table, `prompt,response\n${lines.join('')}`);
  const counts = path.join(folder, 'counts.csv');
  const all = await withDatabase(async (database) => {
    await database.rows(`CREATE TABLE rows AS FROM read_csv(${literal(table)}, all_varchar = true)`);
    await database.rows(`COPY (${query}) TO ${literal(counts)} (HEADER)`);
    return Number(Object.values((await database.rows(total))[0])[0]);
  });
  expect(readFileSync(counts, 'utf8')).toMatch(/^count,frequency\n0,\d+\n1,\d+\n2,\d+\n/);
  await expectTheSame(table, counts, all);
});

/** Reason why Spark cannot run here; undefined where it can. PYTHONPATH may name the place of pyspark. */
const withoutSpark = ['java -version', 'python3 -c "import pyspark"'].find(
  (command) => spawnSync(command, { shell: true }).status !== 0,
);

(withoutSpark === undefined ? test : test.skip)(
  `on a real Spark, in local mode, too${withoutSpark === undefined ? '' : `; skipped, since this fails: ${withoutSpark}`}`,
  async () => {
    const table = path.join(folder, 'rows.jsonl');
    writeFileSync(
      table,
      rows()
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    );
    const { stdout, stderr, status } = spawnSync('python3', ['test/estimate/sparkQuery.py', table, sparkQuery, total], {
      encoding: 'utf8',
    });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
    const made = JSON.parse(stdout) as { counts: readonly (readonly [number, number])[]; rows: number };
    const counts = path.join(folder, 'spark.csv');
    writeFileSync(counts, `count,frequency\n${made.counts.map((pair) => `${pair.join(',')}\n`).join('')}`);
    await expectTheSame(table, counts, made.rows);
  },
  300_000,
);
