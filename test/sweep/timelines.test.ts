/** Timelines of single facts: which are kept, what is stored of them, and that an interruption changes nothing. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { resolveExperiment } from '../../src/config/load/loadExperiment.js';
import { stream } from '../../src/random/stream.js';
import { decodeTable, readTable, type StoredTable } from '../../src/store/tables.js';
import { type ModelRunConfig, schema } from '../../src/sweep/experimentSchemas.js';
import { checkpointsOf } from '../../src/sweep/run/checkpoints.js';
import { executeRun, type RunHooks, type RunTask } from '../../src/sweep/run/executeRun.js';
import { sampledPrompts } from '../../src/sweep/run/timelines.js';
import { gatherTimelines, type RunTimelines, timelinesTable } from '../../src/sweep/tables/timelinesTable.js';
import { lexicon } from '../corpus/worlds.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';

const ID = '0123456789ab';
const EXPERIMENT = `
corpus:
  examples: 300
  families:
    birthdays: { kind: arbitrary-facts, prompts: 150, responses: 20, answerProbability: 0.9, frequency: { kind: zipf, exponent: 1 } }
    names: { kind: spelling, words: 100 }
model: { kind: transformer, layers: 1, heads: 2, width: 16 }
training: { steps: 24, batchSize: 32, learningRate: 0.01 }
measurement: { curvePoints: 4, timelines: 60, samples: 100 }
seed: 3
`;

function taskOf(...set: readonly string[]): RunTask {
  return {
    id: ID,
    parameters: {},
    config: resolveExperiment(EXPERIMENT, 'x.yaml', { set }, schema).base as ModelRunConfig,
  };
}

async function timelinesOf(task: RunTask, hooks: RunHooks = {}): Promise<Uint8Array | undefined> {
  const kept: RunTimelines[] = [];
  await executeRun(task, lexicon, { ...hooks, onTimelines: async (each) => void kept.push(each) });
  return kept.length === 0 ? undefined : timelinesTable(kept);
}

type Row = Readonly<Record<string, number | string | null>>;
function rowsOf({ rows, columns }: StoredTable): readonly Row[] {
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells[row] as number | string | null])),
  );
}

describe('the prompts that are kept', () => {
  const promptWeight = Float64Array.from({ length: 1000 }, (_, c) => (c < 990 ? 1 / 990 : 0));
  // 600 never stated, 300 once, 60 twice, 25 six times, 5 a dozen times; the last ten are never asked.
  const stated = Int32Array.from({ length: 1000 }, (_, c) =>
    c < 600 ? 0 : c < 900 ? 1 : c < 960 ? 2 : c < 985 ? 6 : 12,
  );

  test('are all that are asked, if there are no more', () => {
    const { prompt, weight } = sampledPrompts({ promptWeight }, stated, 990, stream(1, 'sample'));
    expect(prompt).toEqual(Array.from({ length: 990 }, (_, c) => c));
    expect(new Set(weight)).toEqual(new Set([1]));
  });

  test('are equal shares of the strata as far as these reach, and stand for all of them', () => {
    const { prompt, weight } = sampledPrompts({ promptWeight }, stated, 100, stream(1, 'sample'));
    const of = (times: number): number => prompt.filter((c) => stated[c] === times).length;
    expect(prompt).toHaveLength(100);
    expect(new Set(prompt).size).toBe(100);
    expect([0, 1, 2, 6, 12].map(of)).toEqual([24, 24, 24, 23, 5]);
    expect(weight.reduce((sum, each) => sum + each, 0)).toBeCloseTo(990, 9);
    expect(prompt).toEqual([...prompt].sort((a, b) => a - b));
    expect(sampledPrompts({ promptWeight }, stated, 100, stream(1, 'sample'))).toEqual({ prompt, weight });
    expect(sampledPrompts({ promptWeight }, stated, 100, stream(2, 'sample')).prompt).not.toEqual(prompt);
  });
});

describe('timelines of a network', () => {
  test('hold each kept prompt at each measured step, with what the curves hold in the mean', async () => {
    const task = taskOf('measurement.timelines=1000');
    const kept: RunTimelines[] = [];
    const { curves } = await executeRun(task, lexicon, { onTimelines: async (each) => void kept.push(each) });
    const rows = rowsOf(decodeTable(timelinesTable(kept)));
    const [birthdays] = kept[0].world.families;
    expect(rows).toHaveLength(150 * 5);
    expect(new Set(rows.map(({ family }) => family))).toEqual(new Set(['birthdays']));
    for (const { step, families } of curves) {
      const here = rows.filter((row) => row.step === step);
      const mean = (name: string): number =>
        here.reduce((sum, row) => sum + birthdays.promptWeight[Number(row.promptId)] * Number(row[name]), 0);
      const { accuracy, errorRate, invalidMass, abstentionRate } = families.birthdays;
      expect(mean('right')).toBeCloseTo(accuracy, 9);
      expect(mean('error')).toBeCloseTo(errorRate, 9);
      expect(mean('invalid')).toBeCloseTo(invalidMass, 9);
      expect(mean('abstention')).toBeCloseTo(abstentionRate, 9);
      // All 24 · 32 rows of training are of one family or the other, and none of them is new.
      const read = here.reduce((sum, row) => sum + Number(row.read), 0);
      expect(read).toBeLessThanOrEqual(32 * step);
      if (step > 0) expect(read).toBeGreaterThan(0);
      expect(here.filter((row) => row.stated === 0).every((row) => row.read === 0)).toBe(true);
    }
  });

  test('are the same bytes again, and after an interruption', async () => {
    const whole = await timelinesOf(taskOf());
    expect(await timelinesOf(taskOf())).toEqual(whole);
    for (const at of [5, 13, 24]) {
      const folder = temporaryFolder();
      const stopping = (step: number): void => {
        if (step === at) throw new Error('cut off');
      };
      const first = timelinesOf(taskOf(), { checkpoints: checkpointsOf(folder, ID, 0), onStep: stopping });
      await expect(first).rejects.toThrow('cut off');
      const steps: number[] = [];
      const second = await timelinesOf(taskOf(), {
        checkpoints: checkpointsOf(folder, ID, 0),
        onStep: (step) => void steps.push(step),
      });
      expect(steps[0]).toBe(at);
      expect(second).toEqual(whole);
    }
  });

  test('are not kept where nobody asks for them, and change nothing else', async () => {
    const without = EXPERIMENT.replace(' timelines: 60,', '');
    const config = resolveExperiment(without, 'x.yaml', { set: [] }, schema).base as ModelRunConfig;
    expect('timelines' in config.measurement).toBe(false);
    expect(await timelinesOf({ id: ID, parameters: {}, config })).toBeUndefined();
    const results = [config, taskOf().config].map((each) =>
      executeRun({ id: ID, parameters: {}, config: each }, lexicon, {}),
    );
    const [plain, kept] = await Promise.all(results);
    expect(kept).toEqual(plain);
  });
});

describe('timelines of models without steps', () => {
  test('a memoriser has read each row once, and knows exactly what is stated', async () => {
    const table = decodeTable(
      (await timelinesOf(taskOf('model={ kind: memoriser }', 'corpus.families.birthdays.answerProbability=1')))!,
    );
    const rows = rowsOf(table);
    expect(rows).toHaveLength(60);
    for (const { stated, read, right, error, invalid, abstention, step } of rows) {
      expect([read, step]).toEqual([stated, 0]);
      expect(right).toBeCloseTo(Number(stated) > 0 ? 1 : Number(right), 9);
      expect(Number(right) + Number(error) + Number(invalid) + Number(abstention)).toBeCloseTo(1, 9);
      if (stated === 0) expect(right).toBeLessThan(0.5);
    }
    expect(new Set(rows.map(({ stated }) => stated)).size).toBeGreaterThan(4);
  });

  test('of one model of a corpus are of the same prompts as those of another', async () => {
    const promptsOf = async (model: string): Promise<readonly unknown[]> => [
      ...new Set(decodeTable((await timelinesOf(taskOf(`model={ kind: ${model} }`)))!).columns.promptId),
    ];
    expect(await promptsOf('memoriser')).toEqual(await promptsOf('marginal'));
  });

  test('facts with synonyms are counted by prompt, and by fact', async () => {
    const rows = rowsOf(
      decodeTable(
        (await timelinesOf(
          taskOf('model={ kind: memoriser }', 'measurement.timelines=1000', 'corpus.families.birthdays.synonyms=3'),
        ))!,
      ),
    );
    const sum = (name: string): number => rows.reduce((total, row) => total + Number(row[name]), 0);
    expect(sum('byFact.stated')).toBe(3 * sum('stated'));
    expect(rows.every((row) => Number(row['byFact.stated']) >= Number(row.stated))).toBe(true);
  });
});

test('the tables of runs are joined', async () => {
  const folder = temporaryFolder();
  const folders = await Promise.all(
    ['memoriser', 'marginal'].map(async (kind) => {
      const own = path.join(folder, kind);
      mkdirSync(own);
      writeFileSync(path.join(own, 'timelines.arrow'), (await timelinesOf(taskOf(`model={ kind: ${kind} }`)))!);
      return own;
    }),
  );
  await gatherTimelines(folders, path.join(folder, 'timelines.arrow'));
  const { rows, metadata } = await readTable(path.join(folder, 'timelines.arrow'));
  expect([rows, metadata.schemaVersion]).toEqual([120, '1']);
});
