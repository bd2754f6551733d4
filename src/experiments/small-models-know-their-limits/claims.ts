/** Whether it is easier to know that one knows nothing than to know which part one knows. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, gate, gated, meanWithin, resultSentence, unmeasured } from '../../claims/verdict.js';
import type { ReportTables } from '../../results/reportTables.js';
import { regretFigure } from './figures.js';
import { type KnowledgeRun, knowledgeRuns, modelsOf } from './readings.js';

const ARTICLE = 'OpenAI 2025, "Why language models hallucinate"';
/** Graded answers by which a model learns when to answer. */
const GRADED = 30;
const SMALL = 0.02;

/** Regret after as many graded answers; NaN where it was not measured. */
function learntRegret({ regret }: KnowledgeRun): number {
  return regret.get(GRADED) ?? NaN;
}

function regrets(runs: readonly KnowledgeRun[]): readonly number[] {
  return runs.map(learntRegret).filter(Number.isFinite);
}

function knowingNothing(runs: readonly KnowledgeRun[]): readonly KnowledgeRun[] {
  return runs.filter(({ share }) => share <= 0.01);
}
function knowingEverything(runs: readonly KnowledgeRun[]): readonly KnowledgeRun[] {
  return runs.filter(({ share }) => share >= 0.99);
}

/** Of each seed, the largest regret among the models that know a part. */
function worstPart(runs: readonly KnowledgeRun[]): ReadonlyMap<number, number> {
  const worst = new Map<number, number>();
  for (const run of runs.filter(({ share }) => share > 0.01 && share < 0.99))
    worst.set(run.seed, Math.max(worst.get(run.seed) ?? 0, learntRegret(run)));
  return worst;
}

function knowsWhatItWasShown(runs: readonly KnowledgeRun[]): CheckResult {
  return gate(
    'error of the larger network on facts of the other language shown ten times or more',
    runs
      .filter(({ share }) => share > 0.01)
      .map(({ errorOnShown }) => errorOnShown)
      .filter(Number.isFinite),
    atMost(0.05),
  );
}

const learnMore = 'the larger network must know what it was shown: train longer';

const easier: Claim = {
  id: 'knowing-nothing-is-easily-known',
  listed: ['C3'],
  statement:
    'A model that knows nothing of a subject can know that more easily than a model that knows a part of it can know which.',
  source: ARTICLE,
  formula: 'regret(f) = P(answers wrongly or keeps a right answer back): near 0 at f = 0 and f = 1, largest between',
  explanation: [
    'The article\'s example is Māori: a model that knows none can say "I don\'t know" to everything, one that knows some must determine how sure it is. Here networks are trained on a language of which everything is shown, and on another of which a share f is shown, each fact as often as any other. f is one fact in 200 (nothing, in effect), a quarter, a half, all.',
    `Each then learns when to answer from ${GRADED} graded answers to fresh prompts of the other language: two numbers turn its confidence into a better one, and it answers where that is above ½, which is right where an error costs as much as a right answer brings. Regret is what it loses against one that answers exactly where it is right.`,
  ],
  prediction: `larger network, ${GRADED} graded answers: regret at most ${SMALL} at f ≈ 0 and at f = 1; in each world the largest regret of the models that know a part is above that of the one that knows nothing, by at least 0.01 on average`,
  check: (tables) => {
    const larger = modelsOf(knowledgeRuns(tables)).at(-1);
    if (larger === undefined) return unmeasured('regret', 'no network was trained');
    const [nothing, everything] = [knowingNothing(larger), knowingEverything(larger)];
    const worst = worstPart(larger);
    const rise = nothing.map((run) => (worst.get(run.seed) ?? NaN) - learntRegret(run)).filter(Number.isFinite);
    return gated(
      knowsWhatItWasShown(larger),
      learnMore,
      allOf([
        meanWithin(
          'largest regret of those that know a part, less that of the one that knows nothing',
          rise,
          atLeast(0.01),
        ),
        meanWithin('regret of the one that knows nothing', regrets(nothing), atMost(SMALL)),
        meanWithin('regret of the one that knows everything', regrets(everything), atMost(SMALL)),
      ]),
    );
  },
};

const without: Claim = {
  id: 'limits-must-be-learnt',
  listed: ['C3'],
  statement:
    'Even a model that knows nothing of a subject does not say so by itself: its confidence, as pretraining leaves it, answers.',
  source: `derived for this program, after ${ARTICLE}`,
  formula:
    'f ≈ 0: share of wrong answers of the model that answers above a confidence of ½, before and after it has learnt when to answer',
  explanation: [
    'Pretraining gives no reason to be unsure of a language that was hardly ever shown: the network carries over how sure it is of the language that it knows. What is easy is to learn that it should not answer, and it is easy only because there is nothing to tell apart.',
    'The control is the model that was shown everything: answering above ½ costs it nothing from the start.',
  ],
  prediction: `larger network, answering above a confidence of ½ as trained: error at least 0.1 at f ≈ 0, at most ${SMALL} at f = 1; after ${GRADED} graded answers regret at most ${SMALL} at f ≈ 0`,
  check: (tables) => {
    const larger = modelsOf(knowledgeRuns(tables)).at(-1);
    if (larger === undefined) return unmeasured('error above a confidence of ½', 'no network was trained');
    const [nothing, everything] = [knowingNothing(larger), knowingEverything(larger)];
    const ruled = (runs: readonly KnowledgeRun[]): readonly number[] =>
      runs.map(({ errorAboveHalf }) => errorAboveHalf).filter(Number.isFinite);
    return gated(
      knowsWhatItWasShown(larger),
      learnMore,
      allOf([
        meanWithin('error of the one that knows nothing, answering above ½', ruled(nothing), atLeast(0.1)),
        meanWithin('control: error of the one that knows everything', ruled(everything), atMost(SMALL)),
        meanWithin(
          'regret of the one that knows nothing, after it has learnt when to answer',
          regrets(nothing),
          atMost(SMALL),
        ),
      ]),
    );
  },
};

const size: Claim = {
  id: 'knowledge-and-not-size-makes-it-hard',
  listed: ['C3'],
  statement:
    'It is not being small that makes limits easy to know, but knowing nothing: at every size the model that knows nothing has least to learn.',
  source: `derived for this program, after ${ARTICLE}; Kadavath et al. 2022 (arXiv 2207.05221) find larger models better calibrated`,
  formula: 'regret(f ≈ 0) ≤ 0.02 at every size',
  explanation: [
    'A small model differs from a large one in two ways: it has room for less, and so knows less. The sizes are trained on the same data, so that what a model knows can be told apart from how large it is.',
    'A network too small for the facts of which it is shown a half knows many of them badly, and must tell right from wrong among answers of which it is never sure.',
  ],
  prediction: `regret after ${GRADED} graded answers, f ≈ 0: at most ${SMALL} at either size; where a half is shown, at least 0.01 above that at either size`,
  check: (tables) => {
    const models = modelsOf(knowledgeRuns(tables));
    const parts = models.flatMap((runs): CheckResult[] => {
      const nothing = knowingNothing(runs);
      const half = new Map(
        runs.filter(({ share }) => Math.abs(share - 0.5) < 0.01).map((run) => [run.seed, learntRegret(run)]),
      );
      const width = `width ${runs[0].width}`;
      return [
        meanWithin(`regret of the one that knows nothing, ${width}`, regrets(nothing), atMost(SMALL)),
        meanWithin(
          `regret where a half is shown less that, ${width}`,
          nothing.map((run) => (half.get(run.seed) ?? NaN) - learntRegret(run)).filter(Number.isFinite),
          atLeast(0.01),
        ),
      ];
    });
    const [first, ...others] = parts;
    if (first === undefined) return unmeasured('regret', 'no network was trained');
    const areas = models.map((runs) =>
      meanWithin(
        `probability that a right answer has more confidence than a wrong one where a half is shown, width ${runs[0].width}`,
        runs
          .filter(({ share }) => Math.abs(share - 0.5) < 0.01)
          .map(({ areaUnderRoc }) => areaUnderRoc)
          .filter(Number.isFinite),
        atLeast(0.5),
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
  figures: (tables: ReportTables) => [regretFigure(tables)],
};
