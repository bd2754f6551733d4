// @ts-check
/**
 * System calls that fail, one after the other, under `strace -e inject`: exit code 0 or 2 and words, nothing damaged, and the same command
 * ends with the tables of an undisturbed sweep. SQLite tests its store in this way ("How SQLite Is Tested", I/O errors).
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { verifyStore } from '../../dist/store/verifyStore.js';
import { bash, endsClean, has, program, quoted } from './command.js';
import { SOUND } from './soundFiles.js';
import { command, folderOf, run, runsOf, tablesOf, temporaryFolder } from './sweep.js';
import { tally } from './tally.js';

/** Calls that change the store, and the errors that each may give. */
const OF_STORES = /** @type {const} */ ([
  ['fsync', ['EIO', 'ENOSPC', 'EDQUOT', 'EINVAL', 'EROFS']],
  ['rename', ['EIO', 'ENOSPC', 'EACCES', 'EDQUOT']],
  ['mkdir', ['EIO', 'ENOSPC', 'EMFILE', 'EDQUOT']],
  ['write', ['EIO', 'ENOSPC', 'EFBIG', 'EDQUOT']],
]);

/** Calls that read a data file. */
const OF_FILES = /** @type {const} */ ([
  ['openat', 'EIO'],
  ['openat', 'EMFILE'],
  ['openat', 'ENFILE'],
  ['openat', 'EACCES'],
  ['read,pread64,readv,preadv', 'EIO'],
  ['read,pread64,readv,preadv', 'ESTALE'],
]);

/** @param {{ calls: number, random: () => number, tables: string[] }} options */
export async function trySystemCalls({ calls, random, tables }) {
  const counts = tally('system calls that fail');
  if (!has('strace')) {
    counts.skipped.push('strace is not installed');
    return counts;
  }
  const pick = (/** @type {readonly any[]} */ list) => list[Math.floor(random() * list.length)];
  for (let at = 0; at < calls; at++) {
    const [call, errors] = pick(OF_STORES);
    await inStore(counts, call, pick(errors), 1 + Math.floor(20 * random()), tables);
  }
  await spawning(counts, tables);
  await reading(counts, calls, pick);
  return counts;
}

/** @param {import('./tally.js').Tally} counts @param {string} call @param {string} error @param {number} when @param {string[]} tables */
async function inStore(counts, call, error, when, tables) {
  const store = temporaryFolder();
  const words = command(store, 1);
  // Writes go to screens, too; only those below the store fail.
  const below = call === 'write' ? `-P ${quoted(store)} -P ${quoted(folderOf(store))}` : '';
  const trace = `strace -f -qq --seccomp-bpf -o /dev/null ${below} -e trace=${call} -e inject=${call}:error=${error}:when=${when}`;
  const ending = await bash(`UV_THREADPOOL_SIZE=1 ${trace} ${program(...words)}`, { longest: 120_000 });
  const what = `${error} of ${call} number ${when}`;
  counts.check(endsClean(what, ending, [0, 2]) ?? (await afterwards(what, store, words, tables)));
}

/** The same command again, by itself. @param {string} what @param {string} store @param {string[]} words @param {string[]} tables */
async function afterwards(what, store, words, tables) {
  if (existsSync(folderOf(store))) {
    const { findings } = await verifyStore(folderOf(store));
    const real = findings.filter(({ file }) => !file.includes('.tmp-'));
    if (real.length > 0) return `${what}: damage: ${JSON.stringify(real).slice(0, 300)}`;
  }
  const before = runsOf(store);
  const again = await run(words);
  if (again.code !== 0) return `${what}: the same command does not go on: ${again.stderr.slice(0, 400)}`;
  if (tablesOf(store).join() !== tables.join()) return `${what}: the tables differ`;
  for (const [id, inode] of before) if (runsOf(store).get(id) !== inode) return `${what}: the run ${id} was made again`;
  const left = readdirSync(folderOf(store)).filter((name) => /^(\.lock|\.tmp)/.test(name));
  return left.length === 0 ? undefined : `${what}: left behind: ${left.join(', ')}`;
}

/** No process can be started: fork fails. Threads are made by clone3. @param {import('./tally.js').Tally} counts @param {string[]} tables */
async function spawning(counts, tables) {
  for (const error of ['EAGAIN', 'ENOMEM'])
    for (const call of ['clone', 'vfork', 'fork'])
      for (const when of ['1', '2+']) {
        const store = temporaryFolder();
        const words = command(store, 2);
        const trace = `strace -f -qq --seccomp-bpf -o /dev/null -e trace=${call} -e inject=${call}:error=${error}:when=${when}`;
        const ending = await bash(`${trace} ${program(...words)}`, { longest: 120_000 });
        const what = `${error} of ${call} number ${when}`;
        counts.check(endsClean(what, ending, [0, 2]) ?? (await afterwards(what, store, words, tables)));
      }
}

/** Data files that cannot be opened or read. @param {import('./tally.js').Tally} counts @param {number} cases @param {(list: readonly any[]) => any} pick */
async function reading(counts, cases, pick) {
  const folder = temporaryFolder();
  for (let at = 0; at < cases; at++) {
    const [name, formats] = pick(Object.entries(SOUND));
    const [extension, bytes] = pick(Object.entries(formats));
    const [call, error] = pick(OF_FILES);
    const file = path.join(folder, `rows.${extension}`);
    writeFileSync(file, bytes);
    const trace = `strace -f -qq --seccomp-bpf -o /dev/null -P ${quoted(file)} -e trace=${call} -e inject=${call}:error=${error}`;
    const ending = await bash(`${trace} ${program(name, file)}`);
    const what = `${error} of ${call.split(',')[0]} under ${name} of ${extension}`;
    const isDamage = /damaged|is no (Parquet|Arrow|zip)|truncated/i.test(ending.stderr);
    counts.check(endsClean(what, ending, [2]) ?? (isDamage ? `${what} is called damage: ${ending.stderr}` : undefined));
  }
}
