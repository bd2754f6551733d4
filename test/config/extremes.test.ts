/** Every number of an experiment file has two ends, and at each of them a run ends in figures or in words. */
import { describe, expect, test } from '@jest/globals';
import { resolveExperiment } from '../../src/config/load/loadExperiment.js';
import { alternatives, kindsOf, type SchemaNode } from '../../src/config/schema/jsonSchema.js';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import { UserError } from '../../src/errors/userError.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';
import { schema, schemaOf, schemaOfStudies } from '../../src/sweep/experimentSchemas.js';
import { executeRun } from '../../src/sweep/run/executeRun.js';
import { DivergenceError } from '../../src/training/optimiser.js';

interface NumberKey {
  /** Dotted path; an item of a list is `[]`, a family `FAMILY`. */
  readonly path: string;
  /** Kinds that must be chosen on the way: `model=gru`. */
  readonly kinds: readonly string[];
  readonly node: SchemaNode;
}

/** All numbers of a schema, below every choice of a kind. */
function numbersIn(node: SchemaNode, path: string, kinds: readonly string[]): readonly NumberKey[] {
  return alternatives(node).flatMap((each) => {
    const kind = each.properties?.kind?.const;
    const chosen = kind === undefined || kindsOf(node).size < 2 ? kinds : [...kinds, `${path}=${String(kind)}`];
    if (each.type === 'number' || each.type === 'integer') return [{ path, kinds: chosen, node: each }];
    const under = (key: string): string => (path === '' ? key : `${path}.${key}`);
    return [
      ...Object.entries(each.properties ?? {}).flatMap(([key, child]) => numbersIn(child, under(key), chosen)),
      ...(typeof each.additionalProperties === 'object'
        ? numbersIn(each.additionalProperties, under('FAMILY'), chosen)
        : []),
      ...(each.items === undefined ? [] : numbersIn(each.items, `${path}[]`, chosen)),
    ];
  });
}

const ofExperiments = numbersIn(schema.tree, '', []);
const ofStudies = numbersIn(schemaOfStudies.tree, '', []);

test('the numbers are found', () => {
  expect(ofExperiments.length).toBeGreaterThan(100);
  expect(ofStudies.length).toBeGreaterThan(30);
  expect(ofExperiments.map(({ path }) => path)).toContain('measurement.idkBiases[]');
});

test('every number has a lower and an upper end', () => {
  const open = [...ofExperiments, ...ofStudies].filter(
    ({ node: { minimum, maximum, exclusiveMinimum, exclusiveMaximum } }) =>
      !Number.isFinite(minimum ?? exclusiveMinimum) ||
      !Number.isFinite(maximum ?? exclusiveMaximum) ||
      maximum === Number.MAX_SAFE_INTEGER ||
      minimum === Number.MIN_SAFE_INTEGER,
  );
  expect(open.map(({ path, kinds }) => [path, ...kinds].join(' '))).toEqual([]);
});

const BASE = `
name: extremes
corpus: { examples: 40, families: { f: { kind: arbitrary-facts, prompts: 20, responses: 3 } } }
model: { kind: mlp, width: 4, embedding: 4 }
training: { steps: 2, batchSize: 8 }
measurement: { curvePoints: 0 }
`;
const lexicon = checkLexicon(loadLexicon());

/** Values at the ends of a range of real numbers, and beyond them. */
function valuesOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode): readonly string[] {
  const least = minimum ?? exclusiveMinimum! + 5e-324;
  const most = maximum ?? exclusiveMaximum! * (1 - 2 ** -53);
  return [String(least), String(most), '1e-300', '1e308', '-1e308', '.inf', '.nan'];
}

/** The overrides that give a key a value, with the kinds that know the key. */
function overridesOf({ path, kinds }: NumberKey, value: string): readonly string[] {
  const named = (text: string): string => text.replaceAll('FAMILY', 'f');
  return [
    ...(path.startsWith('posttraining') ? ['posttraining={grader: accuracy, steps: 1, prompts: 4, samples: 2}'] : []),
    ...(path.startsWith('measurement.') ? ['model.kind=ngram'] : []),
    ...kinds.map((each) => named(each.replace(/=/, '.kind='))),
    path.endsWith('[]') ? `${named(path.slice(0, -2))}=[${value}]` : `${named(path)}=${value}`,
  ];
}

async function ending(set: readonly string[]): Promise<string> {
  try {
    const { runs } = resolveExperiment(BASE, 'extremes.yaml', { set }, schemaOf);
    await executeRun({ id: 'r', parameters: {}, config: runs[0].config }, lexicon, {});
    return 'figures';
  } catch (error) {
    if (error instanceof UserError || error instanceof DivergenceError) return 'words';
    return `${set.join(' ')}: ${(error as Error).message}`;
  }
}

describe('at the ends of its range, and beyond', () => {
  // Modifiers and laws are the same keys in every kind of family: one kind shows them.
  const name = ({ path, kinds }: NumberKey): string =>
    [path, ...kinds.filter((each) => !each.startsWith('corpus.families.FAMILY='))].join(' ');
  const reals = ofExperiments
    .filter(({ node, path }) => node.type === 'number' && !path.startsWith('draw'))
    .filter((key, at, all) => all.findIndex((other) => name(other) === name(key)) === at);

  test.each(reals.map((key) => [name(key), key] as const))('%s', async (_name, key) => {
    const endings = [];
    for (const value of valuesOf(key.node)) endings.push(await ending(overridesOf(key, value)));
    expect(endings.filter((each) => each !== 'figures' && each !== 'words')).toEqual([]);
    expect(endings.slice(-4)).toEqual(['words', 'words', 'words', 'words']);
  });
});
