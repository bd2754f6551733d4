// @ts-check
/**
 * Tables of models that were trained elsewhere: damaged ones, those of another corpus, those that change while they are read; and damaged
 * cards of corpora. What is measured has the sound table's figures, or is refused in words.
 */
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mutant } from './changes.js';
import { bash, endsClean, program, quoted } from './command.js';
import { exported, figuresOfModel, measureLine, tablesOfModel } from './measured.js';
import { temporaryFolder } from './sweep.js';
import { tally } from './tally.js';

/** @typedef {import('./tally.js').Tally} Tally */
/** @typedef {import('./measured.js').Exported} Exported */

/** Milliseconds for two processes on a busy machine. */
const LONGEST = 60_000;
/** Formats whose bytes are covered by checksums. */
const EXACT = new Set(['csv.gz', 'csv.zst']);

/** @param {{ imports: number, formats?: readonly string[] | undefined, random: () => number }} options changed files of each format; formats, by default all */
export async function* tryImports({ imports, formats: wanted, random }) {
  const integer = (/** @type {number} */ below) => Math.floor(random() * below);
  const made = await exported();
  const tables = await tablesOfModel(made.rows);
  const folder = temporaryFolder();
  const put = (/** @type {string} */ name, /** @type {Uint8Array} */ bytes) => {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return file;
  };
  const sound = figuresOfModel(
    await bash(measureLine(made.corpus, put('sound.csv', tables.csv)), { longest: LONGEST }),
  );
  if (sound === undefined) throw new Error('the sound table is refused');
  yield await formatsAndPaths(made, tables, sound, put);
  for (const [extension, bytes] of Object.entries(tables)) {
    if (wanted?.includes(extension) === false) continue;
    const counts = tally(`mutants of a model's ${extension}`);
    for (let at = 0; at < imports; at++) {
      const { what, changed } = mutant(bytes, extension, integer);
      if (changed.equals(bytes)) continue;
      const ending = await bash(measureLine(made.corpus, put(`m.${extension}`, changed)), { longest: LONGEST });
      const told = `mutant ${at} of ${extension}, ${what}`;
      counts.check(endsClean(told, ending, [0, 2]) ?? wrongFigures(told, ending, sound, EXACT.has(extension)));
    }
    yield counts;
  }
  yield await cards(made, put('card.csv', tables.csv), sound, imports, integer);
  yield await changing(made, tables.csv, sound, random);
}

/** @param {string} told @param {import('./command.js').Ending} ending @param {string} sound @param {boolean} exact @returns {string | undefined} */
function wrongFigures(told, ending, sound, exact) {
  const figures = figuresOfModel(ending);
  if (figures === undefined || figures === sound) return undefined;
  if (exact) return `${told}: other figures`;
  // A value of a format without checksums may be another valid one; a model has no figures beyond those of any model.
  const { errorRate, invalidMass } = JSON.parse(figures).facts;
  const possible = [errorRate, invalidMass, errorRate + invalidMass].every((share) => share >= 0 && share <= 1 + 1e-9);
  return possible ? undefined : `${told}: impossible figures: ${errorRate}, ${invalidMass}`;
}

/** @param {Exported} made @param {Record<string, Buffer>} tables @param {string} sound @param {(name: string, bytes: Uint8Array) => string} put */
async function formatsAndPaths({ corpus, digest, rows, folder }, tables, sound, put) {
  const counts = tally('tables of models: formats, paths, corpora');
  const same = async (/** @type {string} */ what, /** @type {string} */ line) => {
    const ending = await bash(line, { longest: LONGEST, cwd: folder });
    const fault = endsClean(what, ending, [0]);
    counts.check(fault ?? (figuresOfModel(ending) === sound ? undefined : `${what}: other figures`));
  };
  const refused = async (/** @type {string} */ what, /** @type {string} */ line, /** @type {RegExp} */ words) => {
    const ending = await bash(line, { longest: LONGEST });
    const fault = endsClean(what, ending, [2]);
    counts.check(fault ?? (words.test(ending.stderr) ? undefined : `${what}: told as ${ending.stderr.slice(0, 300)}`));
  };
  for (const [extension, bytes] of Object.entries(tables)) {
    await same(`a table of ${extension}`, measureLine(corpus, put(`t.${extension}`, bytes)));
    const hive = path.join(folder, 'family=x', 'promptId=3');
    mkdirSync(hive, { recursive: true });
    writeFileSync(path.join(hive, `t.${extension}`), bytes);
    await same(`family=x/promptId=3/t.${extension}`, measureLine(corpus, path.join(hive, `t.${extension}`)));
  }
  writeFileSync(path.join(folder, '[a] *.csv'), tables.csv);
  symlinkSync('[a] *.csv', path.join(folder, 'link.csv'));
  for (const name of ['[a] *.csv', './[a] *.csv', 'link.csv'])
    await same(`a table named ${name}`, measureLine(corpus, name));

  const pipe = path.join(folder, 'pipe');
  await bash(`mkfifo ${quoted(pipe)}`);
  const sink = quoted(put('piped.csv', tables.csv));
  const apart = /a pipe or a device/;
  await refused('a table by a FIFO', measureLine(corpus, pipe), apart);
  await refused('a table by /dev/zero', measureLine(corpus, '/dev/zero'), apart);
  await refused('a table by <(…)', `${measureLine(corpus, 'HERE').replace("'HERE'", `<(cat ${sink})`)}`, apart);
  await refused('a table by /dev/stdin', `cat ${sink} | ${measureLine(corpus, '/dev/stdin')}`, apart);
  await refused('a folder as a table', measureLine(corpus, folder), /folder/);
  await refused('no such table', measureLine(corpus, path.join(folder, 'none')), /no such file/);
  await refused('an empty table', measureLine(corpus, put('empty.csv', Buffer.alloc(0))), /empty/);
  await refused('a corpus that is a file', measureLine(sink.slice(1, -1), sink.slice(1, -1)), /corpus/);

  // Numbers of prompts are those of any corpus of the same shape; a column with the digest tells them apart.
  const other = await exported(4);
  for (const [extension, bytes] of Object.entries(
    await tablesOfModel(rows.map((row) => ({ ...row, corpus: digest }))),
  )) {
    const file = put(`bound.${extension}`, bytes);
    await same(`a bound table of ${extension}`, measureLine(corpus, file));
    await refused(`a bound table of ${extension} on another corpus`, measureLine(other.corpus, file), /another corpus/);
  }
  const [bound] = Object.values(
    await tablesOfModel(rows.map((row, at) => ({ ...row, corpus: at === 7 ? '' : digest }))),
  );
  await refused('a row that names no corpus', measureLine(corpus, put('half.csv', bound)), /another corpus/);
  const texts = rows.map(({ promptId, responseId, ...row }) => ({
    ...row,
    prompt: `p${promptId}`,
    response: `r${responseId}`,
  }));
  await refused(
    'texts of another corpus',
    measureLine(corpus, put('texts.csv', (await tablesOfModel(texts)).csv)),
    /no such prompt/,
  );
  const between = rows.map((row, at) => (at === 0 ? { ...row, promptId: 0.4 } : row));
  await refused(
    'a number between two prompts',
    measureLine(corpus, put('between.csv', (await tablesOfModel(between)).csv), ['--set', 'model.gaps=zero']),
    /no such prompt/,
  );
  const bomb = rows.slice(0, 1).concat(rows);
  await refused(
    'a pair twice',
    measureLine(corpus, put('twice.parquet', (await tablesOfModel(bomb)).parquet)),
    /twice/,
  );
  return counts;
}

/** Damaged cards of a corpus, and cards that are no files. @param {Exported} made @param {string} table @param {string} sound @param {number} mutants @param {(below: number) => number} integer */
async function cards({ corpus }, table, sound, mutants, integer) {
  const counts = tally('cards of corpora');
  const bytes = readFileSync(path.join(corpus, 'corpus.json'));
  const other = temporaryFolder();
  const card = path.join(other, 'corpus.json');
  cpSync(corpus, other, { recursive: true });
  for (let at = 0; at < mutants; at++) {
    const { what, changed } = mutant(bytes, 'json', integer);
    writeFileSync(card, changed);
    const ending = await bash(measureLine(other, table), { longest: LONGEST });
    const told = `mutant ${at} of corpus.json, ${what}`;
    counts.check(endsClean(told, ending, [0, 2]) ?? wrongFigures(told, ending, sound, true));
    const again = await bash(program('corpus', path.join(path.dirname(corpus), 'exported.yaml'), '--out', other), {
      longest: LONGEST,
    });
    counts.check(endsClean(`${told}, then corpus into its folder`, again, [0, 2]));
  }
  const instead = {
    'a FIFO': `mkfifo ${quoted(card)}`,
    'a link to /dev/zero': `ln -s /dev/zero ${quoted(card)}`,
    'a link to itself': `ln -s corpus.json ${quoted(card)}`,
    'a folder': `mkdir ${quoted(card)}`,
    'a file of 100 MiB': `truncate -s 100M ${quoted(card)}`,
    nothing: 'true',
    null: `echo null > ${quoted(card)}`,
    'an array': `echo '[]' > ${quoted(card)}`,
  };
  for (const [what, line] of Object.entries(instead)) {
    rmSync(card, { recursive: true, force: true });
    await bash(line);
    counts.check(endsClean(`corpus.json is ${what}`, await bash(measureLine(other, table), { longest: LONGEST }), [2]));
    const again = await bash(program('corpus', path.join(path.dirname(corpus), 'exported.yaml'), '--out', other), {
      longest: LONGEST,
    });
    counts.check(endsClean(`corpus where corpus.json is ${what}`, again, [0, 2]));
  }
  return counts;
}

/** A table that another program replaces in the middle: the figures are those of the one or of the other, or there are none. @param {Exported} made @param {Buffer} csv @param {string} sound @param {() => number} random */
async function changing({ corpus, rows, folder }, csv, sound, random) {
  const counts = tally('tables that change while they are read');
  const halved = rows.map((row) => ({ ...row, logProbability: Number(row.logProbability) - Math.LN2 }));
  const other = (await tablesOfModel(halved)).csv;
  const [file, next] = [path.join(folder, 'changing.csv'), path.join(folder, 'next.csv')];
  writeFileSync(file, other);
  const second = figuresOfModel(await bash(measureLine(corpus, file), { longest: LONGEST }));
  for (let at = 0; at < 10; at++) {
    writeFileSync(file, csv);
    writeFileSync(next, other);
    const running = bash(measureLine(corpus, file), { longest: LONGEST });
    await new Promise((resolve) => setTimeout(resolve, 1500 * random()));
    renameSync(next, file);
    const ending = await running;
    const figures = figuresOfModel(ending);
    counts.check(
      endsClean('a table that changes', ending, [0, 2]) ??
        (figures === undefined || figures === sound || figures === second
          ? undefined
          : 'figures of two tables at once'),
    );
  }
  return counts;
}
