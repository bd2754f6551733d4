/** The kinds of plugins that are in force: for the whole process, or while a function runs. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kind } from '../config/schema/experimentSchema.js';
import { NO_PLUGIN_KINDS, type PluginKinds, takeKindsFrom } from '../config/schema/pluginKinds.js';
import { GRADER_KINDS } from '../config/schema/posttrainingSchema.js';
import { familyKinds } from '../corpus/families/registry.js';
import { frequencyLaws } from '../corpus/frequencies/registry.js';
import { UserError } from '../errors/userError.js';
import { modelKinds } from '../models/registry.js';
import { type Category, categoryOf, type Definition } from './definition.js';
import { guardedKind } from './guardedKinds.js';

/** Definitions, and the file that they came from; left out for those handed over in memory. */
export interface PluginDefinitions {
  readonly file?: string;
  readonly definitions: readonly Definition[];
}

const scope = new AsyncLocalStorage<PluginKinds>();
let installed = NO_PLUGIN_KINDS;
takeKindsFrom(() => scope.getStore() ?? installed);

/** Puts the kinds of plugins in force in this process, in place of those before. */
export function installKinds(plugins: readonly PluginDefinitions[]): void {
  installed = kindsOf(plugins);
}

/** Calls a function while the kinds of plugins are in force, until what it returns is settled. */
export function withKinds<Result>(plugins: readonly PluginDefinitions[], use: () => Result): Result {
  return scope.run(kindsOf(plugins), use);
}

const TAKEN: Readonly<Record<Category, readonly string[]>> = {
  family: familyKinds.map(({ kind }) => kind),
  frequency: frequencyLaws.map(({ kind }) => kind),
  model: modelKinds.map(({ kind }) => kind),
  grader: GRADER_KINDS,
};

/** @throws UserError for two kinds of one name, or one that this program has */
function kindsOf(plugins: readonly PluginDefinitions[]): PluginKinds {
  const kinds: Record<Category, Kind[]> = { family: [], frequency: [], model: [], grader: [] };
  const owners = new Map<string, { readonly definition: Definition; readonly file: string | undefined }>();
  for (const { file, definitions } of plugins) {
    for (const definition of definitions) {
      const category = categoryOf(definition)!;
      const { kind } = definition;
      const name = `${category} ${kind}`;
      const owner = owners.get(name);
      if (owner?.definition === definition) continue;
      if (owner !== undefined || TAKEN[category].includes(kind))
        throw new UserError({
          code: 'kind-taken',
          summary: `two kinds of one name: ${name}`,
          where: file,
          found: `also ${owner === undefined ? 'a kind of this program' : `defined by ${owner.file ?? 'another definition'}`}`,
          allowed: 'a name of its own for each kind',
        });
      owners.set(name, { definition, file });
      kinds[category].push(guardedKind(definition, file));
    }
  }
  return { families: kinds.family, frequencies: kinds.frequency, models: kinds.model, graders: kinds.grader };
}
