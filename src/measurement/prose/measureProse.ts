/** The language of a model that is trained on running text. */
import { minimalPairs, PATTERNS } from '../../corpus/prose/minimalPairs.js';
import type { Prose } from '../../corpus/prose/prose.js';
import type { LanguageModel } from '../../models/languageModel.js';
import type { ProseMeasurement } from '../../results/familyMeasurement.js';
import { pathLogProbabilities } from '../pathLogProbabilities.js';

/** Rows of held-out text whose loss is measured, at most. */
const MOST_WINDOWS = 200;

/** Measures the loss on held-out text, and the patterns of the language by minimal pairs. */
export async function measureProse(model: LanguageModel, prose: Prose): Promise<ProseMeasurement> {
  const { heldOut, options, tokenizer } = prose;
  const whole = Math.floor(heldOut.tokens.length / options.window);
  const windows = Array.from({ length: Math.min(MOST_WINDOWS, whole) }, (_, i) => {
    const from = Math.floor((i * whole) / Math.min(MOST_WINDOWS, whole)) * options.window;
    return heldOut.tokens.slice(from, from + options.window);
  });
  const logs = await pathLogProbabilities(
    model,
    windows.map(() => new Int32Array(0)),
    windows,
  );
  const nats = -logs.reduce((sum, log) => sum + log, 0);
  const characters = windows.reduce((sum, tokens) => sum + tokenizer.vocabulary.text(tokens).length, 0);
  const errors = {} as Record<(typeof PATTERNS)[number], number | null>;
  for (const pattern of PATTERNS) {
    const pairs = minimalPairs(prose)[pattern];
    const contexts = pairs.map(({ context }) => context);
    const right = await pathLogProbabilities(
      model,
      contexts,
      pairs.map((pair) => pair.right),
    );
    const wrong = await pathLogProbabilities(
      model,
      contexts,
      pairs.map((pair) => pair.wrong),
    );
    errors[pattern] =
      pairs.length === 0
        ? null
        : right.reduce((sum, log, i) => sum + 1 / (1 + Math.exp(log - wrong[i])), 0) / pairs.length;
  }
  return {
    loss: nats / (windows.length * options.window),
    bitsPerCharacter: nats / Math.LN2 / characters,
    agreementError: errors.agreement,
    spellingError: errors.spelling,
    bracketsError: errors.brackets,
  };
}
