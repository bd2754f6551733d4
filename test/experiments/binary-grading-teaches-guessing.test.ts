import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { binaryGrading } from '../../src/experiments/binary-grading-teaches-guessing/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

/** On U and on all prompts, a third of which are in U; the rest is known. */
interface Model {
  readonly idk: number;
  readonly err: number;
  readonly knownErr: number;
  readonly knownIdk: number;
  readonly delta: number;
  readonly different: number;
  readonly three: number;
  readonly ece: number;
}
type Moment = 'base' | 'accuracy' | 'target';

const RATIO = 364 / 365;
function model(idk: number, changes: Partial<Model> = {}): Model {
  return {
    idk,
    err: (1 - idk) * RATIO,
    knownErr: 0.01,
    knownIdk: 0,
    delta: 0.3,
    different: 0.4,
    three: RATIO ** 3,
    ece: 0.15,
    ...changes,
  };
}
const theory: Record<Moment, Model> = {
  base: model(0.25),
  accuracy: model(0.01, { knownErr: 0.02, delta: 0.32, ece: 0.13 }),
  target: model(0.6, { knownIdk: 0.3, delta: 0.27, ece: 0.11 }),
};

function cells({ idk, err, knownErr, knownIdk, delta, different, three, ece }: Model, seed: number): Row {
  const b = 'families.birthdays';
  const jitter = 0.001 * seed;
  return {
    [`${b}.byCount.0.abstentionRate`]: idk,
    [`${b}.byCount.0.errorRate`]: err,
    [`${b}.byCount.0.invalidMass`]: 0,
    [`${b}.byCount.0.mass`]: 1 / 3,
    [`${b}.byCount.1.mass`]: 2 / 3,
    [`${b}.byCount.1.errorRate`]: knownErr,
    [`${b}.byCount.1.invalidMass`]: 0,
    [`${b}.byCount.1.abstentionRate`]: knownIdk,
    [`${b}.abstentionRate`]: (idk + 2 * knownIdk) / 3,
    [`${b}.errorRate`]: (err + 2 * knownErr) / 3,
    [`${b}.invalidMass`]: 0,
    [`${b}.accuracy`]: 1 - (idk + err + 2 * (knownErr + knownIdk)) / 3,
    [`${b}.delta`]: delta + jitter,
    [`${b}.answers.expectedCalibrationError`]: ece + jitter,
    [`${b}.answers.unanswered.threeWrong`]: three,
    [`${b}.answers.unanswered.threeDifferentWrong`]: different + jitter,
  };
}

function tables(change: (moment: Moment) => Partial<Model> = () => ({}), seeds = [1, 2, 3]) {
  const made = (moment: Moment): Model => ({ ...theory[moment], ...change(moment) });
  const runs = seeds.flatMap((seed) =>
    (['accuracy', 'target'] as const).map(
      (moment): Row => ({
        run: `${moment}-${seed}`,
        seed,
        'model.kind': 'transformer',
        'parameters.posttraining.grader':
          moment === 'accuracy' ? 'accuracy' : '{"kind":"confidence-target","target":0.75}',
        ...cells(made(moment), moment === 'accuracy' ? seed * 2 : seed),
      }),
    ),
  );
  const curves = seeds.flatMap((seed) =>
    (['accuracy', 'target'] as const).flatMap((moment): Row[] => [
      { run: `${moment}-${seed}`, step: 0, loss: null, ...cells(model(0), seed) },
      { run: `${moment}-${seed}`, step: 400, loss: 0.1, ...cells(made('base'), seed) },
      { run: `${moment}-${seed}`, step: 550, loss: null, ...cells(made(moment), seed) },
    ]),
  );
  return tablesOf(runs, curves);
}

function verdicts(...given: Parameters<typeof tables>): Record<string, CheckResult['verdict']> {
  return Object.fromEntries(binaryGrading.claims.map(({ id, check }) => [id, check(tables(...given)).verdict]));
}

describe('binary-grading-teaches-guessing', () => {
  test('what is expected, in part under conditions', () => {
    expect(verdicts()).toEqual({
      'accuracy-teaches-guessing': 'confirmed',
      'grading-moves-abstention-alone': 'confirmed',
      'later-training-removes-errors': 'depends',
      'accuracy-ranks-the-guesser-first': 'confirmed',
      'three-answers-all-wrong-all-different': 'depends',
      'reward-uncalibrates': 'depends',
    });
  });

  test('abstention that survives accuracy, or does not rise under a penalty, refutes', () => {
    expect(
      verdicts((moment) => (moment === 'accuracy' ? { idk: 0.25, err: 0.75 * RATIO } : {}))[
        'accuracy-teaches-guessing'
      ],
    ).toBe('refuted');
    expect(
      verdicts((moment) => (moment === 'target' ? { idk: 0.2, err: 0.8 * RATIO } : {}))['accuracy-teaches-guessing'],
    ).toBe('refuted');
  });

  test('a base model that has not learnt its facts leaves it open', () => {
    const open = verdicts((moment) => (moment === 'base' ? { knownErr: 0.5 } : {}));
    expect(open['accuracy-teaches-guessing']).toBe('inconclusive');
    expect(open['later-training-removes-errors']).toBe('inconclusive');
  });

  test('a base model that abstains where it does not know refutes that errors come first', () => {
    expect(
      verdicts((moment) => (moment === 'base' ? { idk: 0.9, err: 0.1 * RATIO } : {}))['grading-moves-abstention-alone'],
    ).toBe('refuted');
  });

  test('grading that overwrites what was known, or teaches it, refutes that it moves abstention alone', () => {
    for (const graded of ['accuracy', 'target'])
      expect(verdicts((moment) => (moment === graded ? { knownErr: 0.3 } : {}))['grading-moves-abstention-alone']).toBe(
        'refuted',
      );
    expect(
      verdicts((moment) => (moment === 'base' ? { knownErr: 0.09 } : { knownErr: 0, knownIdk: 0 }))[
        'grading-moves-abstention-alone'
      ],
    ).toBe('refuted');
  });

  test('errors that vanish confirm the removal outright, errors that grow refute it', () => {
    expect(
      verdicts((moment) => (moment === 'target' ? { idk: 0.99, err: 0.01 * RATIO } : {}))[
        'later-training-removes-errors'
      ],
    ).toBe('confirmed');
    expect(
      verdicts((moment) => (moment === 'target' ? { idk: 0, err: RATIO } : {}))['later-training-removes-errors'],
    ).toBe('refuted');
  });

  test('a guesser that is not ahead by accuracy, or not behind under a target, refutes the ranking', () => {
    expect(
      verdicts((moment) => (moment === 'accuracy' ? { knownErr: 0.4 } : {}))['accuracy-ranks-the-guesser-first'],
    ).toBe('refuted');
    expect(
      verdicts((moment) => (moment === 'accuracy' ? { idk: 0.98, err: 0.02 * RATIO } : {}))[
        'accuracy-ranks-the-guesser-first'
      ],
    ).toBe('refuted');
  });

  test('three answers: different ones confirm outright, right ones refute', () => {
    expect(
      verdicts((moment) => (moment === 'base' ? { different: 0.98 } : {}))['three-answers-all-wrong-all-different'],
    ).toBe('confirmed');
    expect(
      verdicts((moment) => (moment === 'base' ? { three: 0.9 } : {}))['three-answers-all-wrong-all-different'],
    ).toBe('refuted');
  });

  test('a careful model that trails under its own grader refutes the ranking', () => {
    expect(
      verdicts((moment) => (moment === 'target' ? { idk: 0.1, err: 0.9 * RATIO, knownIdk: 0.9 } : {}))[
        'accuracy-ranks-the-guesser-first'
      ],
    ).toBe('refuted');
  });

  test('δ that falls under accuracy refutes; ECE that rises, too, confirms', () => {
    expect(verdicts((moment) => (moment === 'accuracy' ? { delta: 0.2 } : {}))['reward-uncalibrates']).toBe('refuted');
    expect(verdicts((moment) => (moment === 'accuracy' ? { ece: 0.2 } : {}))['reward-uncalibrates']).toBe('confirmed');
  });

  test('no runs: open, and the figure says why', () => {
    expect(new Set(Object.values(verdicts(() => ({}), [])))).toEqual(new Set(['inconclusive']));
    expect(binaryGrading.figures(tablesOf([]))[0]).toHaveProperty('missing');
    expect(binaryGrading.figures(tables())[0]).toHaveProperty('spec');
  });
});
