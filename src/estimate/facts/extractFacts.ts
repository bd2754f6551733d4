/** Facts in raw text: the database matches patterns in every line, and keeps what it finds. */
import type { Database } from '../../data/database.js';
import type { Tables } from '../../data/openTables.js';
import { literal } from '../../data/sql.js';
import { UserError } from '../../errors/userError.js';
import type { FactKind } from './factPattern.js';

/** Facts found, and where. */
export interface ExtractedFacts {
  /** SQL with the columns `p`, `r` and those carried, a row per match. */
  readonly pairs: string;
  /** Rows of tables, or lines of text files. */
  readonly documents: number;
  readonly documentsWithFacts: number;
  /** Lines that are not empty. */
  readonly lines: number;
  readonly linesWithFacts: number;
  readonly facts: number;
  /** Facts where each prompt counts once in a document. */
  readonly oncePerDocument: number;
  /** The first line without a match; null where each has one. */
  readonly withoutMatch: string | null;
}

/** The character between the parts of a prompt, as in prompts of several columns. */
const JOINT = 'chr(31)';

export interface Extraction {
  /** The column of the text; its lines are matched one by one. */
  readonly column: string;
  /** A pattern of lines that are not looked at. */
  readonly ignored: string | null;
  /** True where a prompt counts once in a document, with its first response. */
  readonly once: boolean;
  /** Columns of documents that their facts carry, by the names under which they do. */
  readonly carried: Readonly<Record<string, string>>;
}

/**
 * Matches all kinds of facts in all lines, in one pass.
 * @throws UserError where a pattern is not one of RE2, or nothing matches
 */
export async function extractFacts(
  database: Database,
  tables: Tables,
  kinds: readonly FactKind[],
  { column, ignored, once, carried }: Extraction,
): Promise<ExtractedFacts> {
  for (const kind of kinds) await checkExpression(database, kind);
  const source = await tables.select({ t: column, ...carried });
  const beside = Object.keys(carried)
    .map((name) => `, ${name}`)
    .join('');
  const some = ignored === null ? '' : ` AND NOT regexp_matches(l, ${literal(ignored)})`;
  const lines = `list_filter(string_split(replace(t, chr(13), ''), chr(10)), lambda l: trim(l) <> ''${some})`;
  const found = kinds.map((kind) => factsOf(kind, 'l')).join(' || ');
  const perLine = `SELECT lines, list_transform(lines, lambda l: ${found}) AS found${beside} FROM (SELECT ${lines} AS lines${beside} FROM (${source}) WHERE t IS NOT NULL)`;
  const kept = await database.keep(
    `SELECT len(lines) AS lines, len(list_filter(found, lambda f: len(f) > 0)) AS matched, flatten(found) AS facts${beside} FROM (${perLine})`,
  );
  const each = `SELECT rowid AS document, unnest(facts) AS fact${beside} FROM ${kept} WHERE matched > 0`;
  const [sums] = await database.rows(
    `SELECT count(*) FILTER (lines > 0) AS documents, count(*) FILTER (matched > 0) AS documentsWithFacts, sum(lines)::BIGINT AS lines, sum(matched)::BIGINT AS linesWithFacts, sum(len(facts))::BIGINT AS facts FROM ${kept}`,
  );
  const first = `SELECT fact.p AS p, min_by(fact.r, place) AS r${Object.keys(carried)
    .map((name) => `, any_value(${name}) AS ${name}`)
    .join('')} FROM (SELECT *, row_number() OVER () AS place FROM (${each})) GROUP BY document, fact.p`;
  const [{ n }] = await database.rows(`SELECT count(*) AS n FROM (SELECT DISTINCT document, fact.p FROM (${each}))`);
  const number = (name: string): number => Number(sums![name] ?? 0);
  const unmatched = number('lines') > number('linesWithFacts');
  const [example] = unmatched
    ? await database.rows(
        `SELECT l FROM (SELECT unnest(lines) AS l FROM (SELECT ${lines} AS lines FROM (${source}))) WHERE len(${found}) = 0 LIMIT 1`,
      )
    : [];
  const withoutMatch = example === undefined ? null : String(example.l);
  if (number('facts') === 0) throw nothingFound(tables, kinds, number('lines'), withoutMatch);
  return {
    pairs: once ? first : `SELECT fact.p AS p, fact.r AS r${beside} FROM (${each})`,
    documents: number('documents'),
    documentsWithFacts: number('documentsWithFacts'),
    lines: number('lines'),
    linesWithFacts: number('linesWithFacts'),
    facts: number('facts'),
    oncePerDocument: Number(n),
    withoutMatch,
  };
}

/** All wordings of a kind as one expression: its matches do not overlap, so that no fact counts twice. */
function expressionOf({ wordings }: FactKind): string {
  return wordings.map(({ expression }) => `(${expression})`).join('|');
}

/** SQL of the list of facts, {p, r}, in the text `line`. Most lines match nothing, which is found out first, and fast. */
function factsOf(kind: FactKind, line: string): string {
  const expression = literal(expressionOf(kind));
  const group = (number: number): string => `regexp_extract_all(${line}, ${expression}, ${number})`;
  let before = 0;
  const columns: string[] = [];
  const place = (number: number): string => `z[${columns.push(group(number))}]`;
  const cases = kind.wordings.map(({ groups, prompt, response }) => {
    const whole = before + 1;
    before += groups + 1;
    const parts = [
      ...(kind.name === null ? [] : [literal(kind.name)]),
      ...prompt.map((at) => `coalesce(${place(whole + at)}, '')`),
    ];
    const matched = `coalesce(${place(whole)}, '') <> ''`;
    return [
      matched,
      `{'p': ${parts.join(` || ${JOINT} || `)}, 'r': coalesce(${place(whole + response)}, '')}`,
    ] as const;
  });
  const fact = `CASE ${cases.map(([matched, pair]) => `WHEN ${matched} THEN ${pair}`).join(' ')} END`;
  const facts = `list_filter(list_transform(list_zip(${columns.join(', ')}), lambda z: ${fact}), lambda f: f IS NOT NULL)`;
  return `CASE WHEN regexp_matches(${line}, ${expression}) THEN ${facts} ELSE [] END`;
}

async function checkExpression(database: Database, kind: FactKind): Promise<void> {
  for (const { expression } of kind.wordings) {
    try {
      await database.rows(`SELECT regexp_matches('', ${literal(expression)})`);
    } catch (error) {
      throw new UserError({
        code: 'bad-pattern',
        summary: 'the pattern is not a regular expression of RE2',
        where: '--extract',
        found: `${expression.slice(0, 200)}: ${(error as Error).message
          .split('\n')
          .at(-1)!
          .replace(/^.*?: */, '')
          .slice(0, 200)}`,
        allowed: 'RE2, https://github.com/google/re2/wiki/Syntax: no look-around and no back-references',
      });
    }
  }
}

function nothingFound(
  { files: [first] }: Tables,
  kinds: readonly FactKind[],
  lines: number,
  line: string | null,
): UserError {
  return new UserError({
    code: 'no-match',
    summary: 'no line matches',
    where: first.shown,
    found: line === null ? 'no text' : `${lines} lines, the first: ${line.slice(0, 200)}`,
    allowed: kinds
      .map(({ wordings }) => wordings[0]!.expression)
      .join('; ')
      .slice(0, 400),
    hint: 'letters count as they are; (?i) at the beginning of a pattern ignores case',
  });
}
