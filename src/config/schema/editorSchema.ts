import { isMapping } from '../paths.js';
import type { ExperimentSchema } from './experimentSchema.js';
import { alternatives, kindsOf, type SchemaNode } from './jsonSchema.js';

/** JSON Schema (2020-12) of experiment files of one kind, for completion and checks in editors. */
export function editorSchema(schema: ExperimentSchema<unknown>): Record<string, unknown> {
  return { title: 'hallucination-rate experiment', ...(withShorthand(schema.tree) as Record<string, unknown>) };
}

/** JSON Schema of all experiment files: files with the key `study` are studies. */
export function editorSchemaOfAll(
  experiments: ExperimentSchema<unknown>,
  studies: ExperimentSchema<unknown>,
): Record<string, unknown> {
  const { $schema, title, ...then } = editorSchema(studies);
  return { $schema, title, if: { required: ['study'] }, then, else: withShorthand(experiments.tree) };
}

/** Adds the short form to every choice of a kind: its name alone. */
function withShorthand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withShorthand);
  if (!isMapping(value)) return value;
  const node: SchemaNode = value;
  const kinds = [...kindsOf(node).keys()];
  if (kinds.length === 0) return mapValues(value, withShorthand);
  const options = alternatives(node).map((each) => mapValues(each as Readonly<Record<string, unknown>>, withShorthand));
  return { anyOf: [{ enum: kinds }, ...options] };
}

function mapValues(
  mapping: Readonly<Record<string, unknown>>,
  change: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, change(value)]));
}
