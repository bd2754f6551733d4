// @ts-check
/**
 * Measures a sweep of many short runs: time and memory of the command itself, and the size of its tables and report.
 *
 *     node bench/scale/manyRuns.js [runs=10000]     a multiple of 20; Linux
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { manyRunsYaml } from './manyRunsYaml.js';
import { costWords, measuredCommand, sizeWords } from './measuredCommand.js';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const runs = Number(process.argv[2] ?? 10_000);
const folder = mkdtempSync(path.join(os.tmpdir(), 'hallucination-rate-bench-'));
const config = path.join(folder, 'many-runs.yaml');
writeFileSync(config, manyRunsYaml(runs));
const cost = await measuredCommand([PROGRAM, 'run', config, '--workers', '2', '--out', folder]);
console.log(`${runs} runs: ${costWords(cost)}; ${sizeWords(path.join(folder, 'many-runs'))}`);
rmSync(folder, { recursive: true });
