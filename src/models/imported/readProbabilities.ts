/** Reads the probabilities of all responses from a table, by ids or by texts. */
import { Readable } from 'node:stream';
import { tokensText } from '../../corpus/vocabulary.js';
import type { FamilyWorld, World } from '../../corpus/world.js';
import { type Database, withDatabase } from '../../data/database.js';
import { openTables, type Tables } from '../../data/openTables.js';
import { readProblem } from '../../data/readProblem.js';
import { UserError } from '../../errors/userError.js';
import { listedResponses } from './wholeResponses.js';

/** Excess of a logarithm over 0 that is rounding. */
const ROUNDING = 1e-6;

/** Columns by which a table may name prompt, response and probability, the first of each that is there. */
const NAMES = {
  prompt: ['promptId', 'prompt'],
  response: ['responseId', 'response'],
  value: ['logProbability', 'probability', 'pHat'],
} as const;

/** Column that binds a table to a corpus, by the digest that `corpus.json` states. */
const CORPUS = 'corpus';

/**
 * @param corpusDigest of the corpus of this world, asked for where the table names one
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
    const places = placesOf(world, columns);
    let row = 0;
    for await (const { family, prompt, response, value } of rowsOf(database, tables, columns)) {
      row++;
      const refuse = (summary: string, found: string, allowed?: string): UserError =>
        new UserError({
          code: 'bad-row',
          summary,
          where: `${file}, row ${row}`,
          found,
          ...(allowed !== undefined && { allowed }),
        });
      const index = family === null && world.families.length === 1 ? 0 : (places.family.get(family ?? '') ?? -1);
      if (index < 0)
        throw refuse('no such family', family ?? 'nothing', `one of ${[...places.family.keys()].join(', ')}`);
      const c = places.prompt[index].get(prompt ?? '') ?? -1;
      if (c < 0) throw refuse(`no such prompt in the family ${world.families[index].name}`, prompt ?? 'nothing');
      const r = places.response[index].get(response ?? '') ?? -1;
      if (r < 0) throw refuse(`no such response in the family ${world.families[index].name}`, response ?? 'nothing');
      const log = columns.value === 'logProbability' ? value : value === null ? null : Math.log(value);
      if (log === null || Number.isNaN(log) || log > ROUNDING)
        throw refuse('not a probability', String(value), allowedValue(columns.value));
      const at = c * (world.families[index].responseCount + 1) + r;
      if (!Number.isNaN(logs[index][at])) throw refuse('a pair stands in the table twice', `${prompt} and ${response}`);
      logs[index][at] = Math.min(0, log);
    }
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
  readonly response: (typeof NAMES.response)[number];
  readonly value: (typeof NAMES.value)[number];
}

function columnsOf({ columns }: Tables, file: string, world: World): Columns {
  const pick = <Name extends string>(names: readonly Name[]): Name => {
    const found = names.find((name) => columns.includes(name));
    if (found !== undefined) return found;
    throw new UserError({
      code: 'no-column',
      summary: 'the table lacks a column',
      where: file,
      found: columns.join(', '),
      allowed: names.join(' or '),
    });
  };
  const family = columns.includes('family') ? 'family' : null;
  if (family === null && world.families.length > 1)
    throw new UserError({
      code: 'no-column',
      summary: 'the table does not say which family a prompt belongs to',
      where: file,
      found: columns.join(', '),
      allowed: 'a column family',
    });
  return { family, prompt: pick(NAMES.prompt), response: pick(NAMES.response), value: pick(NAMES.value) };
}

function allowedValue(column: Columns['value']): string {
  return column === 'logProbability' ? 'a natural logarithm of at most 0' : 'a number from 0 to 1';
}

interface Places {
  readonly family: ReadonlyMap<string, number>;
  /** Prompts and responses of each family by their texts, or by their numbers. */
  readonly prompt: readonly ReadonlyMap<string, number>[];
  readonly response: readonly ReadonlyMap<string, number>[];
}

function placesOf({ families, vocabulary }: World, columns: Columns): Places {
  const numbered = (texts: readonly string[]): ReadonlyMap<string, number> =>
    new Map(texts.map((text, number) => [text, number]));
  return {
    family: numbered(families.map(({ name }) => name)),
    prompt: families.map(({ prompts }) =>
      numbered(
        prompts.map((tokens, c) => (columns.prompt === 'promptId' ? String(c) : tokensText(vocabulary, tokens))),
      ),
    ),
    response: families.map((family) =>
      numbered(
        family.responseTexts
          .slice(0, listedResponses(family))
          .map((text, r) => (columns.response === 'responseId' ? String(r) : text)),
      ),
    ),
  };
}

interface Row {
  readonly family: string | null;
  readonly prompt: string | null;
  readonly response: string | null;
  readonly value: number | null;
}

/** All rows in their order, a part at a time: a table of a million pairs need not fit into memory as objects. */
async function* rowsOf(database: Database, tables: Tables, columns: Columns): AsyncGenerator<Row> {
  const { family, prompt, response, value } = columns;
  const texts = await tables.select({ ...(family !== null && { f: family }), c: prompt, r: response, v: value });
  // Some programs write 12 as 12.0; 12.4 is no id.
  const id = (column: string, name: string): string =>
    name.endsWith('Id')
      ? `CASE WHEN try_cast(${column} AS BIGINT) = try_cast(${column} AS DOUBLE) THEN try_cast(${column} AS BIGINT)::VARCHAR ELSE ${column} END`
      : column;
  const sql = `SELECT ${family === null ? 'NULL::VARCHAR' : 'f'} AS f, ${id('c', prompt)} AS c, ${id('r', response)} AS r, try_cast(v AS DOUBLE) AS v FROM (${texts})`;
  const inWords = (error: unknown): never => {
    throw readProblem(error, database.shownAs);
  };
  const result = await database.connection.stream(sql).catch(inWords);
  const next = () => result.fetchChunk().catch(inWords);
  for (let chunk = await next(); chunk !== null && chunk.rowCount > 0; chunk = await next()) {
    const [f, c, r, v] = [0, 1, 2, 3].map((column) => chunk!.getColumnVector(column));
    for (let row = 0; row < chunk.rowCount; row++)
      yield {
        family: f.getItem(row) as string | null,
        prompt: c.getItem(row) as string | null,
        response: r.getItem(row) as string | null,
        value: v.getItem(row) as number | null,
      };
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
