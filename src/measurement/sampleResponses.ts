/** Ancestral samples from p̂: prompts from μ, responses token by token. */
import { responsePath } from '../corpus/answerTree.js';
import { openPathStates } from '../corpus/openResponses.js';
import type { OpenFamily } from '../corpus/world.js';
import { CONTEXTS_PER_CALL, concatenated, requireSize } from '../models/contexts.js';
import type { LanguageModel } from '../models/languageModel.js';
import { aliasSampler } from '../random/aliasSampler.js';
import type { Stream } from '../random/stream.js';
import { uniform } from '../random/uniform.js';

export interface SampledResponse {
  readonly prompt: number;
  /** What was written, up to where it was a response, or could no longer become one. */
  readonly path: readonly number[];
  /** ln p̂(path | prompt). */
  readonly logProbability: number;
  /** In R_c, IDK, or neither. */
  readonly outcome: 'response' | 'abstention' | 'invalid';
}

/** `count` independent draws of a prompt c ~ μ and a response ~ p̂(·|c) of an open family. */
export async function sampleResponses(
  model: LanguageModel,
  family: OpenFamily,
  count: number,
  stream: Stream,
): Promise<readonly SampledResponse[]> {
  const drawPrompt = aliasSampler(family.promptWeight);
  const outcomeOf = outcomes(family);
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
        const outcome = outcomeOf(draft.path);
        if (outcome === undefined) unfinished.push(draft);
        else finished.push({ ...draft, outcome });
      });
    }
    drafts = unfinished;
  }
  return finished;
}

/** What a path is, undefined while that is open. */
function outcomes({
  open,
  tree,
  responseCount,
}: OpenFamily): (path: readonly number[]) => SampledResponse['outcome'] | undefined {
  const stateOf = openPathStates(open);
  const idk = responsePath(tree, responseCount);
  return (path) => {
    if (path.every((token, i) => token === idk[i])) return path.length === idk.length ? 'abstention' : undefined;
    const state = stateOf(path);
    if (state === 'beginning') return undefined;
    return state === 'response' ? 'response' : 'invalid';
  };
}

/** @throws RangeError where the probabilities do not sum to about 1 */
function drawToken(logs: Float64Array, stream: Stream): number {
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
  throw new RangeError(`the model's next-token probabilities sum to ${sum}`);
}
