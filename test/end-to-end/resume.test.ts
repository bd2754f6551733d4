/** Trained models that a run saves, the library reads, and another run continues. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadModel } from '../../src/models/saved/modelFile.js';
import { decodeSafetensors } from '../../src/models/saved/safetensors.js';
import { experimentFile, hallucinationRate, temporaryFolder } from './commandLine.js';

const EXPERIMENT = `
corpus:
  examples: 200
  families:
    birthdays: { kind: arbitrary-facts, prompts: 100, responses: 20 }
model: { kind: gru, width: 12 }
training: { steps: 12, batchSize: 32, learningRate: 0.01, warmupSteps: 5, decay: none, save: true }
measurement: { curvePoints: 0 }
seed: 7
`;

const store = temporaryFolder();
const file = experimentFile(EXPERIMENT, 'saved.yaml');

interface Result {
  readonly runs: readonly {
    readonly id: string;
    readonly families: { readonly birthdays: { readonly errorRate: number } };
  }[];
}

/** Runs the experiment with overrides. */
async function run(
  name: string,
  ...set: readonly string[]
): Promise<{
  readonly code: number;
  readonly stderr: string;
  readonly id: string;
  readonly error: number;
  readonly model: string;
}> {
  const { code, stdout, stderr } = await hallucinationRate(
    'run',
    file,
    '--json',
    '--workers',
    '1',
    '--out',
    store,
    '--set',
    `name=${name}`,
    ...set.flatMap((each) => ['--set', each]),
  );
  if (code !== 0) return { code, stderr, id: '', error: NaN, model: '' };
  const [{ id, families }] = (JSON.parse(stdout) as Result).runs;
  return {
    code,
    stderr,
    id,
    error: families.birthdays.errorRate,
    model: path.join(store, name, id, 'model.safetensors'),
  };
}

function tensorsOf(model: string) {
  return decodeSafetensors(readFileSync(model), model);
}

describe('training.save and training.resume', () => {
  let first: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    first = await run('first', 'training.steps=5');
  }, 60_000);

  test('steps that are trained in two parts give the model of one training, to the bit', async () => {
    const [whole, resumed] = [await run('whole'), await run('resumed', `training.resume=${first.model}`)];
    expect([whole.code, resumed.code]).toEqual([0, 0]);
    expect(tensorsOf(resumed.model).tensors).toEqual(tensorsOf(whole.model).tensors);
    expect(tensorsOf(first.model).tensors).not.toEqual(tensorsOf(whole.model).tensors);
    expect(resumed.error).toBe(whole.error);
    expect(tensorsOf(resumed.model).metadata).toMatchObject({ run: resumed.id, step: '12' });
  }, 60_000);

  test('the library reads what a run saved', async () => {
    const model = await loadModel(first.model);
    expect(model).toMatchObject({ kind: 'gru', step: 5, run: first.id });
    const row = await model.nextTokenLogProbabilities([Int32Array.of(3)]);
    expect(row.length).toBe(model.words.length);
    expect(row.reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(1, 10);
    await model.dispose();
  });

  test('a counted model is not saved and cannot continue: that is reported before anything is made', async () => {
    const counted = await run('counted', 'model=ngram');
    expect(readdirSync(path.dirname(counted.model))).not.toContain('model.safetensors');
    const { code, stderr } = await run('refused', 'model=ngram', `training.resume=${first.model}`);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/only networks[^]*training\.resume[^]*kind ngram/)]);
    expect(existsSync(path.join(store, 'refused'))).toBe(false);
  }, 60_000);
});
