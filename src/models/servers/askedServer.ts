/** A server that was tested, and is asked by its dialect. */

import { UserError } from '../../errors/userError.js';
import type { KeptAnswers } from '../../servers/keptAnswers.js';
import type { Server } from '../../servers/server.js';
import { llamaCpp } from './llamaCpp.js';
import { addedByEcho, echoedResponses, echoServer, testEcho } from './openAiEcho.js';
import type { RecognisedServer } from './recognisedServer.js';
import type { ServerModelOptions } from './serverOptions.js';
import { textTemplate } from './serverTexts.js';
import { type Beginning, beginningOf } from './tokenFraming.js';
import { type AskedFamily, testTokens, tokenModel } from './tokenModel.js';
import type { TokenServer } from './tokenServer.js';
import { namesTokens, vllm } from './vllm.js';

export interface AskedServer {
  /** Number of weights; 0 where the server does not say. */
  readonly parameters: number;
  /** ln p̂ of each response of a family behind one of its prompts, [responses]. */
  logProbabilities(family: AskedFamily, place: number): Promise<readonly number[]>;
  /** Sentences for the result: how it was asked, and how exact it is. */
  remarks(): readonly string[];
}

/** Prompts behind which the server is tested. */
const TESTED = 3;

/** @throws UserError for a server whose numbers cannot be trusted, with the reason */
export async function askedServer(
  server: Server,
  recognised: RecognisedServer,
  options: ServerModelOptions,
  families: readonly AskedFamily[],
  answers: KeptAnswers,
): Promise<AskedServer> {
  const { dialect, served } = recognised;
  const template = textTemplate(options.template, options.stop === 'counted');
  const identity = { url: server.url, model: options.model, dialect, served };
  const texts = families.flatMap(({ prompts }) => prompts.slice(0, TESTED)).map(template.before);
  const parameters = typeof served.parameters === 'number' ? served.parameters : 0;
  const shared = [
    `${options.model} on a server (${[dialect, ...Object.values(served)].join(', ')})`,
    ...(options.stop === 'left-out'
      ? ['what closes a response does not count, so that its probability is an upper bound']
      : []),
  ];
  if (dialect === 'openai') {
    const { bos } = options;
    const begun = (text: string): string => (bos === 'auto' || bos === 'none' ? text : bos + text);
    const echo = echoServer(server, options.model, await addedByEcho(server, options.model, begun(texts[0])));
    await testEcho(echo, texts.map(begun), bos, server.url);
    return {
      parameters,
      logProbabilities: async (family, place) => {
        const before = begun(template.before(family.prompts[place]));
        const responses = family.responses.map(template.response);
        const request = { ...identity, echoed: before, responses };
        const kept = answers.find(request) as readonly (number | null)[] | undefined;
        if (kept !== undefined) return kept.map((log) => log ?? Number.NEGATIVE_INFINITY);
        const logs = await echoedResponses(echo, before, responses, server.url);
        answers.keep(request, logs);
        return logs;
      },
      remarks: () => [...shared, `every text begins with ${bos === 'auto' ? 'what the server puts there' : bos}`],
    };
  }
  const asked = await tokenServer(server, recognised, options, texts);
  const bos = await beginningGiven(asked, options.bos, server.url);
  const lead = await beginningOf(asked, texts[0], bos, server.url);
  await testTokens(asked, texts, { lead, isAuto: bos === 'auto', where: server.url });
  const { epsilon, tolerance } = options;
  const model = tokenModel(asked, { template, lead, answers, identity, epsilon, tolerance, where: server.url });
  const left = new Map<string, number>();
  let checked = 0;
  return {
    parameters,
    logProbabilities: async (family, place) => {
      const walked = await model.ask(family, place);
      left.set(`${family.name} ${place}`, walked.left);
      checked = (await model.tokensOf(family)).checked;
      return Array.from(walked.logs);
    },
    remarks: () => [
      ...shared,
      `every text begins with ${lead.length === 0 ? 'no token of its own' : `the token ${lead.join(' ')}`}; all responses are split into tokens alike behind ${checked} prompts of each family, and one behind each other prompt`,
      ...leftWords([...left.values()], epsilon),
    ],
  };
}

/** @param left upper bounds on what was left of each prompt */
function leftWords(left: readonly number[], epsilon: number): readonly string[] {
  const most = left.reduce((high, each) => Math.max(high, each), 0);
  if (most === 0) return [];
  const mean = left.reduce((sum, each) => sum + each, 0) / left.length;
  return [
    `responses whose beginning is less likely than ${epsilon} were not followed, and count as invalid mass: at most ${most.toExponential(1)} of the probability of a prompt, ${mean.toExponential(1)} on the average`,
  ];
}

/** Opens a server that is asked in tokens. @param texts some text, to find out what the server knows */
export async function tokenServer(
  server: Server,
  { dialect, vocabulary }: RecognisedServer,
  { model }: ServerModelOptions,
  texts: readonly string[],
): Promise<TokenServer> {
  if (dialect === 'llama.cpp') {
    if (vocabulary !== undefined) return llamaCpp(server, model, vocabulary);
    throw new UserError({
      code: 'old-server',
      summary: 'the server does not say how many tokens the model has (meta.n_vocab of /v1/models)',
      where: server.url,
      hint: 'use a llama.cpp of 2025 or later',
    });
  }
  const context = await vllm(server, model, false).tokens(texts[0], true);
  return vllm(server, model, await namesTokens(server, model, context));
}

/** The beginning as the user named it: a word, an id, or the text of one token. */
async function beginningGiven(server: TokenServer, bos: string, where: string): Promise<Beginning> {
  if (bos === 'auto' || bos === 'none') return bos;
  if (/^\d+$/.test(bos)) return Number(bos);
  const ids = await server.tokens(bos, false);
  if (ids.length === 1) return ids[0];
  throw new UserError({
    code: 'unknown-token',
    summary: 'the tokenizer has no such token',
    keyPath: 'model.bos',
    where,
    found: bos,
    allowed: 'auto, none, the id of a token, or its text',
  });
}
