/** Timelines on the command line: a sweep that keeps them, read back by the library, drawn, and gone where nobody asks. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readResults, runExperiment } from '../../src/index.js';
import { experimentFile, hallucinationRate, temporaryFolder } from './commandLine.js';

const EXPERIMENT = `
name: followed
corpus:
  examples: 200
  families:
    birthdays: { kind: arbitrary-facts, prompts: 120, responses: 20 }
model: { kind: transformer, layers: 1, heads: 2, width: 24 }
training: { steps: 60, batchSize: 64, decay: none, save: true }
measurement: { curvePoints: 3, timelines: 50 }
sweep: { model.kind: [transformer, memoriser] }
seed: 5
`;

const store = temporaryFolder();
const file = experimentFile(EXPERIMENT, 'followed.yaml');
const folder = path.join(store, 'followed');
const table = (): Buffer => readFileSync(path.join(folder, 'timelines.arrow'));

async function run(...flags: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await hallucinationRate('run', file, '--out', store, ...flags);
  expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
  return stdout;
}

describe('measurement.timelines', () => {
  let screen = '';
  beforeAll(async () => {
    screen = await run();
  }, 120_000);

  test('writes one table beside the others, which verify knows', async () => {
    expect(screen).toContain('followed/timelines.arrow\n');
    expect((await hallucinationRate('verify', store)).code).toBe(0);
    const { timelines, runs } = await readResults(folder);
    const { columns, rows } = timelines!;
    expect(rows).toBe(50 * (4 + 1)); // a network at four steps, a memoriser at one
    expect(new Set(columns.run)).toEqual(new Set(runs.columns.run));
    const known = columns.right.filter(
      (right, row) => columns.step[row] === 60 && columns.stated[row] !== 0 && Number(right) > 0.5,
    );
    expect(known.length).toBeGreaterThan(10);
  });

  test('gives the report a figure of single facts', () => {
    const report = readFileSync(path.join(folder, 'report.html'), 'utf8');
    expect(report).toContain('id="knowledge-by-exposures-birthdays"');
    expect(report).toContain('exposures so far');
  });

  test('gives the same bytes again, in the library too', async () => {
    const before = table();
    const other = temporaryFolder();
    const again = await hallucinationRate('run', file, '--out', other, '--workers', '1');
    expect(again.code).toBe(0);
    expect(readFileSync(path.join(other, 'followed', 'timelines.arrow')).equals(before)).toBe(true);
    const { tables } = await runExperiment(EXPERIMENT);
    expect(tables.timelines!.columns).toEqual((await readResults(folder)).timelines!.columns);
  }, 120_000);

  test('of a training that goes on from a saved one are those of one training, from that step on', async () => {
    const whole = (await readResults(folder)).timelines!.columns;
    const set = (...pairs: readonly string[]): readonly string[] => pairs.flatMap((pair) => ['--set', pair]);
    const alone = ['name=parts', 'model.kind=transformer'];
    const begin = await hallucinationRate('run', file, '--out', store, '--json', ...set(...alone, 'training.steps=27'));
    const [{ id }] = (JSON.parse(begin.stdout) as { runs: { id: string }[] }).runs;
    const saved = path.join(store, 'parts', id, 'model.safetensors');
    const rest = await hallucinationRate('run', file, '--out', store, ...set(...alone, `training.resume=${saved}`));
    expect([rest.code, rest.code === 0 ? '' : rest.stderr]).toEqual([0, '']);
    const part = (await readResults(path.join(store, 'parts'))).timelines!.columns;
    const [names, from] = [['promptId', 'stated', 'step', 'read', 'right', 'error', 'invalid'], 27];
    const rowsOf = (columns: typeof whole, run: unknown): readonly unknown[] =>
      columns.step.flatMap((step, row) =>
        columns.run[row] === run && Number(step) >= from ? [names.map((name) => columns[name][row])] : [],
      );
    const network = whole.run[whole.step.indexOf(60)];
    expect(rowsOf(part, part.run[0])).toEqual(rowsOf(whole, network));
    expect(rowsOf(part, part.run[0]).length).toBe(50 * 2);
  }, 120_000);

  test('leaves no table where the next sweep does not ask for it', async () => {
    await run('--set', 'measurement={ curvePoints: 3 }');
    expect(existsSync(path.join(folder, 'timelines.arrow'))).toBe(false);
    expect(readFileSync(path.join(folder, 'report.html'), 'utf8')).not.toContain('knowledge-by-exposures');
    expect((await hallucinationRate('verify', store)).code).toBe(0);
  }, 120_000);
});
