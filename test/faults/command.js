// @ts-check
/** One command line under harder conditions, and what every ending of it must be. */
import { spawn, spawnSync } from 'node:child_process';
import { membersOf, patience } from './patience.js';
import { MAIN } from './sweep.js';

/** @typedef {{ code: number | null, signal: string | null, stdout: string, stderr: string, late: boolean }} Ending */

/** Milliseconds of processor time after which a command hangs. */
export const LONGEST = 20_000;

/** Words that tell people of our sources and not of what happened. */
const STACK = /\n\s+at .*(\.js|node:)|Unhandled|uncaught|bug of|terminate called|std::bad_alloc|\[object /i;

/** Process groups that run; they end with the trial. @type {Set<number>} */
const running = new Set();
process.on('exit', () => {
  for (const group of running) endGroup(group);
});

/** @param {number} group */
function endGroup(group) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** Quotes a word for sh. @param {string} word */
export function quoted(word) {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** The program as words for sh. @param {readonly string[]} args */
export function program(...args) {
  return [process.execPath, MAIN, ...args].map(quoted).join(' ');
}

/**
 * Runs a line of bash in a process group of its own, which is ended where it has used `longest` milliseconds of processor time or hangs,
 * and after `killed` milliseconds in any case.
 * @param {string} line
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, longest?: number, killed?: number }} [options]
 * @returns {Promise<Ending>}
 */
export function bash(line, { cwd, env, longest = LONGEST, killed } = {}) {
  const child = spawn('bash', ['-c', line], {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = /** @type {number} */ (child.pid);
  running.add(group);
  let [stdout, stderr, late] = ['', '', false];
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  const end = () => {
    late = true;
    endGroup(group);
  };
  const stop = patience(() => membersOf(group), longest, end);
  const timer = killed === undefined ? undefined : setTimeout(end, killed);
  return new Promise((resolve) =>
    child.once('close', (code, signal) => {
      stop();
      clearTimeout(timer);
      running.delete(group);
      resolve({ code, signal, stdout, stderr, late });
    }),
  );
}

/** The fault of an ending: late, a stack trace, or another exit code than those allowed. @param {string} what @param {Ending} ending @param {readonly number[]} codes @returns {string | undefined} */
export function endsClean(what, { code, signal, stdout, stderr, late }, codes) {
  const told = `${what}: exit code ${code ?? signal}: ${stderr.slice(0, 600)}`;
  if (late) return `${what}: no end in time`;
  if (STACK.test(stderr) || STACK.test(stdout)) return `a stack trace, or "a bug": ${told}`;
  if (code === null || !codes.includes(code)) return told;
  return code === 2 && stderr.trim() === '' ? `a refusal without a word: ${told}` : undefined;
}

/** @param {string} name @returns {boolean} whether a program is installed */
export function has(name) {
  return spawnSync('bash', ['-c', `command -v ${name}`]).status === 0;
}

/** @param {readonly string[]} words a command that must succeed */
export function permits(...words) {
  return spawnSync(words[0], words.slice(1), { stdio: 'ignore' }).status === 0;
}
