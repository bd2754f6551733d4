/** Overrides `--set key=value`, applied one after the other to an experiment as written. */
import { UserError } from '../../errors/userError.js';
import { dotted, isMapping, type Mapping, startsWith } from '../paths.js';
import { alternatives, foreignOptions, nodeAt, type SchemaNode } from '../schema/jsonSchema.js';
import { setValue } from './setValue.js';
import { impossibleKey, isSweepable, type SweptKey, type WrittenExperiment } from './writtenExperiment.js';
import { parseYaml } from './yamlText.js';

/**
 * Applies one override. If the key is swept or drawn, or lies above or
 * below such a key, that key leaves the sweep or the draw. A list for a
 * swept key replaces its values. A list for any other key sweeps the key, unless the key takes a list itself.
 *
 * @param text `key=value`, the value in YAML
 * @throws UserError for a text without `=`, broken YAML, or a path that cannot exist in a config
 */
export function applyOverride(written: WrittenExperiment, text: string, tree: SchemaNode): WrittenExperiment {
  const { path, value } = parseOverride(text);
  const impossible = impossibleKey(tree, written.base, path);
  if (impossible !== undefined)
    throw new UserError({ ...impossible, where: overridePlace(text), keyPath: dotted(impossible.path) });

  const node = nodeAt(tree, path, undefined);
  const swept = written.sweep.find((each) => dotted(each.path) === dotted(path));
  const takesList = node !== undefined && alternatives(node).some(({ type }) => type === 'array');
  const overrides = [...written.overrides, { path, text }];

  if (Array.isArray(value) && isSweepable(path) && (swept !== undefined || !takesList)) {
    if (value.length === 0) {
      throw new UserError({
        code: 'wrong-type',
        summary: 'nothing to sweep',
        where: overridePlace(text),
        keyPath: dotted(path),
        allowed: 'a list of at least one value',
      });
    }
    const key = { path, values: value, override: text };
    const sweep =
      swept === undefined
        ? [...unrelated(written.sweep, path), key]
        : written.sweep.map((each) => (each === swept ? key : each));
    return { ...written, base: withoutDraw(written.base, path), sweep };
  }
  const base = setValue(tree, withoutDraw(written.base, path), path, value) as Mapping;
  const parent = path.slice(0, -1);
  const parentNode = path[path.length - 1] === 'kind' ? nodeAt(tree, parent, undefined) : undefined;
  const foreign = parentNode === undefined ? [] : foreignOptions(parentNode, value);
  const sweep = unrelated(written.sweep, path).filter(
    (each) => !(startsWith(each.path, parent) && foreign.includes(each.path[parent.length])),
  );
  return { base, sweep, overrides };
}

/** The place of an override, in messages. */
export function overridePlace(override: string): string {
  return `--set ${override}`;
}

function parseOverride(text: string): { readonly path: readonly string[]; readonly value: unknown } {
  const equals = text.indexOf('=');
  const path = text.slice(0, Math.max(equals, 0)).trim().split('.');
  if (equals < 0 || path.includes('')) {
    throw new UserError({
      code: 'malformed-override',
      summary: 'not an override',
      where: overridePlace(text),
      allowed: 'key=value, the key a dotted path such as corpus.examples',
    });
  }
  if (path[0] === 'sweep') {
    throw new UserError({
      code: 'malformed-override',
      summary: 'the sweep cannot be overridden as a whole',
      where: overridePlace(text),
      allowed: 'a list for the key itself, such as model.kind=[ngram, transformer]',
    });
  }
  if (path[0] === 'plugins') {
    throw new UserError({
      code: 'malformed-override',
      summary: 'plugins are loaded before overrides are read',
      where: overridePlace(text),
      hint: '--plugin FILE adds a plugin',
    });
  }
  return { path, value: parseYaml(text.slice(equals + 1), () => overridePlace(text)).value ?? null };
}

function unrelated(sweep: readonly SweptKey[], path: readonly string[]): SweptKey[] {
  return sweep.filter((each) => !startsWith(each.path, path) && !startsWith(path, each.path));
}

/** The file without the draw of the key and of those above and below it; without any draw if no key is left. */
function withoutDraw(base: Mapping, path: readonly string[]): Mapping {
  const { draw, ...rest } = base;
  if (!isMapping(draw) || !isMapping(draw.values)) return base;
  const entries = Object.entries(draw.values);
  const left = entries.filter(([key]) => !startsWith(key.split('.'), path) && !startsWith(path, key.split('.')));
  if (left.length === entries.length) return base;
  return { ...rest, draw: { ...draw, values: Object.fromEntries(left) } };
}
