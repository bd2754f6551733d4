/** Responses that a model on a server writes when it is asked, where the server states no probabilities. */
import type { FamilyWorld } from '../../corpus/world.js';
import { aliasSampler } from '../../random/aliasSampler.js';
import { stream } from '../../random/stream.js';
import type { KeptAnswers } from '../../servers/keptAnswers.js';
import type { Server } from '../../servers/server.js';
import type { DrawnResponses } from '../languageModel.js';
import { answerProblem, listIn, objectIn } from './answerParts.js';
import type { ServerModelOptions } from './serverOptions.js';
import type { TextTemplate } from './serverTexts.js';
import type { AskedFamily } from './tokenModel.js';

/** Responses in one request at most. */
const TOGETHER = 64;

/** Options that decide the texts, beside the prompt. */
export interface DrawingOptions
  extends Pick<ServerModelOptions, 'chat' | 'system' | 'maxTokens' | 'samples' | 'model'> {
  readonly template: TextTemplate;
  readonly answers: KeptAnswers;
  readonly identity: object;
}

/**
 * Times that each prompt is asked, [prompts]: as often as the others where μ is uniform, otherwise as often as it comes up in as
 * many draws from μ. Then counts over prompts have binomial intervals.
 */
export function timesAsked(
  { name, promptWeight }: Pick<FamilyWorld, 'name' | 'promptWeight'>,
  samples: number,
): Int32Array {
  const [first] = promptWeight;
  const asked = new Int32Array(promptWeight.length);
  if (promptWeight.every((weight) => Math.abs(weight - first) <= 1e-12)) return asked.fill(samples);
  const draw = aliasSampler(promptWeight);
  const random = stream(1, `measurement/${name}/asked`);
  for (let i = 0; i < samples * promptWeight.length; i++) asked[draw(random)]++;
  return asked;
}

/**
 * Asks for responses to the prompts of a family, and counts those that are responses of the corpus.
 * @param onAsked called after each prompt
 */
export async function drawnResponses(
  server: Server,
  world: FamilyWorld,
  family: AskedFamily,
  options: DrawingOptions,
  onAsked: () => void,
): Promise<DrawnResponses> {
  const asked = timesAsked(world, options.samples);
  const width = world.responseCount + 1;
  const given = new Int32Array(asked.length * width);
  const find = options.chat ? chatResponses(family) : writtenResponses(family, options.template);
  const one = async (place: number): Promise<void> => {
    if (asked[place] > 0)
      for (const text of await textsOf(server, family.prompts[place], asked[place], options)) {
        const response = find(text);
        if (response >= 0) given[place * width + response]++;
      }
    onAsked();
  };
  const results = await Promise.allSettled(family.prompts.map((_, place) => one(place)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { asked, given };
}

/** Texts that the model writes behind a prompt, kept as they came. */
async function textsOf(
  server: Server,
  prompt: string,
  count: number,
  { template, answers, identity, chat, system, maxTokens, model }: DrawingOptions,
): Promise<readonly string[]> {
  const before = template.before(prompt);
  const texts: string[] = [];
  for (let part = 0; texts.length < count; part++) {
    const sampling = { temperature: 1, top_p: 1, max_tokens: maxTokens, n: Math.min(TOGETHER, count - texts.length) };
    const messages = [
      ...(system === '' ? [] : [{ role: 'system', content: system }]),
      { role: 'user', content: before },
    ];
    // A seed of its own for each request: a server with a fixed one would give the same texts again.
    const asked = { model, ...sampling, seed: part + 1, ...(chat ? { messages } : { prompt: before }) };
    const request = { ...identity, drawn: asked };
    const kept = answers.find(request) as readonly string[] | undefined;
    const found =
      kept ?? textsIn(await server.post(chat ? '/v1/chat/completions' : '/v1/completions', asked), server.url);
    if (found.length === 0) throw answerProblem(server.url, 'no choices', 'at least one');
    if (kept === undefined) answers.keep(request, found);
    texts.push(...found);
  }
  return texts.slice(0, count);
}

function textsIn(answer: unknown, where: string): readonly string[] {
  return listIn(objectIn(answer, where).choices, where, 'choices').map((choice) => {
    const { text, message } = objectIn(choice, where);
    const written = text ?? objectIn(message, where).content;
    if (typeof written === 'string') return written;
    if (written === null) return ''; // a call of a tool
    throw answerProblem(where, JSON.stringify(written).slice(0, 200), 'a text');
  });
}

/** Finds the longest response with which a text begins, by its number; −1 for other texts. */
function writtenResponses({ responses }: AskedFamily, template: TextTemplate): (text: string) => number {
  const tails = responses.map((response) => template.response(response).trimStart());
  return (text) => {
    const written = text.trimStart();
    let longest = -1;
    tails.forEach((tail, r) => {
      if (written.startsWith(tail) && (longest < 0 || tail.length > tails[longest].length)) longest = r;
    });
    return longest;
  };
}

/** Finds the response that a message is, but for case, spaces and a stop at its end; −1 for other messages. */
function chatResponses({ responses }: AskedFamily): (text: string) => number {
  const bare = (text: string): string =>
    text
      .trim()
      .replace(/\s*[.!]$/, '')
      .replace(/\s+/g, ' ')
      .toLowerCase();
  const known = new Map(responses.map((response, r) => [bare(response), r]));
  return (text) => known.get(bare(text)) ?? -1;
}
