/** Claims on what is easier to know: that one knows nothing, or which part one knows. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  gate,
  gated,
  meanWithin,
  rangeWords,
  resultSentence,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, present, stratum } from '../../results/measured.js';
import { regretFigure } from './figures.js';
import { type KnowledgeRun, knowledgeRuns, modelsOf, regretAfter, runsShown } from './readings.js';

const ARTICLE = 'OpenAI 2025, "Why language models hallucinate"';
/** Graded answers by which a model learns when to answer. */
const GRADED = 30;

const PREDICTED = {
  small: atMost(0.02),
  rise: atLeast(0.01),
  riseWhereHalfIsShown: atLeast(0.003),
  untaughtError: atLeast(0.1),
  areaUnderRoc: atLeast(0.5),
} as const;

/** The larger network must know what it was shown. */
const LEARNT = atMost(0.05);

/** Regret after as many graded answers. */
function learntRegret(run: KnowledgeRun): number | null {
  return regretAfter(run, GRADED);
}

function regrets(runs: readonly KnowledgeRun[]): readonly number[] {
  return present(runs.map(learntRegret));
}

function knowingNothing(runs: readonly KnowledgeRun[]): readonly KnowledgeRun[] {
  return runs.filter(({ share }) => share !== null && share <= 0.01);
}
function knowingEverything(runs: readonly KnowledgeRun[]): readonly KnowledgeRun[] {
  return runs.filter(({ share }) => share !== null && share >= 0.99);
}
function knowingHalf(runs: readonly KnowledgeRun[]): readonly KnowledgeRun[] {
  return runsShown(runs, 0.5, 0.01);
}

/** The largest regret of each seed among the models that know a part; null where one of them was not measured. */
function worstPart(runs: readonly KnowledgeRun[]): ReadonlyMap<number | null, number | null> {
  const worst = new Map<number | null, number | null>();
  for (const run of runs.filter(({ share }) => share !== null && share > 0.01 && share < 0.99)) {
    const before = worst.has(run.seed) ? (worst.get(run.seed) ?? null) : 0;
    worst.set(run.seed, combine([before, learntRegret(run)], Math.max));
  }
  return worst;
}

/** Regret of models less that of the model of the same seed that knows nothing. */
function beyondNothing(
  nothing: readonly KnowledgeRun[],
  others: ReadonlyMap<number | null, number | null>,
): readonly number[] {
  return present(
    nothing.map((run) => combine([others.get(run.seed) ?? null, learntRegret(run)], (other, least) => other - least)),
  );
}

function knowsWhatItWasShown(runs: readonly KnowledgeRun[]): CheckResult {
  return gate(
    'error of the larger network on facts of the other language shown ten times or more',
    present(
      runs.filter(({ share }) => share !== null && share > 0.01).map(({ other }) => stratum(other, 10).errorRate),
    ),
    LEARNT,
  );
}

const learnMore = 'the larger network must know what it was shown: train longer';

const easier: Claim = {
  id: 'knowing-nothing-is-easily-known',
  evidence: 'trained',
  listed: ['C3'],
  statement:
    'A model that knows nothing of a subject can learn that more easily than a model that knows a part of it can learn which part.',
  source: ARTICLE,
  formula: 'regret(f) = P(answers wrongly or keeps a right answer back): near 0 at f = 0 and f = 1, largest between',
  explanation: [
    'The article\'s example is Māori: a model that knows none can say "I don\'t know" to everything, but a model that knows some must determine how sure it is. Here networks are trained on one language of which every fact is shown, and on another of which a share f is shown, each fact as often as any other. The share f is one fact in 200 (nothing, in effect), a quarter, a half, or all.',
    `Each then learns when to answer from ${GRADED} graded answers to fresh prompts of the other language: two numbers turn its confidence into a better one, and it answers where that is above ½, which is right where an error costs as much as a right answer brings. Regret is what it loses against one that answers exactly where it is right.`,
  ],
  prediction: `larger network, ${GRADED} graded answers: regret ${rangeWords(PREDICTED.small)} at f ≈ 0 and at f = 1; in each world the largest regret of the models that know a part is above that of the one that knows nothing, by ${rangeWords(PREDICTED.rise)} on average`,
  check: (tables) => {
    const larger = modelsOf(knowledgeRuns(tables)).at(-1);
    if (larger === undefined) return unmeasured('regret', 'no network was trained');
    const [nothing, everything] = [knowingNothing(larger), knowingEverything(larger)];
    return gated(
      knowsWhatItWasShown(larger),
      learnMore,
      allOf([
        meanWithin(
          'largest regret of those that know a part, less that of the one that knows nothing',
          beyondNothing(nothing, worstPart(larger)),
          PREDICTED.rise,
        ),
        meanWithin('regret of the one that knows nothing', regrets(nothing), PREDICTED.small),
        meanWithin('regret of the one that knows everything', regrets(everything), PREDICTED.small),
      ]),
    );
  },
};

const without: Claim = {
  id: 'limits-must-be-learnt',
  evidence: 'trained',
  listed: ['C3'],
  statement:
    'Even a model that knows nothing of a subject does not say so by itself: with the confidence that pretraining gives it, it answers.',
  source: `derived for this program, after ${ARTICLE}`,
  formula:
    'f ≈ 0: share of wrong answers of the model that answers above a confidence of ½, before and after it has learnt when to answer',
  explanation: [
    'Pretraining does not make a network unsure of a language that was hardly ever shown: it is as sure there as in the language that it knows. To learn that it should not answer is easy, and only because there is nothing to tell apart.',
    'The control is the model that was shown everything: answering above ½ costs it nothing from the start.',
  ],
  prediction: `larger network, answering above a confidence of ½ as trained: error ${rangeWords(PREDICTED.untaughtError)} at f ≈ 0, ${rangeWords(PREDICTED.small)} at f = 1; after ${GRADED} graded answers regret ${rangeWords(PREDICTED.small)} at f ≈ 0`,
  check: (tables) => {
    const larger = modelsOf(knowledgeRuns(tables)).at(-1);
    if (larger === undefined) return unmeasured('error above a confidence of ½', 'no network was trained');
    const [nothing, everything] = [knowingNothing(larger), knowingEverything(larger)];
    const ruled = (runs: readonly KnowledgeRun[]): readonly number[] =>
      present(runs.map(({ errorAboveHalf }) => errorAboveHalf));
    return gated(
      knowsWhatItWasShown(larger),
      learnMore,
      allOf([
        meanWithin('error of the one that knows nothing, answering above ½', ruled(nothing), PREDICTED.untaughtError),
        meanWithin('control: error of the one that knows everything', ruled(everything), PREDICTED.small),
        meanWithin(
          'regret of the one that knows nothing, after it has learnt when to answer',
          regrets(nothing),
          PREDICTED.small,
        ),
      ]),
    );
  },
};

const size: Claim = {
  id: 'knowledge-and-not-size-makes-it-hard',
  evidence: 'trained',
  listed: ['C3'],
  statement:
    'Limits are easy to know for a model that knows nothing, not for a model that is small: at every size the model that knows nothing has least to learn.',
  source: `derived for this program, after ${ARTICLE}; Kadavath et al. 2022 (arXiv 2207.05221) find larger models better calibrated`,
  formula: `regret(f ≈ 0) ≤ ${PREDICTED.small.high} at every size`,
  explanation: [
    'A small model differs from a large one in two ways: it has room for less, and so knows less. All sizes are trained on the same data, so that knowledge can be separated from size.',
    'A network that is shown half of the facts and is too small for them knows many of them badly; it must tell right from wrong among answers of which it is never sure.',
  ],
  prediction: `regret after ${GRADED} graded answers, f ≈ 0: ${rangeWords(PREDICTED.small)} at either size; where a half is shown, above that at either size (the difference in a world ${rangeWords(PREDICTED.riseWhereHalfIsShown)})`,
  check: (tables) => {
    const models = modelsOf(knowledgeRuns(tables));
    const parts = models.flatMap((runs): CheckResult[] => {
      const nothing = knowingNothing(runs);
      const half = new Map(knowingHalf(runs).map((run) => [run.seed, learntRegret(run)]));
      const width = `width ${runs[0].width}`;
      return [
        meanWithin(`regret of the one that knows nothing, ${width}`, regrets(nothing), PREDICTED.small),
        meanWithin(
          `regret where a half is shown less that, ${width}`,
          beyondNothing(nothing, half),
          PREDICTED.riseWhereHalfIsShown,
        ),
      ];
    });
    const [first, ...others] = parts;
    if (first === undefined) return unmeasured('regret', 'no network was trained');
    const areas = models.map((runs) =>
      meanWithin(
        `probability that a right answer has more confidence than a wrong one where a half is shown, width ${runs[0].width}`,
        present(knowingHalf(runs).map(({ other }) => other.answers.areaUnderRoc)),
        PREDICTED.areaUnderRoc,
      ),
    );
    const finding = allOf([first, ...others]);
    return { ...finding, details: [...(finding.details ?? []), ...areas.map(resultSentence)] };
  },
};

export const knowItsLimits: ExperimentClaims = {
  experiment: 'small-models-know-their-limits',
  title: 'Do small models know their limits?',
  claims: [easier, without, size],
  figures: (tables) => [regretFigure(tables)],
};
