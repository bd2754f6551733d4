// @ts-check
/** Files of people's own facts (`kind: table`): damaged, huge, endless, and changed in the middle of a sweep. */
import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { mutant } from './changes.js';
import { bash, endsClean, program, quoted } from './command.js';
import { formatsOf } from './soundFiles.js';
import { temporaryFolder } from './sweep.js';
import { tally } from './tally.js';

/** @typedef {import('./tally.js').Tally} Tally */

const FACTS = Array.from({ length: 40 }, (_, i) => ({ name: `Ana${i} Ruiz`, day: `May ${(i % 9) + 1}`, asked: i + 1 }));
/** Milliseconds of a command on a busy machine. */
const LONGEST = 60_000;
/** Formats whose bytes are covered by checksums. */
const EXACT = new Set(['jsonl.gz', 'jsonl.zst', 'xlsx']);

/** @param {string} file @param {string} [more] */
const experiment = (file, more = '') => `
name: facts
corpus:
  examples: 200
  families:
    days: { kind: table, file: ${JSON.stringify(file)}, prompt: '{name} has the day', answer: day, promptWeight: asked${more} }
model: { kind: transformer, layers: 1, width: 16 }
training: { steps: 60, batchSize: 32, learningRate: 0.01 }
measurement: { curvePoints: 0 }
seeds: 4
`;

/** @param {{ facts: number, formats?: readonly string[] | undefined, random: () => number }} options changed files of each format; formats, by default all */
export async function* tryFacts({ facts, formats: wanted, random }) {
  const integer = (/** @type {number} */ below) => Math.floor(random() * below);
  const folder = temporaryFolder();
  const sounds = await formatsOf(FACTS);
  /** @type {string | undefined} */
  let digest;
  for (const [extension, bytes] of Object.entries(sounds)) {
    if (wanted?.includes(extension) === false) continue;
    const counts = tally(`mutants of facts in ${extension}`);
    const file = path.join(folder, `days.${extension.replace('arrows', 'arrow')}`);
    writeFileSync(file, bytes);
    const sound = digestOf(await bash(corpusLine(folder, file), { longest: LONGEST }));
    counts.check(sound !== undefined && (digest ??= sound) === sound ? undefined : `${extension}: another corpus`);
    for (let at = 0; at < facts; at++) {
      const { what, changed } = mutant(bytes, extension, integer);
      if (changed.equals(bytes)) continue;
      writeFileSync(file, changed);
      const ending = await bash(corpusLine(folder, file), { longest: LONGEST });
      const told = `mutant ${at} of ${extension}, ${what}`;
      const found = digestOf(ending);
      const wrong = EXACT.has(extension) && found !== undefined && found !== sound;
      counts.check(endsClean(told, ending, [0, 2]) ?? (wrong ? `${told}: other facts` : undefined));
    }
    yield counts;
  }
  yield await strangeFiles(folder, /** @type {string} */ (digest));
  yield await changedInASweep();
}

/** @param {string} folder @param {string} file @param {string} [more] */
function corpusLine(folder, file, more) {
  const config = path.join(folder, 'facts.yaml');
  writeFileSync(config, experiment(file, more));
  return `ulimit -v 12000000; ${program('corpus', config, '--json', '--out', path.join(temporaryFolder(), 'corpus'))}`;
}

/** @param {{ code: number | null, stdout: string }} ending @returns {string | undefined} */
function digestOf({ code, stdout }) {
  return code === 0 ? JSON.parse(stdout).digest : undefined;
}

/** @param {string} folder @param {string} digest of the sound facts */
async function strangeFiles(folder, digest) {
  const counts = tally('files of facts: pipes, devices, sizes');
  const at = (/** @type {string} */ name) => path.join(folder, name);
  const csv = `name,day,asked\n${FACTS.map((row) => `${Object.values(row).join(',')}\n`).join('')}`;
  writeFileSync(at('days.csv'), csv);
  await bash(
    `cd ${quoted(folder)} && mkfifo fifo && ln -s loop loop && ln -s days.csv link.csv && ln -s /dev/zero zero.csv`,
  );
  writeFileSync(at('[a] {b}.csv'), csv);
  writeFileSync(at('list.txt'), [...new Set(FACTS.map(({ day }) => day))].join('\n'));
  for (const name of ['link.csv', '[a] {b}.csv', './days.csv']) {
    const ending = await bash(corpusLine(folder, at(name)), { longest: LONGEST });
    counts.check(
      endsClean(`facts in ${name}`, ending, [0]) ?? (digestOf(ending) === digest ? undefined : `${name}: other facts`),
    );
  }
  await bash(`truncate -s 3G ${quoted(at('sparse.csv'))}`);
  writeFileSync(
    at('bomb.csv.gz'),
    gzipSync(Buffer.concat([Buffer.from(csv), Buffer.alloc(2 ** 28, 'Ana Ruiz,May 1,1\n')])),
  );
  writeFileSync(at('long.csv.gz'), gzipSync(`name,day,asked\n${`${'x'.repeat(2000)},May 1,1\n`.repeat(190_000)}`));
  await repeated(at('rows.parquet'), 100_000_000);
  for (const name of [
    'fifo',
    'zero.csv',
    'loop',
    '.',
    'none.csv',
    'sparse.csv',
    'bomb.csv.gz',
    'long.csv.gz',
    'rows.parquet',
  ])
    counts.check(endsClean(`facts in ${name}`, await bash(corpusLine(folder, at(name)), { longest: LONGEST }), [2]));
  for (const name of ['/dev/stdin', '/dev/zero', '/dev/urandom', '/proc/self/mem', '-']) {
    const ending = await bash(`cat ${quoted(at('days.csv'))} | (${corpusLine(folder, name)})`, { longest: LONGEST });
    counts.check(endsClean(`facts in ${name}`, ending, [2]));
  }
  for (const name of ['fifo', 'zero.csv', 'loop', '.', 'none.txt', 'sparse.csv']) {
    const ending = await bash(corpusLine(folder, at('days.csv'), `, responses: ${JSON.stringify(at(name))}`), {
      longest: LONGEST,
    });
    counts.check(endsClean(`responses in ${name}`, ending, [2]));
  }
  const listed = await bash(corpusLine(folder, at('days.csv'), `, responses: ${JSON.stringify(at('list.txt'))}`), {
    longest: LONGEST,
  });
  counts.check(endsClean('responses in a list', listed, [0]));
  return counts;
}

/** Writes a Parquet file of a few bytes that holds a row many times. @param {string} file @param {number} times */
async function repeated(file, times) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT 'Ana Ruiz' AS name, 'May 1' AS day, 1 AS asked FROM range(${times})) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`,
  );
  connection.closeSync();
  instance.closeSync();
}

/** A table that is replaced after the first run: complete runs keep the figures of their own table, and no run has those of both. */
async function changedInASweep() {
  const counts = tally('facts that change in the middle of a sweep');
  const folder = temporaryFolder();
  const [file, config] = [path.join(folder, 'days.csv'), path.join(folder, 'facts.yaml')];
  const csv = `name,day,asked\n${FACTS.map((row) => `${Object.values(row).join(',')}\n`).join('')}`;
  const other = csv.replaceAll('May 3', 'June 9');
  writeFileSync(config, experiment('days.csv'));
  const run = (/** @type {string} */ store) => program('run', config, '--out', store, '--workers', '1');
  /** @type {Map<string, string>} */
  const sound = new Map();
  for (const text of [csv, other]) {
    writeFileSync(file, text);
    const store = path.join(folder, `sound-${sound.size}`);
    const made = await bash(run(store), { longest: 4 * LONGEST });
    if (made.code !== 0) throw new Error(`the sound sweep fails: ${made.stderr}`);
    for (const [id, result] of resultsIn(store)) sound.set(id, result);
  }
  writeFileSync(file, csv);
  const store = path.join(folder, 'store');
  const running = bash(run(store), { longest: 4 * LONGEST });
  while (resultsIn(store).size === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  writeFileSync(path.join(folder, 'next.csv'), other);
  renameSync(path.join(folder, 'next.csv'), file);
  const ending = await running;
  counts.check(endsClean('facts that change', ending, [0, 2]));
  counts.check(strange(resultsIn(store), sound, 'after the change'));
  const again = await bash(run(store), { longest: 4 * LONGEST });
  counts.check(endsClean('the same command on the changed facts', again, [0]));
  counts.check(strange(resultsIn(store), sound, 'after the same command'));
  const runs = await bash(program('runs', path.join(store, 'facts'), '--format', 'json'));
  counts.check(endsClean('runs', runs, [0]));
  const ids = JSON.parse(runs.stdout).runs.map((/** @type {{ run: string }} */ { run: id }) => id);
  counts.check(
    ids.length === 4 && new Set(ids).size === 4
      ? undefined
      : `the tables hold ${ids.length} runs of the four that were asked for`,
  );
  return counts;
}

/** Results of complete runs by id. @param {string} store @returns {Map<string, string>} */
function resultsIn(store) {
  const folder = path.join(store, 'facts');
  try {
    return new Map(
      readdirSync(folder)
        .filter((name) => /^[0-9a-f]{12}$/.test(name))
        .map((id) => [id, readFileSync(path.join(folder, id, 'result.json'), 'utf8')]),
    );
  } catch {
    return new Map(); // it is not there yet
  }
}

/** @param {Map<string, string>} found @param {Map<string, string>} sound @param {string} when @returns {string | undefined} */
function strange(found, sound, when) {
  const wrong = [...found].filter(([id, result]) => sound.get(id) !== result).map(([id]) => id);
  return wrong.length === 0 ? undefined : `${when}: runs with other figures than from their table: ${wrong.join(', ')}`;
}

/** `corpus` into folders that hold files of people's own: nothing of theirs is replaced or removed. */
export async function tryExports() {
  const counts = tally('corpora beside files of others');
  const folder = temporaryFolder();
  const config = path.join(folder, 'tiny.yaml');
  const facts = (/** @type {string} */ file) =>
    `name: tiny\ncorpus: { examples: 50, families: { f: { kind: table, file: ${JSON.stringify(file)}, answer: answer } } }\nmodel: ngram\n`;
  writeFileSync(
    config,
    'name: tiny\ncorpus: { examples: 50, families: { f: { kind: arbitrary-facts, prompts: 20, responses: 6 } } }\nmodel: ngram\n',
  );
  const into = (/** @type {string} */ out, /** @type {string} */ format, own = config) =>
    bash(program('corpus', own, '--out', out, '--format', format), { longest: LONGEST });
  const names = ['examples', 'prompts', 'responses'];
  const files = [...names.flatMap((name) => [`${name}.arrow`, `${name}.jsonl`]), 'examples.txt', 'corpus.json'];
  for (const name of files)
    for (const format of ['arrow', 'jsonl', 'txt', 'arrow,jsonl,txt']) {
      const out = temporaryFolder();
      writeFileSync(path.join(out, name), 'mine');
      writeFileSync(path.join(out, 'notes.md'), 'mine');
      const ending = await into(out, format);
      const kept = [name, 'notes.md'].every((each) => textIn(path.join(out, each)) === 'mine');
      const left = readdirSync(out).length === 2;
      const what = `corpus --format ${format} beside ${name}`;
      counts.check(
        endsClean(what, ending, [2]) ?? (kept && left ? undefined : `${what}: ${readdirSync(out).join(', ')}`),
      );
    }
  // A corpus of this program is replaced, and what lies beside it stays.
  const out = temporaryFolder();
  await into(out, 'arrow,jsonl,txt');
  writeFileSync(path.join(out, 'model.parquet'), 'mine');
  mkdirSync(path.join(out, 'checkpoints'));
  for (const format of ['jsonl', 'txt', 'arrow']) {
    const ending = await into(out, format);
    const kept = textIn(path.join(out, 'model.parquet')) === 'mine' && readdirSync(out).includes('checkpoints');
    const others = readdirSync(out).filter(
      (name) => files.includes(name) && name !== 'corpus.json' && !name.endsWith(`.${format}`),
    );
    counts.check(
      endsClean(`corpus --format ${format} over a corpus`, ending, [0]) ??
        (kept && others.length === 0 ? undefined : `left: ${readdirSync(out).join(', ')}`),
    );
  }
  // A file that a corpus wrote, and that the next one reads.
  await into(out, 'jsonl');
  const before = textIn(path.join(out, 'prompts.jsonl'));
  const own = path.join(folder, 'own.yaml');
  writeFileSync(own, facts(path.join(out, 'prompts.jsonl')));
  const over = await into(out, 'jsonl', own);
  counts.check(
    endsClean('a corpus over its own facts', over, [2]) ??
      (textIn(path.join(out, 'prompts.jsonl')) === before ? undefined : 'the facts were replaced'),
  );
  // Links are not followed out of the folder.
  const linked = temporaryFolder();
  const mine = path.join(folder, 'mine.txt');
  writeFileSync(mine, 'mine');
  symlinkSync(mine, path.join(linked, 'examples.txt'));
  const through = await into(linked, 'txt');
  counts.check(
    endsClean('a link under a name of a corpus', through, [2]) ??
      (textIn(mine) === 'mine' ? undefined : 'the link was followed'),
  );
  return counts;
}

/** @param {string} file */
function textIn(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
