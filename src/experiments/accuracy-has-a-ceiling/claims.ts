/** Accuracy has a ceiling below 1 at every size; error has no floor above 0. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { about, allOf, atLeast, atMost, between, exactlyWithin, meanWithin, unmeasured } from '../../claims/verdict.js';
import type { ReportTables } from '../../results/reportTables.js';
import { ceilingFigure } from './figures.js';
import { foretold } from './predictions.js';
import {
  cap,
  largest,
  lookups,
  networks,
  RESPONSES,
  smallest,
  underTarget,
  value,
  widths,
  withTool,
  wrong,
} from './readings.js';

const ARTICLE = 'OpenAI 2025, "Why language models hallucinate"';
const ROUNDING = 1e-9;
/** p̂(a_c) on prompts never shown is as likely to be lucky as not; so much luck is left in the mean over the worlds. */
const LUCK = 0.02;

const PARTLY = Object.keys(RESPONSES) as (keyof typeof RESPONSES)[];
const SHARPEST = 0.9;

const ceiling: Claim = {
  id: 'unanswerable-questions-cap-accuracy',
  listed: ['C1', 'S11b'],
  statement:
    'Accuracy does not reach 100 %, whatever the size of the model: some questions cannot be answered from what there is to know.',
  source: ARTICLE,
  formula: 'accuracy ≤ 1 − u(1 − 1/R), u = μ(U): the share of questions that training never answers',
  explanation: [
    'A quarter of the people of two families are never shown: their dates (one of 365) and months (one of 12) are drawn at random, and nothing else tells them. A guess is right with 1/R. Everything else is shown about a dozen times. Networks of three sizes are trained; the largest has room for all that is shown.',
    'The cap must hold at every size, and the largest must come near it, or else it is not the cap that holds it back. The control is a family of which everything is shown: the same network must get it right.',
  ],
  prediction: `accuracy less the cap, mean over worlds: at most ${LUCK} (luck) at every size, and at least −0.03 for the largest; control: accuracy at least 0.97 for the largest where everything is shown`,
  check: (tables) => {
    const parts = PARTLY.flatMap((family) => [
      ...widths(tables).map((width) =>
        meanWithin(
          `accuracy less its cap on ${family}, width ${width}`,
          networks(tables, width).map((row) => value(tables, family, 'accuracy', row) - cap(tables, family, row)),
          atMost(LUCK),
        ),
      ),
      meanWithin(
        `the same on ${family}, largest network: how near it comes`,
        largest(tables).map((row) => value(tables, family, 'accuracy', row) - cap(tables, family, row)),
        between(-0.03, LUCK),
      ),
    ]);
    const control = meanWithin(
      'control: accuracy of the largest where everything is shown',
      largest(tables).map((row) => value(tables, 'shown', 'accuracy', row)),
      atLeast(0.97),
    );
    return allOf([control, ...parts]);
  },
};

const abstaining: Claim = {
  id: 'error-has-no-floor',
  listed: ['C1', 'C2'],
  statement:
    'Errors need not happen where accuracy is capped: a model that abstains there errs never, and is no less accurate than its knowledge allows.',
  source: ARTICLE,
  formula: 'IDK on U: err = 0, accuracy = 1 − u',
  explanation: [
    'The system that looks up what training showed and says "I don\'t know" elsewhere is at err 0 exactly, and its accuracy is 1 − u: it gives up the guesses, u/R.',
    'A trained network can come near it without being told anything new: it gives its likeliest answer only where its confidence is above 0.9. It then loses hardly any right answer of dates and most of the wrong ones. Not all: memorising has made it over-confident on what it never saw, and of months, where a guess is likelier, it is surer still.',
  ],
  prediction:
    'look-up system: err + invalid mass 0 and accuracy 1 − u to 1e-9 on dates and months; largest network answering above 0.9: error on dates at most 0.06 (of 0.25), on months at most 0.15 (of 0.23), accuracy at least 0.72 on both',
  check: (tables) => {
    const rows = lookups(tables);
    if (rows.length === 0) return unmeasured('largest err of the look-up system', 'no run has measured it');
    const worst = (measured: (row: number, family: keyof typeof RESPONSES) => number): number =>
      Math.max(...PARTLY.flatMap((family) => rows.map((row) => measured(row, family))));
    const ruled = (family: keyof typeof RESPONSES, path: string): readonly number[] =>
      largest(tables)
        .map((row) => underTarget(tables, family, SHARPEST, path, row))
        .filter(Number.isFinite);
    return allOf([
      exactlyWithin(
        'largest err + invalid mass of the look-up system',
        worst((row, family) => wrong(tables, family, row)),
        atMost(ROUNDING),
      ),
      exactlyWithin(
        'largest distance of its accuracy from 1 − u',
        worst((row, family) =>
          Math.abs(value(tables, family, 'accuracy', row) - 1 + value(tables, family, 'unansweredMass', row)),
        ),
        atMost(ROUNDING),
      ),
      meanWithin(
        'error on dates of the largest network, answering above 0.9',
        ruled('dates', 'errorRate'),
        atMost(0.06),
      ),
      meanWithin('its error on months', ruled('months', 'errorRate'), atMost(0.15)),
      meanWithin('its accuracy on dates', ruled('dates', 'accuracy'), atLeast(0.72)),
      meanWithin('its accuracy on months', ruled('months', 'accuracy'), atLeast(0.72)),
    ]);
  },
};

const reasons: Claim = {
  id: 'three-reasons-for-less-than-everything',
  listed: ['S11b', 'S11a'],
  statement:
    'Where a model knows all that is asked there is no hallucination; hard evaluations stay below 100 % for want of information, of capacity, or of context.',
  source: ARTICLE,
  formula:
    'shown, ample: err → 0; shown, too small: err > 0; two equally likely contexts that the prompt does not tell apart: accuracy ½',
  explanation: [
    'One family is shown completely: the largest network knows it, the smallest, with the same data, has no room for it. That one learns; this one is limited.',
    'In another family each prompt has two answers, each true half of the time, depending on something that the prompt does not say. Size does not help: accuracy is ½, and only asking back or abstaining avoids the errors. Want of information is the claim above.',
  ],
  prediction:
    'err + invalid mass where everything is shown: at most 0.02 for the largest, at least 0.3 for the smallest network; accuracy on ambiguous prompts 0.5 ± 0.03 at every size; where a confidence of 0.75 is asked for, the largest abstains from at least 0.95 of them',
  check: (tables) =>
    allOf([
      meanWithin(
        'err + invalid mass of the largest network where everything is shown',
        largest(tables).map((row) => wrong(tables, 'shown', row)),
        atMost(0.02),
      ),
      meanWithin(
        'the same of the smallest network',
        smallest(tables).map((row) => wrong(tables, 'shown', row)),
        atLeast(0.3),
      ),
      ...widths(tables).map((width) =>
        meanWithin(
          `accuracy on ambiguous prompts, width ${width}`,
          networks(tables, width).map((row) => value(tables, 'ambiguous', 'accuracy', row)),
          about(0.5, 0.03),
        ),
      ),
      meanWithin(
        'abstentions on them where 0.75 is asked for',
        largest(tables)
          .map((row) => underTarget(tables, 'ambiguous', 0.75, 'abstentionRate', row))
          .filter(Number.isFinite),
        atLeast(0.95),
      ),
    ]),
};

/** err with the tool over err without it, a world each. */
function remaining(tables: ReportTables, covers: number): readonly number[] {
  const without = new Map(
    withTool(tables, 0).map((row) => [tables.runs.columns.seed?.[row], wrong(tables, 'dates', row)]),
  );
  return withTool(tables, covers).flatMap((row) => {
    const base = without.get(tables.runs.columns.seed?.[row]);
    return base === undefined ? [] : [wrong(tables, 'dates', row) / base];
  });
}

const tool: Claim = {
  id: 'a-tool-answers-what-it-covers',
  listed: ['S8b'],
  statement:
    'Systems come near 100 % on simple questions where they can look them up: a tool that covers a share h of what is asked leaves 1 − h of the errors, and all of them only if it covers everything.',
  source: ARTICLE,
  formula: 'err = (1 − h)·err without the tool; 0 if the system abstains from the rest',
  explanation: [
    'The article mentions models that reach nearly 100 % on SimpleQA, and in the same text two that reach 22 and 24 %. Search is the presumable difference. A memoriser that guesses what it was not shown is given a table with the answers of a share h of all prompts.',
    'What the table does not cover is as before: the share of errors that is left is 1 − h, up to the luck of which prompts it covers. Abstaining does what more coverage would.',
  ],
  prediction:
    'err on dates over err without the tool: 0.5 ± 0.12 at h = ½; with h = 1 err 0 to 1e-9; with h = ½ and abstention from the rest err 0 to 1e-9, and IDK above 0.05',
  check: (tables) => {
    const [complete, abstains] = [withTool(tables, 1), withTool(tables, 0.5, true)];
    if (complete.length === 0 || abstains.length === 0)
      return unmeasured('errors left with a tool', 'no run has measured it');
    const largestError = (rows: readonly number[]): number =>
      Math.max(...rows.map((row) => wrong(tables, 'dates', row)));
    return allOf([
      meanWithin('share of the errors left, h = ½', remaining(tables, 0.5), about(0.5, 0.12)),
      exactlyWithin('largest err with a complete tool', largestError(complete), atMost(ROUNDING)),
      exactlyWithin('largest err at h = ½ with abstention', largestError(abstains), atMost(ROUNDING)),
      exactlyWithin(
        'its least IDK',
        Math.min(...abstains.map((row) => value(tables, 'dates', 'abstentionRate', row))),
        atLeast(0.05),
      ),
    ]);
  },
};

export const accuracyCeiling: ExperimentClaims = {
  experiment: 'accuracy-has-a-ceiling',
  title: 'Accuracy has a ceiling, error has no floor',
  claims: [ceiling, abstaining, reasons, tool, foretold],
  figures: (tables) => [ceilingFigure(tables)],
};
