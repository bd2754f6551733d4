/** Ancestral samples from p̂: prompts from μ, responses token by token. */
import { responsePath } from '../corpus/answerTree.js';
import { openPathStates } from '../corpus/openResponses.js';
import type { OpenFamily } from '../corpus/world.js';
import { CONTEXTS_PER_CALL, concatenated, requireSize } from '../models/contexts.js';
import type { LanguageModel } from '../models/languageModel.js';
import { aliasSampler } from '../random/aliasSampler.js';
import type { Stream } from '../random/stream.js';
import { uniform } from '../random/uniform.js';
import type { Outcome } from '../theory/outcome.js';

export interface SampledResponse {
  readonly prompt: number;
  /** The tokens written, up to where they were a response or could no longer become one. */
  readonly path: readonly number[];
  /** ln p̂(path | prompt). */
  readonly logProbability: number;
  readonly outcome: Outcome;
}

/** `count` independent draws of a prompt c ~ μ and a response ~ p̂(·|c) of an open family. */
export async function sampleResponses(
  model: LanguageModel,
  family: OpenFamily,
  count: number,
  stream: Stream,
): Promise<readonly SampledResponse[]> {
  const drawPrompt = aliasSampler(family.promptWeight);
  const outcomeOf = outcomesOf(family);
  const vocabulary = model.vocabularySize;
  let drafts = Array.from({ length: count }, () => ({
    prompt: drawPrompt(stream),
    path: [] as number[],
    logProbability: 0,
  }));
  const finished: SampledResponse[] = [];
  while (drafts.length > 0) {
    const unfinished: typeof drafts = [];
    for (let first = 0; first < drafts.length; first += CONTEXTS_PER_CALL) {
      const rows = drafts.slice(first, first + CONTEXTS_PER_CALL);
      const contexts = rows.map(({ prompt, path }) => concatenated(family.prompts[prompt], path));
      const next = requireSize(model, await model.nextTokenLogProbabilities(contexts), rows.length * vocabulary);
      rows.forEach((draft, row) => {
        const logs = next.subarray(row * vocabulary, (row + 1) * vocabulary);
        const token = drawToken(logs, stream);
        draft.path.push(token);
        draft.logProbability += logs[token];
        const outcome = outcomeOf(draft.prompt, draft.path);
        if (outcome === undefined) unfinished.push(draft);
        else finished.push({ ...draft, outcome });
      });
    }
    drafts = unfinished;
  }
  return finished;
}

/** Returns the outcome of a path after a prompt; undefined while the path can still become several. */
function outcomesOf({
  answer,
  open,
  tree,
  responseCount,
}: OpenFamily): (prompt: number, path: readonly number[]) => Outcome | undefined {
  const stateOf = openPathStates(open);
  const idk = responsePath(tree, responseCount);
  return (prompt, path) => {
    if (path.every((token, i) => token === idk[i])) return path.length === idk.length ? 'abstention' : undefined;
    const state = stateOf(path);
    if (state === 'beginning') return undefined;
    if (state !== 'response') return 'invalid';
    return samePath(path, responsePath(tree, answer[prompt])) ? 'right' : 'error';
  };
}

/** Returns whether two paths have the same tokens. */
export function samePath(path: ArrayLike<number>, other: Int32Array): boolean {
  return path.length === other.length && other.every((token, i) => token === path[i]);
}

/** @throws RangeError where the probabilities do not sum to about 1 */
/** Draws a token. @param logs natural log-probabilities, [vocabulary] */
export function drawToken(logs: Float64Array, stream: Stream): number {
  const place = uniform(stream);
  let sum = 0;
  let likely = -1;
  for (let token = 0; token < logs.length; token++) {
    const probability = Math.exp(logs[token]);
    sum += probability;
    if (sum > place) return token;
    if (probability > 0) likely = token;
  }
  // Rounding may leave the sum a little below 1.
  if (likely >= 0 && sum > 1 - 1e-6) return likely;
  throw new RangeError(`the model's next-token probabilities must sum to 1, got ${sum}`);
}
