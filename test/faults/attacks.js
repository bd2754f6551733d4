// @ts-check
/** Attacks of each kind that once succeeded, each with the figures, files and endings that must come of it. */
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { bash, endsClean, permits, program, quoted } from './command.js';
import { SOUND } from './soundFiles.js';
import { EXPERIMENT, temporaryFolder } from './sweep.js';
import { tally } from './tally.js';

/** A run of a second. */
const TINY = EXPERIMENT.replace(/sweep:[^]*?\n(?=seed:)/, '')
  .replace('seeds: 2', 'seeds: 1')
  .replace('name: faults', 'name: tiny');

/** @typedef {import('./tally.js').Tally} Tally */

/** Kinds of attacks, by the name that `--only` takes. @type {Record<string, () => Promise<Tally>>} */
export const ATTACKS = {
  paths: counted('a path means nothing but a path', paths),
  outputs: counted('inputs and other people’s files stay', outputs),
  unreadable: counted('what cannot be read is left alone', unreadable),
  screens: counted('standard output that ends or is full', screens),
  endless: counted('endless files have an end', endless),
  errors: counted('errors of the system and extreme flags', systemErrors),
  escapes: counted('escapes and formulas reach nobody', escapes),
  sizes: counted('small memory, large counts', sizes),
};

/** @param {string} kind @param {(counts: Tally) => Promise<void>} attack @returns {() => Promise<Tally>} */
function counted(kind, attack) {
  return async () => {
    const counts = tally(kind);
    await attack(counts);
    return counts;
  };
}

/** More than the first mebibyte that a look at a file reads. */
function manyRows() {
  const rows = Array.from({ length: 60_000 }, (_, i) => `who is person number ${(i * i) % 40_009}?,answer ${i % 977}`);
  return `prompt,response\n${rows.join('\n')}\n`;
}

/** @param {Tally} counts */
async function paths(counts) {
  const folder = temporaryFolder();
  const csv = manyRows();
  const jsonl = csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.stringify({ prompt: line.split(',')[0], response: line.split(',')[1] }))
    .join('\n');
  for (const [name, bytes] of Object.entries({ 'x.csv': csv, 'x.jsonl': jsonl, 'x.csv.gz': gzipSync(csv) })) {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    const estimate = program('estimate', '--json');
    const sound = await bash(`${estimate} ${quoted(file)}`);
    const ways = {
      '<(…)': `${estimate} <(cat ${quoted(file)})`,
      '/dev/stdin': `cat ${quoted(file)} | ${estimate} /dev/stdin`,
      '-': `cat ${quoted(file)} | ${estimate} -`,
      'a FIFO': `mkfifo ${quoted(`${file}.fifo`)}; cat ${quoted(file)} > ${quoted(`${file}.fifo`)} & ${estimate} ${quoted(`${file}.fifo`)}`,
      './': `cd ${quoted(folder)} && ${estimate} ./${name}`,
      '--': `cd ${quoted(folder)} && cp ${name} ./-${name} && ${estimate} -- -${name}`,
    };
    for (const [way, line] of Object.entries(ways))
      sameFigures(counts, `estimate ${name} by ${way}`, await bash(line), sound);
  }
  for (const [command, extensions] of Object.entries({
    score: ['parquet', 'csv', 'jsonl', 'arrow'],
    estimate: ['parquet', 'csv', 'jsonl', 'json', 'arrow'],
  }))
    for (const extension of extensions) {
      const bytes = /** @type {Record<string, Record<string, Buffer>>} */ (SOUND)[command][extension];
      const plain = path.join(folder, `rows.${extension}`);
      writeFileSync(plain, bytes);
      const sound = await bash(program(command, '--json', plain));
      for (const key of ['outcome=correct', 'prompt=x', 'response=z', 'model=gpt', 'question=q', 'count=7']) {
        mkdirSync(path.join(folder, key), { recursive: true });
        const file = path.join(folder, key, `rows.${extension}`);
        writeFileSync(file, bytes);
        sameFigures(counts, `${command} ${key}/rows.${extension}`, await bash(program(command, '--json', file)), sound);
      }
    }
  const score = path.join(folder, '-graded.csv');
  writeFileSync(score, SOUND.score.csv);
  const named = await bash(program('score', '--json', '--', '-graded.csv'), { cwd: folder });
  sameFigures(counts, 'score -- -graded.csv', named, await bash(program('score', '--json', score)));
}

/** @param {Tally} counts @param {string} what @param {import('./command.js').Ending} ending @param {import('./command.js').Ending} sound */
function sameFigures(counts, what, ending, sound) {
  if (sound.code !== 0) throw new Error(`the sound file of ${what} is refused: ${sound.stderr}`);
  const fault = endsClean(what, ending, [0]);
  counts.check(
    fault ??
      (withoutNames(ending.stdout) === withoutNames(sound.stdout)
        ? undefined
        : `${what}: other figures: ${ending.stdout.slice(0, 200)}`),
  );
}

/** Figures without the names of the files that they were read from. @param {string} json */
function withoutNames(json) {
  return JSON.stringify(JSON.parse(json), (key, value) => (key === 'file' ? undefined : value));
}

/** @param {Tally} counts */
async function outputs(counts) {
  const folder = temporaryFolder();
  const [rows, graded] = [path.join(folder, 'rows.csv'), path.join(folder, 'graded.csv')];
  const names = { same: 'rows.csv', dotted: './rows.csv', linked: 'soft.csv', hard: 'hard.csv' };
  writeFileSync(rows, SOUND.estimate.csv);
  writeFileSync(graded, SOUND.score.csv);
  symlinkSync('rows.csv', path.join(folder, 'soft.csv'));
  linkSync(rows, path.join(folder, 'hard.csv'));
  symlinkSync('graded.csv', path.join(folder, 'graded.svg'));
  const lines = [
    ...Object.values(names).flatMap((name) => [
      ['estimate', 'rows.csv', '--singletons', name],
      ['estimate', 'rows.csv', '--conflicts', name],
    ]),
    ['estimate', 'rows.csv', '--singletons', 'o.csv', '--conflicts', 'o.csv'],
    ['estimate', 'rows.csv', '--singletons', 'o.csv', '--conflicts', './o.csv'],
    ['score', 'graded.csv', '--plot', 'graded.svg'],
  ];
  for (const words of lines) {
    const ending = await bash(program(...words), { cwd: folder });
    const what = words.join(' ');
    const kept =
      readFileSync(rows).equals(SOUND.estimate.csv) &&
      readFileSync(graded).equals(SOUND.score.csv) &&
      !existsSync(path.join(folder, 'o.csv'));
    counts.check(endsClean(what, ending, [2]) ?? (kept ? undefined : `${what}: a file was replaced or written`));
    writeFileSync(rows, SOUND.estimate.csv);
    writeFileSync(graded, SOUND.score.csv);
  }
  for (const command of ['run', 'corpus']) {
    const store = temporaryFolder();
    const own = command === 'run' ? path.join(store, 'tiny') : store;
    mkdirSync(own, { recursive: true });
    const mine = [
      'report.html',
      'manifest.json',
      'responses.arrow',
      'runs.arrow',
      'corpus.arrow',
      'examples.arrow',
      'prompts.arrow',
    ];
    for (const name of mine) writeFileSync(path.join(own, name), 'mine');
    const ending = await bash(program(command, tinyFile(), '--out', store), { longest: 60_000 });
    const lost = mine.filter(
      (name) => !existsSync(path.join(own, name)) || readFileSync(path.join(own, name), 'utf8') !== 'mine',
    );
    counts.check(
      endsClean(`${command} into a foreign folder`, ending, [2]) ??
        (lost.length === 0 ? undefined : `${command}: lost ${lost.join(', ')}`),
    );
  }
}

function tinyFile() {
  const file = path.join(temporaryFolder(), 'tiny.yaml');
  writeFileSync(file, TINY);
  return file;
}

/** @param {Tally} counts */
async function unreadable(counts) {
  if (!permits('strace', '-V')) {
    counts.skipped.push('strace is not installed');
    return;
  }
  const [file, store] = [tinyFile(), temporaryFolder()];
  const run = program('run', file, '--out', store, '--workers', '1');
  const made = await bash(run, { longest: 60_000 });
  if (made.code !== 0) throw new Error(`the sound run fails: ${made.stderr}`);
  const folder = path.join(store, 'tiny');
  const id = readdirSync(folder).find((name) => /^[0-9a-f]{12}$/.test(name));
  const whole = path.join(folder, String(id));
  const nodes = () =>
    readdirSync(whole)
      .map((name) => `${name} ${statSync(path.join(whole, name)).ino}`)
      .join();
  const before = nodes();
  for (const name of readdirSync(whole))
    for (const [call, error] of [
      ['openat', 'EIO'],
      ['openat', 'ESTALE'],
      ['openat', 'EMFILE'],
      ['openat', 'EACCES'],
      ['read', 'EIO'],
    ]) {
      const trace = `strace -f -qq --seccomp-bpf -o /dev/null -P ${quoted(path.join(whole, name))} -e trace=${call} -e inject=${call}:error=${error}`;
      const ending = await bash(`${trace} ${run}`, { longest: 60_000 });
      const what = `${error} of ${call} of ${name}`;
      // A file that the command need not read cannot stop it.
      counts.check(
        endsClean(what, ending, [0, 2]) ?? (nodes() === before ? undefined : `${what}: the sound run was thrown away`),
      );
    }
}

/** @param {Tally} counts */
async function screens(counts) {
  const folder = temporaryFolder();
  const [rows, graded] = [path.join(folder, 'rows.csv'), path.join(folder, 'graded.csv')];
  writeFileSync(rows, SOUND.estimate.csv);
  writeFileSync(graded, SOUND.score.csv);
  const file = tinyFile();
  const store = path.join(folder, 'store');
  await bash(program('run', file, '--out', store, '--workers', '1'), { longest: 60_000 });
  const commands = [
    ['estimate', rows],
    ['estimate', rows, '--json'],
    ['score', graded],
    ['score', graded, '--json'],
    ['score', '--example'],
    ['schema'],
    ['schema', '--markdown'],
    ['completion'],
    ['bounds', '--examples', '1000', '--singleton-rate', '0.5', '--errors', '364'],
    ['run', file, '--out', store],
    ['run', file, '--out', store, '--json'],
    ['run', file, '--out', store, '--dry-run'],
    ['runs', path.join(store, 'tiny')],
    ['runs', path.join(store, 'tiny'), '--format', 'csv'],
    ['verify', store],
    ['corpus', file, '--out', path.join(folder, 'corpus')],
    ['--help'],
    ['run', '--help'],
    ['--version'],
  ];
  for (const words of commands) {
    const what = words.map((word) => word.replace(folder, '')).join(' ');
    const closed = await bash(`${program(...words)} | true; exit \${PIPESTATUS[0]}`, { longest: 60_000 });
    counts.check(endsClean(`${what} | true`, closed, [0, 2, 141]));
    const full = await bash(`${program(...words)} > /dev/full`, { longest: 60_000 });
    counts.check(endsClean(`${what} > /dev/full`, full, [2]));
    const shut = await bash(`${program(...words)} 2>&1 >/dev/null | true; exit \${PIPESTATUS[0]}`, { longest: 60_000 });
    counts.check(endsClean(`${what} 2>&1 | true`, shut, [0, 1, 2, 141]));
  }
}

/** @param {Tally} counts */
async function endless(counts) {
  const folder = temporaryFolder();
  const file = tinyFile();
  await bash(`mkfifo ${quoted(path.join(folder, 'fifo'))}`);
  for (const endlessFile of ['/dev/zero', '/dev/urandom']) {
    for (const words of [
      ['run', endlessFile, '--out', folder],
      ['run', file, '--out', folder, '--set', `training.resume=${endlessFile}`],
      ['corpus', endlessFile],
      ['score', endlessFile],
      ['estimate', endlessFile],
      ['estimate', '--frequency-counts', endlessFile],
      ['verify', endlessFile],
      ['runs', endlessFile],
      ['compare', endlessFile, endlessFile],
    ]) {
      // More memory than a sound command takes is no end either.
      const ending = await bash(`ulimit -v 12000000; ${program(...words)}`);
      counts.check(endsClean(words.slice(0, 4).join(' '), ending, [2]));
    }
  }
}

/** @param {Tally} counts */
async function systemErrors(counts) {
  const folder = temporaryFolder();
  const [rows, graded, file] = [path.join(folder, 'rows.csv'), path.join(folder, 'graded.csv'), tinyFile()];
  writeFileSync(rows, SOUND.estimate.csv);
  writeFileSync(graded, SOUND.score.csv);
  symlinkSync('loop', path.join(folder, 'loop'));
  const long = 'x'.repeat(300);
  const bad = [
    `${folder}/${long}.html`,
    `${folder}/loop/x.html`,
    `${rows}/x.html`,
    `${folder}/none/none/x.html`,
    '/proc/x.html',
  ];
  for (const out of bad) {
    const list = out.replace(/html$/, 'csv');
    for (const words of [
      ['explore', '--out', out],
      ['score', graded, '--plot', out],
      ['estimate', rows, '--plot', out],
      ['estimate', rows, '--singletons', list],
      ['estimate', rows, '--conflicts', list.replace(/csv$/, 'parquet')],
    ])
      counts.check(endsClean(words.join(' ').slice(-90), await bash(program(...words)), [0, 2]));
    for (const words of [
      ['run', file, '--out', out],
      ['corpus', file, '--out', out],
      ['score', out],
      ['estimate', out],
      ['verify', out],
      ['runs', out],
    ])
      counts.check(endsClean(words.join(' ').slice(-90), await bash(program(...words), { longest: 60_000 }), [0, 2]));
  }
  for (const words of [
    ['run', file, '--out', path.join(folder, 's')],
    ['explore', '--out', path.join(folder, 'x.html')],
    ['corpus', file, '--out', path.join(folder, 'c')],
  ])
    counts.check(
      endsClean(`ulimit -f 8; ${words[0]}`, await bash(`ulimit -f 8; ${program(...words)}`, { longest: 60_000 }), [2]),
    );
  const extremes = [
    '0.9999999999999999',
    '1e308',
    '-1',
    '0',
    '1e-320',
    'NaN',
    '999999999999TB',
    '',
    '1e400',
    '99999999999999999999',
  ];
  for (const value of extremes) {
    for (const flag of ['--confidence', '--memory', '--holdout', '--threads', '--responses-per-prompt'])
      counts.check(
        endsClean(`estimate ${flag}=${value}`, await bash(program('estimate', rows, `${flag}=${value}`)), [0, 2]),
      );
    for (const flag of ['--resamples', '--confidence', '--seed'])
      counts.check(
        endsClean(`score ${flag}=${value}`, await bash(program('score', graded, `${flag}=${value}`)), [0, 2]),
      );
    const set = `measurement.idkBiases=[${value || 'x'}]`;
    counts.check(
      endsClean(
        `run --set ${set}`,
        await bash(program('run', file, '--out', path.join(folder, 'i'), '--set', set), { longest: 60_000 }),
        [0, 2],
      ),
    );
  }
}

/** @param {Tally} counts */
async function escapes(counts) {
  const folder = temporaryFolder();
  const name = '\u001b]0;owned\u0007\u001b[31mX\u009b31m\u202e.csv';
  writeFileSync(path.join(folder, name), 'model,question,outcome\na\u001b[2J,q,correct\na,q2,banana\n');
  writeFileSync(path.join(folder, `e${name}`), 'prompt,response\n\u001b[2Jx,\u001b[31my\n\u001b[2Jx,z\n');
  const lines = [
    ['score', name],
    ['score', name, '--skip-bad-rows'],
    ['estimate', `e${name}`],
    ['estimate', 'none\u001b[2J'],
    ['verify', `none\u001b[2J`],
    ['runs', `none\u001b[2J`],
    ['compare', `none\u001b[2J`, `b\u001b[2J`],
    ['run', `none\u001b[2J.yaml`],
    [`\u001b[2J`],
    ['run', '--\u001b[2J'],
    ['estimate', `e${name}`, '--singletons', `none\u001b[2J/x.csv`],
  ];
  for (const words of lines) {
    const ending = await bash(program(...words), { cwd: folder });
    const shown = ending.stdout + ending.stderr;
    const raw = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/.exec(shown);
    counts.check(
      endsClean(JSON.stringify(words), ending, [0, 2]) ??
        (raw === null
          ? undefined
          : `${JSON.stringify(words)}: ${JSON.stringify(raw[0])} reaches the terminal: ${JSON.stringify(shown.slice(raw.index, raw.index + 60))}`),
    );
  }
  const formulas = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', "=cmd|' /C calc'!A0"];
  const cells = formulas.flatMap((formula) => [
    [formula, 'a'],
    ['q', formula],
    [`w${formula}`, 'a'],
    [`w${formula}`, formula],
  ]);
  writeFileSync(
    path.join(folder, 'f.jsonl'),
    cells.map(([prompt, response]) => JSON.stringify({ prompt, response })).join('\n'),
  );
  for (const extension of ['csv', 'tsv'])
    for (const flag of ['--singletons', '--conflicts']) {
      const out = `list${flag}.${extension}`;
      const ending = await bash(program('estimate', 'f.jsonl', flag, out), { cwd: folder });
      const text = existsSync(path.join(folder, out)) ? readFileSync(path.join(folder, out), 'utf8') : '';
      const delimiter = extension === 'csv' ? ',' : '\t';
      const rows = /** @type {string[][]} */ (parse(text, { delimiter, relax_column_count: true }));
      const raw = rows.flat().find((cell) => /^[=+@\t\r-]/.test(cell));
      counts.check(
        endsClean(`estimate ${flag} ${out}`, ending, [0, 2]) ??
          (raw === undefined ? undefined : `${flag} ${out}: a formula as it is: ${raw}`),
      );
    }
}

/** @param {Tally} counts */
async function sizes(counts) {
  const folder = temporaryFolder();
  const rows = path.join(folder, 'rows.csv');
  writeFileSync(rows, SOUND.estimate.csv);
  const sound = await bash(program('estimate', rows, '--json'));
  for (const memory of ['100MB', '200MB', '256MB', '530MB', '600MB'])
    sameFigures(
      counts,
      `estimate --memory ${memory}`,
      await bash(program('estimate', rows, '--json', '--memory', memory)),
      sound,
    );
  const counted = path.join(folder, 'counted.csv');
  writeFileSync(counted, 'count,frequency\n1,1000000000\n2,500000000\n1000000000,3\n');
  for (const more of [[], ['--json'], ['--holdout', '0.1']])
    counts.check(
      endsClean(
        `counts of 10⁹ ${more.join(' ')}`,
        await bash(program('estimate', '--frequency-counts', counted, ...more)),
        [0, 2],
      ),
    );
  const large = path.join(folder, 'large.csv');
  writeFileSync(large, 'prompt,response,count\na,x,1000000000\nb,y,3\nc,z,1\n');
  counts.check(
    endsClean(
      'held-out draws of a count of 10⁹',
      await bash(program('estimate', large, '--count', 'count', '--holdout', '0.1')),
      [0],
    ),
  );
}
