// @ts-check
/** A config with one key mutated: exit code 2 and one clear message, or a valid experiment. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { patience } from './patience.js';
import { EXPERIMENT, require, start, temporaryFolder } from './sweep.js';

/** @typedef {(string | number)[]} Place */

const WRONG = ['a word', '', null, true, -1, 0.5, [], {}, [[1]], { kind: 'no-such-kind' }, 'NaN'];
const EXTREME = [
  1e300,
  -1e300,
  0,
  -0,
  2 ** 31,
  2 ** 53,
  1e-300,
  Infinity,
  -Infinity,
  NaN,
  'x'.repeat(100_000),
  Array(2000).fill(1),
];

/** Milliseconds of processor time. */
const MINUTE = 60_000;

/** @param {{ mutations: number, random: () => number }} options */
export async function tryMutations({ mutations, random }) {
  const counts = { refused: 0, valid: 0 };
  const folder = temporaryFolder();
  const pick = (/** @type {readonly any[]} */ list) => list[Math.floor(random() * list.length)];
  const places = placesIn(parse(EXPERIMENT));
  for (let at = 0; at < mutations; at++) {
    const config = parse(EXPERIMENT);
    const place = pick(places);
    const what = mutate(config, place, pick(['missing', 'type', 'extreme', 'misspelt']), pick);
    const file = path.join(folder, `case-${at}.yaml`);
    writeFileSync(file, stringify(config));
    const { child, ended } = start(['run', file, '--out', path.join(folder, 'store'), '--dry-run']);
    const pids = () => (child.pid === undefined ? [] : [child.pid]);
    /** @type {() => void} */
    let stop = () => undefined;
    /** @type {Promise<undefined>} */
    const late = new Promise((resolve) => {
      stop = patience(pids, MINUTE, () => resolve(undefined));
    });
    const end = await Promise.race([ended, late]);
    stop();
    if (end === undefined) child.kill('SIGKILL');
    const mutation = `${place.join('.')}: ${what}`;
    if (end === undefined) throw new Error(`${mutation}: no end after a minute of work`);
    if (end.code === 0) counts.valid++;
    else {
      counts.refused++;
      const clear =
        end.code === 2 &&
        end.stdout === '' &&
        end.stderr.includes(`case-${at}.yaml`) &&
        !/ at .*\.js:\d+|undefined|\[object|bug of/.test(end.stderr);
      require(clear, `${mutation}: exit code ${end.code}\n${end.stderr.slice(0, 2000)}`);
    }
  }
  return counts;
}

/** @param {any} value @param {Place} place @returns {Place[]} */
function placesIn(value, place = []) {
  return typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, member]) => [[...place, key], ...placesIn(member, [...place, key])]);
}

/** @param {any} config @param {Place} place @param {string} how @param {(list: readonly any[]) => any} pick */
function mutate(config, place, how, pick) {
  const parent = place.slice(0, -1).reduce((node, key) => node[key], config);
  const key = /** @type {string} */ (place.at(-1));
  const old = parent[key];
  if (how === 'missing') {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
    return how;
  }
  if (how === 'misspelt' && !Array.isArray(parent)) {
    delete parent[key];
    parent[`${key.slice(0, -1)}x`] = old;
    return how;
  }
  parent[key] = pick(how === 'extreme' ? EXTREME : WRONG);
  return `${how}, ${String(JSON.stringify(parent[key]) ?? parent[key]).slice(0, 60)}`;
}
