/** Prompts and responses of a family as tokens of a checkpoint: contexts, and paths in trees that all prompts share. */
import { type AnswerTree, buildAnswerTree } from '../../corpus/answerTree.js';
import { UserError } from '../../errors/userError.js';
import type { TextTokens } from './textTokens.js';

/** Responses in one tree. */
export interface ResponseTree {
  readonly tree: AnswerTree;
  /** Index of the response that each leaf completes. */
  readonly responses: readonly number[];
  /** Tokens of the longest response. */
  readonly depth: number;
}

/** Joins the texts of a family, and makes sure that a response has the same tokens behind every prompt. */
export interface ResponsePaths {
  /** @returns tokens of each prompt, with those that begin every text */
  contexts(prompts: readonly string[]): readonly Int32Array[];
  readonly trees: readonly ResponseTree[];
}

/**
 * @param lead tokens that begin every text
 * @param prompt a prompt of the family
 * @param mostNodes largest number of inner nodes of a tree
 * @throws UserError that names prompt and response where the tokenizer joins them, or does not know a word
 */
export function responsePaths(
  tokens: TextTokens,
  lead: readonly number[],
  prompt: string,
  responses: readonly string[],
  mostNodes: number,
): ResponsePaths {
  const before = tokens.encode(prompt);
  const paths = responses.map((response) => tailOf(tokens, prompt, before, response));
  responses.forEach((response, r) => {
    if (paths[r].every((token) => token !== tokens.unknown)) return;
    throw refused(tokens, 'the tokenizer does not know a word of a response', response, {
      hint: 'train the tokenizer on responses.arrow of the corpus, too',
    });
  });
  // Where every word is cut off, its tokens hang on no other word, and one response for each first word is enough.
  const tried = tokens.cutsWords ? firstOfEachWord(responses) : responses.map((_, r) => r);
  return {
    contexts: (prompts) =>
      prompts.map((each) => {
        const own = tokens.encode(each);
        for (const r of tried)
          if (!same(tailOf(tokens, each, own, responses[r]), paths[r]))
            throw refused(tokens, 'a response has other tokens behind one prompt than behind another', responses[r], {
              found: `"${each}" and "${prompt}"`,
            });
        const context = Int32Array.from([...lead, ...own]);
        if (context.length > 0) return context;
        throw refused(tokens, 'a prompt has no tokens, and nothing stands before it', each, {
          hint: 'model.bos: name the token that begins every text',
        });
      }),
    trees: inTrees(tokens, paths, responses, mostNodes),
  };
}

/** Tokens of a response behind a prompt. @param before tokens of the prompt */
function tailOf(tokens: TextTokens, prompt: string, before: readonly number[], response: string): readonly number[] {
  const whole = tokens.encode(`${prompt} ${response}`);
  if (whole.length > before.length && same(whole.slice(0, before.length), before)) return whole.slice(before.length);
  throw refused(tokens, 'the tokenizer joins prompt and response into one token', response, {
    found: `"${prompt} ${response}" does not begin with the tokens of "${prompt}"`,
    hint: 'write a table of log-probabilities: docs/other-models.md',
  });
}

/** Returns one response for each first word. */
function firstOfEachWord(responses: readonly string[]): readonly number[] {
  const first = new Map<string, number>();
  responses.forEach((response, r) => {
    const [word] = response.split(' ', 1);
    if (!first.has(word)) first.set(word, r);
  });
  return [...first.values()];
}

/** Cuts the responses, in the order of their tokens, into trees that share prefixes. */
function inTrees(
  tokens: TextTokens,
  paths: readonly (readonly number[])[],
  responses: readonly string[],
  mostNodes: number,
): readonly ResponseTree[] {
  const sorted = paths.map((_, r) => r).sort((a, b) => compared(paths[a], paths[b]));
  const parts: number[][] = [];
  let nodes = 0;
  sorted.forEach((r, i) => {
    const before = i === 0 ? [] : paths[sorted[i - 1]];
    const shared = sharedLength(before, paths[r]);
    if (i > 0 && shared === before.length)
      throw refused(tokens, 'the tokens of one response begin those of another', responses[r], {
        found: `"${responses[sorted[i - 1]]}"`,
      });
    // Inner nodes behind the root: one for each proper prefix that the response before does not have.
    const added = paths[r].length - 1 - Math.min(shared, before.length - 1);
    if (i === 0 || nodes + added > mostNodes) {
      parts.push([]);
      nodes = paths[r].length;
    } else nodes += Math.max(0, added);
    parts[parts.length - 1].push(r);
  });
  return parts.map((part) => ({
    tree: buildAnswerTree(part.map((r) => paths[r])),
    responses: part,
    depth: part.reduce((depth, r) => Math.max(depth, paths[r].length), 0),
  }));
}

function compared(a: readonly number[], b: readonly number[]): number {
  const at = sharedLength(a, b);
  return (a[at] ?? -1) - (b[at] ?? -1);
}

function sharedLength(a: readonly number[], b: readonly number[]): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && sharedLength(a, b) === a.length;
}

function refused(
  { file }: TextTokens,
  summary: string,
  text: string,
  { found, hint }: { readonly found?: string; readonly hint?: string },
): UserError {
  return new UserError({
    code: 'tokens',
    summary: `${summary}: "${text}"`,
    where: file,
    ...(found !== undefined && { found }),
    ...(hint !== undefined && { hint }),
  });
}
