// @ts-check
/**
 * Shows that a text larger than memory streams from the disk: makes one (by default of 10⁸ tokens), trains two small networks on it
 * at once, twice, and prints times and the most memory that each process held. Linux only: memory is read from /proc.
 *   npx tsc && node bench/scale/longText.js [millions of tokens] [steps]
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childrenOf } from '../memory.js';
import { writeLongText } from './writeLongText.js';

/** Bytes of a token in this text, with 4096 tokens in the vocabulary: measured. */
const BYTES_PER_TOKEN = 4.28;

const [millions = 100, steps = 20] = process.argv.slice(2).map(Number);
if (!existsSync('/proc/self/status')) throw new Error('this needs /proc, which tells the memory of processes');
const folder = mkdtempSync(join(tmpdir(), 'long-text-'));
const source = join(folder, 'text.txt');

/** @param {string} experiment */
async function run(experiment) {
  const begun = process.hrtime.bigint();
  // What is made of the text goes into the folder, too, and is removed with it.
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url)),
      'run',
      experiment,
      '--workers',
      '2',
      '--set',
      `training.steps=${steps}`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder, env: { ...process.env, TMPDIR: folder } },
  );
  /** @type {Map<number, Held>} */
  const held = new Map();
  const watch = setInterval(() => {
    for (const pid of [child.pid ?? 0, ...childrenOf(child.pid ?? 0)]) {
      const now = heldBy(pid);
      if (now !== undefined) held.set(pid, now);
    }
  }, 200);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`the run failed (${code})`);
  const processes = [...held].sort(([a], [b]) => a - b).map(([, of]) => of);
  return { seconds: Number(process.hrtime.bigint() - begun) / 1e9, processes };
}

/**
 * @typedef {object} Held
 * @property {number} mebibytes most resident memory so far
 * @property {number} seconds of processor time so far
 */

/**
 * @param {number} pid
 * @returns {Held | undefined}
 */
function heldBy(pid) {
  try {
    const kibibytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    if (kibibytes === undefined) return undefined; // it is ending
    // User and system time, in hundredths of a second.
    return { mebibytes: Number(kibibytes) / 1024, seconds: (Number(fields[11]) + Number(fields[12])) / 100 };
  } catch {
    return undefined; // it has ended
  }
}

/** @param {string} path */
function mebibytesIn(path) {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size / 2 ** 20, 0);
}

try {
  const bytes = writeLongText(source, millions * 1e6 * BYTES_PER_TOKEN);
  process.stdout.write(`a text of ${Math.round(bytes / 1e6)} MB, ${steps} steps of two networks at once\n`);
  for (const [name, what] of [
    ['first', 'made for the first time'],
    ['again', 'kept from before'],
  ]) {
    const experiment = join(folder, `${name}.yaml`);
    writeFileSync(experiment, `${readFileSync(new URL('longText.yaml', import.meta.url), 'utf8')}name: ${name}\n`);
    const { seconds, processes } = await run(experiment);
    process.stdout.write(`\nits tokens ${what}: ${Math.round(seconds)} s\n`);
    processes.forEach(({ mebibytes, seconds: ofProcessor }, at) =>
      process.stdout.write(
        `  ${at === 0 ? 'main process' : `worker ${at}    `}  ${Math.round(mebibytes)} MiB at most, ${Math.round(ofProcessor)} s of processor time\n`,
      ),
    );
    const all = processes.reduce((sum, { mebibytes }) => sum + mebibytes, 0);
    process.stdout.write(`  together      ${Math.round(all)} MiB\n`);
  }
  const kept = readdirSync(folder).find((each) => each.startsWith('hallucination-rate-texts-'));
  if (kept === undefined) throw new Error('nothing was kept of the text: it is held in memory');
  process.stdout.write(`\nkept on the disk: ${Math.round(mebibytesIn(join(folder, kept)))} MiB\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
