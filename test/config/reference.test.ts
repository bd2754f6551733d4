import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { editorSchema, editorSchemaOfAll } from '../../src/config/schema/editorSchema.js';
import { alternatives, kindsOf, type SchemaNode } from '../../src/config/schema/jsonSchema.js';
import { configReference } from '../../src/config/schema/reference.js';
import { schema, schemaOfStudies } from '../../src/sweep/experimentSchemas.js';

/** Paths of keys and kinds without a description. */
function undescribed(node: SchemaNode, path: string): string[] {
  const kinds = [...kindsOf(node)].filter(([, each]) => !each.description).map(([kind]) => `${path}: ${kind}`);
  const inside = alternatives(node).flatMap((each) => [
    ...Object.entries(each.properties ?? {}).flatMap(([key, child]) => [
      ...(key === 'kind' || child.description ? [] : [`${path}.${key}`]),
      ...undescribed(child, `${path}.${key}`),
    ]),
    ...(typeof each.additionalProperties === 'object' ? undescribed(each.additionalProperties, `${path}.*`) : []),
  ]);
  return [...kinds, ...inside];
}

describe('the reference of experiment files', () => {
  const reference = configReference(schema.tree, schemaOfStudies.tree);

  test('docs/config.md is what npm run docs:config writes', () => {
    expect(readFileSync('docs/config.md', 'utf8')).toBe(reference);
  });

  test('every key and every kind is described', () => {
    expect([...undescribed(schema.tree, ''), ...undescribed(schemaOfStudies.tree, '')]).toEqual([]);
    expect(undescribed({ properties: { a: { properties: { b: {} } } } }, '')).toEqual(['.a', '.a.b']);
  });

  test('a key that does not choose a kind is described by its values, whatever its name', () => {
    expect(reference).toContain('| `frequency` | one of uniform, zipf | `uniform` |');
    expect(reference).toContain('| `frequency` | see [Frequency laws](#frequency-laws) | `uniform` |');
  });

  test('links lead to headings of the page', () => {
    const headings = [...reference.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    const links = [...reference.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });
});

describe('the schema for editors', () => {
  const files = readdirSync('experiments').filter((file) => file.endsWith('.yaml'));
  const read = (file: string): Record<string, unknown> =>
    parse(readFileSync(path.join('experiments', file), 'utf8')) as Record<string, unknown>;
  const all = editorSchemaOfAll(schema, schemaOfStudies);

  test('accepts every shipped experiment, and no misspelt key', () => {
    const [ofModels, ofStudies] = [all.else, all.then].map((each) =>
      z.fromJSONSchema(each as z.core.JSONSchema.JSONSchema),
    );
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const experiment = read(file);
      const [own, other] = 'study' in experiment ? [ofStudies, ofModels] : [ofModels, ofStudies];
      expect([file, own.safeParse(experiment).error?.issues]).toEqual([file, undefined]);
      expect(other.safeParse(experiment).success).toBe(false);
      expect(own.safeParse({ ...experiment, sede: 1 }).success).toBe(false);
    }
  });

  test('distinguishes studies from experiments by the key study', () => {
    expect(all.if).toEqual({ required: ['study'] });
    expect(all.then).toMatchObject({ properties: editorSchema(schemaOfStudies).properties });
  });
});
