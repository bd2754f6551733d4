/** Kinds of plugins as the registries take them: their errors are told as the plugin's. */
import type { Kind } from '../config/schema/experimentSchema.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { CountedModelKind, ImportedModelKind, NetworkKind } from '../models/modelKind.js';
import type { Network } from '../models/networks/network.js';
import { categoryOf, type Definition } from './definition.js';
import { guarded, type Origin } from './pluginErrors.js';

/** Returns the kind with guarded functions. @param file of its plugin; left out for a definition in memory */
export function guardedKind(definition: Definition, file: string | undefined): Kind {
  const category = categoryOf(definition)!;
  const origin: Origin = { category, kind: definition.kind, ...(file !== undefined && { file }) };
  const kind = withGuards(definition, origin);
  return category === 'model' ? withGuardedModels(kind as unknown as AnyKind, origin) : kind;
}

/** Guards the functions of an object. */
function withGuards<Object extends object>(object: Object, origin: Origin): Object {
  const entries = Object.entries(object).map(([key, value]): [string, unknown] => [
    key,
    typeof value === 'function' ? guarded(value.bind(object) as (...args: unknown[]) => unknown, origin) : value,
  ]);
  return Object.fromEntries(entries) as Object;
}

type AnyKind = Partial<CountedModelKind & ImportedModelKind & NetworkKind>;

/** Guards what the functions of a kind of model return, too: a model or a network is code of the plugin as well. */
function withGuardedModels({ fit, load, network, ...kind }: AnyKind, origin: Origin): Kind {
  return {
    ...kind,
    ...(fit && { fit: (...args: Parameters<typeof fit>): LanguageModel => withGuards(fit(...args), origin) }),
    ...(load && { load }),
    ...(network && { network: (...args: Parameters<typeof network>): Network => withGuards(network(...args), origin) }),
  } as Kind;
}
