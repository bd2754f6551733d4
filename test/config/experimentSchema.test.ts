import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { valueAt } from '../../src/config/paths.js';
import { editorSchema } from '../../src/config/schema/editorSchema.js';
import { engineSchema } from '../../src/config/schema/engineSchema.js';
import { experimentSchema } from '../../src/config/schema/experimentSchema.js';
import { measurementSchema } from '../../src/config/schema/measurementSchema.js';
import { trainingSchema } from '../../src/config/schema/trainingSchema.js';
import { mistake, PLAIN, resolve, schema } from './fixtures.js';

describe('experimentSchema', () => {
  test('refuses unknown options even of kinds that are not strict', () => {
    // The transformer's options are a plain z.object, which by itself would drop unknown keys.
    expect(mistake(() => resolve(PLAIN, 'model={kind: transformer, depth: 2}')).problems[0]).toMatchObject({
      code: 'unknown-key',
      keyPath: 'model.depth',
    });
  });

  test('refuses registries that are empty or have a kind twice', () => {
    const one = [{ kind: 'uniform', options: z.strictObject({}) }];
    expect(() => experimentSchema({ families: one, frequencies: one, models: [] })).toThrow('a registry is empty');
    expect(() =>
      experimentSchema({ families: one, frequencies: one, models: [...one, ...one] }).check.safeParse({
        model: { kind: 'uniform' },
      }),
    ).toThrow(/uniform/);
  });

  test('every key of a section has a description', () => {
    for (const section of [trainingSchema, measurementSchema, engineSchema]) {
      for (const [key, option] of Object.entries(section.shape))
        expect([key, (option as z.ZodType).description ?? '']).toEqual([key, expect.stringMatching(/\w{3}/)]);
    }
  });
});

describe('editorSchema', () => {
  const editor = editorSchema(schema);

  test('is JSON Schema of the file', () => {
    expect(editor.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(editor.required).toEqual(['corpus']);
    expect(editor.additionalProperties).toBe(false);
    expect(valueAt(editor, ['properties', 'training', 'properties', 'steps'])).toMatchObject({
      type: 'integer',
      minimum: 1,
      default: 600,
      description: expect.stringContaining('updates'),
    });
    expect(JSON.parse(JSON.stringify(editor))).toEqual(editor);
  });

  test("lets a kind's name stand alone", () => {
    const model = valueAt(editor, ['properties', 'model', 'anyOf']) as readonly unknown[];
    expect(model[0]).toEqual({ enum: ['transformer', 'ngram', 'calibrated-learner'] });
    expect(model.slice(1).map((each) => valueAt(each, ['properties', 'kind', 'const']))).toEqual([
      'transformer',
      'ngram',
      'calibrated-learner',
    ]);
    expect(valueAt(model[2], ['properties', 'smoothing', 'anyOf', 0])).toEqual({ enum: ['add-k', 'kneser-ney'] });
    expect(valueAt(editor, ['properties', 'engine', 'anyOf', 0])).toEqual({ enum: ['compiled', 'eager'] });
  });
});
