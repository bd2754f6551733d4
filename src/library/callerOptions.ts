/** Options that a program hands over: filled in and checked by the schema of experiment files, and told as the caller's. */
import { fileURLToPath } from 'node:url';
import { problemsOf } from '../config/load/schemaProblems.js';
import { expandShorthand } from '../config/load/setValue.js';
import { dotted } from '../config/paths.js';
import type { CheckedExperiment } from '../config/schema/experimentSchema.js';
import { checkLexicon, type Lexicon } from '../corpus/lexicon.js';
import { didYouMean } from '../errors/didYouMean.js';
import { type Problem, UserError } from '../errors/userError.js';
import { type Definition, isDefinition } from '../plugins/definition.js';
import { type PluginDefinitions, withKinds } from '../plugins/kindsInForce.js';
import { loadPlugin } from '../plugins/loadPlugin.js';
import { pluginFile } from '../plugins/pluginFiles.js';
import { loadLexicon } from '../store/loadLexicon.js';
import { type ModelRunConfig, schemaInForce } from '../sweep/experimentSchemas.js';

/** A plugin: a definition, several, or the path of a module that exports some. */
export type Plugin = object | string | URL;

/** Options of a kind: its name, or a mapping with its `kind`. */
export type KindOptions = string | ({ readonly kind: string } & Readonly<Record<string, unknown>>);

/** Sections of an experiment that a call gives; others have their defaults. */
export interface Sections {
  readonly corpus?: unknown;
  readonly model?: unknown;
  readonly training?: unknown;
  readonly measurement?: unknown;
  readonly engine?: unknown;
  readonly seed?: unknown;
}

/** A corpus for the check of other sections. */
const ANY_CORPUS = { examples: 1, families: { facts: { kind: 'arbitrary-facts' } } };

/**
 * Returns a whole config with the sections that are given.
 * @param call words for messages, such as `train(…)`
 * @param argument section that is an argument by itself, so that messages do not name it
 * @throws UserError about the caller's values
 */
export function checkedSections(
  sections: Sections,
  call: string,
  argument?: keyof Sections,
): CheckedExperiment<ModelRunConfig> {
  const schema = schemaInForce();
  const given = Object.entries({ corpus: ANY_CORPUS, ...sections }).filter(([, value]) => value !== undefined);
  const value = expandShorthand(schema.tree, { name: 'library', ...Object.fromEntries(given) });
  const checked = schema.check.safeParse(value);
  if (checked.success) return checked.data;
  const [first, ...others] = problemsOf(checked.error.issues, schema.tree, value).map(({ path, ...problem }) =>
    ofCaller({ ...problem, keyPath: path.length === 0 ? undefined : dotted(path) }, call, argument),
  );
  throw new UserError(first, others);
}

/** Awaits a result, and tells mistakes as those of a call's values. */
export async function toldAs<Result>(
  call: string,
  argument: keyof Sections | undefined,
  make: () => Promise<Result>,
): Promise<Result> {
  try {
    return await make();
  } catch (error) {
    throw error instanceof UserError ? error.amended((problem) => ofCaller(problem, call, argument)) : error;
  }
}

function ofCaller({ where = undefined, keyPath, ...problem }: Problem, call: string, argument?: string): Problem {
  const isInside = argument !== undefined && keyPath?.startsWith(`${argument}.`);
  return { ...problem, where: where ?? call, keyPath: isInside ? keyPath?.slice(argument.length + 1) : keyPath };
}

/** Refuses settings that a call does not have: one that is misspelt would have no effect. @throws UserError */
export function requireSettings(call: string, settings: unknown, known: readonly string[]): void {
  const isObject = typeof settings === 'object' && settings !== null;
  const stranger = isObject ? Object.keys(settings).find((key) => !known.includes(key)) : String(settings);
  if (stranger === undefined) return;
  throw new UserError({
    code: 'unknown-key',
    summary: isObject ? 'unknown setting' : 'not settings',
    where: call,
    found: stranger,
    allowed: known.join(', '),
    hint: didYouMean(stranger, known),
  });
}

let lexicon: Lexicon | undefined;

/** Returns the word lists that ship, read once. */
export function shippedLexicon(): Lexicon {
  lexicon ??= checkLexicon(loadLexicon());
  return lexicon;
}

/** Calls a function while the kinds of plugins are in force: with `loadModel`, for networks that a plugin defines. */
export async function withPlugins<Result>(plugins: readonly Plugin[], use: () => Promise<Result>): Promise<Result> {
  return withKinds(await definitionsOf(plugins), use);
}

/** Returns the definitions of plugins, those in modules with their files. @throws UserError for other values */
export async function definitionsOf(plugins: readonly Plugin[]): Promise<readonly PluginDefinitions[]> {
  return Promise.all(
    plugins.map(async (plugin) => {
      if (typeof plugin === 'string' || plugin instanceof URL) return loadPlugin(pathOf(plugin));
      const definitions: readonly unknown[] = Array.isArray(plugin) ? plugin : [plugin];
      const stranger = definitions.find((each) => !isDefinition(each));
      if (stranger === undefined) return { definitions: definitions as readonly Definition[] };
      throw new UserError({
        code: 'no-definition',
        summary: 'not a plugin',
        found: typeof stranger,
        allowed: 'what defineFamily, defineFrequency, defineModel or defineGrader return, or the path of a module',
      });
    }),
  );
}

/** Returns the path of a module, from the present folder. */
function pathOf(plugin: string | URL): string {
  return pluginFile(typeof plugin === 'string' && !plugin.startsWith('file:') ? plugin : fileURLToPath(plugin), '.');
}
