/** Columns of `score` beside the outcome, through the command line. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { ScoreReport } from '../../src/scoring/scoreReport.js';
import { hallucinationRate, temporaryFolder } from './commandLine.js';

const folder = temporaryFolder();
function write(name: string, rows: readonly (readonly unknown[])[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, `${rows.map((row) => row.join(',')).join('\n')}\n`);
  return file;
}
async function json(...args: readonly string[]): Promise<ScoreReport> {
  const { code, stdout, stderr } = await hallucinationRate('score', ...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as ScoreReport;
}

const HEADER = [
  'model',
  'question',
  'outcome',
  'epoch',
  'topic',
  'answerable',
  'should_abstain',
  'audit',
  'text',
  'finish',
  'doc',
];
/** Twelve questions asked twice of two models; a is right on the first eight, b on the last eight. */
const ROWS = ['a', 'b'].flatMap((model, m) =>
  Array.from({ length: 24 }, (_, at) => {
    const [q, epoch] = [Math.floor(at / 2), at % 2];
    const right = m === 0 ? q < 8 : q >= 4;
    const outcome = right ? 'correct' : q % 2 === 0 ? 'incorrect' : 'abstained';
    const answerable = q % 3 === 0 ? 'no' : 'yes';
    const audit = q < 6 ? outcome : '';
    const finish = m === 1 && q === 0 ? 'length' : 'stop';
    return [
      model,
      `q${q}`,
      outcome,
      epoch,
      q < 6 ? 'law' : 'code',
      answerable,
      answerable === 'no',
      audit,
      `text ${right}`,
      finish,
      `d${q % 4}`,
    ];
  }),
);
const answers = write('answers.csv', [HEADER, ...ROWS]);

describe('columns of score', () => {
  test('two epochs alike give the intervals of one', async () => {
    const one = await json(write('one.csv', [HEADER, ...ROWS.filter(([, , , epoch]) => epoch === 0)]));
    const two = await json(answers);
    // Sums over clusters are rounded in another order.
    const rounded = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' ? each.toFixed(12) : each)));
    expect(rounded(two.models.map(({ n, answers: all, intervals }) => [n, all, intervals]))).toEqual(
      rounded(one.models.map(({ n, intervals }) => [n, 2 * n!, intervals])),
    );
    expect(rounded(two.differences)).toEqual(rounded(one.differences));
  });

  test('clusters, groups, answerability, audit, repeated answers and unusable ones together', async () => {
    const report = await json(
      answers,
      ...['--cluster', 'doc', '--by', 'topic', '--answerable', 'answerable', '--audited', 'audit'],
      ...['--answer-column', 'text', '--unusable', 'finish=length'],
    );
    const [a, b] = report.models;
    expect(a).toMatchObject({ n: 12, answers: 24, clusters: 4, repeated: { questions: 12, samples: 24 } });
    expect(a.groups!.map(({ group }) => group)).toEqual(['code', 'law']);
    expect(a.answerability).toMatchObject({ answerable: 16, unanswerable: 8 });
    expect(report.audit).toMatchObject({ audited: 22, agreement: { value: 1 } });
    expect(b).toMatchObject({ n: 11, answers: 22 });
    expect(report.unusable).toEqual([{ model: 'b', mark: 'finish=length', answers: 2 }]);
  });

  test('--should-abstain is the opposite of --answerable', async () => {
    const [one] = (await json(answers, '--answerable', 'answerable')).models;
    const [other] = (await json(answers, '--should-abstain', 'should_abstain')).models;
    expect(other.answerability).toEqual(one.answerability);
  });

  test('a wrong answer of no text is unusable, not wrong', async () => {
    const rows = [
      ['model', 'question', 'outcome', 'answer'],
      ['a', 1, 'correct', 'x'],
      ['a', 2, 'incorrect', ''],
      ['a', 3, 'incorrect', 'y'],
    ];
    const { models, unusable } = await json(write('empty.csv', rows), '--answer-column', 'answer');
    expect(models[0]).toMatchObject({ n: 2, errorRate: 0.5 });
    expect(unusable).toEqual([{ model: 'a', mark: 'answer=', answers: 1 }]);
  });

  test('one question under several stakes is no duplicate; targets and penalties are one', async () => {
    const stated = (header: string, values: readonly unknown[]) =>
      write(`${header}.csv`, [
        ['model', 'question', 'outcome', header],
        ...[1, 2, 3].flatMap((q) => values.map((value, at) => ['a', q, at < 2 ? 'correct' : 'abstained', value])),
      ]);
    const [one] = (await json(stated('penalty', [0, 1, 3, 9]), '--stakes-column', 'penalty')).models;
    const [other] = (await json(stated('t', [0, 0.5, 0.75, 0.9]), '--target-column', 't')).models;
    expect(one.stakes!.stakes.map(({ penalty, coverage }) => [penalty, coverage.value])).toEqual([
      [0, 1],
      [1, 1],
      [3, 0],
      [9, 0],
    ]);
    expect(other.stakes).toEqual(one.stakes);
  });

  test('distributions over answers are read from JSON', async () => {
    const file = path.join(folder, 'forecasts.jsonl');
    const lines = [
      { model: 'a', question: 1, outcome: 'correct', forecast: { Paris: 0.7, Lyon: 0.2 }, truth: 'paris' },
      { model: 'a', question: 2, outcome: 'incorrect', forecast: '{"Rome": 1}', truth: 'Milan' },
      { model: 'a', question: 3, outcome: 'abstained', forecast: null, truth: 'Bern' },
    ];
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    const [a] = (await json(file, '--forecast-column', 'forecast', '--truth-column', 'truth')).models;
    expect(a.forecasts).toMatchObject({ stated: 2, ruledOut: 1, log: null });
    expect(a.forecasts!.quadratic.value).toBeCloseTo((1.4 - 0.53 - 1) / 2, 12);
    writeFileSync(file, JSON.stringify({ ...lines[0], forecast: { Paris: 70, Lyon: 20 } }));
    const { code, stderr } = await hallucinationRate(
      'score',
      file,
      '--forecast-column',
      'forecast',
      '--truth-column',
      'truth',
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/no distribution over answers[^]*sum to 1 or less/);
  });

  test('the page shows the stakes', async () => {
    const page = path.join(folder, 'stakes.html');
    const rows = [
      ['model', 'question', 'outcome', 'penalty'],
      ...[1, 2].flatMap((q) => [0, 9].map((value) => ['a', q, value === 0 ? 'incorrect' : 'abstained', value])),
    ];
    await hallucinationRate('score', write('told.csv', rows), '--stakes-column', 'penalty', '--plot', page);
    expect(readFileSync(page, 'utf8')).toContain('Score at the stated stakes');
  });

  test.each([
    [['--by', 'subject'], /missing column: "subject"/],
    [['--cluster', 'nosuch'], /missing column: "nosuch"/],
    [['--unusable', 'nosuch=x'], /missing column: "nosuch"/],
    [['--unusable', 'length'], /--unusable/],
    [['--answerable', 'topic'], /neither yes nor no in "topic": "law"/],
    [['--audited', 'topic'], /unknown outcome in "topic"/],
    [['--target-column', 'epoch'], /no confidence target in "epoch"[^]*--stakes-column/],
    [['--answerable', 'answerable', '--should-abstain', 'should_abstain'], /mutually exclusive/],
  ])('%j is refused by name', async (args, message) => {
    const { code, stderr } = await hallucinationRate('score', answers, ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('models that share no question are not ranked without a word', async () => {
    const rows = [
      ['model', 'question', 'outcome'],
      ...[1, 2, 3].flatMap((q) => [
        ['a', q, 'correct'],
        ['b', `x${q}`, 'incorrect'],
      ]),
    ];
    const { stdout } = await hallucinationRate('score', write('apart.csv', rows));
    expect(stdout).toMatch(/t = 0 +a \? b/);
    expect(stdout).toContain('a and b share 0 of 3 questions');
  });

  test('the screen ends with what to do, and the threshold to abstain at', async () => {
    const rows = [
      ['model', 'question', 'outcome', 'confidence'],
      ...Array.from({ length: 200 }, (_, q) => [
        'a',
        q,
        q % 2 === 0 || q % 4 === 1 ? 'correct' : 'incorrect',
        q % 2 === 0 ? 0.9 : 0.5,
      ]),
    ];
    const { stdout } = await hallucinationRate('score', write('sure.csv', rows));
    const advice = stdout.slice(stdout.indexOf('what to do')).replaceAll(/\s+/g, ' ');
    expect(advice).toContain('Finding: a has 75 % right and 25 % wrong; above 3 abstaining from everything beats it.');
    expect(advice).toMatch(
      /let a abstain below confidence 0\.9: errors among its answers 25 % → 0 % \[0 %, 3\.6 %\], 50 % of the answers kept/,
    );
    expect(advice).toMatch(/Why: .*Open: /);
  });

  test('a threshold that does not help on other questions is not advised', async () => {
    const rows = [
      ['model', 'question', 'outcome', 'confidence'],
      ...Array.from({ length: 40 }, (_, q) => [
        'a',
        q,
        q % 5 === 0 ? 'incorrect' : 'correct',
        (30 + ((q * 37) % 71)) / 100,
      ]),
    ];
    const { stdout } = await hallucinationRate('score', write('unsure.csv', rows));
    const advice = stdout.slice(stdout.indexOf('what to do')).replaceAll(/\s+/g, ' ');
    const [, before, after] =
      /Do: take all answers of a: .* points per answer from (\S+) to (\S+)\. Open/.exec(advice) ?? [];
    expect(Number(before)).toBeCloseTo(0.2, 10); // 0.8 − 3 · 0.2
    expect(Number(after)).toBeLessThan(0.2);
    expect(advice).not.toContain('abstain below confidence');
  });
});
