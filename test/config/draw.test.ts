/** The key `draw`: random configs, each from a seed of its own. */
import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { mistake, PLAIN, resolve } from './fixtures.js';

const PROMPTS = 'corpus.families.birthdays.prompts';
const TARGET = 'corpus.families.birthdays.frequency.target';
const VALUES = {
  [PROMPTS]: { from: 200, to: 2000, scale: 'log' },
  [TARGET]: { from: 0.1, to: 0.4 },
  'model.kind': ['transformer', 'ngram'],
  'model.layers': [1, 2, 3],
};

/** PLAIN with random configs, and perhaps a sweep. */
function drawn(draw: unknown, more: object = {}): string {
  return `${PLAIN}${stringify({ draw, ...more })}`;
}

const RUNS = resolve(drawn({ runs: 200, values: VALUES })).runs;

describe('a draw', () => {
  test('gives each config a seed of its own, from which its values come', () => {
    expect(RUNS.map(({ seed }) => seed)).toEqual(Array.from({ length: 200 }, (_, i) => 7 + i));
    for (const { config, parameters } of RUNS) {
      expect(config.corpus.families.birthdays).toMatchObject({ prompts: parameters[PROMPTS] });
      expect(config.model.kind).toBe(parameters['model.kind']);
      expect(config).not.toHaveProperty('draw');
    }
    // One config is made again by its seed alone, and further keys change no values.
    const again = resolve(drawn({ runs: 1, values: { 'corpus.examples': [3000, 4000], ...VALUES } }), 'seed=57')
      .runs[0];
    expect(again.parameters).toEqual({ 'corpus.examples': expect.any(Number), ...RUNS[50].parameters });
  });

  test('spreads evenly over lists, ranges and the logarithms of ranges', () => {
    const share = (test: (parameters: Readonly<Record<string, unknown>>) => boolean): number =>
      RUNS.filter(({ parameters }) => test(parameters)).length / RUNS.length;
    const half = 3.3 * Math.sqrt(0.25 / RUNS.length); // 99.9 % of fair draws
    for (const test of [
      (p: Readonly<Record<string, unknown>>) => p['model.kind'] === 'ngram',
      (p: Readonly<Record<string, unknown>>) => Number(p[PROMPTS]) < Math.sqrt(200 * 2000),
      (p: Readonly<Record<string, unknown>>) => Number(p[TARGET]) < 0.25,
    ])
      expect(Math.abs(share(test) - 0.5)).toBeLessThan(half);
    for (const { parameters } of RUNS) {
      expect(Number.isInteger(parameters[PROMPTS])).toBe(true);
      expect(Number(parameters[PROMPTS])).toBeGreaterThanOrEqual(200);
      expect(Number(parameters[PROMPTS])).toBeLessThanOrEqual(2000);
      expect(Number(parameters[TARGET])).toBeGreaterThanOrEqual(0.1);
      expect(Number(parameters[TARGET])).toBeLessThanOrEqual(0.4);
    }
  });

  test('leaves out the options that a drawn kind does not have', () => {
    for (const { config, parameters } of RUNS) {
      const hasLayers = config.model.kind === 'transformer';
      expect('model.layers' in parameters).toBe(hasLayers);
      expect('layers' in config.model).toBe(hasLayers);
    }
    expect(resolve(drawn({ runs: 3, values: VALUES }), 'model.kind=ngram').runs).toHaveLength(3);
  });

  test('is run with every combination of a sweep, on the same seeds and values', () => {
    const { runs } = resolve(drawn({ runs: 5, values: VALUES }, { sweep: { 'corpus.examples': [2000, 4000] } }));
    expect(runs.map(({ seed, config }) => [seed, config.corpus.examples])).toEqual(
      [7, 8, 9, 10, 11].flatMap((seed) => [2000, 4000].map((examples) => [seed, examples])),
    );
    for (const i of [0, 2, 4, 6, 8]) expect(runs[i].parameters[PROMPTS]).toBe(runs[i + 1].parameters[PROMPTS]);
  });

  test('gives way to overrides: a value fixes a key, a list sweeps it, draw.runs is their number', () => {
    const fixed = resolve(drawn({ runs: 4, values: VALUES }), `${PROMPTS}=500`, 'draw.runs=2').runs;
    expect(fixed.map(({ config }) => config.corpus.families.birthdays)).toEqual(
      [0, 1].map(() => expect.objectContaining({ prompts: 500 })),
    );
    expect(fixed[0].parameters).not.toHaveProperty([PROMPTS]);
    const swept = resolve(drawn({ runs: 4, values: VALUES }), `${PROMPTS}=[500, 600]`).runs;
    expect(swept).toHaveLength(8);
  });
});

describe('an impossible draw', () => {
  test.each([
    [{ runs: 2 }, { code: 'missing-key', keyPath: 'draw.values' }],
    [{ values: {} }, { code: 'missing-key', keyPath: 'draw.runs' }],
    [
      { runs: 0, values: {} },
      { code: 'out-of-range', keyPath: 'draw.runs' },
    ],
    [
      { runs: 2, values: { 'modle.kind': ['ngram'] } },
      { code: 'unknown-key', hint: 'did you mean model?' },
    ],
    [
      { runs: 2, values: { seed: [1, 2] } },
      { code: 'not-drawable', keyPath: 'draw.values.seed' },
    ],
    [
      { runs: 2, values: { 'model.kind': { from: 1, to: 2 } } },
      { code: 'wrong-type', keyPath: 'draw.values.model.kind' },
    ],
    [{ runs: 2, values: { [TARGET]: { from: 0.4, to: 0.1 } } }, { keyPath: `draw.values.${TARGET}.to` }],
    [{ runs: 2, values: { [TARGET]: { from: 0, to: 0.1, scale: 'log' } } }, { keyPath: `draw.values.${TARGET}.from` }],
    [
      { runs: 2, values: { [TARGET]: { form: 0.1, to: 0.4 } } },
      { code: 'unknown-key', hint: 'did you mean from?' },
    ],
    [{ runs: 2, values: { [TARGET]: [] } }, {}],
  ])('is refused: %j', (draw, expected) => {
    expect(mistake(() => resolve(drawn(draw))).problems[0]).toMatchObject(expected);
  });

  test('names the drawn value that does not fit, once', () => {
    const text = drawn({ runs: 50, values: { [TARGET]: { from: 1.5, to: 2 } } });
    expect(mistake(() => resolve(text)).problems).toEqual([
      expect.objectContaining({
        code: 'out-of-range',
        keyPath: `draw.values.${TARGET}`,
        where: expect.stringMatching(/^experiments\/facts\.yaml:\d+:\d+$/),
      }),
    ]);
  });

  test('has no seeds beside its own, and no key that is swept too', () => {
    const draw = { runs: 2, values: VALUES };
    expect(mistake(() => resolve(drawn(draw), 'seeds=2')).problems[0]).toMatchObject({
      keyPath: 'seeds',
      allowed: '1, because each drawn config has a seed of its own; draw.runs is their number',
    });
    expect(mistake(() => resolve(drawn(draw, { sweep: { model: ['ngram'] } }))).problems[0]).toMatchObject({
      code: 'drawn-and-swept',
      keyPath: 'draw.values.model.kind',
      found: 'sweep of model',
    });
  });
});
