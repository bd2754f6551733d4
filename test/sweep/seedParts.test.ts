/** Seeds of world, sample and model act each on its own part of a run. */
import { describe, expect, test } from '@jest/globals';
import { resolveExperiment } from '../../src/config/load/loadExperiment.js';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';
import { type ModelRunConfig, schema } from '../../src/sweep/experimentSchemas.js';
import { corpusOf, executeRun } from '../../src/sweep/run/executeRun.js';

const TEXT = `
corpus: { examples: 60, families: { facts: { kind: arbitrary-facts, prompts: 40, responses: 12, frequency: zipf } } }
model: { kind: mlp, width: 8 }
training: { steps: 3, batchSize: 8 }
measurement: { curvePoints: 1 }
`;
const lexicon = checkLexicon(loadLexicon());

function config(world: number, sample: number, model: number): ModelRunConfig {
  const { runs } = resolveExperiment(
    `${TEXT}seed: { world: ${world}, sample: ${sample}, model: ${model} }\n`,
    'a.yaml',
    {},
    schema,
  );
  return runs[0].config as ModelRunConfig;
}

describe('seeds apart', () => {
  const facts = (options: ModelRunConfig) => [...corpusOf(options, lexicon).world.families[0].answer];
  const rows = (options: ModelRunConfig) => [...corpusOf(options, lexicon).examples.prompt];
  test('the world alone decides the facts, and the sample alone the rows that are drawn of them', () => {
    expect(facts(config(1, 2, 3))).toEqual(facts(config(1, 1, 1)));
    expect(facts(config(2, 1, 1))).not.toEqual(facts(config(1, 1, 1)));
    expect(rows(config(1, 1, 2))).toEqual(rows(config(1, 1, 1)));
    expect(rows(config(1, 2, 1))).not.toEqual(rows(config(1, 1, 1)));
  });
  test('the model alone decides what is learnt from the same rows; the result keeps the three seeds', async () => {
    const run = (options: ModelRunConfig) => executeRun({ id: 'r', parameters: {}, config: options }, lexicon, {});
    const [one, again, other] = [await run(config(1, 2, 3)), await run(config(1, 2, 3)), await run(config(1, 2, 4))];
    expect(again).toEqual(one);
    expect(one).toMatchObject({ seed: 1, seeds: { world: 1, sample: 2, model: 3 } });
    expect(other.families.facts.missingMass).toBe(one.families.facts.missingMass);
    expect(other.families.facts.errorRate).not.toBe(one.families.facts.errorRate);
    expect((await run(config(5, 5, 5))).seeds).toBeUndefined();
  });
});
