/**
 * Kinds that plugins define, beside those of the registries. No floor down here knows a plugin: whoever loads plugins
 * says where their kinds are found (`takeKindsFrom`).
 */
import { UserError } from '../../errors/userError.js';
import type { Kind } from './experimentSchema.js';

/** Kinds of plugins by the registry that they extend. */
export interface PluginKinds {
  readonly families: readonly Kind[];
  readonly frequencies: readonly Kind[];
  readonly models: readonly Kind[];
  readonly graders: readonly Kind[];
}

/** No plugins. */
export const NO_PLUGIN_KINDS: PluginKinds = { families: [], frequencies: [], models: [], graders: [] };

let source: () => PluginKinds = () => NO_PLUGIN_KINDS;

/** Says where the kinds of plugins are found from now on. */
export function takeKindsFrom(next: () => PluginKinds): void {
  source = next;
}

/** Returns the kinds of the plugins that are in force. */
export function pluginKinds(): PluginKinds {
  return source();
}

/** An error for a kind that neither the registries nor the plugins in force hold. @param what "model", "family", … */
export function noSuchKind(what: string, name: string): UserError {
  return new UserError({
    code: 'unknown-kind',
    summary: `unknown kind of ${what}`,
    found: name,
    hint: 'a kind of a plugin is known while its plugin is loaded',
  });
}
