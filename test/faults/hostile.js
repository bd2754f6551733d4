// @ts-check
/** Hostile files under `score` and `estimate`: exit code 0, or 2 and one clear message; no stack trace, and an end in time. */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { hostileCases } from './hostileCases.js';
import { patience } from './patience.js';
import { runnerOf } from './runner.js';
import { MAIN, require, temporaryFolder } from './sweep.js';

/** Milliseconds of processor time that a case may take. */
const LONGEST = 30_000;

/** Texts that a message must not hold: places in our sources, values not meant for people, characters that move a terminal's cursor. */
const UNCLEAR = /\bat .*\.js:\d+|bug of|undefined|\[object|Error: /;
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;
/** Characters of the longest message: more than a few screens help nobody. */
const LONGEST_MESSAGE = 4000;

/** @param {{ hostile: number, random: () => number }} options */
export async function tryHostileFiles({ hostile, random }) {
  const counts = { refused: 0, read: 0, throughPipes: 0, kinds: 0 };
  const folder = temporaryFolder();
  const kinds = new Set();
  /** @type {string[]} */
  const faults = []; // all of them, so that one run shows what there is to mend
  const runner = runnerOf(LONGEST);
  try {
    for (let at = 0; at < hostile; at++) {
      const own = path.join(folder, `case-${at}`);
      mkdirSync(own);
      const { command, file, input, what, plot } = await hostileCases(own, random);
      const picture = path.join(own, 'picture.html');
      const args = [
        command,
        ...(plot ? ['--plot', picture] : []),
        ...(file.startsWith('-') && file !== '-' ? ['--', file] : [file]),
      ];
      const told = `case ${at}, ${command}, ${what}`;
      const json = random() < 0.3;
      if (json) args.splice(1, 0, '--json');
      const end = input === undefined ? await runner.run(args) : await piped(args, input);
      const fault = end === undefined ? `${told}: no end after ${LONGEST / 1000} s` : faultOf(told, end, json);
      if (fault !== undefined) faults.push(fault);
      else counts[end?.code === 0 ? 'read' : 'refused']++;
      if (input !== undefined) counts.throughPipes++;
      kinds.add(what.split(':')[0]);
      rmSync(own, { recursive: true });
    }
  } finally {
    runner.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  require(faults.length === 0, `${faults.length} of ${hostile} hostile files:\n\n${faults.join('\n\n')}`);
  return { ...counts, kinds: kinds.size };
}

/** The fault of an end; undefined where there is none. @param {string} told @param {import('./oneAfterAnother.js').End} end @param {boolean} json @returns {string | undefined} */
function faultOf(told, { code, stdout, stderr, rejected }, json) {
  const shown = `${told}: exit code ${code}\n${JSON.stringify(stderr.slice(0, 1500))}${(rejected ?? '').slice(0, 1500)}`;
  if (rejected !== undefined || (code !== 0 && code !== 2)) return shown;
  if (UNCLEAR.test(stderr) || CONTROLS.test(stderr) || stderr.length > LONGEST_MESSAGE)
    return `unclear message of ${stderr.length} characters: ${shown}`;
  if (code === 2)
    return stderr !== '' && stdout === ''
      ? undefined
      : `a refusal without a message, or with a result: ${shown}\n${stdout.slice(0, 500)}`;
  if (json) return isJson(stdout) ? undefined : `no JSON: ${shown}\n${stdout.slice(0, 500)}`;
  return stdout === '' || CONTROLS.test(stdout) || stdout.includes('[object')
    ? `unclear result: ${shown}\n${JSON.stringify(stdout.slice(0, 2000))}`
    : undefined;
}

/** @param {string} text */
function isJson(text) {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** A process of its own, with the bytes on its standard input. @param {readonly string[]} args @param {Uint8Array} input @returns {Promise<import('./oneAfterAnother.js').End | undefined>} */
function piped(args, input) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: 'pipe' });
    let [stdout, stderr] = ['', ''];
    const pids = () => (child.pid === undefined ? [] : [child.pid]);
    const stop = patience(pids, LONGEST, () => {
      child.kill('SIGKILL');
      resolve(undefined);
    });
    child.stdout.on('data', (data) => (stdout += data));
    child.stderr.on('data', (data) => (stderr += data));
    child.once('close', (code, signal) => {
      stop();
      resolve({ code: code ?? 128, stdout, stderr, ...(signal !== null && { rejected: `ended by ${signal}` }) });
    });
    child.stdin.on('error', () => undefined).end(input); // a program may end without reading it
  });
}
