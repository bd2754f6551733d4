/** Reads the probabilities of all responses from a table, by ids or by texts, a row for each pair or for each prompt. */
import { Readable } from 'node:stream';
import { tokensText } from '../../corpus/vocabulary.js';
import { type FamilyWorld, listedResponses, type World } from '../../corpus/world.js';
import { type Database, withDatabase } from '../../data/database.js';
import { openTables, type Tables } from '../../data/openTables.js';
import { readProblem } from '../../data/readProblem.js';
import { UserError } from '../../errors/userError.js';
import { isLogProbability } from './wholeResponses.js';

/** Columns by which a table may name prompt, response and probability, the first of each that is there. */
const NAMES = {
  prompt: ['promptId', 'prompt'],
  response: ['responseId', 'response'],
  value: ['logProbability', 'probability', 'pHat'],
  /** Columns of the wide form: a list with the value of every response of the family, in their order. */
  list: ['logProbabilities', 'probabilities'],
} as const;

/** Column that binds a table to a corpus, by the digest that `corpus.json` states. */
const CORPUS = 'corpus';

/**
 * @param corpusDigest computes the digest of the corpus of this world, where the table names one
 * @param gaps `zero` takes pairs that the table lacks for impossible
 * @returns ln p̂(r|c), [families][prompts × (responseCount + 1)], IDK last; −Infinity for IDK where it is no response
 * @throws UserError that names the row for unknown prompts and responses, pairs that stand twice, and values that are no
 *   probabilities; the pair, for one that is missing
 */
export async function readProbabilities(
  file: string,
  world: World,
  gaps: 'refuse' | 'zero',
  corpusDigest: () => string,
): Promise<readonly Float64Array[]> {
  return withDatabase(async (database) => {
    const tables = await openTables(database, [file], Readable.from([]));
    if (tables.columns.includes(CORPUS)) await requireCorpus(database, tables, file, corpusDigest());
    const columns = columnsOf(tables, file, world);
    // NaN marks pairs that have not been met.
    const logs = world.families.map(({ prompts, responseCount }) =>
      new Float64Array(prompts.length * (responseCount + 1)).fill(Number.NaN),
    );
    const find = placesOf(world, columns);
    const refuse = ({ number }: Row, summary: string, found: Cell, allowed?: string): UserError =>
      new UserError({
        code: 'bad-row',
        summary,
        where: `${file}, row ${number}`,
        found: found === null ? 'nothing' : String(found),
        ...(allowed !== undefined && { allowed }),
      });
    const take = (row: Row): void => {
      const index = find.family(row.family);
      if (index < 0)
        throw refuse(row, 'no such family', row.family, `one of ${world.families.map(({ name }) => name).join(', ')}`);
      const { name, responseCount } = world.families[index];
      const c = find.prompt(index, row.prompt);
      if (c < 0) throw refuse(row, `no such prompt in the family ${name}`, row.prompt);
      const r = find.response(index, row.response);
      if (r < 0) throw refuse(row, `no such response in the family ${name}`, row.response);
      const log = typeof row.value !== 'number' ? Number.NaN : columns.isLog ? row.value : Math.log(row.value);
      if (!isLogProbability(log))
        throw refuse(
          row,
          'not a probability',
          row.value,
          columns.isLog ? 'a natural logarithm of at most 0' : 'a number from 0 to 1',
        );
      const at = c * (responseCount + 1) + r;
      if (!Number.isNaN(logs[index][at]))
        throw refuse(row, 'a pair stands in the table twice', `${row.prompt} and ${row.response}`);
      logs[index][at] = Math.min(0, log);
    };
    await eachRow(database, await rowsSql(tables, columns), (row) => {
      if (columns.response !== null) return take(row);
      const values = listed(row.value);
      const count = listedResponses(world.families[Math.max(0, find.family(row.family))]);
      if (values.length !== count)
        throw refuse(row, 'not one value for each response', `${values.length}`, String(count));
      for (const [response, value] of values.entries()) take({ ...row, response, value });
    });
    for (const [index, family] of world.families.entries()) fillGaps(family, logs[index], gaps, file);
    return logs;
  });
}

/** @throws UserError where a row names another corpus, or none */
async function requireCorpus(database: Database, tables: Tables, file: string, digest: string): Promise<void> {
  const named = await database.rows(`SELECT DISTINCT c FROM (${await tables.select({ c: CORPUS })}) LIMIT 3`);
  const other = named.find(({ c }) => c !== digest);
  if (other === undefined) return;
  throw new UserError({
    code: 'other-corpus',
    summary: 'the table was made for another corpus',
    where: `${file}, column ${CORPUS}`,
    found: String(other.c ?? 'nothing'),
    allowed: digest,
    hint: 'the digest stands in corpus.json: score the model on the corpus that is measured',
  });
}

interface Columns {
  readonly family: string | null;
  readonly prompt: (typeof NAMES.prompt)[number];
  /** Null in the wide form, whose lists have the order of the responses. */
  readonly response: (typeof NAMES.response)[number] | null;
  readonly value: string;
  readonly isLog: boolean;
}

function columnsOf({ columns }: Tables, file: string, world: World): Columns {
  const lacks = (allowed: string, summary = 'the table lacks a column'): UserError =>
    new UserError({ code: 'no-column', summary, where: file, found: columns.join(', '), allowed });
  const pick = <Name extends string>(names: readonly Name[]): Name | undefined =>
    names.find((name) => columns.includes(name));
  const family = columns.includes('family') ? 'family' : null;
  if (family === null && world.families.length > 1)
    throw lacks('a column family', 'the table does not say which family a prompt belongs to');
  const prompt = pick(NAMES.prompt);
  if (prompt === undefined) throw lacks(NAMES.prompt.join(' or '));
  const list = pick(NAMES.list);
  if (list !== undefined) return { family, prompt, response: null, value: list, isLog: list === 'logProbabilities' };
  const response = pick(NAMES.response);
  if (response === undefined)
    throw lacks(`${NAMES.response.join(' or ')}, or lists in ${NAMES.list.join(' or ')} with a row for each prompt`);
  const value = pick(NAMES.value);
  if (value === undefined) throw lacks(NAMES.value.join(' or '));
  return { family, prompt, response, value, isLog: value === 'logProbability' };
}

/** Finds the numbers of families, prompts and responses; −1 for what is not there. */
interface Places {
  family(cell: Cell): number;
  prompt(family: number, cell: Cell): number;
  response(family: number, cell: Cell): number;
}

type Cell = string | number | null;

function placesOf({ families, vocabulary }: World, { prompt, response }: Columns): Places {
  const numbered = (texts: readonly string[]): ReadonlyMap<Cell, number> =>
    new Map(texts.map((text, number) => [text, number]));
  const within = (cell: Cell, count: number): number =>
    typeof cell === 'number' && Number.isInteger(cell) && cell >= 0 && cell < count ? cell : -1;
  const byName = numbered(families.map(({ name }) => name));
  const promptTexts =
    prompt === 'prompt' &&
    families.map(({ prompts }) => numbered(prompts.map((tokens) => tokensText(vocabulary, tokens))));
  const responseTexts =
    response === 'response' &&
    families.map((family) => numbered(family.responseTexts.slice(0, listedResponses(family))));
  return {
    family: (cell) => (cell === null && families.length === 1 ? 0 : (byName.get(cell) ?? -1)),
    prompt: (family, cell) =>
      promptTexts ? (promptTexts[family].get(cell) ?? -1) : within(cell, families[family].prompts.length),
    response: (family, cell) =>
      responseTexts ? (responseTexts[family].get(cell) ?? -1) : within(cell, listedResponses(families[family])),
  };
}

interface Row {
  /** Number of the row in the table, from 1. */
  readonly number: number;
  readonly family: Cell;
  readonly prompt: Cell;
  readonly response: Cell;
  readonly value: Cell;
}

/**
 * A SELECT of the number, family, prompt, response and value of each row, and of the texts of the last three. Ids and values
 * are DOUBLE, which keeps 1.5 from being taken for 2, and NULL where the text is no number.
 */
async function rowsSql(tables: Tables, { family, prompt, response, value }: Columns): Promise<string> {
  const texts = await tables.select({
    ...(family !== null && { f: family }),
    c: prompt,
    ...(response !== null && { r: response }),
    v: value,
  });
  const cell = (column: string, name: string): string =>
    name.endsWith('Id') ? `try_cast(${column} AS DOUBLE)` : column;
  const numbered = `SELECT row_number() OVER () AS n, ${family === null ? 'NULL::VARCHAR AS f, ' : ''}* FROM (${texts})`;
  if (response !== null)
    return `SELECT n, f, ${cell('c', prompt)}, ${cell('r', response)}, try_cast(v AS DOUBLE), c, r, v FROM (${numbered})`;
  return `SELECT n, f, ${cell('c', prompt)}, NULL::DOUBLE, NULL::DOUBLE, c, NULL::VARCHAR, v FROM (${numbered})`;
}

/** The numbers of a list as the database writes it: `[-0.5, -inf, NULL]`; the text itself where it is no list. */
function listed(cell: Cell): readonly Cell[] {
  if (typeof cell !== 'string' || !cell.startsWith('[') || !cell.endsWith(']')) return [cell];
  return cell
    .slice(1, -1)
    .split(',')
    .map((text) => {
      const number = Number(text.replace(/inf(inity)?$/i, 'Infinity'));
      return Number.isNaN(number) || text.trim() === '' ? text.trim() : number;
    });
}

/** Takes all rows, a part at a time: a table of a million pairs need not fit into memory as objects. */
async function eachRow({ connection, shownAs }: Database, sql: string, take: (row: Row) => void): Promise<void> {
  try {
    const result = await connection.stream(sql);
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      const columns = Array.from({ length: 8 }, (_, column) => chunk!.getColumnVector(column));
      const [n, f, c, r, v, cText, rText, vText] = columns;
      for (let row = 0; row < chunk.rowCount; row++)
        take({
          number: Number(n.getItem(row)),
          family: f.getItem(row) as Cell,
          prompt: (c.getItem(row) ?? cText.getItem(row)) as Cell,
          response: (r.getItem(row) ?? rText.getItem(row)) as Cell,
          value: (v.getItem(row) ?? vText.getItem(row)) as Cell,
        });
    }
  } catch (error) {
    throw error instanceof UserError ? error : readProblem(error, shownAs);
  }
}

function fillGaps(family: FamilyWorld, logs: Float64Array, gaps: 'refuse' | 'zero', file: string): void {
  const [width, count] = [family.responseCount + 1, listedResponses(family)];
  let missing = 0;
  let first = '';
  for (let at = 0; at < logs.length; at++) {
    if (!Number.isNaN(logs[at])) continue;
    logs[at] = -Infinity;
    if (at % width >= count) continue;
    if (missing++ === 0) first = `promptId ${Math.floor(at / width)}, responseId ${at % width}`;
  }
  if (missing === 0 || gaps === 'zero') return;
  throw new UserError({
    code: 'gaps',
    summary: `the table lacks ${missing} pairs of the family ${family.name}`,
    where: file,
    found: `no row for ${first}`,
    allowed: `a row for each of its ${family.prompts.length} prompts and ${count} responses`,
    hint: 'model.gaps: zero takes them for impossible',
  });
}
