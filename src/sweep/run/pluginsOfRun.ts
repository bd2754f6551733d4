/** Plugins of a run: those whose kinds its config names, pinned by the digests of their content. */
import type { PluginEntry } from '../../config/schema/experimentKeys.js';
import { type Category, categoryOf } from '../../plugins/definition.js';
import { installKinds } from '../../plugins/kindsInForce.js';
import { type LoadedPlugin, loadPlugin } from '../../plugins/loadPlugin.js';
import { type AnyConfig, isStudy, type ModelRunConfig } from '../experimentSchemas.js';

/** Returns the config with the plugins that it uses, in place of those that its experiment names. */
export function pinnedPlugins<Config extends AnyConfig>(config: Config, loaded: readonly LoadedPlugin[]): Config {
  if (isStudy(config)) return config;
  const { plugins: _named, ...rest } = config as ModelRunConfig;
  const used = kindsOfConfig(config);
  const plugins = loaded
    .filter(({ definitions }) => definitions.some((each) => used.has(`${categoryOf(each)} ${each.kind}`)))
    .map(({ file, sha256 }): PluginEntry => ({ file, sha256 }));
  return (plugins.length === 0 ? rest : { ...rest, plugins }) as Config;
}

/** Kinds that a config names, each with its category. */
function kindsOfConfig({ corpus, model, posttraining }: ModelRunConfig): ReadonlySet<string> {
  const named = (category: Category, kind: string | undefined): readonly string[] =>
    kind === undefined ? [] : [`${category} ${kind}`];
  return new Set([
    ...named('model', model.kind),
    ...named('grader', posttraining?.grader.kind),
    ...Object.values(corpus.families).flatMap(({ kind, frequency, shift }) => [
      ...named('family', kind),
      ...named('frequency', frequency.kind),
      ...named('frequency', shift?.frequency.kind),
    ]),
  ]);
}

/** The config without the places of its plugins: their content alone decides what a run gives. */
export function withoutPluginPlaces(config: ModelRunConfig): unknown {
  const { plugins, ...rest } = config;
  return plugins === undefined ? config : { ...rest, plugins: plugins.map(({ sha256 }) => sha256) };
}

/**
 * Imports the plugins of a run and puts their kinds in force.
 * @throws UserError for a plugin whose content is not what the config says
 */
export async function installPluginsOf(config: AnyConfig): Promise<void> {
  const plugins = isStudy(config) ? [] : (config.plugins ?? []);
  installKinds(await Promise.all(plugins.map(({ file, sha256 }) => loadPlugin(file, sha256))));
}
