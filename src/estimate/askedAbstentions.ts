/** Texts that answer many prompts and may be abstentions: the user is asked, since only the user can tell. */

import type { Database } from '../data/database.js';
import { quotedForShell } from '../errors/quotedForShell.js';
import { isEmpty } from './texts.js';

/** Answers that are looked at: the first ones. */
const SAMPLE = 100_000;
/** Texts that are asked about at most. */
const ASKED = 4;
/** Prompts that a text must answer: with words of an abstention, or with any words where it stands out. */
const WITH_WORDS = 3;
const DOZENS = 24;
/** A text stands out that answers so many times the prompts that a usual answer does. */
const STANDS_OUT = 10;
/** Characters of a text that can be copied from a warning. */
const COPIED = 80;

/** Words of texts that claim nothing, in some languages. */
const WORDS =
  /\b(?:don['’]?t|do not|cannot|can['’]?t|could not|unable|unknown|unanswerable|unclear|unspecified|not (?:sure|certain|known|available|applicable|mentioned|specified|stated|given|possible|enough|answerable)|no (?:answer|idea|information|data|response)|insufficient|n\/?a|nan|none|null|idk|sorry|refuse|weiß|unbekannt|keine (?:ahnung|angabe)|sais pas|inconnu|no s[eé]|desconocido)(?![\p{L}\p{N}])|^[\s?.…-]+$/iu;

/**
 * @param rows SQL of `trainingRows`
 * @param abstentions texts that count as abstentions already
 * @returns a question for each text
 */
export async function askedAbstentions(
  database: Database,
  rows: string,
  abstentions: readonly string[],
): Promise<readonly string[]> {
  const answers = `SELECT r, count(DISTINCT p) AS prompts FROM (SELECT p, r FROM (${rows}) WHERE answered AND NOT ${isEmpty('p')} LIMIT ${SAMPLE}) GROUP BY r`;
  const table = await database.keep(answers);
  const histogram = await database.rows(
    `SELECT prompts, count(*) AS texts FROM ${table} GROUP BY prompts ORDER BY prompts`,
  );
  const most = await database.rows(
    `SELECT r, prompts FROM ${table} WHERE prompts >= ${WITH_WORDS} ORDER BY prompts DESC, r LIMIT 1000`,
  );
  const counts = histogram.map(({ prompts, texts }) => [Number(prompts), Number(texts)] as const);
  const asked = most
    .map(({ r, prompts }) => ({ text: String(r), prompts: Number(prompts) }))
    .filter(
      ({ text, prompts }) => mayAbstain(text) || (prompts >= DOZENS && prompts >= STANDS_OUT * usual(counts, prompts)),
    )
    .slice(0, ASKED);
  if (asked.length === 0) return [];
  const listed = asked.map(({ text, prompts }) => `${JSON.stringify(shortened(text))} (${prompts} prompts)`).join(', ');
  const flags = [...asked.map(({ text }) => text), ...abstentions]
    .map((text) => `--abstention ${quotedForShell(text)}`)
    .join(' ');
  const copied = asked.every(({ text }) => text.length <= COPIED && !/[\p{C}\n]/u.test(text));
  return [
    `Is one of these answers an abstention? ${listed}. An answer that claims nothing must be named, or its prompts count as answered${copied ? `: ${flags}` : ' (--abstention TEXT).'}`,
  ];
}

/** Returns whether a text, unless it is long, has words of one that claims nothing. */
export function mayAbstain(text: string): boolean {
  return text.length <= 4 * COPIED && WORDS.test(text);
}

/** Prompts that the answer of a typical prompt answers, one answer of so many prompts left aside: a median. */
function usual(counts: readonly (readonly [prompts: number, texts: number])[], without: number): number {
  const others = counts.map(
    ([prompts, texts]) => [prompts, prompts * (prompts === without ? texts - 1 : texts)] as const,
  );
  const half = others.reduce((sum, [, all]) => sum + all, 0) / 2;
  let sum = 0;
  for (const [prompts, all] of others) {
    sum += all;
    if (sum >= half) return prompts;
  }
  return 1;
}

function shortened(text: string): string {
  return text.length > COPIED ? `${text.slice(0, COPIED)}…` : text;
}
