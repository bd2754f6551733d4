/** Accuracy has a ceiling below 1 at every size; error has no floor above 0. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  between,
  exactlyWithin,
  meanWithin,
  predictionWords,
  ROUNDING,
  rangeWords,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';
import { pairsBySeed } from '../../results/select.js';
import { ceilingFigure } from './figures.js';
import { errorsArePredicted } from './predictions.js';
import {
  type CeilingFamily,
  capOf,
  largest,
  networks,
  networkWidths,
  ofFamily,
  PARTLY_SHOWN,
  type PartlyShown,
  smallest,
  underTarget,
  withTool,
} from './readings.js';

const ARTICLE = 'OpenAI 2025, "Why language models hallucinate"';
/** Guesses at prompts never shown are as likely to be lucky as not; so much luck is left in the mean over the worlds. */
const LUCK = 0.02;
const EXCESS = atMost(LUCK);

/** Accuracy less its cap, one number for each row. */
function excess(tables: ReportTables, family: PartlyShown, rows: readonly number[]): readonly (number | null)[] {
  return rows.map(
    ofFamily(tables, family, (each) =>
      combine([each.accuracy, capOf(each, family)], (accuracy, cap) => accuracy - cap),
    ),
  );
}

const ceiling: Claim = {
  id: 'unanswerable-questions-cap-accuracy',
  evidence: 'check',
  listed: ['C1', 'S11b'],
  statement:
    'Accuracy does not reach 100 %, whatever the size of the model: some questions cannot be answered from what there is to know.',
  source: ARTICLE,
  formula: 'accuracy ≤ 1 − u(1 − 1/R), u = μ(U): the share of questions that training never answers',
  explanation: [
    'A quarter of the people of two families are never shown: their dates (one of 365) and months (one of 12) are drawn at random, and nothing else contains them. A guess is right with 1/R, whoever guesses. So the cap holds in every world, up to the luck of the guesses. An accuracy above it would show that answers leak from the world into the training data.',
    'That a network comes near its cap does not follow, and is part of the claim three-reasons-for-less-than-everything.',
  ],
  prediction: `accuracy less the cap, mean over worlds: ${rangeWords(EXCESS)} (luck) at every size, on dates and on months`,
  check: (tables) => {
    const [first, ...others] = PARTLY_SHOWN.flatMap((family) =>
      networkWidths(tables).map((width) =>
        exactlyWithin(
          `accuracy less its cap on ${family}, width ${width}`,
          completeMean(excess(tables, family, networks(tables, width))),
          EXCESS,
        ),
      ),
    );
    return first === undefined
      ? unmeasured('accuracy less its cap', 'no run has measured it')
      : allOf([first, ...others]);
  },
};

/** Confidence above which the largest network answers. */
const SHARPEST = 0.9;
const ABSTAINING = {
  errorOnDates: atMost(0.06),
  errorOnMonths: atMost(0.15),
  accuracy: atLeast(0.72),
};

const abstaining: Claim = {
  id: 'error-has-no-floor',
  evidence: 'trained',
  listed: ['C1', 'C2'],
  statement:
    'Errors need not happen where accuracy is capped: a trained network that abstains where it is not sure errs little there, and is as accurate as its knowledge allows.',
  source: ARTICLE,
  formula: 'answering above a confidence of 0.9: err → 0, accuracy → 1 − u',
  explanation: [
    `The network gives its likeliest answer only where its confidence is above ${SHARPEST}, and "I don't know" elsewhere. It learns nothing for that. On dates it then loses hardly any right answers and most of the wrong ones. Had it been as sure of what it never saw as of what it knows, no threshold would help.`,
    'Some wrong answers stay: memorising has made the network over-confident on what it never saw, and it is surer still on months, where a guess is likelier to be right. A system that looks its facts up errs never; the experiment inevitable-or-not has it.',
  ],
  prediction: `largest network answering above ${SHARPEST}: error on dates ${rangeWords(ABSTAINING.errorOnDates)} (of 0.25), on months ${rangeWords(ABSTAINING.errorOnMonths)} (of 0.23), accuracy ${rangeWords(ABSTAINING.accuracy)} on both (1 − u = 0.75)`,
  check: (tables) => {
    const ruled = (family: PartlyShown, key: 'errorRate' | 'accuracy') =>
      largest(tables).map(ofFamily(tables, family, (each) => underTarget(each, SHARPEST)?.[key] ?? null));
    return allOf([
      meanWithin(
        `error on dates of the largest network, answering above ${SHARPEST}`,
        ruled('dates', 'errorRate'),
        ABSTAINING.errorOnDates,
      ),
      meanWithin('its error on months', ruled('months', 'errorRate'), ABSTAINING.errorOnMonths),
      meanWithin('its accuracy on dates', ruled('dates', 'accuracy'), ABSTAINING.accuracy),
      meanWithin('its accuracy on months', ruled('months', 'accuracy'), ABSTAINING.accuracy),
    ]);
  },
};

/** Confidence that is asked for on ambiguous prompts. */
const ASKED = 0.75;
const REASONS = {
  belowCap: between(-0.03, LUCK),
  ofLargest: atMost(0.02),
  ofSmallest: atLeast(0.3),
  ambiguous: about(0.5, 0.03),
  abstains: atLeast(0.95),
};

const reasons: Claim = {
  id: 'three-reasons-for-less-than-everything',
  evidence: 'trained',
  listed: ['S11b', 'S11a'],
  statement:
    'A model does not hallucinate where it knows all that is asked; accuracy on hard evaluations stays below 100 % for want of information, of capacity, or of context.',
  source: ARTICLE,
  formula:
    'shown, ample: err → 0; shown, too small: err > 0; two equally likely contexts that the prompt does not tell apart: accuracy ½',
  explanation: [
    'Information: of two families a quarter is never shown. The largest network gets right what it was shown, and comes to the cap 1 − u(1 − 1/R), not less. What it lacks are the facts.',
    'Capacity: one family is shown completely. The largest network knows it; the smallest, with the same data, does not have room for it.',
    'Context: in another family each prompt has two answers, each true half of the time, depending on something that the prompt does not say. Size does not help: accuracy is ½, and only asking back or abstaining avoids the errors.',
  ],
  prediction: `accuracy of the largest network less the cap, on dates and months: ${rangeWords(REASONS.belowCap)}; err + invalid mass where everything is shown: ${rangeWords(REASONS.ofLargest)} for the largest, ${rangeWords(REASONS.ofSmallest)} for the smallest network; accuracy on ambiguous prompts ${predictionWords(REASONS.ambiguous)} at every size; where a confidence of ${ASKED} is asked for, the largest abstains from ${rangeWords(REASONS.abstains)} of them`,
  check: (tables) =>
    allOf([
      meanWithin(
        'err + invalid mass of the largest network where everything is shown',
        wrongOn(tables, 'shown', largest(tables)),
        REASONS.ofLargest,
      ),
      ...PARTLY_SHOWN.map((family) =>
        meanWithin(
          `accuracy of the largest network less its cap on ${family}`,
          excess(tables, family, largest(tables)),
          REASONS.belowCap,
        ),
      ),
      meanWithin(
        'err + invalid mass of the smallest network on the same',
        wrongOn(tables, 'shown', smallest(tables)),
        REASONS.ofSmallest,
      ),
      ...networkWidths(tables).map((width) =>
        meanWithin(
          `accuracy on ambiguous prompts, width ${width}`,
          networks(tables, width).map(ofFamily(tables, 'ambiguous', ({ accuracy }) => accuracy)),
          REASONS.ambiguous,
        ),
      ),
      meanWithin(
        `abstentions on them where ${ASKED} is asked for`,
        present(
          largest(tables).map(
            ofFamily(tables, 'ambiguous', (family) => underTarget(family, ASKED)?.abstentionRate ?? null),
          ),
        ),
        REASONS.abstains,
      ),
    ]),
};

/** err + invalid mass, one number for each row. */
function wrongOn(tables: ReportTables, family: CeilingFamily, rows: readonly number[]): readonly (number | null)[] {
  return rows.map(ofFamily(tables, family, ({ wrong }) => wrong));
}

/** err with the tool over err without it, one number for each world. */
function errorsLeft(tables: ReportTables, covers: number): readonly (number | null)[] {
  return pairsBySeed(tables.runs, withTool(tables, covers), withTool(tables, 0)).map((pair) =>
    combine(wrongOn(tables, 'dates', pair), (assisted, alone) => assisted / alone),
  );
}

/** Share of the prompts that half a tool covers. */
const HALF = 0.5;
const TOOL = { errorsLeft: about(1 - HALF, 0.12), noError: atMost(ROUNDING), abstention: atLeast(0.05) };

const tool: Claim = {
  id: 'a-tool-answers-what-it-covers',
  evidence: 'check',
  listed: ['S8b'],
  statement:
    'Systems come near 100 % on simple questions where they can look them up: a tool that covers a share h of what is asked leaves 1 − h of the errors, and all of them only if it covers everything.',
  source: ARTICLE,
  formula: 'err = (1 − h)·err without the tool; 0 if the system abstains from the rest',
  explanation: [
    'The article mentions models that reach nearly 100 % on SimpleQA, and in the same text two that reach 22 and 24 %. The difference is presumably search. Here a memoriser that guesses what it was not shown gets a table with the answers to a share h of all prompts.',
    'On prompts that the table does not cover nothing changes: the share of errors that is left is 1 − h, up to the luck of which prompts are covered. Abstaining removes the others as well as more coverage would.',
  ],
  prediction: `err on dates over err without the tool, mean over worlds: ${predictionWords(TOOL.errorsLeft)} at h = ½; with h = 1 err 0 to ${ROUNDING}; with h = ½ and abstention from the rest err 0 to ${ROUNDING}, and IDK above ${TOOL.abstention.low}`,
  check: (tables) => {
    const [complete, abstains] = [withTool(tables, 1), withTool(tables, HALF, true)];
    if (complete.length === 0 || abstains.length === 0)
      return unmeasured('errors left with a tool', 'no run has measured it');
    const largestError = (rows: readonly number[]) => combine(wrongOn(tables, 'dates', rows), Math.max);
    const abstentions = abstains.map(ofFamily(tables, 'dates', ({ abstentionRate }) => abstentionRate));
    return allOf([
      exactlyWithin(
        'share of the errors left, h = ½, mean over worlds',
        completeMean(errorsLeft(tables, HALF)),
        TOOL.errorsLeft,
      ),
      exactlyWithin('largest err with a complete tool', largestError(complete), TOOL.noError),
      exactlyWithin('largest err at h = ½ with abstention', largestError(abstains), TOOL.noError),
      exactlyWithin('its least IDK', combine(abstentions, Math.min), TOOL.abstention),
    ]);
  },
};

export const accuracyCeiling: ExperimentClaims = {
  experiment: 'accuracy-has-a-ceiling',
  title: 'Accuracy has a ceiling, error has no floor',
  claims: [ceiling, abstaining, reasons, tool, errorsArePredicted],
  figures: (tables) => [ceilingFigure(tables)],
};
