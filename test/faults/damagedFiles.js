// @ts-check
/**
 * Sound files of every format with bits flipped, an end cut off, or bytes of lengths replaced, under `score` and `estimate`. A format that
 * carries checksums gives the figures of the sound file or is refused; every other one is read or refused in words, in time and memory.
 */
import { fork } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { SOUND } from './soundFiles.js';
import { require, temporaryFolder } from './sweep.js';

/** Milliseconds and KiB that a file may take. */
const LONGEST = 20_000;
const MOST_MEMORY = 2 ** 20;

/** Texts that a message must not hold: places in our sources, and values not meant for people. */
const UNCLEAR = /\bat .*\.js:\d+|bug of|undefined|\[object|Error: /;

/** Values that a damaged length takes. */
const LENGTHS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff, 0x40000000, 0x10000];

/** Few resamples, for speed; A is an abstention in the sound logs. */
const SCORE_FLAGS = ['--resamples', '20', '--abstained', 'abstained,A'];

/** @typedef {{ name: string, command: string, content: Buffer, checked: boolean }} Sound */

/**
 * @param {{ damaged: number, random: () => number, only?: RegExp }} options `damaged`: files of each format; `only`: names of formats
 * @returns counts of files that were refused, and read; the files are named in the error where the program is wrong
 */
export async function tryDamagedFiles({ damaged, random, only = /./ }) {
  const folder = temporaryFolder();
  const runner = memoryRunner();
  const counts = { formats: 0, refused: 0, readAsSound: 0, readOtherwise: 0, mebibytes: 0 };
  /** @type {string[]} */
  const faults = [];
  try {
    for (const { name, command, content, checked } of sounds().filter(({ name }) => only.test(name))) {
      counts.formats++;
      const file = path.join(folder, name);
      const look = (/** @type {Buffer} */ bytes) => {
        writeFileSync(file, bytes);
        return runner.run([command, '--json', ...(command === 'score' ? SCORE_FLAGS : []), file]);
      };
      const sound = await look(content);
      runner.renew();
      require(sound.code === 0, `the sound file ${name} is not read: ${sound.stderr}`);
      for (let at = 0; at < damaged; at++) {
        const { bytes, what } = damage(content, random);
        if (bytes.equals(content)) continue;
        const end = await look(bytes);
        const told = `${command} ${name}, ${what}: exit code ${end.code}, ${end.kibibytes} KiB\n${end.stderr.slice(0, 600)}${end.stdout.slice(0, 300)}`;
        if (end.code === 0) counts[end.stdout === sound.stdout ? 'readAsSound' : 'readOtherwise']++;
        else counts.refused++;
        const clear =
          end.code === 0
            ? !checked || end.stdout === sound.stdout
            : end.code === 2 && end.stdout === '' && end.stderr !== '' && !UNCLEAR.test(end.stderr);
        if (!clear || end.kibibytes > MOST_MEMORY) faults.push(told);
        counts.mebibytes = Math.max(counts.mebibytes, Math.round(end.kibibytes / 1024));
      }
    }
  } finally {
    runner.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  require(faults.length === 0, `${faults.length} damaged files:\n\n${faults.slice(0, 20).join('\n\n')}`);
  return counts;
}

/** Every format, of both commands. @returns {readonly Sound[]} */
function sounds() {
  return Object.entries(SOUND).flatMap(([command, files]) =>
    Object.entries({ ...files, 'csv.gz': gzipSync(files.csv), 'json.gz': gzipSync(files.json) }).map(
      ([ending, content]) => ({
        name: ending.includes('.') && !ending.endsWith('.gz') ? ending : `rows.${ending}`,
        command,
        content,
        checked: /(?:\.gz|^eval)$/.test(ending),
      }),
    ),
  );
}

/** @param {Buffer} content @param {() => number} random */
function damage(content, random) {
  const place = (/** @type {number} */ end) => Math.floor(random() * end);
  const how = random();
  if (how < 0.5) {
    const bytes = Buffer.from(content);
    const flips = random() < 0.7 ? 1 : 1 + place(16);
    const at = Array.from({ length: flips }, () => place(8 * bytes.length));
    for (const bit of at) bytes[bit >> 3] ^= 1 << (bit & 7);
    return { bytes, what: `bits ${at.join(', ')} flipped` };
  }
  if (how < 0.7) {
    const length = place(content.length);
    return { bytes: content.subarray(0, length), what: `cut to ${length} of ${content.length} bytes` };
  }
  if (how < 0.9) {
    const bytes = Buffer.from(content);
    const [at, value] = [place(Math.max(1, bytes.length - 4)), LENGTHS[place(LENGTHS.length)]];
    bytes.writeUInt32LE(value, Math.min(at, bytes.length - 4));
    return { bytes, what: `byte ${at} and the next three are ${value}` };
  }
  const [from, to] = [place(content.length), place(content.length)].sort((a, b) => a - b);
  return {
    bytes: Buffer.concat([content.subarray(0, from), content.subarray(to), content.subarray(from, to)]),
    what: `bytes ${from} to ${to} moved to the end`,
  };
}

/** Runs one command line after the other in a process, and watches its memory. A case without an end has the exit code 124. */
function memoryRunner() {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  /** @typedef {{ code: number, stdout: string, stderr: string, kibibytes: number }} Watched */
  const renew = () => {
    child?.disconnect();
    child = undefined;
  };
  return {
    stop: renew,
    /** Ends the process, so that the next case begins with little memory. */
    renew,
    /** @param {readonly string[]} args @returns {Promise<Watched>} */
    run: (args) => {
      const running = (child ??= fork(new URL('./oneAfterAnother.js', import.meta.url), {
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      }));
      const memory = () => Number(/VmRSS:\s*(\d+)/.exec(statusOf(running.pid))?.[1] ?? 0);
      let kibibytes = 0;
      const watch = setInterval(() => (kibibytes = Math.max(kibibytes, memory())), 20);
      return new Promise((resolve) => {
        const end = (/** @type {Omit<Watched, 'kibibytes'>} */ how, lost = false) => {
          clearTimeout(timer);
          clearInterval(watch);
          running.removeAllListeners();
          if (lost) child = undefined;
          resolve({ ...how, kibibytes });
        };
        const timer = setTimeout(() => {
          running.kill('SIGKILL');
          end({ code: 124, stdout: '', stderr: `no end after ${LONGEST / 1000} s` }, true);
        }, LONGEST);
        running.once('message', (message) => {
          const { rejected, ...how } = /** @type {import('./oneAfterAnother.js').End} */ (message);
          end(rejected === undefined ? how : { code: 1, stdout: '', stderr: rejected });
        });
        running.once('exit', (code, signal) =>
          end({ code: code ?? 128, stdout: '', stderr: `the process ended (${signal ?? code})` }, true),
        );
        running.send(args);
      });
    },
  };
}

/** @param {number | undefined} pid */
function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return ''; // ended, or no Linux
  }
}
