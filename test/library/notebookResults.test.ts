/** What notebooks call: results by short names, lines, answers of a model; and the corpus, the files behind them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ask,
  createCorpus,
  type Displayed,
  defineModel,
  estimateData,
  groupsOf,
  openResults,
  readResults,
  runExperiment,
  scoreData,
  seedMean,
  showAnswers,
  showLines,
  showTable,
  train,
  trainingTexts,
  UserError,
  z,
} from '../../src/index.js';
import { curvesTable, runsTable } from '../../src/sweep/tables/resultTables.js';

const STORED = path.resolve('notebooks/results/singleton-rate');
const WHERE = 'model.kind=transformer';

/** Stands in for Deno's kernel: what was shown, by media type. */
const shown: Readonly<Record<string, unknown>>[] = [];
const kernel = globalThis as { Deno?: unknown };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hallucination-rate-notebook-'));
  kernel.Deno = {
    jupyter: {
      display: async (value: Displayed) => void shown.push(value[Symbol.for('Jupyter.display') as keyof Displayed]()),
    },
  };
});
afterAll(() => {
  delete kernel.Deno;
  rmSync(folder, { recursive: true, force: true });
});

/** Cells of the last table, by row. */
function lastTable(): string[][] {
  const lines = String(shown.at(-1)!['text/plain']).split('\n');
  return lines.map((line) => line.trim().split(/ {2,}/));
}

describe('results of a folder', () => {
  test('means over seeds are those of the tables, in rows of settings', async () => {
    const results = await openResults(STORED);
    await results.showMeans({ err: 'birthdays.err', twice: (of) => 2 * of('birthdays.err') }, { where: WHERE });
    const { runs } = await readResults(STORED);
    const means = groupsOf(runs)
      .filter(({ kind }) => kind === 'transformer')
      .map(({ rows }) => seedMean(runs, 'families.birthdays.errorRate', rows)!.mean);
    expect(means).toHaveLength(3);
    expect(lastTable()).toEqual([['err', 'twice'], ...means.map((mean) => [mean.toFixed(4), (2 * mean).toFixed(4)])]);
  });

  test('intervals stand beside means where they are asked for', async () => {
    const results = await openResults(STORED);
    await results.showMeans({ model: 'model.kind', err: 'birthdays.err' }, { where: WHERE, intervals: true });
    for (const [model, err] of lastTable().slice(1)) {
      expect(model).toBe('transformer');
      expect(err).toMatch(/^0\.\d{4} \(0\.\d{3} to 0\.\d{3}\)$/);
    }
  });

  test('runs, and those that meet conditions', async () => {
    const results = await openResults(STORED);
    await results.showRuns({ kind: 'model.kind' });
    expect(lastTable()).toHaveLength(1 + 27);
    await results.showRuns({ kind: 'model.kind' }, { where: [WHERE, 'birthdays.sr<0.2'] });
    expect(lastTable()).toEqual([['kind'], ['transformer'], ['transformer'], ['transformer']]);
  });

  test('figures of its claims and those of every experiment; a wrong id names them', async () => {
    const results = await openResults(STORED);
    expect(results.figures).toContain('wrong-while-training');
    expect(results.figures).toContain('patterned-against-arbitrary-brackets-birthdays-transformer');
    expect(new Set(results.figures).size).toBe(results.figures.length);
    await results.showFigure('error-by-count-birthdays');
    expect(shown.at(-1)!['image/svg+xml']).toMatch(/^<svg [^]*<path/);
    await expect(results.showFigure('nothing')).rejects.toThrow('wrong-while-training');
  });

  test('a plot of its columns, and a wrong column', async () => {
    const results = await openResults(STORED);
    await results.showPlot({ x: 'birthdays.MM', y: 'birthdays.err' });
    expect(JSON.stringify(shown.at(-1)!['application/vnd.vegalite.v5+json'])).toContain('calibrated-learner');
    await results.showPlot({ x: 'birthdays.MM', y: 'birthdays.err', where: WHERE });
    expect(JSON.stringify(shown.at(-1)!['application/vnd.vegalite.v5+json'])).not.toContain('calibrated-learner');
    await expect(results.showPlot({ x: 'birthdays.MN', y: 'birthdays.err' })).rejects.toThrow(UserError);
  });

  test('runs of one’s own have figures and no claims', async () => {
    const { name, runs } = await runExperiment({
      name: 'mine',
      corpus: { examples: 60, families: { facts: { kind: 'arbitrary-facts', prompts: 40, responses: 8 } } },
      model: 'calibrated-learner',
      sweep: { 'corpus.examples': [40, 80] },
    });
    writeFileSync(path.join(folder, 'runs.arrow'), runsTable(name, runs));
    writeFileSync(path.join(folder, 'curves.arrow'), curvesTable(name, runs));
    const mine = await openResults(folder);
    expect(mine.figures).toContain('error-by-count-facts');
    await mine.showFigure();
    await expect(mine.showClaims()).rejects.toThrow('these results answer no claims');
    const stored = await openResults(STORED);
    await stored.showClaims();
    expect(lastTable()[0]).toContain('verdict');
  });
});

test('lines: theory is dashed, a single line has no legend', async () => {
  const points = [
    [1, 2],
    [10, 3],
  ] as const;
  await showLines({ title: 'Two', x: 'x', y: 'y', lines: { a: points, b: points }, theory: ['b'], log: ['x'] });
  const two = JSON.stringify(shown.at(-1)!['application/vnd.vegalite.v5+json']);
  expect(two).toContain('"range":[[1,0],[6,4]]');
  expect(two).toContain('"type":"log"');
  expect(two).toContain('"symbolSize":120');
  await showLines({ title: 'One', x: 'x', y: 'y', lines: { a: points } });
  expect(JSON.stringify(shown.at(-1)!['application/vnd.vegalite.v5+json'])).not.toContain('symbolSize":120');
});

describe('a model is asked', () => {
  const parrot = defineModel({
    kind: 'parrot',
    options: z.object({}),
    fit(_, { examples }) {
      const read = new Map(examples.map((row) => [row.prompt, row.response]));
      return (prompt, responses) =>
        responses.map((response) => Math.log(Number(response === (read.get(prompt) ?? responses[0]))));
    },
  });

  test('and its answers stand beside what it read: most read first, and made up where it read nothing', async () => {
    const corpus = await createCorpus(
      { examples: 40, families: { birthdays: { kind: 'arbitrary-facts', prompts: 40, responses: 12 } } },
      { seed: 3 },
    );
    const model = await train(corpus, { model: { kind: 'parrot' }, plugins: [parrot] });
    await showAnswers(model, corpus, { number: 9 });
    const [heading, ...rows] = lastTable();
    expect(heading).toEqual(['you ask', 'named in training', 'it says', 'how sure', 'verdict']);
    const times = rows.map(([, named]) => (named === 'never' ? 0 : named === 'once' ? 1 : Number.parseInt(named!, 10)));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(times.at(-1)).toBe(0);
    rows.forEach(([, , , , verdict], at) => {
      if (times[at]! > 0) expect(verdict).toBe('right');
      else expect(verdict).toMatch(/^right|^made up: it is /);
    });

    const [first] = trainingTexts(corpus);
    const [reply] = await ask(model, corpus, { prompts: [first!.prompt] });
    expect(reply).toMatchObject({ prompt: first!.prompt, said: first!.response, outcome: 'right' });
    await expect(ask(model, corpus, { prompts: [`${first!.prompt}x`] })).rejects.toThrow(first!.prompt);
    await expect(ask(model, corpus, { nunber: 3 } as object)).rejects.toThrow('number');
  });

  test('rows of running text are sentences', async () => {
    const file = path.join(folder, 'text.txt');
    writeFileSync(
      file,
      Array.from({ length: 400 }, (_, i) => `The people of town ${i} met again. They spoke long.\n`).join('\n'),
    );
    const corpus = await createCorpus({
      examples: 30,
      text: { source: file, vocabulary: 700, window: 64, wordings: 4 },
      families: { birthdays: { kind: 'person', attribute: 'birthday', prompts: 20 } },
    });
    const rows = trainingTexts(corpus);
    expect(rows).toHaveLength(30);
    for (const { sentence } of rows) expect(sentence).toMatch(/^\p{Lu}.* .*\.$/u);
  });
});

describe('files of people', () => {
  test('estimates and scores take the defaults of the command line', async () => {
    const { estimate } = await estimateData(['corpora/capitals/training.csv'], { responsesPerPrompt: 242 });
    expect(estimate.singletonRate).toBeCloseTo(31 / 300, 12);
    const { flips } = await scoreData(['corpora/simpleqa-article.csv']);
    expect(flips[0]!.penalty).toBeCloseTo(2 / 49, 12);
  });

  test('a table is shown', async () => {
    await showTable(['a'], [[1], ['x']]);
    expect(lastTable()).toEqual([['a'], ['1'], ['x']]);
  });
});
