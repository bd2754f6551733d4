/** Predictions of a run's err + invalid mass before its first step. */
import type { Corpus } from '../../corpus/corpus.js';
import { foretellNetwork, foretoldWithin, nothingForetold } from '../../foretold/foretell.js';
import { measureFamily } from '../../measurement/measureFamily.js';
import { NO_ESTIMATE } from '../../measurement/metrics/labelFree.js';
import type { CountedModelKind } from '../../models/modelKind.js';
import { isOfPlugin, modelKindOf } from '../../models/registry.js';
import type { FamilyMeasurement, Foretold } from '../../results/familyMeasurement.js';
import { twoSidedQuantile } from '../../theory/normalQuantile.js';
import type { ModelRunConfig } from '../experimentSchemas.js';

/** Predictions by the name of the family. */
export type ForetoldFamilies = Readonly<Record<string, Foretold>>;

const LEVEL = 0.95;

/** Reference models that know answers from elsewhere than the training rows. */
const INFORMED: ReadonlySet<string> = new Set(['truth', 'retrieval']);

const IMPORTED = nothingForetold('the model was trained elsewhere');

/** Code of others may know more than the training rows, so its p̂ tells nothing of what it will err. */
const OF_PLUGIN = nothingForetold('the model is a kind of a plugin, which may know more than the training rows');

/** Foretells every family of a run. A model that is counted or given has no steps: it is made, and its p̂ read. */
export async function foretellRun(config: ModelRunConfig, corpus: Corpus): Promise<ForetoldFamilies> {
  const { kind: name, ...options } = config.model;
  const kind = modelKindOf(name);
  if ('network' in kind) return foretellNetwork(config, corpus);
  const reason = isOfPlugin(name) ? OF_PLUGIN : 'load' in kind ? IMPORTED : undefined;
  if (reason !== undefined)
    return Object.fromEntries(corpus.world.families.map(({ name: family }) => [family, reason]));
  const model = (kind as CountedModelKind).fit(options, { corpus, loss: config.training.loss });
  const foretold: Record<string, Foretold> = {};
  for (const [index, family] of corpus.world.families.entries()) {
    foretold[family.name] =
      family.open === null
        ? countedForetold(name, await measureFamily(model, family, corpus.counts[index], config.measurement))
        : countedForetold(name, { labelFree: NO_ESTIMATE, nature: 'pattern' });
  }
  return foretold;
}

/**
 * Foretells what a counted model errs, from p̂ and the training rows. The interval is for the luck of the answers that
 * training did not show.
 * @param measurement of which only the label-free estimate is used
 */
export function countedForetold(
  kind: ModelRunConfig['model']['kind'],
  { labelFree: { wrong, neverShown, luck }, nature }: Pick<FamilyMeasurement, 'labelFree' | 'nature'>,
): Foretold {
  if (isOfPlugin(kind)) return OF_PLUGIN;
  if ('load' in modelKindOf(kind)) return IMPORTED;
  if (INFORMED.has(kind)) return nothingForetold('the model is given answers that training does not show');
  if (nature === 'pattern') return nothingForetold('its answers follow a rule, which counts alone do not tell');
  if (wrong === null || neverShown === null || luck === null)
    return nothingForetold('some of its training rows are wrong (noise)');
  return foretoldWithin(wrong, neverShown, twoSidedQuantile(LEVEL) * luck);
}
