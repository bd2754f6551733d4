/** Prompts and responses as token ids: what begins a text, and the tokens of a response behind its prompt. */
import { buildAnswerTree } from '../../corpus/answerTree.js';
import { UserError } from '../../errors/userError.js';
import type { TextTemplate } from './serverTexts.js';
import type { TokenServer } from './tokenServer.js';
import { type TokenTree, tokenTree } from './walkTree.js';

/** The beginning of every text: `auto` is what the server itself puts there, `none` nothing, and a number a token. */
export type Beginning = 'auto' | 'none' | number;

/**
 * Token ids that begin every text.
 * @throws UserError where the server puts nothing there and the user did not say that this is right
 */
export async function beginningOf(
  server: TokenServer,
  text: string,
  bos: Beginning,
  where: string,
): Promise<readonly number[]> {
  if (bos === 'none') return [];
  if (bos !== 'auto') return [bos];
  const [plain, whole] = await Promise.all([server.tokens(text, false), server.tokens(text, true)]);
  const lead = whole.slice(0, whole.length - plain.length);
  if (whole.length > plain.length && isSame(whole.slice(lead.length), plain)) return lead;
  const isBare = isSame(whole, plain);
  throw new UserError({
    code: 'no-beginning',
    summary: isBare
      ? 'the server puts no token before a text'
      : 'the server puts tokens around a text, not only before it',
    keyPath: 'model.bos',
    where,
    found: `${whole.join(' ')} for the text "${text}"`,
    allowed: 'none, or the id of the token that stood before every text in training',
    hint: isBare
      ? 'numbers depend on it: --bos none if the model was trained so, otherwise --bos ID (tokenizer_config.json names the token)'
      : '--bos none, or --bos ID',
  });
}

/** Tokens of prompts, and of the responses of a family behind them. */
export interface FamilyTokens {
  readonly tree: TokenTree;
  /**
   * Token ids of a prompt, with what begins the text.
   * @throws UserError if the tokenizer splits a response of this prompt in another way
   */
  contextOf(prompt: string, place: number): Promise<readonly number[]>;
  /** Number of prompts of which all responses were split, to see that they are split alike. */
  readonly checked: number;
}

/** Prompts of a family of which all responses are split. */
const CHECKED = 3;

/**
 * Splits the responses behind the first prompt, the middle one and the last, and one response behind each other prompt.
 * @throws UserError if the tokenizer joins prompt and response, splits a response in several ways, or gives one response that
 *   begins another
 */
export async function familyTokens(
  server: TokenServer,
  template: TextTemplate,
  lead: readonly number[],
  { prompts, responses }: { readonly prompts: readonly string[]; readonly responses: readonly string[] },
  where: string,
): Promise<FamilyTokens> {
  const split = async (prompt: string): Promise<(response: string) => Promise<readonly number[]>> => {
    const before = template.before(prompt);
    const head = await server.tokens(before, false);
    return async (response) => {
      const text = before + template.response(response);
      const whole = await server.tokens(text, false);
      if (isSame(whole.slice(0, head.length), head)) return whole.slice(head.length);
      throw splitProblem('the tokenizer joins the end of the prompt and the response', where, text);
    };
  };
  const ofFirst = await split(prompts[0]);
  const tails = await Promise.all(responses.map(ofFirst));
  const tree = treeOf(tails, responses, where);
  const requireAlike = async (prompt: string, some: readonly number[]): Promise<void> => {
    const own = await split(prompt);
    await Promise.all(
      some.map(async (r) => {
        if (!isSame(await own(responses[r]), tails[r]))
          throw splitProblem(
            'the tokenizer splits a response in another way behind another prompt',
            where,
            template.before(prompt) + template.response(responses[r]),
          );
      }),
    );
  };
  const others = [...new Set([Math.floor(prompts.length / 2), prompts.length - 1])].filter((place) => place > 0);
  for (const place of others.slice(0, CHECKED - 1)) await requireAlike(prompts[place], [...responses.keys()]);
  return {
    tree: tokenTree(tree),
    checked: 1 + others.length,
    contextOf: async (prompt, place) => {
      await requireAlike(prompt, [place % responses.length]);
      const ids = [...lead, ...(await server.tokens(template.before(prompt), false))];
      if (ids.length > 0) return ids;
      throw splitProblem('nothing stands before the responses', where, template.before(prompt));
    },
  };
}

function treeOf(
  tails: readonly (readonly number[])[],
  responses: readonly string[],
  where: string,
): ReturnType<typeof buildAnswerTree> {
  try {
    return buildAnswerTree(tails);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const named = /response (\d+)/.exec(error.message)?.[1];
    throw new UserError({
      code: 'not-prefix-free',
      summary: 'one response begins another in tokens, so that their probabilities cannot be added',
      where,
      found: `"${responses[Number(named)]}" and another response`,
      hint: 'count the stop that closes a response: leave --stop left-out away, and let the template end behind {response} in a full stop',
    });
  }
}

function splitProblem(summary: string, where: string, text: string): UserError {
  return new UserError({
    code: 'other-tokens',
    summary,
    where,
    found: text,
    hint: 'change the template, so that a space or a line stands between prompt and response: --template',
  });
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((id, i) => id === other[i]);
}
