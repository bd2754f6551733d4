/** One model, four families: errors on patterns vanish with size and training, errors on arbitrary facts stay. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  between,
  gate,
  gated,
  holdsAlways,
  meanWithin,
  unmeasured,
} from '../../claims/verdict.js';
import { AXES, type Figure } from '../../report/figures/figure.js';
import { exact, pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { level, stepPoints, stepsFigure } from '../../report/figures/stepsFigure.js';
import { modelSizes, sumsAt } from '../../results/bySeed.js';
import { type Family, metric, numbersAt, type ReportTables } from '../../results/reportTables.js';
import { seedMean } from '../../results/seedMeans.js';

const BIRTHDAYS: Family = { name: 'birthdays', nature: 'arbitrary' };
const PATTERNS: readonly Family[] = ['spelling', 'brackets', 'agreement'].map((name) => ({ name, nature: 'pattern' }));
const R = 365;

const LOOKS = {
  birthdays: { colour: '#D55E00', shape: 'triangle-up' },
  spelling: { colour: '#0072B2', shape: 'circle' },
  brackets: { colour: '#009E73', shape: 'square' },
  agreement: { colour: '#CC79A7', shape: 'diamond' },
} as const;

const SOURCE =
  'Kalai et al. 2025, §3.3 and the article (2025): spelling and parentheses follow patterns, birthdays do not';

const vanish: Claim = {
  id: 'patterns-vanish',
  listed: ['S16', 'S20a'],
  statement:
    'Errors on facts that follow a pattern (spelling, brackets, agreement) vanish with the size of the model, on prompts that training never showed too.',
  source: SOURCE,
  formula: 'err on held-out prompts → 0',
  explanation: [
    'One transformer learns four kinds of facts at once, in four sizes from thousands to hundreds of thousands of parameters. A part of each patterned family is held out: words never spelt in training, bracket strings never closed, sentences never finished. Only who has learnt the rule gets them right.',
    'The smallest model is the control: it is too small for spelling, and must fail there.',
  ],
  prediction:
    'on held-out prompts the largest model errs (strings that are no response included) at most 0.1 on spelling (where it still falls when training ends) and at most 0.02 on brackets and agreement; the smallest errs at least 0.3 on spelling',
  check: (tables) => {
    const sizes = modelSizes(tables);
    if (sizes.length < 2) return unmeasured('err on held-out prompts', 'models of several sizes');
    const heldOut = (family: Family, at: number, range: ReturnType<typeof atMost>): CheckResult =>
      meanWithin(
        `err on held-out ${family.name}, ${at === 0 ? 'smallest' : 'largest'} model`,
        numbersAt(tables.runs, metric(family, 'heldOut.errorRate'), sizes.at(at)!.group.rows),
        range,
      );
    const [spelling, brackets, agreement] = PATTERNS;
    return allOf([
      heldOut(spelling, -1, atMost(0.1)),
      heldOut(brackets, -1, atMost(0.02)),
      heldOut(agreement, -1, atMost(0.02)),
      heldOut(spelling, 0, atLeast(0.3)),
    ]);
  },
};

const stay: Claim = {
  id: 'facts-stay',
  listed: ['S20b'],
  statement: 'Errors on arbitrary facts do not vanish with size: they stop at the missing mass.',
  source: `${SOURCE}; Theorem 2`,
  formula: 'err + invalid mass → MM·(1 − 1/R); at unseen prompts 1 − 1/R at every size',
  explanation: [
    'The same models, the same training: on birthdays the error falls while facts that were shown are memorised, and then stops. What is left is the missing mass, the probability of a birthday that the data never state. No size learns it, for nothing that was shown tells it.',
    'On the unseen prompts alone the wrong mass (errors, strings that are no date, abstentions) must be 1 − 1/R at every size, within the luck of some 500 guesses a world.',
  ],
  prediction:
    'for the largest model err + invalid mass over MM·(1 − 1/R) is between 0.95 and 1.15; on unseen prompts no run of any size is right with probability above 0.02',
  check: (tables) => {
    const sizes = modelSizes(tables);
    if (sizes.length < 2) return unmeasured('err + invalid mass over MM·(1 − 1/R)', 'models of several sizes');
    const column = (path: string): string => metric(BIRTHDAYS, path);
    const { rows } = sizes.at(-1)!.group;
    const wrong = sumsAt(tables, [column('errorRate'), column('invalidMass')], rows);
    const floor = numbersAt(tables.runs, column('missingMass'), rows).map((mass) => mass * (1 - 1 / R));
    const unseen = sizes.flatMap(({ group }) =>
      sumsAt(
        tables,
        ['errorRate', 'invalidMass', 'abstentionRate'].map((path) => column(`byCount.0.${path}`)),
        group.rows,
      ),
    );
    const learnt = gate(
      'err on birthdays seen once, largest model',
      numbersAt(tables.runs, column('byCount.1.errorRate'), rows),
      atMost(0.1),
    );
    return gated(
      learnt,
      'a model that knows what it was shown: more training steps',
      allOf([
        meanWithin(
          'err + invalid mass over MM·(1 − 1/R), largest model',
          wrong.map((value, i) => value / floor[i]),
          between(0.95, 1.15),
        ),
        holdsAlways(
          'runs of any size that know birthdays never shown',
          unseen.map((value) => value >= 0.98),
        ),
      ]),
    );
  },
};

function errorAgainstSize(tables: ReportTables): Figure {
  const id = 'patterns-against-size';
  const title = 'Error against model size';
  const sizes = modelSizes(tables);
  if (sizes.length < 2) return { id, title, missing: 'There are no models of several sizes.' };
  const against = (column: string) =>
    pointsOf(
      sizes.map(({ parameters, group }) => ({ x: parameters, mean: seedMean(tables.runs, column, group.rows) })),
    );
  const series: readonly Series[] = [
    {
      name: 'missing mass of birthdays',
      colour: '#555',
      dash: [6, 4],
      points: against(metric(BIRTHDAYS, 'missingMass')).map(({ x, mean }) => exact(x, mean)),
    },
    { name: 'birthdays (arbitrary)', ...LOOKS.birthdays, points: against(metric(BIRTHDAYS, 'errorRate')) },
    ...PATTERNS.map((family) => ({
      name: `${family.name}, held out (a rule)`,
      ...LOOKS[family.name as keyof typeof LOOKS],
      points: against(metric(family, 'heldOut.errorRate')),
    })),
  ];
  return {
    id,
    title,
    caption: [
      'Error rate at the end of training against the number of trainable parameters: birthdays over all of μ, patterned families on prompts that training never showed. Means over seeds with 95 % Student t intervals.',
    ],
    spec: seriesFigure(
      [{ series }],
      { title: 'trainable parameters', scale: { type: 'log' }, axis: { format: '~s', tickCount: 4 } },
      { title: AXES.errorRate, scale: { domain: [0, 1] } },
      { width: 440, height: 320 },
    ),
  };
}

function errorAgainstSteps(tables: ReportTables): Figure {
  const largest = modelSizes(tables).at(-1)?.group;
  const curve = (family: Family, path: string) => stepPoints(tables, largest, metric(family, path));
  const birthdays = curve(BIRTHDAYS, 'errorRate');
  const mass = seedMean(tables.runs, metric(BIRTHDAYS, 'missingMass'), largest?.rows ?? [])?.mean ?? 0;
  return stepsFigure(
    {
      id: 'patterns-against-steps',
      title: 'Error against training steps, largest model',
      caption: [
        'The same while the largest model trains. Early errors on enumerated families are low where a model puts its probability on strings that are no response; on spelling, where responses cannot be listed, those count as errors. Means over seeds with 95 % Student t intervals.',
      ],
    },
    [
      { name: 'missing mass of birthdays', colour: '#555', dash: [6, 4], points: level(birthdays, mass) },
      { name: 'birthdays (arbitrary)', ...LOOKS.birthdays, points: birthdays },
      ...PATTERNS.map((family) => ({
        name: `${family.name}, held out (a rule)`,
        ...LOOKS[family.name as keyof typeof LOOKS],
        points: curve(family, 'heldOut.errorRate'),
      })),
    ],
    { title: AXES.errorRate, scale: { domain: [0, 1] } },
    { width: 440, height: 320 },
  );
}

export const patternsVanish: ExperimentClaims = {
  experiment: 'patterns-vanish-facts-stay',
  title: 'Patterns vanish, facts stay',
  claims: [vanish, stay],
  figures: (tables) => [errorAgainstSize(tables), errorAgainstSteps(tables)],
};
