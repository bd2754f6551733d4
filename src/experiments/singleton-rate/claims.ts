/** The main experiment: birthdays, which follow from nothing, beside brackets, which follow from a rule. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  exactlyWithin,
  gate,
  gated,
  holdsOnlyWhere,
  meanWithin,
  rangeWords,
  resultSentence,
  significant,
  unmeasured,
} from '../../claims/verdict.js';
import { errorAgainstSingletonRate } from '../../report/figures/errorAgainstSingletonRate.js';
import { errorByCount } from '../../report/figures/errorByCount.js';
import { type SeedRuns, seedRunMeans, seedRuns } from '../../results/bySeed.js';
import { combine, type MeasuredFamily, measured, stratum } from '../../results/measured.js';
import { curveRows, familiesByNature, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { determination, type LinePoint, lineThrough, slopeThroughOrigin } from '../../theory/line.js';
import { wrongWhileTraining } from './figures.js';
import {
  errByFrequency,
  excessOnUnanswered,
  expectedWrong,
  FREQUENCIES,
  fromSingletons,
  invalidOn,
  plausibleShare,
} from './readings.js';

const PREDICTED = {
  slopeOnMissingMass: about(1, 0.03),
  intercept: about(0, 0.01),
  slopeOnSingletons: about(1, 0.1),
  missedByMissingMass: atMost(0.01),
  missedByCounts: atMost(0.025),
  excess: about(0, 0.005),
  plausible: atLeast(0.9),
  invalid: atMost(0.005),
  frequent: atMost(0.01),
  knownOnceShown: atLeast(0.9),
  saferIfFrequent: atLeast(0),
  wrongOnUnanswered: atLeast(0.99),
  change: about(0, 0.005),
  brackets: atMost(0.003),
  slopeOfLoss: atMost(1e-6),
} as const;

/** The models that are meant have memorised what they were shown. */
const LEARNT = atMost(0.15);

/** A difference from δ is relative to at least this, since δ may be 0 but for rounding. */
const LEAST_DELTA = 1e-6;

/** Any rate, of which only the mean is stated in the details. */
const ANY_RATE = atMost(1);

const claims: readonly Claim[] = [
  {
    id: 'error-tracks-singleton-rate',
    evidence: 'trained',
    listed: ['T2prop'],
    statement:
      'A model that has memorised its training data errs on arbitrary facts about as often as the data hold them only once.',
    source: 'Kalai et al. 2025, Theorem 2 and Corollary 3',
    formula: 'err ≈ err_seen + MM·(1 − 1/R), and MM ≈ sr',
    explanation: [
      'Five corpora are drawn in each world, so that the singleton rate sr goes from 0.02 to 0.5, and a transformer is trained on each until it has memorised its rows. The missing mass MM is the probability that a fresh prompt asks for a fact that training never showed; on those the model can only guess among R = 365 dates. If that is where its errors come from, err plotted against MM·(1 − 1/R) is a line of slope 1 through err_seen, the small error on what it was shown.',
      'sr is what one can count without knowing the world. It estimates MM with a noise of √(n_1 + 2 n_2)/N, which in one world moves the slope of a line through the origin by about 0.04; so the line against sr goes through the origin, and may have a slope within 0.1 of 1. Invalid strings are counted as errors.',
      'The line is fitted twice: to what was measured, and with the luck of having guessed right on facts never shown replaced by its expectation. The second form depends only on how often the model abstains and on its error on what it was shown, so the first one is the test. Only models that have memorised what they were shown are meant, of one kind and at one N: the experiment tracking varies N and the law.',
    ],
    prediction: `slope of the measured err + invalid mass, and of its expectation, on MM·(1 − 1/R) from ${rangeWords(PREDICTED.slopeOnMissingMass)}, each intercept within ${PREDICTED.intercept.high} of 0; slope through the origin on sr·(1 − 1/R) from ${rangeWords(PREDICTED.slopeOnSingletons)}`,
    check: tracks,
  },
  {
    id: 'error-foretold-from-counts',
    evidence: 'trained',
    listed: ['S21'],
    statement:
      'How often a model that memorises its training data will hallucinate can be foretold from the corpus, before any training.',
    source: 'the article “Why language models hallucinate” (2025); Kalai et al. 2025, Theorem 2',
    formula: 'err + invalid mass = MM·(1 − 1/R)',
    explanation: [
      'The prediction uses the corpus alone: MM·(1 − 1/R) where the world is known, sr·(1 − 1/R) where one can only count. The standard error of sr as an estimate of MM is up to 0.016 here, which sets the tolerance of the second. No line is fitted: the distance of the measured error from what was foretold is taken in each run, and averaged over the corpora of a world.',
      'This is less than a forecast of any model. There is one architecture and one N, no row says IDK, and the steps suffice to memorise the rows. A model that had not memorised them would err more, by what it does not know of the facts that it was shown.',
    ],
    prediction: `mean distance of err + invalid mass ${rangeWords(PREDICTED.missedByMissingMass)} from MM·(1 − 1/R), ${rangeWords(PREDICTED.missedByCounts)} from sr·(1 − 1/R)`,
    check: foretold,
  },
  {
    id: 'every-kind-of-model-errs',
    evidence: 'check',
    listed: ['S2b'],
    statement: 'Every kind of language model hallucinates on facts that it was never shown, unless it abstains.',
    source: 'the article “Why language models hallucinate” (2025); derived from Kalai et al. 2025, Lemma 2',
    formula: 'err at c = (1 − 1/R)·(1 − p̂(IDK|c) − m_c) in expectation, for c never answered',
    explanation: [
      'A fact that was drawn at random and never shown cannot be known, whatever the model: size, architecture and calibration do not matter, only how often it abstains (IDK) and how much of its mass m_c is on strings that are not a date. A transformer, a trigram model and the calibrated learner, on the same data, must agree; they may differ on what they were shown.',
      'The difference from the formula is what is measured. A model that erred less would have seen the answer somewhere: this is also a test that nothing of the answers leaks into training. The tolerance is the luck of guessing among 365 dates over the few hundred prompts of a corpus.',
    ],
    prediction: `within ${PREDICTED.excess.high} of the formula, for each kind`,
    check: everyKindErrs,
  },
  {
    id: 'wrong-but-plausible',
    evidence: 'trained',
    listed: ['S2c'],
    statement: 'The wrong responses of a trained model are plausible; malformed ones vanish with training.',
    source: 'the article “Why language models hallucinate” (2025)',
    formula: 'invalid mass → 0, while err stays',
    explanation: [
      'A wrong response is either another date, which is plausible, or not a date at all, such as “April 31 .”, which is invalid. An untrained model says almost only invalid strings; after a few dozen steps it has learnt what a date looks like.',
      'Whether the invalid strings vanish altogether depends on the prompt. On prompts whose answers training showed, they do. On others the transformer has become over-confident in first one word and then the next, and the pieces do not always fit: a month with a day that it does not have.',
    ],
    prediction: `${rangeWords(PREDICTED.plausible)} of what is wrong is plausible, and ${rangeWords(PREDICTED.invalid)} of the mass is invalid after training`,
    check: invalidVanishes,
  },
  {
    id: 'frequent-facts-are-safe',
    evidence: 'trained',
    listed: ['T2freq', 'N1'],
    statement: 'Facts that the data repeat often are rarely stated wrongly.',
    source: 'Kalai et al. 2025, §3.3.1 (Einstein’s birthday)',
    formula: 'err on facts seen j times falls with j',
    explanation: [
      'Prompts are sorted by how often training answered them, and pooled over the corpora of a world, so that no class is a handful of prompts. Those never answered cannot be known. One answer is enough for a model that is trained on its rows many times, and more answers make it safer. The differences are taken within each world.',
    ],
    prediction: `err on facts never shown less err on facts shown once ${rangeWords(PREDICTED.knownOnceShown)}; err on facts shown once less err on those shown 5 times or more ${rangeWords(PREDICTED.saferIfFrequent)}; err there ${rangeWords(PREDICTED.frequent)}`,
    check: frequentFactsAreSafe,
  },
  {
    id: 'facts-stay-patterns-vanish',
    evidence: 'trained',
    listed: ['S20b'],
    statement: 'Errors on arbitrary facts that were never shown do not go away with training; errors on patterns do.',
    source: 'the article “Why language models hallucinate” (2025); Kalai et al. 2025, §3.3',
    formula: 'err + invalid mass on unanswered facts = 1 − 1/R at every step',
    explanation: [
      'One model is trained on birthdays and on brackets to be closed. More training brings the error on brackets to nothing, also for strings that it never saw. On birthdays that it was never shown, the mass that is not right (another date, or not a date) stays at 1 − 1/R = 0.997 however long it trains.',
    ],
    prediction: `on unanswered facts ${rangeWords(PREDICTED.wrongOnUnanswered)} wrong and no change beyond ${PREDICTED.change.high} between the last two measurements; on brackets ${rangeWords(PREDICTED.brackets)}`,
    check: factsStay,
  },
  {
    id: 'delta-is-a-derivative',
    evidence: 'check',
    listed: ['T1d'],
    statement: 'The calibration gap is the slope of the loss along the rescaling of confident responses.',
    source: 'Kalai et al. 2025, §3.2',
    formula: 'δ = |dL(p̂_s)/ds| at s = 1',
    explanation: [
      'This is why training by cross-entropy should make δ small: were it not 0, multiplying the probability of all responses above the threshold by some s would lower the loss. Both sides are computed on their own: δ from its definition, and the derivative from the loss of the rescaled model. They must agree in every model, at every measured step.',
    ],
    prediction: `relative difference at most ${PREDICTED.slopeOfLoss.high.toExponential()} everywhere`,
    check: derivativeAgrees,
  },
];

export const singletonRate: ExperimentClaims = {
  experiment: 'singleton-rate',
  title: 'The error rate tracks the singleton rate; patterns vanish',
  claims,
  figures: (tables) =>
    familiesByNature(tables.runs).arbitrary.flatMap((family) => [
      errorAgainstSingletonRate(tables.runs, family),
      errorByCount(tables.runs, family),
      wrongWhileTraining(tables, family.name),
    ]),
};

const TRAINED = 'transformer';

/** Kinds of model that must err alike on facts that training never showed. */
const KINDS = [TRAINED, 'ngram', 'calibrated-learner'] as const;

type Read = (family: MeasuredFamily) => number | null;

/** MM·(1 − 1/R): known before any training. */
function predicted({ calibratedError }: MeasuredFamily): number | null {
  return calibratedError;
}

function wrongOf({ wrong }: MeasuredFamily): number | null {
  return wrong;
}

function birthdaysAt({ runs }: ReportTables, row: number): MeasuredFamily {
  return measured(runs, row, 'birthdays');
}

/** One mean for each world, over its runs of a kind of model. */
function worldMeans(tables: ReportTables, read: Read, kind: string = TRAINED): readonly number[] {
  return seedRunMeans(seedRuns(tables, kind), (row) => read(birthdaysAt(tables, row)));
}

/** A point for each run of a world. */
function pointsOf(tables: ReportTables, x: Read, y: Read, { rows }: SeedRuns): readonly LinePoint[] {
  return rows.flatMap((row) => {
    const family = birthdaysAt(tables, row);
    const [at, value] = [x(family), y(family)];
    return at === null || value === null ? [] : [{ x: at, y: value }];
  });
}

/** err of each world by how often training answered, [worlds][FREQUENCIES]. */
function errsOfWorlds(tables: ReportTables): readonly (readonly (number | null)[])[] {
  return seedRuns(tables, TRAINED).map(({ rows }) => errByFrequency(rows.map((row) => birthdaysAt(tables, row))));
}

/** A finding about models that have memorised their rows, which says nothing of others. */
function ofMemorising(tables: ReportTables, finding: CheckResult): CheckResult {
  return gated(
    gate(
      'err on facts shown once',
      errsOfWorlds(tables).map(([, once]) => once),
      LEARNT,
    ),
    'the model must have memorised what it was shown: train longer',
    finding,
  );
}

/** Fits a line in each world on its own. */
function tracks(tables: ReportTables): CheckResult {
  const lines = (x: Read, y: Read) =>
    seedRuns(tables, TRAINED).flatMap((world) => lineThrough(pointsOf(tables, x, y, world)) ?? []);
  const onMass = (error: string, y: Read): readonly [CheckResult, CheckResult] => [
    meanWithin(
      `slope of ${error} on MM·(1 − 1/R)`,
      lines(predicted, y).map(({ slope }) => slope),
      PREDICTED.slopeOnMissingMass,
    ),
    meanWithin(
      `intercept of that line, ${error}`,
      lines(predicted, y).map(({ intercept }) => intercept),
      PREDICTED.intercept,
    ),
  ];
  const finding = allOf([
    ...onMass('measured err + invalid mass', wrongOf),
    ...onMass('expected err + invalid mass', expectedWrong),
    meanWithin(
      'slope through the origin of measured err + invalid mass on sr·(1 − 1/R)',
      seedRuns(tables, TRAINED).map((world) => slopeThroughOrigin(pointsOf(tables, fromSingletons, wrongOf, world))),
      PREDICTED.slopeOnSingletons,
    ),
  ]);
  return ofMemorising(tables, finding);
}

function foretold(tables: ReportTables): CheckResult {
  const distances = (x: Read): readonly number[] =>
    worldMeans(tables, (family) => combine([x(family), wrongOf(family)], (told, wrong) => Math.abs(wrong - told)));
  const distance = allOf([
    meanWithin(
      'mean distance of err + invalid mass from MM·(1 − 1/R)',
      distances(predicted),
      PREDICTED.missedByMissingMass,
    ),
    meanWithin(
      'mean distance of it from sr·(1 − 1/R), from counts alone',
      distances(fromSingletons),
      PREDICTED.missedByCounts,
    ),
  ]);
  const finding = ofMemorising(tables, distance);
  const worlds = seedRuns(tables, TRAINED).map((world) => pointsOf(tables, predicted, wrongOf, world));
  const each = worlds.flat().map(({ x, y }) => Math.abs(y - x));
  const explained = meanOf(worlds.flatMap((points) => determination(points) ?? []));
  const largest = each.length === 0 ? 'none measured' : significant(Math.max(...each));
  return {
    ...finding,
    details: [
      ...(finding.details ?? []),
      `Largest distance of a run from MM·(1 − 1/R): ${largest} (${each.length} runs). R² over the corpora of a world: ${explained === null ? 'none measured' : significant(explained.mean)}.`,
    ],
  };
}

function everyKindErrs(tables: ReportTables): CheckResult {
  const [first, ...others] = KINDS.map((kind) =>
    meanWithin(
      `err on unanswered prompts less (1 − 1/R)(1 − IDK − m), ${kind}`,
      worldMeans(tables, excessOnUnanswered, kind),
      PREDICTED.excess,
    ),
  );
  return allOf([first, ...others]);
}

/** Invalid mass after training: on prompts that training answered, and on those that it did not. */
function invalidVanishes(tables: ReportTables): CheckResult {
  const dominates = meanWithin(
    'share of plausible responses among the wrong ones',
    worldMeans(tables, plausibleShare),
    PREDICTED.plausible,
  );
  const onSeen = meanWithin(
    'invalid mass on prompts that training answered',
    worldMeans(tables, ({ byCount }) => invalidOn(byCount.slice(1))),
    PREDICTED.invalid,
  );
  const onUnseen = meanWithin(
    'invalid mass on prompts that training never answered',
    worldMeans(tables, ({ byCount }) => invalidOn(byCount.slice(0, 1))),
    PREDICTED.invalid,
  );
  if (dominates.verdict !== 'confirmed') return dominates;
  const finding = holdsOnlyWhere(
    'invalid responses vanish on prompts that training answered; on others a small share stays, of months and days that do not fit',
    onSeen,
    onUnseen,
  );
  return { ...finding, details: [...(finding.details ?? []), resultSentence(dominates)] };
}

function frequentFactsAreSafe(tables: ReportTables): CheckResult {
  const errs = errsOfWorlds(tables);
  const [never, once, , often] = FREQUENCIES.map((_, place) => place);
  const fall = (from: number, to: number) =>
    errs.map((err) => combine([err[from], err[to]], (before, after) => before - after));
  const means = FREQUENCIES.map(({ name }, place) =>
    resultSentence(
      meanWithin(
        `err on facts seen ${name}`,
        errs.map((err) => err[place]),
        ANY_RATE,
      ),
    ).replace(/, \w+\.$/, '.'),
  );
  const finding = allOf([
    meanWithin('err on facts never shown less err on facts shown once', fall(never, once), PREDICTED.knownOnceShown),
    meanWithin(
      'err on facts shown once less err on facts shown 5 times or more',
      fall(once, often),
      PREDICTED.saferIfFrequent,
    ),
    meanWithin(
      'err on facts shown 5 times or more',
      errs.map((err) => err[often]),
      PREDICTED.frequent,
    ),
  ]);
  return { ...finding, details: [...(finding.details ?? []), ...means] };
}

/** Compares the last step with the one measured before it. */
function factsStay(tables: ReportTables): CheckResult {
  const { runs, curves } = tables;
  const byRun = curveRows(curves);
  const before = (row: number): number | null => {
    const steps = byRun.get(textAt(runs, 'run', row)) ?? [];
    return steps.length < 3 ? null : stratum(measured(curves, steps[steps.length - 2], 'birthdays'), 0).wrong;
  };
  const after = (row: number): number | null => stratum(birthdaysAt(tables, row), 0).wrong;
  const worlds = seedRuns(tables, TRAINED);
  return allOf([
    meanWithin(
      'wrong on unanswered facts (err + invalid mass)',
      seedRunMeans(worlds, after),
      PREDICTED.wrongOnUnanswered,
    ),
    meanWithin(
      'change of that between the last two measurements',
      seedRunMeans(worlds, (row) => combine([before(row), after(row)], (then, now) => now - then)),
      PREDICTED.change,
    ),
    meanWithin(
      'err on brackets',
      seedRunMeans(worlds, (row) => measured(runs, row, 'brackets').errorRate),
      PREDICTED.brackets,
    ),
  ]);
}

/** δ by its definition and as a derivative, at every measured step of every run. */
function derivativeAgrees({ runs, curves }: ReportTables): CheckResult {
  const quantity = 'largest relative difference of δ and |dL/ds|';
  const differences = [runs, curves].flatMap((table) =>
    rowsOf(table).flatMap((row) =>
      ['birthdays', 'brackets'].flatMap((family) => {
        const { delta, deltaByDerivative: slope } = measured(table, row, family);
        return delta === null || slope === null ? [] : [Math.abs(delta - slope) / Math.max(delta, LEAST_DELTA)];
      }),
    ),
  );
  if (differences.length === 0) return unmeasured(quantity, 'no run has measured it');
  return {
    ...exactlyWithin(quantity, Math.max(...differences), PREDICTED.slopeOfLoss),
    details: [`${differences.length} measurements.`],
  };
}
