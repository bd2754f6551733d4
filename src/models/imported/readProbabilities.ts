/** Reads the probabilities of all responses from a table, by ids or by texts, a row for each pair or for each prompt. */
import { Readable } from 'node:stream';
import { type FamilyWorld, listedResponses, type World } from '../../corpus/world.js';
import { arrowColumns } from '../../data/arrow/readArrow.js';
import { withDatabase } from '../../data/database.js';
import { openBytes } from '../../data/openBytes.js';
import { openTables } from '../../data/openTables.js';
import { recognise } from '../../data/recognise.js';
import { type Problem, UserError } from '../../errors/userError.js';
import { arrowParts, otherNameInArrow } from './arrowParts.js';
import { databaseParts, otherName } from './databaseParts.js';
import { type NamedTexts, type TableTexts, tableTexts } from './namedTexts.js';
import { CORPUS, type ProbabilityColumns, probabilityColumns } from './tableColumns.js';
import type { PartCell, RowCells, TablePart } from './tablePart.js';
import { isLogProbability } from './wholeResponses.js';

/** A table whose rows are read by one of two ways. */
interface OpenTable {
  readonly columns: readonly string[];
  parts(columns: ProbabilityColumns, texts: TableTexts): AsyncIterable<TablePart>;
  /** A name in a column that is not this one; undefined where there is none. */
  otherName(column: string, name: string): Promise<PartCell | undefined>;
}

/**
 * @param corpusDigest computes the digest of the corpus of this world, where the table names one
 * @param gaps `zero` takes pairs that the table lacks for impossible
 * @returns ln p̂(r|c), [families][prompts × (responseCount + 1)], IDK last; −Infinity for IDK where it is no response
 * @throws UserError that names the row for unknown prompts and responses, pairs that stand twice, and values that are no
 *   probabilities; the pair, for one that is missing
 */
export function readProbabilities(
  file: string,
  world: World,
  gaps: 'refuse' | 'zero',
  corpusDigest: () => string,
): Promise<readonly Float64Array[]> {
  return withTable(file, async (table) => {
    if (table.columns.includes(CORPUS)) await requireCorpus(table, file, corpusDigest());
    const columns = probabilityColumns(table.columns, file, world.families.length);
    const texts = tableTexts(world, { prompt: columns.prompt === 'prompt', response: columns.response === 'response' });
    const logs = await placedRows(table.parts(columns, texts), { file, world, texts, isLog: columns.isLog });
    for (const [index, family] of world.families.entries()) fillGaps(family, logs[index], gaps, file);
    return logs;
  });
}

/** Arrow is read as it lies. The database reads everything else, and takes a while to load. */
async function withTable<T>(file: string, use: (table: OpenTable) => Promise<T>): Promise<T> {
  if (await isArrow(file)) {
    const { columns } = await arrowColumns(file, file);
    return use({
      columns,
      parts: (wanted, texts) => arrowParts(file, file, wanted, texts),
      otherName: (column, name) => otherNameInArrow(file, file, column, name),
    });
  }
  return withDatabase(async (database) => {
    const tables = await openTables(database, [file], Readable.from([]));
    return use({
      columns: tables.columns,
      parts: (wanted, texts) => databaseParts(database, tables, wanted, texts),
      otherName: (column, name) => otherName(database, tables, column, name),
    });
  });
}

async function isArrow(file: string): Promise<boolean> {
  const opened = await openBytes({ shown: file, path: file }, Readable.from([]));
  try {
    return recognise(opened).format === 'arrow';
  } finally {
    opened.close();
  }
}

/** @throws UserError where a row names another corpus, or none */
async function requireCorpus(table: OpenTable, file: string, digest: string): Promise<void> {
  const other = await table.otherName(CORPUS, digest);
  if (other === undefined) return;
  throw new UserError({
    code: 'other-corpus',
    summary: 'the table was made for another corpus',
    where: `${file}, column ${CORPUS}`,
    found: String(other ?? 'nothing'),
    allowed: digest,
    hint: 'the digest stands in corpus.json: score the model on the corpus that is measured',
  });
}

interface Placing {
  readonly file: string;
  readonly world: World;
  readonly texts: TableTexts;
  readonly isLog: boolean;
}

/** Puts each value in its place, NaN where there is none. @throws UserError that names a row */
async function placedRows(parts: AsyncIterable<TablePart>, placing: Placing): Promise<readonly Float64Array[]> {
  const { world, texts, isLog } = placing;
  const { families } = world;
  const logs = families.map(({ prompts, responseCount }) =>
    new Float64Array(prompts.length * (responseCount + 1)).fill(Number.NaN),
  );
  const counts = families.map(listedResponses);
  let before = 0;
  /** Takes a value; returns the key of what is wrong, or null. */
  const take = (index: number, c: number, r: number, value: number): Wrong | null => {
    if (r < 0) return 'response';
    const log = isLog ? value : Math.log(value);
    if (!isLogProbability(log)) return 'value';
    const at = c * (families[index].responseCount + 1) + r;
    if (!Number.isNaN(logs[index][at])) return 'twice';
    logs[index][at] = Math.min(0, log);
    return null;
  };
  const refused = async (part: TablePart, row: number, index: number, wrong: Wrong, value?: PartCell) => {
    const cells = await part.cells(row);
    return refusal(placing, before + row + 1, wrong, value === undefined ? cells : { ...cells, value }, index);
  };
  for await (const part of parts) {
    const { rows, family, prompt, response, value } = part;
    for (let row = 0; row < rows; row++) {
      const index = family === null ? 0 : family[row];
      if (index < 0) throw await refused(part, row, index, 'family');
      const c = placeOf(texts.prompt, index, prompt[row], families[index].prompts.length);
      if (c < 0) throw await refused(part, row, index, 'prompt');
      if (typeof value === 'function') {
        const list = value(row);
        const count = counts[index];
        if (list.length !== count) throw await refused(part, row, index, 'length', list.length);
        for (let r = 0; r < count; r++) {
          const each = list[r];
          const wrong = take(index, c, r, typeof each === 'number' ? each : Number.NaN);
          if (wrong !== null) throw await refused(part, row, index, wrong, each);
        }
      } else {
        const wrong = take(index, c, placeOf(texts.response, index, response![row], counts[index]), value[row]);
        if (wrong !== null) throw await refused(part, row, index, wrong);
      }
    }
    before += rows;
  }
  return logs;
}

/** Place of an id, or of the number of a text, in a family; −1 where there is none. */
function placeOf(named: NamedTexts | null, family: number, number: number, count: number): number {
  if (named !== null) return number >= 0 ? named.places[family][number] : -1;
  return number >= 0 && number < count && Number.isInteger(number) ? number : -1;
}

type Wrong = 'family' | 'prompt' | 'response' | 'value' | 'twice' | 'length';

/** @param index of the family, where it is known */
function refusal(
  { file, world: { families }, texts, isLog }: Placing,
  row: number,
  wrong: Wrong,
  { prompt, response, ...cells }: RowCells,
  index: number,
): UserError {
  const family = families[index];
  const problem = (summary: string, found: PartCell, more: Pick<Problem, 'allowed' | 'hint'> = {}): UserError =>
    new UserError({
      code: 'bad-row',
      summary,
      where: `${file}, row ${row}`,
      found: found === null ? 'nothing' : String(found),
      ...more,
    });
  const known = (named: NamedTexts | null, list: string, count: number): Pick<Problem, 'allowed' | 'hint'> =>
    named === null
      ? { allowed: `a whole number from 0 to ${count - 1}` }
      : { allowed: `a text among the ${list} of the exported corpus, letter for letter` };
  switch (wrong) {
    case 'family':
      return problem('no such family', cells.family, {
        allowed: `one of ${families.map(({ name }) => name).join(', ')}`,
      });
    case 'prompt':
      return problem(
        `no such prompt in the family ${family.name}`,
        shown(texts.prompt, prompt),
        known(texts.prompt, 'prompts', family.prompts.length),
      );
    case 'response':
      return problem(`no such response in the family ${family.name}`, shown(texts.response, response), {
        ...known(texts.response, 'responses', listedResponses(family)),
        ...(texts.response?.texts.includes(`${response} .`) && { hint: 'every response ends in its stop, " ."' }),
      });
    case 'value':
      return problem('not a probability', cells.value, {
        allowed: isLog ? 'a natural logarithm of at most 0' : 'a number from 0 to 1',
      });
    case 'twice':
      return problem('a pair stands in the table twice', response === null ? prompt : `${prompt} and ${response}`);
    case 'length':
      return problem('not one value for each response', cells.value, { allowed: String(listedResponses(family)) });
  }
}

/** A text between quotes, which show a space at its end; an id as it is. */
function shown(named: NamedTexts | null, cell: PartCell): PartCell {
  return named === null || cell === null ? cell : JSON.stringify(cell);
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
