/** The experiment that `measure` runs: the corpus of a card, and the models that flags name. */
import { UserError } from '../../errors/userError.js';
import { pluginContent } from '../../plugins/pluginFiles.js';
import type { CorpusCard } from '../../sweep/tables/corpusCard.js';

/** Models of `measure`. */
interface MeasuredFlags {
  /** Tables of probabilities. */
  readonly table: readonly string[];
  /** Kinds of models, such as those of a plugin. */
  readonly model: readonly string[];
  /** Plugins that are named beside those of the card. */
  readonly plugin: readonly string[];
}

/** @throws UserError if no model is named */
export function measuredSource({ corpus, seed, plugins = [] }: CorpusCard, flags: MeasuredFlags): string {
  const { table, model, plugin } = flags;
  const models = [...table.map((file) => ({ kind: 'table', file })), ...model.map((kind) => ({ kind }))];
  if (models.length === 0)
    throw new UserError({
      code: 'no-model',
      summary: 'no model to measure',
      allowed: '--table FILE or --model KIND, each once or several times',
    });
  // A plugin that has moved is named anew, and known by its content.
  const named = new Set(plugin.map((file) => pluginContent(file).sha256));
  const others = plugins.filter(({ sha256 }) => !named.has(sha256 ?? ''));
  const swept =
    model.length === 0 ? { 'model.file': table } : table.length === 0 ? { 'model.kind': model } : { model: models };
  return JSON.stringify({
    name: 'measured',
    corpus,
    model: models[0],
    seed,
    ...(others.length > 0 && { plugins: others }),
    ...(models.length > 1 && { sweep: swept }),
  });
}
