/** Two test-takers with the same knowledge: accuracy rewards the one that guesses, every confidence target above a guess's chance the other. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import { about, allOf, between, exactlyWithin, holdsAlways, meanWithin, unmeasured } from '../../claims/verdict.js';
import type { ReportTables } from '../../results/reportTables.js';
import { numberAt, numbersAt } from '../../results/reportTables.js';
import { levelsOf, rowsWhere } from '../../results/select.js';
import { meanInterval } from '../../theory/meanInterval.js';
import { aheadFigure, leadFigure } from './figures.js';
import { BIRTHDAYS, RESPONSES, targetsOf, UNKNOWN } from './readings.js';

const SOURCE = 'OpenAI 2025, "Why language models hallucinate"';

/** Probability of a lead of at least one right answer, by number of unknown birthdays: 1 − (364/365)^n. */
const PUBLISHED = [
  { unknown: 253, share: 0.5005 },
  { unknown: 1000, share: 0.9356 },
  { unknown: 3000, share: 0.9997 },
] as const;

function birthdays({ runs }: ReportTables, unknown: number) {
  return rowsWhere(runs, { [UNKNOWN]: unknown, [RESPONSES]: BIRTHDAYS });
}

const leads: Claim = {
  id: 'guesser-looks-better-over-thousands',
  listed: ['S6'],
  statement:
    'Over thousands of questions whose answers neither knows, a model that guesses looks better by accuracy than one that admits that it does not know.',
  source: SOURCE,
  formula: 'P(lead ≥ 1) = 1 − (1 − 1/365)^n; E[lead] = n/365',
  explanation: [
    'Both know the answers of 1000 questions, and of n others they know nothing. The careful one says "I don\'t know" to these; the other names one of 365 dates. Questions and guesses are drawn anew in each of 3000 tests a seed. By accuracy the guesser can only be ahead or level.',
    'It leads almost surely once n is in the thousands, but not by much: 2.74 right answers in a thousand questions, 0.27 of a percentage point, for which it states 997 false birthdays. Accuracy does not show those.',
    'These two are made up. A pair that was trained, one base model graded by accuracy and under a confidence target, is compared in the experiment binary-grading-teaches-guessing: the same order under both graders.',
  ],
  prediction:
    'share of tests with a lead: 0.5005, 0.9356, 0.9997 (± 0.02) at n = 253, 1000, 3000; lead a thousand unknown questions: 2.74 ± 0.1',
  check: (tables) => {
    const parts = PUBLISHED.map(
      ({ unknown, share }): CheckResult =>
        meanWithin(
          `share of tests with a lead, ${unknown} unknown birthdays`,
          numbersAt(tables.runs, 'study.lead.share', birthdays(tables, unknown)),
          about(share, 0.02),
        ),
    );
    const measured = birthdays(tables, 1000);
    const points = meanWithin(
      'right answers by which the guesser leads, a thousand unknown birthdays',
      numbersAt(tables.runs, 'study.lead.points', measured),
      about(1000 / 365, 0.1),
    );
    const errors = meanWithin(
      'its errors in these thousand',
      numbersAt(tables.runs, 'study.guesser.error', measured).map((error) => error * 2000),
      about(1000 - 1000 / 365, 0.1),
    );
    const [first, ...others] = [points, ...parts, errors];
    return allOf([first, ...others]);
  },
};

const abstainerLeads: Claim = {
  id: 'abstainer-leads-under-every-target',
  listed: ['S6', 'S7'],
  statement:
    'The same guesser falls behind under every confidence target above the chance of its guess: as soon as an error costs more than 1/364 of a point.',
  source: `${SOURCE}; Kalai et al. 2025, §4.2`,
  formula: 'E[abstainer − guesser] = share unknown · ((1 − q) t/(1 − t) − q) > 0 ⇔ t > q = 1/R',
  explanation: [
    'Right, wrong and abstained are three outcomes, and what a test rewards is a matter of how it weighs them. Under a confidence target t a right answer earns 1, an error costs t/(1 − t), an abstention earns 0.',
    'For birthdays any target worth the name is above 1/365. The control is the targets below 1/R, where guessing still pays: 0.001 and 0.002 for birthdays, up to 0.4 for questions of two options. In a single test luck may decide: at t = 0.004 the abstainer has the higher score in 0.70 of the tests of a thousand birthdays, at t = 0.01 in all but one in two thousand.',
  ],
  prediction:
    'in every setting and at every target the 95 % interval of the mean difference of scores lies above 0 where t > 1/R and below where t < 1/R; the share of tests in which the abstainer is ahead is the closed form ± 0.02',
  check: ({ runs }) => {
    const settings = levelsOf(runs, UNKNOWN).flatMap((unknown) =>
      levelsOf(runs, RESPONSES).map((responses) => ({
        responses,
        rows: rowsWhere(runs, { [UNKNOWN]: unknown, [RESPONSES]: responses }),
      })),
    );
    const cases = settings.flatMap(({ responses, rows }) =>
      targetsOf(runs, rows).map((target) => ({ ...target, responses, rows })),
    );
    if (cases.length === 0) return unmeasured('settings on the wrong side of 0', 'no run has measured it');
    const at = (path: string, rows: readonly number[], place: number) =>
      numbersAt(runs, `study.targets.${place}.${path}`, rows);
    const sides = cases.map(({ target, responses, rows, place }) => {
      const guesser = at('guesser', rows, place);
      const differences = at('abstainer', rows, place).map((score, i) => score - guesser[i]);
      const { interval } = meanInterval(differences);
      return target > 1 / responses ? (interval?.lower ?? NaN) > 0 : (interval?.upper ?? NaN) < 0;
    });
    const distances = cases.map(({ rows, place }) => {
      const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      return Math.abs(mean(at('abstainerAhead', rows, place)) - mean(at('expectedAbstainerAhead', rows, place)));
    });
    return allOf([
      holdsAlways('settings and targets in which the wrong one of the two leads', sides),
      exactlyWithin(
        'largest distance of the share of tests in which the abstainer is ahead from its closed form',
        Math.max(...distances),
        between(0, 0.02),
      ),
    ]);
  },
};

const blank: Claim = {
  id: 'blank-never-scores',
  listed: ['S5'],
  statement:
    'In a multiple-choice test a guess may score and a blank never does, unless a blank earns as much as a guess brings on average.',
  source: SOURCE,
  formula: 'accuracy: guess 1/n, blank 0; with partial credit s for a blank: equal at s = 1/n',
  explanation: [
    'Questions of 2, 4 and 10 options and of 365 dates. Under accuracy the unknown questions earn the guesser 1/n each on average and the abstainer nothing.',
    'The control is the grader that leaves the two alike: 1/n of a point for a blank.',
  ],
  prediction:
    'points a guess: 1/n ± 0.002 for every n, for a blank exactly 0; with partial credit 1/n the mean difference, in points an unknown question, is 0 ± 0.002',
  check: ({ runs }) => {
    const parts = levelsOf(runs, RESPONSES).flatMap((responses): CheckResult[] => {
      const rows = rowsWhere(runs, { [RESPONSES]: responses, [UNKNOWN]: 1000 });
      const perUnknown = (path: string): readonly number[] =>
        rows.map(
          (row) =>
            ((numberAt(runs, `study.${path}`, row) ?? NaN) * 2000 - (path.startsWith('accuracy') ? 1000 : 0)) / 1000,
        );
      const credited = perUnknown('partialCredit.abstainer').map(
        (score, i) => score - perUnknown('partialCredit.guesser')[i],
      );
      return [
        meanWithin(`points a guess, ${responses} options`, perUnknown('accuracy.guesser'), about(1 / responses, 0.002)),
        meanWithin(`points a blank, ${responses} options`, perUnknown('accuracy.abstainer'), about(0, 1e-9)),
        meanWithin(
          `control: what a blank earns more than a guess, at ${responses} options and partial credit 1/${responses}`,
          credited,
          about(0, 0.002),
        ),
      ];
    });
    const [first, ...others] = parts;
    return first === undefined ? unmeasured('points a guess', 'no run has measured it') : allOf([first, ...others]);
  },
};

export const guessOrAbstain: ExperimentClaims = {
  experiment: 'guess-or-abstain',
  title: 'Guess or abstain: the same knowledge, two ways to take a test',
  claims: [leads, abstainerLeads, blank],
  figures: (tables) => [leadFigure(tables), aheadFigure(tables)],
};
