/**
 * Prompts that occur once since they are misspelt or put in other words: false singletons, which make the missing mass too high. A prompt
 * answered once is folded into a near-duplicate that has the same answer. Nothing is folded unless the user asks for it.
 */
import type { Database } from '../data/database.js';
import { UserError } from '../errors/userError.js';
import { isEmpty } from './texts.js';
import { readable } from './trainingRows.js';
import type { TrainingSource } from './trainingSource.js';

/** Rows whose false singletons are folded. */
export interface FoldedRows {
  /** SQL of `trainingRows`, with the prompts that were folded into in place of those that were folded. */
  readonly rows: string;
  /** SQL of the list of what was folded. @param cell SQL of a text as the list's format has it */
  list(cell: (text: string) => string): string;
  /** Prompts that were folded. */
  readonly folded: number;
  /** Prompts of those that have the same answer as their near-duplicate by chance, by how often near-duplicates have other answers. */
  readonly byChance: number;
  /** Warning of both numbers. */
  readonly note: string;
}

/** Words without which a question asks the same, in lower case. */
// biome-ignore format: a list of words
const FILLERS = [
  'a', 'an', 'the', 'of', 'in', 'on', 'at', 'to', 'for', 'by', 'with', 'please', 's',
  'is', 'was', 'are', 'were', 'did', 'does', 'do', 'has', 'have', 'had',
];

/** Words of the longest prompt that is compared. */
const MOST_WORDS = 64;

/** Letters of the shortest word that may be misspelt, and of those that may differ in two letters. */
const [SHORT, LONG] = [4, 8];

/** Times that the target of a target is looked up; each look-up doubles the length of the chains that it follows. */
const LOOKUPS = 6;

/**
 * Folds prompts that are answered once into near-duplicates with the same answer: prompts that differ in the spelling of one word (one
 * letter added, lost, changed, or swapped with its neighbour; two in words of eight letters or more), or in the order of their words,
 * punctuation and words such as "the" alone. Words with digits must be the same.
 * @param stage is told what is done
 * @throws UserError where rows have no responses
 */
export async function foldNearDuplicates(
  database: Database,
  { rows, kind }: TrainingSource,
  stage: (name: string) => void,
): Promise<FoldedRows> {
  const { weighted, answers, carried = [] } = kind;
  if (!answers)
    throw new UserError({
      code: 'no-responses',
      summary: 'without responses it is not known which near-duplicates ask the same',
      where: '--near-duplicates',
      hint: 'name the column of responses: --response COLUMN',
    });
  stage('folding near-duplicates');
  const kept = await database.keep(rows);
  const times = weighted ? 'coalesce(sum(w) FILTER (answered), 0)' : 'count(*) FILTER (answered)';
  const words = `string_split(trim(regexp_replace(lower(nfc_normalize(p)), '[^\\p{L}\\p{M}\\p{N}]+', ' ', 'g')), ' ')`;
  const prompts = await database.keep(
    `SELECT row_number() OVER (ORDER BY n DESC, p) AS rank, * FROM (SELECT p, ${times} AS n, min(r) FILTER (answered) AS r, ${words} AS words FROM ${kept} WHERE NOT ${isEmpty('p')} GROUP BY p) WHERE n > 0`,
  );
  const near = await database.keep(nearPairs(prompts));
  const [found] = await database.rows(expectedByChance(prompts, near));
  const [folded, byChance] = [Number(found.folded), Number(found.byChance)];
  let targets = await database.keep(
    `SELECT a, min(b) AS b FROM ${near} WHERE same GROUP BY a`, // the most frequent, by rank
  );
  for (let lookup = 0; lookup < LOOKUPS; lookup++)
    targets = await database.keep(
      `SELECT x.a, coalesce(y.b, x.b) AS b FROM ${targets} x LEFT JOIN ${targets} y ON x.b = y.a`,
    );
  const map = `SELECT x.p, y.p AS target, x.r AS r FROM ${targets} JOIN ${prompts} x ON x.rank = a JOIN ${prompts} y ON y.rank = b`;
  const beside = [...(weighted ? ['w'] : []), ...carried].map((column) => `, ${column}`).join('');
  return {
    rows: `SELECT * FROM ${await database.keep(`SELECT coalesce(target, k.p) AS p, k.r AS r, answered${beside} FROM (SELECT rowid AS place, * FROM ${kept}) k LEFT JOIN (${map}) m ON k.p = m.p ORDER BY place`)}`,
    list: (cell) =>
      `SELECT ${cell(readable('p'))} AS prompt, ${cell(readable('target'))} AS near_duplicate, ${cell('r')} AS answer FROM (${map}) ORDER BY p`,
    folded,
    byChance,
    note: `Prompts answered once that were folded into a near-duplicate with the same answer: ${folded}. By chance alone, different prompts would give about ${byChance.toFixed(byChance < 10 ? 1 : 0)} of these: look at the list before you trust the figures.`,
  };
}

/** SQL of pairs of ranks: `a` is answered once, `b` is a near-duplicate of a smaller rank, and `same` whether their answers are. */
function nearPairs(prompts: string): string {
  const short = `SELECT rank, n, r, words FROM ${prompts} WHERE len(words) <= ${MOST_WORDS}`;
  // A misspelt word: prompts that are the same without it stand in one block.
  const places = `SELECT rank, n, r, words, unnest(range(1, len(words) + 1)) AS place FROM (${short})`;
  const blocks = `SELECT rank, n, r, words[place] AS word, hash(place, words[1:place - 1] || words[place + 1:]) AS block FROM (${places}) WHERE length(words[place]) >= ${SHORT} AND NOT regexp_matches(words[place], '\\p{N}')`;
  const allowed = `CASE WHEN least(length(a.word), length(b.word)) >= ${LONG} THEN 2 ELSE 1 END`;
  const misspelt = `SELECT a.rank AS a, b.rank AS b, a.r = b.r AS same FROM (${blocks}) a JOIN (${blocks}) b ON a.block = b.block WHERE a.n = 1 AND b.rank < a.rank AND damerau_levenshtein(a.word, b.word) <= ${allowed}`;
  // Other words: the same words in another order, with or without fillers.
  const fillers = FILLERS.map((word) => `'${word}'`).join(', ');
  const content = `list_sort(list_filter(words, lambda each: each NOT IN (${fillers})))`;
  const bags = `SELECT rank, n, r, ${content} AS bag FROM (${short})`;
  const reworded = `SELECT a.rank AS a, b.rank AS b, a.r = b.r AS same FROM (${bags}) a JOIN (${bags}) b ON a.bag = b.bag WHERE a.n = 1 AND b.rank < a.rank AND len(a.bag) > 0`;
  return `SELECT DISTINCT a, b, same FROM (${misspelt} UNION ALL ${reworded})`;
}

/**
 * SQL of the number of prompts that are folded, and of those that are by chance. Two different prompts have the same answer with
 * probability κ = Σ share², so pairs with other answers stand for κ/(1 − κ) times as many with the same one.
 */
function expectedByChance(prompts: string, near: string): string {
  const shares = `SELECT sum(power(c, 2)) / power(sum(c), 2) AS kappa FROM (SELECT count(*)::DOUBLE AS c FROM ${prompts} GROUP BY r)`;
  const pairs = `SELECT count(DISTINCT a) FILTER (same) AS folded, count(*) FILTER (NOT same) AS others FROM ${near}`;
  return `SELECT folded, CASE WHEN kappa >= 1 THEN folded ELSE least(folded, others * kappa / (1 - kappa)) END AS byChance FROM (${pairs}), (${shares})`;
}
