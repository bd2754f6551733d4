/**
 * Files of evaluation programs. Those in test/external/evaluations were written by the programs themselves; the others have the
 * fields that the source of the program writes, which each format names.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { listOf } from '../../src/cli/options/scoreValues.js';
import { withDatabase } from '../../src/data/database.js';
import { literal } from '../../src/data/sql.js';
import { UserError } from '../../src/errors/userError.js';
import { everyEvalEverRecords, type FiledAnswer, precomputedScores } from '../../src/scoring/handedBack/recordsOf.js';
import { type GivenOptions, type GradedFiles, readGraded } from '../../src/scoring/read/readGraded.js';
import { type ScoreReport, scoreReport } from '../../src/scoring/scoreReport.js';
import { zipped } from './zipArchive.js';

const MADE = path.resolve('test/external/evaluations');
const folder = mkdtempSync(path.join(tmpdir(), 'hallucination-rate-'));

function write(name: string, content: unknown): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return file;
}

function lines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The value of a file that a program wrote, for tests that change a part of it. */
function madeByInspect(name: string): { status: string; samples: Record<string, unknown>[] } & Record<string, unknown> {
  const text = gunzipSync(readFileSync(path.join(MADE, `inspect-${name}.json.gz`))).toString('utf8');
  return JSON.parse(text.replace(/\bNaN\b/g, 'null')) as ReturnType<typeof madeByInspect>;
}

function read(files: string | readonly string[], options: GivenOptions = {}): Promise<GradedFiles> {
  return readGraded([files].flat(), Readable.from([]), options);
}

function report(graded: GradedFiles): ScoreReport {
  return scoreReport(graded, { targets: [0, 0.5], bins: 10, resamples: 200, level: 0.95, seed: 1 });
}

async function models(file: string | readonly string[], options: GivenOptions = {}): Promise<ScoreReport['models']> {
  return report(await read(file, options)).models;
}

async function refusal(file: string, options: GivenOptions = {}): Promise<string> {
  const error: unknown = await read(file, options).catch((each: unknown) => each);
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

const NAMED_OUTCOME = (outcome: string): GivenOptions => ({ columns: { outcome }, named: ['outcome'] });
const HALF = { n: 4, accuracy: 0.5, errorRate: 0.25, abstentionRate: 0.25 };

describe('Inspect AI', () => {
  const log = (name: string): string => path.join(MADE, `inspect-${name}.json.gz`);

  test('letters, with confidences in the metadata', async () => {
    const [model] = await models(log('letters'));
    expect(model).toMatchObject({ model: 'mockllm/model', ...HALF });
    expect(model.calibration).toMatchObject({ answered: 3, withoutConfidence: 0 });
  });

  test('epochs are asks of one question: three that are alike give the intervals of one', async () => {
    const [once, thrice] = [await read(log('letters')), await read(log('epochs'))];
    expect(thrice.answers.questions).toBe(4);
    expect(thrice.answers.model).toHaveLength(12);
    const [a, b] = [once, thrice].map((graded) => report(graded).models[0]);
    expect(b.accuracy).toBe(a.accuracy);
    expect(b.intervals!.scores).toEqual(a.intervals!.scores);
  });

  test('scores reduced over epochs are read by name; a log that reduces by another than the mean says so', async () => {
    expect(await models(log('epochs-mode'), { reducer: 'mode' })).toMatchObject([HALF]);
    expect((await read(log('epochs-mode'))).files[0].notes).toEqual([expect.stringMatching(/--reducer mode/)]);
    expect(await refusal(log('epochs-mode'), { reducer: 'max' })).toMatch(/reduced by "max"[^]*allowed: "mode"/);
  });

  test('a mapping of score and confidence, in per cent', async () => {
    const graded = await read(log('mapping'));
    expect(graded.files[0].notes).toEqual(['confidences are read as per cent']);
    const [model] = report(graded).models;
    expect(model).toMatchObject({ n: 4, accuracy: 0.5, errorRate: 0.5 });
    expect(model.calibration!.ece).toBeCloseTo(0.3, 12);
  });

  test('a mapping of probabilities is not divided by 100; one of other keys is asked about', async () => {
    const value = madeByInspect('mapping');
    for (const sample of value.samples) sample.scores = { mapping: { value: { score: 'C', confidence: 0.8 } } };
    const [model] = await models(write('shares.json', value));
    expect(model.calibration!.ece).toBeCloseTo(0.2, 12);
    for (const sample of value.samples) sample.scores = { mapping: { value: { helpful: 1, harmless: 0 } } };
    const file = write('keys.json', value);
    expect(await refusal(file)).toMatch(/several values\n.*\n {2}found: {3}"helpful", "harmless"\n.*mapping\.helpful/);
    expect(await models(file, { scorer: 'mapping.harmless' })).toMatchObject([{ errorRate: 1 }]);
  });

  test('a list of values is asked about; one value in a list is the score', async () => {
    const value = madeByInspect('mapping');
    for (const sample of value.samples) sample.scores = { s: { value: ['C', 'I'] } };
    const file = write('list.json', value);
    expect(await refusal(file)).toMatch(/several values[^]*"0", "1"[^]*--scorer s\.0/);
    expect(await models(file, { scorer: 's.1' })).toMatchObject([{ errorRate: 1 }]);
    for (const sample of value.samples) sample.scores = { s: { value: ['C'] } };
    expect(await models(write('one.json', value))).toMatchObject([{ accuracy: 1 }]);
  });

  test('samples without a score are left out with a word', async () => {
    const graded = await read(log('unscored'));
    expect(graded.files[0]).toMatchObject({ rows: 4, leftOut: { 'not scored': 1 } });
    expect(report(graded).models).toMatchObject([{ n: 3, accuracy: 2 / 3 }]);
    const failed = await read(log('failed-samples'));
    expect(failed.files[0].leftOut).toEqual({ 'failed with an error, not scored': 1 });
  });

  test('of several scorers one is named; a wrong name says which there are', async () => {
    expect(await refusal(log('two-scorers'))).toMatch(/several scores a sample[^]*"letters", "match"/);
    expect(await refusal(log('two-scorers'), { scorer: 'leters' })).toMatch(
      /no such scorer: "leters"[^]*"letters", "match"[^]*did you mean letters\?/,
    );
    expect(await models(log('two-scorers'), { scorer: 'match' })).toMatchObject([{ errorRate: 0.5 }]);
  });

  test('beside A and B the letter C is asked about, and not taken for "correct"', async () => {
    const message = await refusal(log('simpleqa-letters'));
    expect(message).toMatch(/"A" × 2, "B" × 1, "C" × 1/);
    expect(message).toMatch(/SimpleQA[^\n]*\n +--correct 'A' --incorrect 'B' --abstained 'C'/);
    expect(message).toMatch(/AA-Omniscience[^\n]*\n +--correct 'A' --incorrect 'B,C' --abstained 'D'/);
    expect(message).not.toMatch(/skip-bad-rows/);
    expect(await refusal(log('simpleqa-letters'), { words: { right: ['A'], error: ['B'], abstention: [] } })).toMatch(
      /"C" × 1/,
    );
    expect(
      await models(log('simpleqa-letters'), { words: { right: ['A'], error: ['B'], abstention: ['C'] } }),
    ).toMatchObject([HALF]);
  });

  test.each(['cancelled', 'error', 'started'])(
    'a log of the status %s is refused, and read on request',
    async (status) => {
      const value = madeByInspect('letters');
      const file = write(`${status}.json`, { ...value, status, samples: value.samples.slice(0, 3) });
      expect(await refusal(file)).toMatch(new RegExp(`its status is ${status}[^]*3 of 4 samples[^]*--incomplete`));
      const graded = await read(file, { incomplete: true });
      expect(graded.files[0].notes).toEqual([`the evaluation did not end (status ${status}): 3 of 4 samples`]);
    },
  );

  test('a run that failed names its error; a log with fewer samples than its results says so', async () => {
    expect(await refusal(log('failed'))).toMatch(/status is error[^]*the grader cannot be reached/);
    const value = madeByInspect('letters');
    const graded = await read(write('fewer.json', { ...value, samples: value.samples.slice(1) }));
    expect(graded.files[0].notes).toEqual(['the log holds 3 of 4 samples']);
  });

  test('samples of two tasks that have the same ids are different questions; those of one task pair', async () => {
    const value = madeByInspect('letters') as ReturnType<typeof madeByInspect> & { eval: Record<string, unknown> };
    const named = (task: string, model: string): string =>
      write(`${model}.json`, { ...value, eval: { ...value.eval, task, model } });
    const files = [named('math', 'a'), named('law', 'b'), named('package/math', 'c')];
    expect((await read(files)).answers.questions).toBe(8);
    const answers: FiledAnswer[] = [];
    await read(files, { onAnswer: (answer) => void answers.push({ answer, stem: 'x' }) });
    expect(everyEvalEverRecords(answers.slice(4, 5))).toMatch(/"sample_id":"q1"/);
  });

  test('an archive as Inspect writes it today, compressed by Zstandard', async () => {
    expect(await models(path.join(MADE, 'inspect-letters.eval'))).toMatchObject([{ model: 'mockllm/model', ...HALF }]);
  });

  test('tables of samples: the question is id, since sample_id is another one in each epoch', async () => {
    const graded = await read(path.join(MADE, 'inspect-samples-epochs.csv'));
    expect(graded.files[0]).toMatchObject({ format: 'inspect-samples', rows: 12 });
    expect(graded.answers.questions).toBe(4);
    const mapping = await read(path.join(MADE, 'inspect-samples-mapping.csv'));
    expect(report(mapping).models).toMatchObject([{ model: 'mockllm/model', n: 4, accuracy: 0.5 }]);
    expect(mapping.files[0].notes).toEqual(['confidences are read as per cent']);
  });

  test('an archive of a run that did not end has only its journal; samples may be folders', async () => {
    const { samples, ...header } = madeByInspect('letters');
    const entries = samples.map((sample, at) => [`samples/q${at + 1}_epoch_1/sample.json`, sample] as const);
    const chunk = ['samples/q1_epoch_1/messages/0.json', [{ role: 'user' }]] as const;
    expect(await models(write('whole.eval', zipped([['header.json', header], chunk, ...entries])))).toMatchObject([
      HALF,
    ]);
    const begun = write('begun.eval', zipped([['_journal/start.json', { eval: header.eval }], ...entries.slice(0, 2)]));
    expect(await refusal(begun)).toMatch(/its status is started[^]*2 of 4 samples/);
  });
});

describe('lm-evaluation-harness', () => {
  const [choices, filters] = readdirSync(path.join(MADE, 'lm-eval/toy__dummy'))
    .sort()
    .map((name) => path.join(MADE, 'lm-eval/toy__dummy', name));

  test('a metric is chosen by name, and the folder names the model', async () => {
    expect(await refusal(choices)).toMatch(/several metrics[^]*"acc", "acc_norm"[^]*--outcome-column acc/);
    expect(await refusal(choices, { ...NAMED_OUTCOME('acc_nrm') })).toMatch(
      /no such metric: "acc_nrm"[^]*did you mean acc_norm/,
    );
    const graded = await read(choices, NAMED_OUTCOME('acc'));
    expect(report(graded).models).toMatchObject([{ model: 'toy/dummy', n: 6, accuracy: 5 / 6 }]);
    expect(graded.files[0].notes).toEqual([
      expect.stringMatching(/metric acc, which does not tell abstentions/),
      expect.stringMatching(/likelihoods of all choices/),
    ]);
  });

  test('confidences are shares of likelihoods: softmax by hand', async () => {
    const { answers } = await read(choices, NAMED_OUTCOME('acc'));
    const [row] = readFileSync(choices, 'utf8')
      .split('\n')
      .map((line) => JSON.parse(line || '{}') as { filtered_resps: [string, string][] });
    const weights = row.filtered_resps.map(([likelihood]) => Math.exp(Number(likelihood)));
    const sum = weights.reduce((a, b) => a + b, 0);
    expect(answers.confidence[0]).toBeCloseTo(Math.max(...weights) / sum, 12);
  });

  test('two filters are never mixed', async () => {
    expect(await refusal(filters)).toMatch(/several filters[^]*"strict-match", "flexible-extract"[^]*--where filter=/);
    const where = (value: string): GivenOptions => ({ where: [{ column: 'filter', value }] });
    expect(await models(filters, where('flexible-extract'))).toMatchObject([{ n: 6, accuracy: 0.5 }]);
    expect(await models(filters, where('strict-match'))).toMatchObject([{ n: 6, accuracy: 0 }]);
    expect(await refusal(filters, where('strict'))).toMatch(/no rows to score[^]*12 left out: not filter=strict/);
    const words = { right: ['1'], error: ['0'], abstention: [] };
    expect(await refusal(filters, { ...NAMED_OUTCOME('exact_match'), words, format: 'answers' })).toMatch(
      /differ in "filter" \("strict-match", "flexible-extract"\)[^]*--where filter=/,
    );
  });

  test('two tasks of one model have questions of their own', async () => {
    const graded = await read([choices, filters], {
      where: [{ column: 'filter', value: 'none' }],
      ...NAMED_OUTCOME('acc'),
    }).catch((error: unknown) => error as UserError);
    expect((graded as UserError).message).toMatch(/no such metric: "acc"/);
    const other = write(
      'samples_other.jsonl',
      readFileSync(choices, 'utf8').replaceAll(/"doc_hash": "./g, '"doc_hash": "g'),
    );
    expect((await read([choices, other], { ...NAMED_OUTCOME('acc'), model: 'one' })).answers.questions).toBe(12);
  });
});

describe('formats by the fields that their programs write', () => {
  test('Every Eval Ever, with the proposed fields for abstention and confidence', async () => {
    const record = (id: string, evaluation: object, name = 'toy') => ({
      schema_version: '0.3.0',
      evaluation_id: 'e/1',
      model_id: 'org/model',
      evaluation_name: name,
      sample_id: id,
      sample_hash: `hash-of-${id}`,
      interaction_type: 'single_turn',
      input: { raw: id, reference: [] },
      output: { raw: [''] },
      answer_attribution: [],
      evaluation,
    });
    const rows = [
      record('a', { score: 1, is_correct: true, confidence: 0.9 }),
      record('b', { score: 1, is_correct: true, confidence: 0.8 }),
      record('c', { score: 0, is_correct: false }),
      record('d', { score: 0, is_correct: false, is_abstention: true }),
    ];
    const [model] = await models(write('eee.jsonl', lines(rows)));
    expect(model).toMatchObject({ model: 'org/model', ...HALF });
    expect(model.calibration).toMatchObject({ answered: 2, withoutConfidence: 1 });
    const twice = write('metrics.jsonl', lines([...rows, record('a', { score: 0, is_correct: false }, 'other')]));
    expect(await refusal(twice)).toMatch(/differ in "evaluation_name" \("toy", "other"\)[^]*--where evaluation_name=/);
  });

  test('Every Eval Ever: a row a metric is asked about', async () => {
    const file = path.join(MADE, 'every-eval-ever/toy-choices_samples.jsonl.gz');
    const message = await refusal(file);
    expect(message).toMatch(
      /differ in "evaluation_result_id" \("acc", "acc_norm"\): --where evaluation_result_id=VALUE/,
    );
    expect(message).not.toMatch(/epoch-column|skip-bad-rows/);
    const where = [{ column: 'evaluation_result_id', value: 'acc' }];
    expect(await models(file, { where })).toMatchObject([{ model: 'toy/dummy', n: 6, accuracy: 5 / 6 }]);
  });

  test('Every Eval Ever: epochs of a converted Inspect log are asks of one question', async () => {
    const graded = await read(path.join(MADE, 'every-eval-ever/inspect-epochs_samples.jsonl.gz'));
    expect(graded.answers.questions).toBe(4);
    expect(graded.answers.model).toHaveLength(12);
    expect(graded.files[0].notes).toEqual(['the records do not tell abstentions from errors']);
  });

  test('simple-evals: means, and the number of answers in the long file', async () => {
    const means = { is_correct: 0.382, 'is_correct:std': 0.486, is_incorrect: 0.609, is_not_attempted: 0.009 };
    const short = write('simpleqa_gpt-4o_20250101_120000.json', { ...means, score: 0.382 });
    expect(await models(short)).toMatchObject([{ model: 'gpt-4o', n: null, accuracy: 0.382, abstentionRate: 0.009 }]);
    const convos = Array.from({ length: 1000 }, () => []);
    const long = { score: 0.382, metrics: means, htmls: convos, convos, metadata: {} };
    expect(await models(write('simpleqa_gpt-4o_20250101_120000_allresults.json', long))).toMatchObject([
      { model: 'gpt-4o', n: 1000, errorRate: 0.609 },
    ]);
    // One answer has flags that are true or false.
    const one = { is_correct: true, is_incorrect: false, is_not_attempted: false, id: 'q' };
    expect(await models(write('one.json', one))).toMatchObject([{ n: 1, accuracy: 1 }]);
    expect(await refusal(write('simpleqa_x.json', { ...means, is_correct: 0.9 }))).toMatch(/don't sum to 1/);
  });

  test("Humanity's Last Exam: an object by question, confidences in per cent", async () => {
    const judged = (correct: string, confidence: number) => ({
      model: 'toy',
      response: '…',
      judge_response: { correct_answer: 'x', model_answer: 'x', reasoning: 'r', correct, confidence },
    });
    const value = { a: judged('yes', 90), b: judged('yes', 70), c: judged('no', 100), d: judged('no', 20) };
    const [model] = await models(write('judged_hle_toy.json', value));
    expect(model).toMatchObject({ model: 'toy', n: 4, accuracy: 0.5 });
    expect(model.calibration!.brier).toBeCloseTo((0.01 + 0.09 + 1 + 0.04) / 4, 12);
    const unjudged = write('unjudged.json', { ...value, e: { model: 'toy', response: '…' } });
    expect(await refusal(unjudged)).toMatch(/row 5: not judged/);
  });

  test('HELM: a metric by name, trials are asks of one question, perturbed instances are left out', async () => {
    const row = (id: string, trial: number, exact: number, perturbation: unknown = null) => ({
      instance_id: id,
      train_trial_index: trial,
      perturbation,
      predicted_text: 'x',
      stats: { exact_match: exact, f1_score: exact / 2, quasi_exact_match: exact },
    });
    const rows = [
      row('id1', 0, 1),
      row('id1', 1, 1),
      row('id2', 0, 0),
      row('id2', 1, 1),
      row('id2', 0, 0, { name: 'typos' }),
    ];
    const file = write('mmlu:subject=law,model=openai_gpt2/display_predictions.json', rows);
    expect(await refusal(file)).toMatch(/"exact_match", "quasi_exact_match"/);
    const asked = await read(file, { ...NAMED_OUTCOME('exact_match') });
    expect(asked.answers.questions).toBe(2);
    expect(asked.files[0].leftOut).toEqual({ perturbed: 1 });
    expect(report(asked).models).toMatchObject([{ model: 'openai_gpt2', n: 2, accuracy: 0.75 }]);
    const listed = rows.map(({ stats, ...each }) => ({
      ...each,
      stats: Object.entries(stats).map(([name, mean]) => ({
        name: { name, split: 'test' },
        count: 1,
        sum: mean,
        mean,
      })),
    }));
    expect(
      await models(write('run,model=a/per_instance_stats.json', listed), NAMED_OUTCOME('exact_match')),
    ).toMatchObject([{ model: 'a', accuracy: 0.75 }]);
  });

  test('promptfoo: providers are models, repeats are asks of one question, failures of the provider are left out', async () => {
    const result = (id: string, testIdx: number, success: boolean, failureReason: number, city = 'Rome') => ({
      promptIdx: id === 'openai:a' ? 0 : 1,
      testIdx,
      provider: { id, label: '' },
      vars: { city },
      success,
      failureReason,
      score: success ? 1 : 0,
      namedScores: {},
    });
    const results = [
      result('openai:a', 0, true, 0),
      result('openai:a', 1, false, 1),
      result('openai:b', 0, true, 0),
      result('openai:b', 1, false, 2),
      result('openai:b', 2, false, 1, 'Bern'),
    ];
    const file = write('promptfoo.json', { evalId: 'e', results: { version: 3, results, stats: {} }, config: {} });
    const graded = await read(file);
    expect(graded.answers.questions).toBe(2);
    expect(graded.files[0].leftOut).toEqual({ 'failed with an error, not graded': 1 });
    expect(report(graded).models).toMatchObject([
      { model: 'openai:a', n: 1, accuracy: 0.5 },
      { model: 'openai:b', n: 2, accuracy: 0.5 },
    ]);
    expect(await models(write('promptfoo.jsonl', lines(results)))).toEqual(report(graded).models);
  });

  test('DeepEval: one metric of several is asked for, errors are not graded, repeats are asks of one question', async () => {
    const verdict = (name: string, success: boolean, more = {}) => ({
      name,
      threshold: 0.5,
      success,
      score: 0.5,
      ...more,
    });
    const tested = (input: string, correct: boolean, relevant: boolean, more = {}) => ({
      name: `test_case_${input}`,
      input,
      actualOutput: 'x',
      success: correct && relevant,
      metricsData: [verdict('Correctness [GEval]', correct, more), verdict('Answer Relevancy', relevant)],
      metadata: { abstained: input === 'q4', confidence: 0.75 },
    });
    const testCases = [
      tested('q1', true, true),
      tested('q1', false, true),
      tested('q2', true, false),
      tested('q3', false, true, { success: null, error: 'timed out' }),
      tested('q4', false, true),
    ];
    const run = { testCases, metricsScores: [], hyperparameters: { Model: 'gpt-x' }, testPassed: 1, testFailed: 4 };
    const file = write('test_run_20260101_120000.json', run);
    expect(await refusal(file)).toMatch(/several metrics[^]*--outcome-column 'Correctness \[GEval\]'/);
    const graded = await read(file, NAMED_OUTCOME('Correctness [GEval]'));
    expect(graded.files[0]).toMatchObject({ format: 'deepeval', leftOut: { 'failed with an error, not graded': 1 } });
    expect(report(graded).models).toMatchObject([{ model: 'gpt-x', n: 3, accuracy: 0.5, errorRate: 0.5 }]);
    expect(await models(file, NAMED_OUTCOME('success'))).toMatchObject([{ n: 3, accuracy: 1 / 6 }]);
    const told = { ...NAMED_OUTCOME('Answer Relevancy'), abstention: 'metadata.abstained' };
    expect(await models(write('.latest_test_run.json', { testRunData: run }), told)).toMatchObject([
      { n: 4, abstentionRate: 0.25, errorRate: 0.25 },
    ]);
    const surely = await read(file, {
      columns: { outcome: 'Answer Relevancy', confidence: 'metadata.confidence' },
      named: ['outcome', 'confidence'],
    });
    expect(surely.answers.confidence[0]).toBe(0.75);
    expect(await refusal(file, NAMED_OUTCOME('Correctness'))).toMatch(/no such metric: "Correctness"/);
  });

  test('DeepEval: a run that the program wrote, in both of its files', async () => {
    const file = path.join(MADE, 'deepeval-run.json');
    const graded = await read(file, NAMED_OUTCOME('Exact Match'));
    expect(graded.files[0]).toMatchObject({ format: 'deepeval', leftOut: { 'failed with an error, not graded': 1 } });
    expect(report(graded).models).toMatchObject([{ model: 'toy-1', n: 5, accuracy: 0.6, errorRate: 0.4 }]);
    const wrapped = write('latest.json', { testRunData: JSON.parse(readFileSync(file, 'utf8')) as object });
    const told = { ...NAMED_OUTCOME('success'), abstention: 'metadata.abstained' };
    expect(await models(wrapped, told)).toMatchObject([{ n: 5, accuracy: 0.6, errorRate: 0.2, abstentionRate: 0.2 }]);
  });

  test('DeepEval: results as `evaluate` returns them, conversations, and files of older versions', async () => {
    const test = (more: object) => ({ name: 'n', success: true, ...more });
    const dumped = [
      test({ input: 'q', context: ['a'], metrics_data: [{ name: 'm', success: true }] }),
      test({ input: 'q', context: ['b'], metrics_data: [{ name: 'm', success: false }] }),
    ];
    expect(await models(write('dumped.json', { test_results: dumped, confident_link: null }))).toMatchObject([
      { model: 'dumped', n: 2, accuracy: 0.5 },
    ]);
    const talks = [test({ scenario: 'refund', turns: [], metricsData: [{ name: 'm', success: false }] })];
    expect(await models(write('talks.json', { testCases: [], conversationalTestCases: talks }))).toMatchObject([
      { n: 1, errorRate: 1 },
    ]);
    const old = [test({ input: 'q', metricsMetadata: [{ metric: 'm', score: 1, success: true }] })];
    expect(await models(write('old.json', { testCases: old }))).toMatchObject([{ accuracy: 1 }]);
  });

  test('OpenAI evals: matches are answers, other events are none, a log without report did not end', async () => {
    const event = (sample: string, type: string, data: object) => ({
      run_id: 'r',
      event_id: 0,
      sample_id: sample,
      type,
      data,
      created_by: '',
      created_at: '2026',
    });
    const rows = [
      { spec: { completion_fns: ['gpt-4'], eval_name: 'toy.dev.v0' } },
      event('toy.dev.0', 'sampling', { prompt: 'p', sampled: ['x'] }),
      event('toy.dev.0', 'match', { correct: true, expected: 'x', picked: 'x' }),
      event('toy.dev.1', 'match', { correct: false, expected: 'x', picked: 'y' }),
    ];
    const begun = write('begun.jsonl', lines(rows));
    expect(await refusal(begun)).toMatch(/no final report/);
    expect(await models(begun, { incomplete: true })).toMatchObject([{ model: 'gpt-4', n: 2, accuracy: 0.5 }]);
    const whole = await read(write('whole.jsonl', lines([...rows, { final_report: { accuracy: 0.5 }, run_id: 'r' }])));
    expect(whole.files[0]).toMatchObject({ rows: 5, leftOut: { 'no answers, but other events': 3 } });
  });

  test('AbstentionBench: nothing is right about a question that has no answer', async () => {
    const response = (question: string, should: boolean, abstained: boolean | null, right: boolean | null) => ({
      prompt: { question, reference_answers: should ? null : ['x'], should_abstain: should, metadata: {} },
      response: '…',
      response_or_abstention: '…',
      is_abstention: abstained,
      is_abstention_correct: abstained === should,
      is_response_correct: right,
    });
    const responses = [
      response('a', false, false, true),
      response('b', false, true, false),
      response('c', true, true, null),
      response('d', true, false, null),
      response('d', true, false, null),
      response('e', false, null, true),
    ];
    const file = write('Toy_Llama/20240319_101112/LLMJudgeCorrectnessEvaluator.json', { responses });
    const graded = await read(file);
    expect(graded.files[0].leftOut).toEqual({ 'the judge did not say whether the model abstained': 1 });
    expect(report(graded).models).toMatchObject([{ model: 'Toy_Llama', n: 5, accuracy: 0.2, abstentionRate: 0.4 }]);
    const unjudged = responses.map(({ is_response_correct, ...each }) => each);
    expect(await refusal(write('GroundTruthAbstentionEvaluator.json', { responses: unjudged }))).toMatch(
      /no is_response_correct[^]*LLMJudgeCorrectnessEvaluator\.json/,
    );
  });

  test('HalluLens: an abstention counts first, as in its own rate', async () => {
    const value = {
      model: 'm',
      halu_Rate: 1 / 3,
      abstantion: [false, false, false, true],
      halu_test_res: [true, false, false, true],
    };
    const [model] = await models(write('eval_results.json', value));
    expect(model).toMatchObject({ model: 'm', ...HALF });
    expect(1 - model.accuracyAttempted!).toBeCloseTo(value.halu_Rate, 12);
    expect(await refusal(write('cut.json', { ...value, halu_test_res: [true] }))).toMatch(/different lengths/);
  });

  test('lighteval: nested columns of Parquet, the model in the path', async () => {
    const file = path.join(folder, 'details/org/model/2026-01-01T00-00-00/details_toy_2026-01-01T00-00-00.parquet');
    mkdirSync(path.dirname(file), { recursive: true });
    const rows = [0, 1, 1, 1].map((acc, id) => ({
      doc: { id: String(id), task_name: 'toy|0', query: `Q${id}`, choices: ['a', 'b'], gold_index: [0] },
      metric: { acc, f1: acc / 2 },
      model_response: { text: ['a'], logprobs: [Math.log(0.5), Math.log(0.25)] },
    }));
    const source = write('details.jsonl', lines(rows));
    await withDatabase((database) =>
      database.rows(`COPY (FROM read_json(${literal(source)})) TO ${literal(file)} (FORMAT parquet)`),
    );
    const graded = await read(file);
    expect(report(graded).models).toMatchObject([{ model: 'org/model', n: 4, accuracy: 0.75 }]);
    expect(graded.answers.confidence[0]).toBeCloseTo(2 / 3, 12);
  });

  test('NeMo Gym: three flags, of which the third is is_abstain', async () => {
    const flag = (id: string, verdict: string) => ({
      id,
      question: `${id}?`,
      verdict,
      is_correct: Number(verdict === 'correct'),
      is_incorrect: Number(verdict === 'incorrect'),
      is_abstain: Number(verdict === 'abstain'),
    });
    const rows = [flag('a', 'correct'), flag('b', 'correct'), flag('c', 'incorrect'), flag('d', 'abstain')];
    expect(await models(write('gym.jsonl', lines(rows)))).toMatchObject([{ model: 'gym', ...HALF }]);
  });

  test('gemini-hallcheck: abstained counts before correct, whatever column is named; targets are not mixed', async () => {
    const header = 'id,t,question,gold,unknown_ok,pred,abstained,correct,score\n';
    const row = (id: string, t: number, abstained: string, correct: string) =>
      `${id},${t},${id}?,x,False,p,${abstained},${correct},0\n`;
    const half = (t: number): string =>
      row('a', t, 'False', 'True') +
      row('b', t, 'False', 'True') +
      row('c', t, 'False', 'False') +
      row('d', t, 'True', 'False');
    const file = write('results.csv', header + half(0.5));
    expect(await models(file)).toMatchObject([HALF]);
    const words = { right: ['True'], error: ['False'], abstention: [] };
    expect(await models(file, { ...NAMED_OUTCOME('correct'), words })).toMatchObject([HALF]);
    const both = write('both.csv', header + half(0.5) + half(0.9));
    const message = await refusal(both);
    expect(message).toMatch(/differ in "t" \("0.5", "0.9"\): --where t=VALUE/);
    expect(message).not.toMatch(/skip-bad-rows/);
    expect(await models(both, { where: [{ column: 't', value: '0.90' }] })).toMatchObject([HALF]);
  });
});

describe('tables that people write', () => {
  test('a column for each model; empty cells are left out, or count as the user says', async () => {
    const file = write(
      'wide.csv',
      'question,a,b,topic\nq1,correct,incorrect,x\nq2,abstained,correct,y\nq3,,incorrect,x\n',
    );
    const graded = await read(file);
    expect(graded.files[0]).toMatchObject({ format: 'wide', leftOut: { 'empty cells of a': 1 } });
    expect(graded.files[0].notes).toEqual(['models are the columns "a", "b"']);
    expect(report(graded).models).toMatchObject([
      { model: 'a', n: 2, accuracy: 0.5, abstentionRate: 0.5 },
      { model: 'b', n: 3, errorRate: 2 / 3 },
    ]);
    const words = { right: [], error: [], abstention: ['', 'abstained'] };
    expect(await models(file, { words })).toMatchObject([{ n: 3, abstentionRate: 2 / 3 }, { n: 3 }]);
  });

  test('one column of outcomes is not taken for a model', async () => {
    const file = write('status.csv', 'question,status\nq1,correct\nq2,incorrect\n');
    expect(await refusal(file)).toMatch(/missing column: "outcome"/);
  });

  test('a flag of answers is false for abstentions', async () => {
    const rows = '1,True,True\n2,False,False\n3,True,False\n4,True,True\n';
    expect(await models(write('attempted.csv', `id,attempted,correct\n${rows}`))).toMatchObject([HALF]);
    expect(await refusal(write('texts.csv', 'id,answered,correct\n1,Paris,True\n'))).toMatch(/not a flag/);
  });

  test('three flags with a question are answers, not totals of models', async () => {
    const rows = 'a,1,1,0,0\na,2,1,0,0\na,3,0,1,0\na,4,0,0,1\n';
    expect(await models(write('flags.csv', `model,question,correct,incorrect,abstained\n${rows}`))).toMatchObject([
      HALF,
    ]);
  });

  test('several columns are the question, and paths lead into columns', async () => {
    const row = (task: string, id: number, correct: string) => ({ task, id, judge: { verdict: correct }, model: 'm' });
    const rows = [row('x', 1, 'yes'), row('y', 1, 'yes'), row('x', 2, 'no'), row('y', 2, 'unsure')];
    const options = {
      columns: { question: 'task,id', outcome: 'judge.verdict' },
      named: ['question', 'outcome'],
      words: { right: ['yes'], error: ['no'], abstention: ['unsure'] },
    } satisfies GivenOptions;
    expect(await models(write('paths.jsonl', lines(rows)), options)).toMatchObject([HALF]);
  });

  test('a command to copy holds values with commas, quotes and blanks', async () => {
    const file = write('words.csv', 'model,question,outcome\na,1,"yes, fully"\na,2,No\na,3,N/A\na,4,\n');
    const message = await refusal(file);
    expect(message).toMatch(/"yes, fully" × 1/);
    expect(message).toMatch(/if "No" is wrong, "N\/A" is an abstention:\n +--incorrect 'No' --abstained 'N\/A'/);
    expect(message).toMatch(/if an empty cell is an abstention:\n +--incorrect 'No' --abstained 'N\/A' --abstained ''/);
    expect(message).toMatch(/"yes, fully": name each in --correct/);
    expect(message).not.toMatch(/skip-bad-rows/);
    const words = {
      right: listOf('correct')('"yes, fully"')!,
      error: ['No'],
      abstention: listOf('abstained')(['N/A', ''])!,
    };
    expect(await models(file, { words })).toMatchObject([
      { n: 4, accuracy: 0.25, errorRate: 0.25, abstentionRate: 0.5 },
    ]);
  });

  test('--where holds for totals of models, too', async () => {
    const file = write('totals.csv', 'model,run,correct,incorrect,abstained\na,1,5,3,2\na,2,1,9,0\n');
    const graded = await read(file, { where: [{ column: 'run', value: '1' }] });
    expect(graded.files[0].leftOut).toEqual({ 'not run=1': 1 });
    expect(report(graded).models).toMatchObject([{ n: 10, accuracy: 0.5 }]);
  });

  test('where rows differ in a column that may name models, the message says how to name it', async () => {
    const file = write('llms.csv', 'llm,question,outcome\na,1,correct\nb,1,incorrect\n');
    expect(await refusal(file)).toMatch(/differ in "llm" \("a", "b"\): --model-column llm, if it names models/);
    const options = { columns: { model: 'llm' }, named: ['model'] } satisfies GivenOptions;
    expect(await models(file, options)).toMatchObject([{ model: 'a' }, { model: 'b' }]);
  });

  test('two files of one name are the models of their folders', async () => {
    const files = ['one/results.csv', 'two/results.csv'].map((name) => write(name, 'question,outcome\nq1,correct\n'));
    expect(await models(files)).toMatchObject([{ model: 'one' }, { model: 'two' }]);
  });

  test('letters of choices are no outcomes', async () => {
    const letters = 'ABCDE'.split('').map((letter, at) => `a,${at},${letter}\n`);
    expect(await refusal(write('choices.csv', `model,question,outcome\n${letters.join('')}`))).toMatch(
      /letters of choices are no outcomes/,
    );
  });

  test.each([
    ['lm-evaluation-harness', { results: { toy: { 'acc,none': 0.5 } }, 'n-shot': {} }, /samples_<task>/],
    ['lighteval', { config_general: {}, results: {} }, /--save-details/],
    ['Every Eval Ever', { schema_version: '0.3.0', evaluation_results: [] }, /_samples\.jsonl/],
    ['simple-evals', { score: 0.8, 'score:std': 0.4 }, /only SimpleQA grades abstentions/],
    ['HELM', [{ name: { name: 'em' }, count: 1, sum: 1, sum_squared: 1 }], /per_instance_stats\.json/],
  ])('sums of %s name the file of the answers', async (program, value, pattern) => {
    const message = await refusal(write('sums.json', value));
    expect(message).toMatch(program);
    expect(message).toMatch(pattern);
  });
});

describe('answers handed back', () => {
  async function collected(file: string): Promise<FiledAnswer[]> {
    const answers: FiledAnswer[] = [];
    await read(file, { onAnswer: (answer) => void answers.push({ answer, stem: 'toy' }) });
    return answers;
  }

  test('records of Every Eval Ever are read as the answers that they were made of', async () => {
    const log = path.join(MADE, 'inspect-letters.json.gz');
    const records = write('records.jsonl', everyEvalEverRecords(await collected(log)));
    expect(await models(records)).toEqual(await models(log));
    const [first] = readFileSync(records, 'utf8').split('\n');
    expect(JSON.parse(first)).toMatchObject({
      schema_version: '0.3.0',
      model_id: 'mockllm/model',
      sample_id: 'q1',
      evaluation: { score: 1, is_correct: true, is_abstention: false, confidence: 0.75 },
      metadata: { epoch: '1' },
    });
  });

  test("scores for Inspect's precomputed_scores name sample and epoch, of one model", async () => {
    const answers = await collected(path.join(MADE, 'inspect-epochs-mode.json.gz'));
    const records = JSON.parse(precomputedScores(answers)) as { id: string; epoch: number; value: string }[];
    expect(records).toHaveLength(12);
    expect(records.filter(({ id }) => id === 'q2')).toMatchObject([
      { epoch: 1, value: 'I' },
      { epoch: 2, value: 'C' },
      { epoch: 3, value: 'I' },
    ]);
    const other = { ...answers[0], answer: { ...answers[0].answer, model: 'b' } };
    expect(() => precomputedScores([...answers, other])).toThrow(/those of one model/);
    expect(() => precomputedScores([...answers, answers[0]])).toThrow(/a sample occurs twice/);
  });
});

/** Python with a package, if this machine has it: real files are then made anew. */
function pythonWith(name: string): string | null {
  const found = spawnSync('python3', ['-c', `import ${name}`], { stdio: 'ignore', timeout: 60_000 });
  return found.status === 0 ? 'python3' : null;
}

describe('files made now by the programs that are installed', () => {
  const inspectAi = pythonWith('inspect_ai');
  (inspectAi === null ? test.skip : test)('Inspect AI (python package inspect_ai)', async () => {
    execFileSync(inspectAi!, [path.join(MADE, 'makeInspectLogs.py'), folder], { stdio: 'ignore' });
    expect(await models(path.join(folder, 'letters.json'))).toMatchObject([HALF]);
    expect((await read(path.join(folder, 'epochs.json'))).answers.questions).toBe(4);
    expect(await refusal(path.join(folder, 'failed.json'))).toMatch(/status is error/);
  });

  const lmEval = pythonWith('lm_eval');
  (lmEval === null ? test.skip : test)('lm-evaluation-harness (python package lm_eval)', async () => {
    const made = path.join(folder, 'lm-eval');
    execFileSync(lmEval!, [path.join(MADE, 'makeLmEvalSamples.py'), made], { stdio: 'ignore' });
    const samples = readdirSync(path.join(made, 'toy__dummy')).find((name) => name.startsWith('samples_toy_filters'))!;
    expect(await refusal(path.join(made, 'toy__dummy', samples))).toMatch(/several filters/);
  });
});
