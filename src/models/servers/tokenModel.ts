/** A model on a server that is asked in tokens, as a model that is asked in texts. */

import { UserError } from '../../errors/userError.js';
import type { KeptAnswers } from '../../servers/keptAnswers.js';
import type { TextTemplate } from './serverTexts.js';
import { type FamilyTokens, familyTokens } from './tokenFraming.js';
import { AGREEMENT, type NodeAnswer, type NodeQuestion, type TokenServer } from './tokenServer.js';
import { type WalkedPrompt, type WalkOptions, walkTree } from './walkTree.js';

/** Prompts of one family, and what is asked behind each. */
export interface AskedFamily {
  readonly name: string;
  readonly prompts: readonly string[];
  readonly responses: readonly string[];
  /** Responses that are followed to their end: the answer and the abstention, [prompts][]. */
  readonly kept: readonly (readonly number[])[];
}

export interface TokenModelOptions extends Omit<WalkOptions, 'kept'> {
  readonly template: TextTemplate;
  /** Token ids that begin every text. */
  readonly lead: readonly number[];
  readonly answers: KeptAnswers;
  /** Everything that decides an answer but the tokens: server, model, dialect. */
  readonly identity: object;
}

export interface TokenModel {
  /** Walks the tree of a family's responses behind one of its prompts. */
  ask(family: AskedFamily, place: number): Promise<WalkedPrompt>;
  /** Tokens of the responses of a family. */
  tokensOf(family: AskedFamily): Promise<FamilyTokens>;
}

export function tokenModel(server: TokenServer, options: TokenModelOptions): TokenModel {
  const { template, lead, answers, identity, where } = options;
  const keeping = keepingTokens(server, answers, identity);
  const families = new Map<string, Promise<FamilyTokens>>();
  const tokensOf = (family: AskedFamily): Promise<FamilyTokens> => {
    const known = families.get(family.name) ?? familyTokens(keeping, template, lead, family, where);
    families.set(family.name, known);
    return known;
  };
  const together = gathering(server);
  return {
    tokensOf,
    ask: async (family, place) => {
      const { tree, contextOf } = await tokensOf(family);
      const context = await contextOf(family.prompts[place], place);
      return walkTree(tree, context, { ...options, kept: family.kept[place] }, async (level) => {
        const request = {
          ...identity,
          epsilon: options.epsilon,
          level: level.map(({ context: ids, wanted, must }) => [ids, wanted, [...must]]),
        };
        const kept = answers.find(request) as KeptLevel | undefined;
        if (kept !== undefined) return kept.map(restored);
        const found = await Promise.all(level.map(together));
        answers.keep(request, found.map(storable));
        return found;
      });
    },
  };
}

/** Answers as JSON, which has no −Infinity. */
type KeptLevel = readonly (readonly [logs: readonly (number | null)[], left: number])[];

function storable({ logs, left }: NodeAnswer): KeptLevel[number] {
  return [Array.from(logs, (log) => (log === -Infinity ? null : log)), left];
}

function restored([logs, left]: KeptLevel[number]): NodeAnswer {
  return { logs: Float64Array.from(logs, (log) => log ?? -Infinity), left };
}

/** A server that is not asked again for the tokens of a text. */
function keepingTokens(server: TokenServer, answers: KeptAnswers, identity: object): TokenServer {
  return {
    ...server,
    tokens: async (text, special) => {
      const request = { ...identity, tokens: text, special };
      const kept = answers.find(request) as readonly number[] | undefined;
      if (kept !== undefined) return kept;
      const ids = await server.tokens(text, special);
      answers.keep(request, ids);
      return ids;
    },
  };
}

/** Gathers the questions that are asked at one time, of several prompts, so that they share requests. */
function gathering(server: TokenServer): (question: NodeQuestion) => Promise<NodeAnswer> {
  let waiting: { readonly question: NodeQuestion; readonly settle: (answer: Promise<NodeAnswer>) => void }[] = [];
  return (question) =>
    new Promise((settle) => {
      if (waiting.length === 0)
        setImmediate(() => {
          const all = waiting;
          waiting = [];
          const answers = server.next(all.map((each) => each.question));
          all.forEach((each, i) => each.settle(answers[i]));
        });
      waiting.push({ question, settle });
    });
}

export interface TokenTestOptions {
  readonly lead: readonly number[];
  /** The server itself puts `lead` before a text. */
  readonly isAuto: boolean;
  readonly where: string;
}

/** Log-probabilities that are all whole multiples of its inverse, four digits behind the point, are rounded on purpose. */
const SCALE = 10_000;

/**
 * Lets the server generate tokens and asks for their log-probabilities in the ways by which the model will be measured, which
 * must agree. The tokens are drawn at temperature 2, so that probabilities after sampling are told apart.
 * @param texts some prompts
 * @returns the largest difference, nats
 * @throws UserError that says what is wrong
 */
export async function testTokens(
  server: TokenServer,
  texts: readonly string[],
  { lead, isAuto, where }: TokenTestOptions,
): Promise<number> {
  let largest = 0;
  const seen: number[] = [];
  for (const text of texts) {
    const context = [...lead, ...(await server.tokens(text, false))];
    // Behind a text the server puts what it puts there itself: tokens that are sent as ids must give the same.
    const { token, log } = await server.generate(isAuto ? text : context);
    const compare = (other: number, way: string): void => {
      seen.push(other);
      const difference = Math.abs(other - log);
      largest = Math.max(largest, difference);
      if (difference <= AGREEMENT) return;
      throw new UserError({
        code: 'not-trusted',
        summary: 'the server states different log-probabilities for one token',
        where,
        found: `token ${token} behind "${text}": ${log.toFixed(4)} as it is generated, ${other.toFixed(4)} ${way}`,
        allowed: `a difference of at most ${AGREEMENT}`,
        hint: 'they are taken after sampling or after logit_bias (vLLM: --logprobs-mode raw_logprobs), stand at the wrong place, or another token begins the text (--bos)',
      });
    };
    const [answer] = server.next([
      { context, wanted: [token], must: new Set([token]), least: Number.NEGATIVE_INFINITY },
    ]);
    compare((await answer).logs[0], 'asked for by its id');
    const others = [...new Set([token, ...context])].slice(0, 8);
    const [listed] = server.next([{ context, wanted: others, must: new Set(others), least: Number.NEGATIVE_INFINITY }]);
    const { logs } = await listed;
    compare(logs[0], 'among others');
    seen.push(...logs);
    if (server.lastOf !== undefined) compare(await server.lastOf([...context, token]), 'as the last token of a prompt');
  }
  requireDigits(seen, where);
  return largest;
}

/** @throws UserError for log-probabilities that are rounded so far that sums over tokens are wrong */
export function requireDigits(logs: readonly number[], where: string): void {
  const told = logs.filter((log) => Number.isFinite(log) && log !== 0);
  if (told.length < 4 || told.some((log) => Math.abs(log * SCALE - Math.round(log * SCALE)) > 1e-6)) return;
  throw new UserError({
    code: 'rounded',
    summary: 'the server rounds its log-probabilities',
    where,
    found: told.slice(0, 4).join(', '),
    allowed: 'at least five digits behind the point',
    hint: 'their errors add up along a response, and over hundreds of responses: ask the server itself, not a program before it',
  });
}
