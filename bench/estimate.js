// @ts-check
/**
 * Measures the time that `estimate` takes beyond the counting itself: `node bench/estimate.js [rows] [rounds]`, 10⁷
 * rows by default. It writes a Parquet file of questions and answers. Then it times, by turns, the bare
 * `GROUP BY prompt`, `GROUP BY count` of the database and the whole estimate on the same file, each in its own database
 * of at most 20 GB. It reports CPU time, since other work on the machine distorts the clock.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, cpuUsage, memoryUsage, stdout } from 'node:process';
import { Readable } from 'node:stream';
import { withDatabase } from '../dist/data/database.js';
import { literal } from '../dist/data/sql.js';
import { estimateFiles } from '../dist/estimate/estimateFiles.js';
import { median } from './timing.js';

const rows = Number(argv[2] ?? 1e7);
const rounds = Number(argv[3] ?? 3);
const memory = '20GB';

const folder = mkdtempSync(join(tmpdir(), 'bench-estimate-'));
const file = join(folder, 'rows.parquet');

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const [clock, cpu] = [performance.now(), cpuUsage()];
  await work();
  const { user, system } = cpuUsage(cpu);
  return { seconds: (performance.now() - clock) / 1000, cpu: (user + system) / 1e6 };
}

try {
  // 2N prompts with frequencies ∝ 1/√rank, 365 answers; a tenth of the rows abstain.
  const prompt = `(2 * ${rows} * power((hash(i, 1) % 1000000007) / 1000000007.0, 2))::BIGINT`;
  await withDatabase((database) =>
    database.rows(`COPY (SELECT 'On which day was person number ' || c || ' born?' AS prompt, CASE WHEN hash(i, 2) % 10 = 0 THEN 'I don''t know.' ELSE 'day ' || (hash(c) % 365) END AS response
      FROM (SELECT i, ${prompt} AS c FROM range(${rows}) AS t(i))) TO ${literal(file)} (FORMAT parquet)`),
  );
  stdout.write(`${rows} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB of Parquet\n`);
  const bare = () =>
    withDatabase(
      (database) =>
        database.rows(
          `SELECT n, count(*) FROM (SELECT prompt, count(*) AS n FROM read_parquet(${literal(file)}) GROUP BY prompt) GROUP BY n`,
        ),
      { memory },
    );
  const whole = () =>
    estimateFiles({ files: [file], stdin: Readable.from([]), confidence: 0.95, database: { memory } });
  const times = { bare: /** @type {number[]} */ ([]), whole: /** @type {number[]} */ ([]) };
  for (let round = 0; round < rounds; round++) {
    for (const [name, work] of /** @type {const} */ ([
      ['bare', bare],
      ['whole', whole],
    ])) {
      const { seconds, cpu } = await timed(work);
      times[name].push(cpu);
      stdout.write(
        `  ${name === 'bare' ? 'bare GROUP BY' : 'estimate     '} ${cpu.toFixed(2)} s of CPU, ${seconds.toFixed(2)} s by the clock\n`,
      );
    }
  }
  stdout.write(
    `estimate / bare GROUP BY: ${(median(times.whole) / median(times.bare)).toFixed(2)}; peak memory ${(memoryUsage().rss / 2 ** 30).toFixed(1)} GiB now\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
