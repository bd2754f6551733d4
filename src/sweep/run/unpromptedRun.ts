/** The option `measurement.unprompted` of a run: what a model must have learnt to speak without a prompt. */
import type { Corpus } from '../../corpus/corpus.js';
import { UserError } from '../../errors/userError.js';
import { modelKindOf } from '../../models/registry.js';
import type { ModelRunConfig } from '../experimentSchemas.js';

/**
 * Checks that statements without a prompt can be measured, if they are asked for.
 * @throws UserError where they cannot
 */
export function requireUnprompted(
  { measurement, training, model }: Pick<ModelRunConfig, 'measurement' | 'training' | 'model'>,
  { world: { families, prose } }: Corpus,
): void {
  if (measurement.unprompted === undefined) return;
  if (prose !== undefined) {
    requireFewTexts(measurement.unprompted);
    return;
  }
  const refuse = (found: string, allowed: string): UserError =>
    new UserError({
      code: 'out-of-range',
      summary: 'statements without a prompt cannot be measured',
      keyPath: 'measurement.unprompted',
      found,
      allowed,
    });
  // Reference models are defined after a prompt only.
  if (!('network' in modelKindOf(model.kind)) && model.kind !== 'ngram')
    throw refuse(`the model ${model.kind}`, 'a network, or an n-gram model');
  if (training.loss !== 'all') throw refuse(`training.loss: ${training.loss}`, 'training.loss: all');
  if (families.length > 1) throw refuse(`${families.length} families`, 'one family');
  const [{ open, noise, told }] = families;
  if (open !== null) throw refuse('responses that cannot be enumerated', 'a family whose responses can be enumerated');
  if (noise > 0) throw refuse(`noise: ${noise}`, 'a family without noise');
  if (told !== undefined) throw refuse('toldTargets', 'a family without toldTargets');
}

/** Texts that a model may write: more take longer than its training. */
const MOST_TEXTS = 10_000;

function requireFewTexts(texts: number): void {
  if (texts <= MOST_TEXTS) return;
  throw new UserError({
    code: 'out-of-range',
    summary: 'too many texts for a model of running text to write',
    keyPath: 'measurement.unprompted',
    found: String(texts),
    allowed: `at most ${MOST_TEXTS}`,
  });
}
