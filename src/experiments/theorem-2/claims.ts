/** Theorem 2 where its lower bound says something: at an N too large for a network, but not for models that count. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, holdsAlways, ROUNDING, significant, unmeasured } from '../../claims/verdict.js';
import { errorAgainstExamples } from '../../report/figures/errorAgainstExamples.js';
import { measured, runAt } from '../../results/measured.js';
import { familiesByNature, type ReportTables, rowsOf } from '../../results/reportTables.js';
import { isVacuous } from '../../theory/theorems/theorem2.js';

const SOURCE = 'Kalai et al. 2025, Theorem 2';

/** Error of every run on the arbitrary family, with what the theorem demands of it. */
function cases({ runs }: ReportTables) {
  const [family] = familiesByNature(runs).arbitrary;
  if (family === undefined) return [];
  return rowsOf(runs).flatMap((row) => {
    const { wrong, examples, theorem2 } = measured(runs, row, family.name);
    const { lower, lowerTight, upper } = theorem2;
    if (wrong === null || examples === null || lower === null || lowerTight === null || upper === null) return [];
    return [{ kind: runAt(runs, row).kind, err: wrong, examples, lower, tight: lowerTight, upper }];
  });
}

/** Counts violations where the bound is above 0; elsewhere it holds whatever happens, and says nothing. */
function lowerHolds(
  form: string,
  bounded: readonly { readonly err: number; readonly bound: number; readonly examples: number }[],
): CheckResult {
  const saying = bounded.filter(({ bound }) => !isVacuous(bound));
  const quantity = `violations of the ${form} bound`;
  if (saying.length === 0)
    return unmeasured(
      quantity,
      `the bound is vacuous (≤ 0) in all ${bounded.length} runs: it takes more examples, or a higher singleton rate`,
    );
  const closest = saying.reduce((a, b) => (b.err - b.bound < a.err - a.bound ? b : a));
  const finding = holdsAlways(
    quantity,
    saying.map(({ err, bound }) => err >= bound - ROUNDING),
  );
  const closestCase = `The ${form} bound says something in ${saying.length} of ${bounded.length} runs; it is closest to its error at N = ${closest.examples}: err + invalid mass ${significant(closest.err)} against ${significant(closest.bound)}.`;
  return { ...finding, details: [...(finding.details ?? []), closestCase] };
}

const lower: Claim = {
  id: 'theorem-2-lower-bound',
  evidence: 'check',
  listed: ['T2lo'],
  statement: 'No learner errs on arbitrary facts much less often than the data hold facts only once.',
  source: SOURCE,
  formula: 'err ≥ sr − 2/min_c|E_c| − (35 + 6 ln N)/√N − δ, with probability 99 %',
  explanation: [
    'A fact that nothing else implies can be known only by having seen it. The share of training rows whose fact occurs once, the singleton rate sr, estimates how often a fresh prompt asks for a fact that was never seen (Good and Turing). There a learner that is calibrated can only guess, and it errs.',
    'The published slack for a finite training set, (35 + 6 ln N)/√N, is large: with sr near a half the bound is below 0, and so says nothing, up to N of about 40,000. Here N reaches 100,000, with models that count in place of a network. Runs in which the bound is vacuous are left out, for an inequality that cannot fail proves nothing. The same proof with one rounding left out gives a tighter slack, which is tested beside it.',
  ],
  prediction: 'no violation, of the published form and of the tighter one, wherever the bound is above 0',
  check: (tables) => {
    const runs = cases(tables);
    return allOf([
      lowerHolds(
        'published',
        runs.map(({ err, lower: bound, examples }) => ({ err, bound, examples })),
      ),
      lowerHolds(
        'tighter',
        runs.map(({ err, tight: bound, examples }) => ({ err, bound, examples })),
      ),
    ]);
  },
};

const upper: Claim = {
  id: 'theorem-2-upper-bound',
  evidence: 'check',
  listed: ['T2up'],
  statement: 'A calibrated learner need not err more often than the singleton rate, up to a slack.',
  source: SOURCE,
  formula: 'err ≤ sr − sr/(max_c|E_c| + 1) + 13/√N, with probability 99 %, for the calibrated learner',
  explanation: [
    'This is the other half of the theorem. The learner of the proof says the answer where it has seen it, guesses evenly where it has not, and abstains as often as the data do. It is calibrated, and cheap to compute.',
    'The control is a model that does not learn, to which the bound does not apply. The trigram sees only the last words of a prompt, which all prompts share, and must exceed the bound; a check that it passed too would not test anything.',
  ],
  prediction: 'no calibrated learner above the bound, every trigram above it',
  check: (tables) => {
    const of = (name: string) => cases(tables).filter(({ kind }) => kind === name);
    return allOf([
      holdsAlways(
        'calibrated learners above the bound',
        of('calibrated-learner').map(({ err, upper: bound }) => err <= bound + ROUNDING),
      ),
      holdsAlways(
        'control: trigrams not above the bound',
        of('ngram').map(({ err, upper: bound }) => err > bound + ROUNDING),
      ),
    ]);
  },
};

export const theorem2: ExperimentClaims = {
  experiment: 'theorem-2',
  title: 'Theorem 2 at N where it is not vacuous',
  claims: [lower, upper],
  figures: ({ runs }) => familiesByNature(runs).arbitrary.map((family) => errorAgainstExamples(runs, family)),
};
