/**
 * vLLM: `logprob_token_ids` gives the probabilities of named tokens behind many contexts in one request. Versions that do not
 * know it give those of the tokens of a prompt (`prompt_logprobs`), one context for each token.
 */
import { UserError } from '../../errors/userError.js';
import type { Server } from '../../servers/server.js';
import { answerProblem, listIn, numberIn, objectIn } from './answerParts.js';
import type { GeneratedToken, NodeAnswer, NodeQuestion, TokenServer } from './tokenServer.js';

/** Contexts in one request. */
const CONTEXTS = 128;
/** Different tokens that a request names where its contexts want different ones. */
const TOKENS = 64;
/** Most tokens that a request may name (vLLM's MAX_LOGPROB_TOKEN_IDS): a node with more is asked in parts. */
const MOST_TOKENS = 128;

/** Sampling that leaves the probabilities of the model as they are, where a server should apply it to them. */
const NEUTRAL = {
  temperature: 1,
  top_p: 1,
  top_k: -1,
  min_p: 0,
  repetition_penalty: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
};

/**
 * @param named the server knows `logprob_token_ids`
 */
export function vllm(server: Server, model: string, named: boolean): TokenServer {
  const complete = async (body: object): Promise<readonly Record<string, unknown>[]> => {
    const answer = objectIn(
      await server.post('/v1/completions', { model, ...NEUTRAL, max_tokens: 1, ...body }),
      server.url,
    );
    const choices = listIn(answer.choices, server.url, 'choices').map((choice) => objectIn(choice, server.url));
    return choices.sort((one, other) => numberIn(one.index, server.url) - numberIn(other.index, server.url));
  };
  const atOnce = async (questions: readonly NodeQuestion[]): Promise<readonly NodeAnswer[]> => {
    const ids = [...new Set(questions.flatMap(({ wanted }) => wanted))];
    const choices = await complete({
      prompt: questions.map(({ context }) => context),
      logprobs: 0,
      logprob_token_ids: ids,
      return_tokens_as_token_ids: true,
    });
    requireOneEach(choices, questions.length, server.url);
    return questions.map(({ wanted }, i) => {
      const [top] = listIn(objectIn(choices[i].logprobs, server.url).top_logprobs, server.url, 'top_logprobs');
      const logs = objectIn(top, server.url);
      return { logs: Float64Array.from(wanted, (id) => numberIn(logs[`token_id:${id}`], server.url)), left: 0 };
    });
  };
  /** Answers by tokens: the parts of each question, among those of the others. */
  const inParts = (questions: readonly NodeQuestion[]): readonly Promise<NodeAnswer>[] => {
    const parts = questions.map(partsOf);
    const answers = byTokens(parts.flat()).flatMap((group) => {
      const found = atOnce(group);
      return group.map(async (_, i) => (await found)[i]);
    });
    let from = 0;
    return parts.map(async ({ length }) => {
      const own = await Promise.all(answers.slice(from, (from += length)));
      return { logs: Float64Array.from(own.flatMap(({ logs }) => [...logs])), left: 0 };
    });
  };
  const lasts = async (texts: readonly (readonly number[])[]): Promise<readonly number[]> => {
    const choices = await complete({ prompt: texts, prompt_logprobs: 0 });
    requireOneEach(choices, texts.length, server.url);
    return texts.map((ids, i) => {
      const logs = listIn(choices[i].prompt_logprobs, server.url, 'prompt_logprobs');
      if (logs.length !== ids.length)
        throw answerProblem(server.url, `${logs.length} prompt_logprobs`, `one for each of ${ids.length} tokens`);
      const last = objectIn(logs[ids.length - 1], server.url);
      return numberIn(objectIn(last[String(ids[ids.length - 1])], server.url).logprob, server.url);
    });
  };
  const oneByOne = async (questions: readonly NodeQuestion[]): Promise<readonly NodeAnswer[]> => {
    const logs = await lasts(questions.flatMap(({ context, wanted }) => wanted.map((id) => [...context, id])));
    let from = 0;
    return questions.map(({ wanted }) => {
      from += wanted.length;
      return { logs: Float64Array.from(logs.slice(from - wanted.length, from)), left: 0 };
    });
  };
  return {
    tokens: async (text, special) => {
      const body = { model, prompt: text, add_special_tokens: special };
      const { tokens } = objectIn(await server.post('/tokenize', body), server.url);
      return listIn(tokens, server.url, 'tokens').map((id) => numberIn(id, server.url));
    },
    next: (questions) =>
      named
        ? inParts(questions)
        : byLength(questions).flatMap((group) => {
            const answers = oneByOne(group);
            return group.map(async (_, i) => (await answers)[i]);
          }),
    generate: async (prompt): Promise<GeneratedToken> => {
      const [choice] = await complete({
        prompt: typeof prompt === 'string' ? prompt : [prompt],
        temperature: 2,
        logprobs: 0,
        return_tokens_as_token_ids: true,
      });
      const { tokens, token_logprobs } = objectIn(objectIn(choice, server.url).logprobs, server.url);
      const [name] = listIn(tokens, server.url, 'tokens');
      const [log] = listIn(token_logprobs, server.url, 'token_logprobs');
      const id = typeof name === 'string' ? /^token_id:(\d+)$/.exec(name)?.[1] : undefined;
      if (id === undefined)
        throw answerProblem(server.url, `the token ${JSON.stringify(name)}`, 'token_id:N (return_tokens_as_token_ids)');
      return { token: Number(id), log: numberIn(log, server.url) };
    },
    ...(named && { lastOf: async (ids: readonly number[]) => (await lasts([ids]))[0] }),
    requestsFor: (nodes) =>
      named
        ? nodes.reduce(
            (sum, { wanted, count }) => sum + Math.ceil(wanted / MOST_TOKENS) * Math.ceil(count / CONTEXTS),
            0,
          )
        : Math.ceil(nodes.reduce((sum, { wanted, count }) => sum + wanted * count, 0) / CONTEXTS),
  };
}

/** True if the server knows `logprob_token_ids`: it then gives the probabilities of tokens that it would not list. */
export async function namesTokens(server: Server, model: string, context: readonly number[]): Promise<boolean> {
  const ids = [0, 1, 2, 3, 4];
  const body = {
    ...{ model, ...NEUTRAL, prompt: [context], max_tokens: 1, logprobs: 0 },
    ...{ logprob_token_ids: ids, return_tokens_as_token_ids: true },
  };
  try {
    const { choices } = (await server.post('/v1/completions', body)) as {
      choices: { logprobs: { top_logprobs: Record<string, number>[] } }[];
    };
    return ids.every((id) => Object.hasOwn(choices[0].logprobs.top_logprobs[0], `token_id:${id}`));
  } catch (error) {
    if (error instanceof UserError && error.code !== 'refused-by-server') throw error;
    return false; // another shape, or a field that it refuses
  }
}

function requireOneEach(choices: readonly unknown[], count: number, where: string): void {
  if (choices.length !== count)
    throw answerProblem(where, `${choices.length} choices`, `one for each of ${count} prompts`);
}

/** A question as some that want no more tokens than a request may name. */
function partsOf(question: NodeQuestion): readonly NodeQuestion[] {
  const { wanted } = question;
  return Array.from({ length: Math.ceil(wanted.length / MOST_TOKENS) }, (_, i) => ({
    ...question,
    wanted: wanted.slice(i * MOST_TOKENS, (i + 1) * MOST_TOKENS),
  }));
}

/** Groups of questions that share most of their tokens, in order. */
function byTokens(questions: readonly NodeQuestion[]): readonly (readonly NodeQuestion[])[] {
  const groups: NodeQuestion[][] = [];
  let ids = new Set<number>();
  for (const question of questions) {
    const joined = new Set([...ids, ...question.wanted]);
    const group = groups.at(-1);
    if (group !== undefined && group.length < CONTEXTS && joined.size <= Math.max(TOKENS, question.wanted.length)) {
      group.push(question);
      ids = joined;
    } else {
      groups.push([question]);
      ids = new Set(question.wanted);
    }
  }
  return groups;
}

/** Groups of questions that have so many tokens together. */
function byLength(questions: readonly NodeQuestion[]): readonly (readonly NodeQuestion[])[] {
  const groups: NodeQuestion[][] = [];
  let tokens = Number.POSITIVE_INFINITY;
  for (const question of questions) {
    tokens += question.wanted.length;
    if (tokens > CONTEXTS) {
      groups.push([]);
      tokens = question.wanted.length;
    }
    groups.at(-1)!.push(question);
  }
  return groups;
}
