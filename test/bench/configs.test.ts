import { describe, expect, test } from '@jest/globals';
import { RUNS } from '../../bench/sweep.js';
import { loadTasks } from '../../src/cli/experiment/loadTasks.js';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';
import { checkTasks } from '../../src/sweep/checkTasks.js';
import { isStudy } from '../../src/sweep/experimentSchemas.js';

describe('experiments of the benchmark', () => {
  test('the sweep has its twelve runs, and all can be made', () => {
    const { tasks } = loadTasks('bench/sweep.yaml', []);
    expect(tasks).toHaveLength(RUNS);
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(RUNS);
    checkTasks(tasks, checkLexicon(loadLexicon()));
  });

  test('ten million examples, the calibrated learner and the trigram', () => {
    const { tasks } = loadTasks('bench/scale/tenMillion.yaml', []);
    const runs = tasks.map(({ config: options }) =>
      isStudy(options) ? undefined : [options.model.kind, options.corpus.examples],
    );
    expect(runs.sort()).toEqual([
      ['calibrated-learner', 1e7],
      ['ngram', 1e7],
    ]);
  });

  test('three million parameters', async () => {
    const { tasks } = loadTasks('bench/scale/threeMillion.yaml', []);
    await checkTasks(tasks, checkLexicon(loadLexicon()), ({ world }) => {
      expect(world.prose!.tokenizer.vocabulary.words).toHaveLength(4096);
    });
  });
});
