/**
 * llama.cpp's server has no echo. The likeliest next tokens come with `n_probs`; a token that is not among them is forced by
 * `logit_bias`, which leaves the stated log-probability as it was.
 */
import type { Server } from '../../servers/server.js';
import { answerProblem, listIn, numberIn, objectIn } from './answerParts.js';
import type { NodeAnswer, NodeQuestion, TokenServer } from './tokenServer.js';

/** Contexts in one request at most. */
const CONTEXTS = 32;
/** Tokens that all contexts of a request list together at most, for the size of its answer. */
const LISTED = 16_384;
/** Vocabularies up to this size are listed whole. */
const WHOLE = 2048;
/** Tokens that are listed of a larger one. */
const LIKELIEST = 4096;
/** Tokens that are generated in search of one that ends a character. */
const TRIES = 20;
/** Error of a sum of probabilities by rounding. */
const ROUNDING = 1e-6;
/** Logit that makes a token certain. */
const CERTAIN = 1e9;

const NEUTRAL = {
  temperature: 1,
  top_k: 0,
  top_p: 1,
  min_p: 0,
  repeat_penalty: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
};

/** A generated token with the log-probabilities of the likeliest ones, by id. */
interface Step {
  readonly token: number;
  readonly log: number;
  readonly top: ReadonlyMap<number, number>;
}

/** @param vocabulary number of tokens that the model has */
export function llamaCpp(server: Server, model: string, vocabulary: number): TokenServer {
  const complete = async (
    prompts: readonly (string | readonly number[])[],
    body: object,
  ): Promise<readonly (Step | undefined)[]> => {
    const answer = await server.post('/completion', {
      ...{ model, ...NEUTRAL, n_predict: 1, cache_prompt: true, post_sampling_probs: false, stream: false },
      response_fields: ['index', 'completion_probabilities'],
      ...body,
      prompt: prompts.length === 1 ? prompts[0] : prompts,
    });
    const answers = (Array.isArray(answer) ? answer : [answer]).map((each) => objectIn(each, server.url));
    if (answers.length !== prompts.length)
      throw answerProblem(server.url, `${answers.length} answers`, `one for each of ${prompts.length} prompts`);
    return [...answers]
      .sort((one, other) => Number(one.index ?? 0) - Number(other.index ?? 0))
      .map((each) => stepOf(each, server.url));
  };
  const tokens = async (text: string, special: boolean): Promise<readonly number[]> => {
    const body = { content: text, add_special: special, parse_special: true };
    const found = objectIn(await server.post('/tokenize', body), server.url).tokens;
    return listIn(found, server.url, 'tokens').map((id) => numberIn(id, server.url));
  };
  // The server states nothing about a token that ends within a character. A list comes beside a token that does not.
  let whole: Promise<number> | undefined;
  const listOf = async (contexts: readonly (readonly number[])[], count: number): Promise<readonly Step[]> => {
    whole ??= tokens('.', false).then((ids) => ids[ids.length - 1]);
    const steps = await complete(contexts, { n_probs: count, logit_bias: [[await whole, CERTAIN]] });
    return steps.map((step) => step ?? missing(server.url));
  };
  const listed = Math.min(vocabulary, vocabulary <= WHOLE ? WHOLE : LIKELIEST);
  const forced = async (contexts: readonly (readonly number[])[], token: number): Promise<readonly number[]> => {
    const steps = await complete(contexts, { n_probs: 1, logit_bias: [[token, CERTAIN]] });
    const other = steps.find((step) => step !== undefined && step.token !== token);
    if (other !== undefined)
      throw answerProblem(server.url, `the token ${other.token}`, `the token ${token}, which logit_bias makes certain`);
    return Promise.all(
      steps.map(async (step, i) => {
        if (step !== undefined) return step.log;
        const [all] = await listOf([contexts[i]], vocabulary);
        return all.top.get(token) ?? missing(server.url);
      }),
    );
  };
  const likeliest = async (questions: readonly NodeQuestion[]): Promise<readonly NodeAnswer[]> => {
    const steps = await listOf(
      questions.map(({ context }) => context),
      listed,
    );
    return Promise.all(
      questions.map((question, i) => withForced(question, steps[i].top, forced, listed >= vocabulary)),
    );
  };
  const single = async (questions: readonly NodeQuestion[]): Promise<readonly NodeAnswer[]> => {
    const [token] = questions[0].wanted;
    const logs = await forced(
      questions.map(({ context }) => context),
      token,
    );
    return logs.map((log) => ({ logs: Float64Array.of(log), left: 0 }));
  };
  const most = Math.max(1, Math.min(CONTEXTS, Math.floor(LISTED / listed)));
  return {
    tokens,
    next: (questions) => {
      const answers = new Map<NodeQuestion, Promise<NodeAnswer>>();
      for (const group of grouped(questions, most)) {
        const asked = group[0].wanted.length === 1 ? single(group) : likeliest(group);
        group.forEach((question, i) =>
          answers.set(
            question,
            asked.then((all) => all[i]),
          ),
        );
      }
      return questions.map((question) => answers.get(question)!);
    },
    generate: async (prompt) => {
      for (let tries = 0; tries < TRIES; tries++) {
        const [step] = await complete([prompt], { n_probs: 1, temperature: 2 });
        if (step !== undefined) return { token: step.token, log: step.log };
      }
      return missing(server.url);
    },
    requestsFor: (nodes) =>
      nodes.reduce((sum, { wanted, count }) => sum + Math.ceil(count / (wanted === 1 ? CONTEXTS : most)), 0),
  };
}

/** The step that an answer states; undefined for a token that ends within a character, of which the server says nothing. */
function stepOf(answer: Record<string, unknown>, where: string): Step | undefined {
  if (answer.completion_probabilities === undefined) return undefined;
  const [first] = listIn(answer.completion_probabilities, where, 'completion_probabilities');
  if (first === undefined) return undefined;
  const { id, logprob, top_logprobs } = objectIn(first, where);
  if (typeof logprob !== 'number')
    throw answerProblem(
      where,
      'probabilities without "logprob"',
      'log-probabilities before sampling (a server of 2025 or later)',
    );
  const top = listIn(top_logprobs, where, 'top_logprobs').map((each) => {
    const { id: token, logprob: log } = objectIn(each, where);
    return [numberIn(token, where), numberIn(log, where)] as const;
  });
  return { token: numberIn(id, where), log: logprob, top: new Map(top) };
}

function missing(where: string): never {
  throw answerProblem(where, 'no completion_probabilities', 'the probabilities of a token (n_probs)');
}

/** The wanted tokens of a list of the likeliest; those that it lacks are forced, or left out where they may be. */
async function withForced(
  { context, wanted, must, least }: NodeQuestion,
  top: ReadonlyMap<number, number>,
  forced: (contexts: readonly (readonly number[])[], token: number) => Promise<readonly number[]>,
  isWhole: boolean,
): Promise<NodeAnswer> {
  // No token that the list lacks is likelier than the last one there, nor than what the list leaves.
  const last = [...top.values()].reduce((low, log) => Math.min(low, log), 0);
  const rest = Math.max(ROUNDING, 1 - [...top.values()].reduce((sum, log) => sum + Math.exp(log), 0));
  let left = 0;
  const logs = await Promise.all(
    wanted.map(async (token) => {
      const log = top.get(token);
      if (log !== undefined) return log;
      if (isWhole || must.has(token) || last >= least) return (await forced([context], token))[0];
      left += Math.exp(last);
      return Number.NEGATIVE_INFINITY;
    }),
  );
  return { logs: Float64Array.from(logs), left: Math.min(left, rest) };
}

/** Groups that one request can ask: single tokens that are the same, which are forced, and others. */
function grouped(questions: readonly NodeQuestion[], most: number): readonly (readonly NodeQuestion[])[] {
  const groups: NodeQuestion[][] = [];
  const open = new Map<number, NodeQuestion[]>();
  for (const question of questions) {
    const isSingle = question.wanted.length === 1;
    const key = isSingle ? question.wanted[0] : -1;
    const group = open.get(key);
    if (group !== undefined && group.length < (isSingle ? CONTEXTS : most)) group.push(question);
    else {
      const fresh = [question];
      open.set(key, fresh);
      groups.push(fresh);
    }
  }
  return groups;
}
