// @ts-check
/**
 * Nothing leaves the machine: in a network namespace without any network, a training and a use of each native dependency look up no name,
 * open no socket but local ones, and write nothing outside the folders that they are given. /etc/machine-id is not read.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bash, endsClean, has, permits, program, quoted } from './command.js';
import { SOUND } from './soundFiles.js';
import { temporaryFolder } from './sweep.js';
import { tally } from './tally.js';

/** A training without an end of its own; one-step epochs keep ONNX Runtime busy for as long as it is let. */
const TRAINING = `
name: long
corpus:
  examples: 200
  families:
    birthdays: { kind: arbitrary-facts, prompts: 120, responses: 40 }
model: { kind: transformer, layers: 1, width: 16 }
training: { steps: 10000000, batchSize: 32, learningRate: 0.001, warmupSteps: 5 }
measurement: { curvePoints: 0 }
`;

/** Files that are read to look a name up, or that name the machine. */
const TELLING = /^\/etc\/(machine-id|resolv\.conf|hosts|gai\.conf|host\.conf)$|^\/var\/lib\/dbus\/machine-id$/;
/** Places that are no files of anybody. */
const NO_FILE = /^(\/dev\/|\/proc\/self|\/proc\/\d+\/|\/sys\/|anon_inode|pipe:|socket:)/;

/** @param {{ seconds: number, isQuick: boolean }} options length of the training; a few formats alone */
export async function tryNetwork({ seconds, isQuick }) {
  const counts = tally('nothing leaves the machine');
  const apart = [
    ['unshare', '-n'],
    ['unshare', '-rn'],
  ].find((words) => permits(...words, 'true'));
  if (apart === undefined) {
    counts.skipped.push('a network namespace needs rights that this process has not got');
    return counts;
  }
  const traces = has('strace');
  if (!traces) counts.skipped.push('strace is not installed: folders are watched, system calls are not');
  for (const [what, made] of Object.entries(commands(seconds, isQuick))) {
    const place = watched();
    const log = path.join(place.root, 'calls');
    for (const [name, bytes] of Object.entries(made.files)) writeFileSync(path.join(place.given, name), bytes);
    const trace = traces
      ? `strace -f -qq --seccomp-bpf -s 200 -o ${quoted(log)} -e trace=%network,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,symlink,link `
      : '';
    const line = made.line.replaceAll('GIVEN', place.given);
    const ending = await bash(`${apart.join(' ')} bash -c ${quoted(`${trace}${line}`)}`, {
      cwd: place.cwd,
      env: { HOME: place.home, XDG_CACHE_HOME: place.cache, TMPDIR: place.tmp, ORT_DISABLE_TELEMETRY: undefined },
      longest: 1000 * seconds + 60_000,
    });
    counts.check(endsClean(what, ending, made.codes));
    for (const name of /** @type {const} */ (['home', 'cache', 'cwd', 'tmp'])) {
      const left = readdirSync(place[name], { recursive: true }).filter((each) => !String(each).startsWith('.npm'));
      counts.check(left.length === 0 ? undefined : `${what}: wrote into ${name}: ${left.join(', ')}`);
    }
    if (traces) {
      const faults = faultsOf(readFileSync(log, 'utf8'), place);
      counts.check(faults.length === 0 ? undefined : `${what}: ${[...new Set(faults)].slice(0, 5).join('\n')}`);
    }
  }
  return counts;
}

/** Folders, all watched; only `given` and `tmp` are the program's to write. */
function watched() {
  const root = temporaryFolder();
  const place = Object.fromEntries(
    ['home', 'cache', 'cwd', 'tmp', 'given'].map((name) => [name, path.join(root, name)]),
  );
  for (const folder of Object.values(place)) mkdirSync(folder);
  return /** @type {{ root: string, home: string, cache: string, cwd: string, tmp: string, given: string }} */ ({
    root,
    ...place,
  });
}

/** @param {number} seconds @param {boolean} isQuick @returns {Record<string, { files: Record<string, string | Uint8Array>, line: string, codes: readonly number[] }>} */
function commands(seconds, isQuick) {
  const { csv, jsonl, json, parquet, arrow } = SOUND.estimate;
  const runs = program('run', 'GIVEN/long.yaml', '--out', 'GIVEN/store', '--workers', '1');
  /** @type {[string, Uint8Array][]} */
  const tables = Object.entries(isQuick ? { json } : { csv, jsonl, json, parquet, arrow });
  return {
    [`a training of ${seconds} s (ONNX Runtime)`]: {
      files: { 'long.yaml': TRAINING },
      line: `timeout -s INT ${seconds} ${runs}`,
      codes: [124, 130],
    },
    ...Object.fromEntries(
      tables.map(([extension, bytes]) => [
        `estimate of ${extension} (DuckDB)`,
        {
          files: { [`rows.${extension}`]: bytes },
          line: program('estimate', `GIVEN/rows.${extension}`, '--singletons', 'GIVEN/list.csv'),
          codes: [0],
        },
      ]),
    ),
    'score of parquet, a plot in PNG (DuckDB, resvg)': {
      files: { 'graded.parquet': SOUND.score.parquet },
      line: program('score', 'GIVEN/graded.parquet', '--plot', 'GIVEN/plot.png'),
      codes: [0],
    },
    ...(!isQuick &&
      permits('node_modules/.bin/deno', '--version') && {
        'a line of TypeScript (Deno, of the notebooks)': {
          files: {},
          line: `env DENO_DIR=GIVEN/deno DENO_NO_UPDATE_CHECK=1 ${quoted(path.resolve('node_modules/.bin/deno'))} eval 'const a: number = 1; console.log(a)'`,
          codes: [0],
        },
      }),
  };
}

/** Calls that no local program needs. @param {string} log of strace @param {{ root: string, cwd: string, given: string, tmp: string }} place */
function faultsOf(log, { cwd, given, tmp }) {
  /** @type {string[]} */
  const faults = [];
  for (const line of log.split('\n')) {
    if (/\b(socket|connect|bind|sendto|sendmsg)\(.*(AF_INET|sin_port|sin6_port)/.test(line)) faults.push(line);
    const opened = /\b(open|openat|creat|mkdir|mkdirat|rename|renameat2?|symlink|link)\((.*)$/.exec(line);
    if (opened === null) continue;
    const [, call, rest] = opened;
    const names = [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, name]) => name);
    const writes = !call.startsWith('open') || /O_WRONLY|O_RDWR|O_CREAT/.test(rest);
    for (const name of names) {
      if (TELLING.test(name)) faults.push(line);
      const whole = path.resolve(cwd, name);
      const own = [given, tmp].some((folder) => whole === folder || whole.startsWith(`${folder}/`));
      if (writes && !own && !NO_FILE.test(whole) && !/ = -1 (ENOENT|EEXIST)/.test(line)) faults.push(line);
    }
  }
  return faults;
}
