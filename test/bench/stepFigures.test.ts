import { describe, expect, test } from '@jest/globals';
import { flopsOfStep, SIZES } from '../../bench/sizes.js';
import { peakOf, sizeFigures } from '../../bench/stepFigures.js';
import type { SizeTimes } from '../../bench/timeSize.js';
import { alternate, median, ratioOf, repeated } from '../../bench/timing.js';
import { parameterCount } from '../../src/models/networks/network.js';
import { transformer } from '../../src/models/networks/transformer.js';

/** S by hand: d 32, one layer, T 8, V 512, MLP of 128. */
const S_PARAMETERS = {
  tokens: 512 * 32,
  positions: 8 * 32,
  attention: 4 * (32 * 32 + 32),
  mlp: 32 * 128 + 128 + 128 * 32 + 32,
  norms: 3 * 2 * 32,
  head: 32 * 512 + 512,
};
const S_TOTAL = Object.values(S_PARAMETERS).reduce((sum, size) => sum + size);

function times(changes: Partial<SizeTimes> = {}): SizeTimes {
  return {
    size: SIZES.S,
    trainableParameters: S_TOTAL,
    trainees: [
      { contestant: 'compiled', form: '1', threads: 1, compileMs: 60, rounds: [6, 5, 8] },
      { contestant: 'compiled', form: '2', threads: 2, compileMs: 70, rounds: [4, 5, 4] },
      { contestant: 'wasm', form: '', threads: 1, compileMs: 0, rounds: [40, 60, 48] },
      { contestant: 'pytorch', form: 'eager 1', threads: 1, compileMs: 30, rounds: [9, 9, 9] },
      { contestant: 'pytorch', form: 'compile 2', threads: 2, compileMs: 9000, rounds: [8, 8, 8] },
    ],
    peaks: [
      { threads: 1, rounds: [20, 25, 20] },
      { threads: 2, rounds: [12.5, 10, 11] },
    ],
    ...changes,
  };
}

describe('figures of a training step', () => {
  test('the parameters of S are those of the transformer', () => {
    const { width, layers, heads, vocabulary, slots } = SIZES.S;
    const network = transformer.network(transformer.options.parse({ width, layers, heads }), vocabulary, slots);
    expect(parameterCount(network)).toBe(S_TOTAL);
  });

  test('6 floating-point operations a token and parameter, the token embedding left out and the head in', () => {
    expect(S_TOTAL - S_PARAMETERS.tokens).toBe(29_920);
    expect(flopsOfStep(SIZES.S, S_TOTAL)).toBe(6 * 29_920 * 1024);
  });

  test('the best form of a contestant counts, by its median', () => {
    const { compiled, wasm, pytorch, tensorflow } = sizeFigures(times(), 214.7);
    expect(compiled).toMatchObject({
      msPerStep: 4,
      threads: 2,
      compileMs: 70,
      forms: { '1': 6, '2': 4 },
      timesCompiled: 1,
    });
    expect(compiled!.tokensPerSecond).toBe(256_000);
    expect(compiled!.gflops).toBeCloseTo((6 * 29_920 * 1024) / 4e-3 / 1e9, 9);
    expect(compiled!.fractionOfPeak).toBeCloseTo(compiled!.gflops / 214.7, 12);
    expect(pytorch).toMatchObject({ msPerStep: 8, threads: 2, forms: { 'eager 1': 9, 'compile 2': 8 } });
    expect(wasm!.timesCompiled).toBe(12); // 40/4, 60/5, 48/4: each round against its neighbour
    expect(tensorflow).toBeUndefined();
  });

  test('the peak is the best product of any turn', () => {
    expect(peakOf([times(), times({ peaks: [{ threads: 2, rounds: [16] }] })], 2 * 1024 ** 3)).toBeCloseTo(214.748, 3);
  });
});

describe('timing', () => {
  test('medians of odd and even counts, and a ratio round by round', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
    expect(ratioOf([10, 30, 50], [1, 2, 10])).toBe(10);
  });

  test('turns go A B A B, and a turn repeats its work until its time has passed', async () => {
    const order: string[] = [];
    const rounds = await alternate(
      ['A', 'B'].map((name) => async () => order.push(name)),
      { rounds: 3, turnMs: 0 },
    );
    expect(order).toEqual(['A', 'B', 'A', 'B', 'A', 'B']);
    expect(rounds.map((each) => each.length)).toEqual([3, 3]);
    let runs = 0;
    await repeated(() => void runs++)(0);
    expect(runs).toBe(1);
    await repeated(() => void runs++)(2);
    expect(runs).toBeGreaterThan(2);
  });

  test('after the second round a budget that is used up ends them', async () => {
    const wait = () => new Promise((resolve) => setTimeout(resolve, 5)).then(() => 5);
    expect(await alternate([wait], { rounds: 50, turnMs: 0, budgetMs: 1 })).toEqual([[5, 5]]);
  });
});
