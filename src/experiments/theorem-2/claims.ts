/** Theorem 2 where its lower bound says something: of models that count, and of a network that is calibrated and has learnt. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  gate,
  gated,
  holdsAlways,
  meanWithin,
  predictionWords,
  ROUNDING,
  rangeWords,
  significant,
  unmeasured,
} from '../../claims/verdict.js';
import { errorAgainstExamples } from '../../report/figures/errorAgainstExamples.js';
import { combine, type MeasuredFamily, measured, runAt, stratum } from '../../results/measured.js';
import { familiesByNature, type ReportTables, rowsOf } from '../../results/reportTables.js';
import { levelsOf, rowsWhere } from '../../results/select.js';
import { evenGuessError } from '../../theory/evenGuess.js';
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
    'The published slack for a finite training set, (35 + 6 ln N)/√N, is large: with sr near a half the bound is below 0, and so says nothing, up to N of about 40,000. Here N reaches 100,000. Runs in which the bound is vacuous are left out, for an inequality that cannot fail proves nothing. The same proof with one rounding left out gives a tighter slack, which is tested beside it.',
    'This is a theorem: what is tested is the program, over the calibrated learner, the trigram and the network. Another claim asks what the theorem means for the network.',
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

/** R: each person has one of a hundred dates. */
const DATES = 100;
const EXAMPLES = 'parameters.corpus.examples';

/** Times that a fact must stand in the data for one pass to teach it: those of the last stratum. */
const TAUGHT = 10;

const PREDICTED = {
  published: atLeast(0.05),
  tighter: atLeast(0.25),
  aboveBound: atLeast(0),
  fromForetold: about(0, 0.06),
  delta: atMost(0.06),
} as const;

/** err on frequent facts of a network that has learnt them. */
const LEARNT = atMost(0.15);

/** (1 − 1/R) times the mass of the facts that stand in the data less often than one pass needs: known before training. */
function foretoldError({ byCount }: MeasuredFamily): number | null {
  const masses = byCount.filter(({ count }) => count !== null && count < TAUGHT).map(({ mass }) => mass);
  return combine(masses, (...all) =>
    evenGuessError(
      all.reduce((sum, each) => sum + each, 0),
      DATES,
    ),
  );
}

const network: Claim = {
  id: 'theorem-2-binds-a-network',
  evidence: 'trained',
  listed: ['T2lo', 'T1e'],
  statement:
    'A network that has learnt the frequent facts in one pass is calibrated, so that Theorem 2 bounds its error from below, and it errs wherever facts are too rare to be learnt.',
  source: `${SOURCE}, and §3.1 on why δ is small after pretraining`,
  formula: 'err ≥ sr − 2/min_c|E_c| − (35 + 6 ln N)/√N − δ > 0, and err ≈ (1 − 1/R)·μ(facts too rare to be learnt)',
  explanation: [
    'The bound contains δ, and a network that has its rows by heart has a δ as large as the missing mass: then the bound says nothing. A network that is hardly trained has a small δ because it knows nothing. Here the network sees each of 100,000 rows once. A hundred people make up three rows in ten, each shown about 300 times; the others are shown once, twice or never.',
    'Three things could fail. The network might not be calibrated although it has learnt, so that the bound is not above 0. It might err less often than the bound says. And it might err at another rate than the counts foretell: that it knows what it saw ten times or more, and guesses evenly on all else. The gate asks that it has learnt the frequent facts; what it errs on them may take up the tolerance, a fifth of their mass.',
    'The tighter form of the bound is read at both N. At the smaller N, of which the network makes five passes, the published form is vacuous.',
  ],
  prediction: `at the largest N: δ ${rangeWords(PREDICTED.delta)}, the published bound ${rangeWords(PREDICTED.published)}, and err + invalid mass less the bound ${rangeWords(PREDICTED.aboveBound)}; err + invalid mass less what the counts foretell ${predictionWords(PREDICTED.fromForetold)}; at every N the tighter bound ${rangeWords(PREDICTED.tighter)}, and err + invalid mass less it ${rangeWords(PREDICTED.aboveBound)}`,
  check: bindsNetwork,
};

function bindsNetwork({ runs }: ReportTables): CheckResult {
  const [family] = familiesByNature(runs).arbitrary;
  const sizes = levelsOf(runs, EXAMPLES);
  const trained = (examples: number) =>
    rowsWhere(runs, { 'model.kind': 'transformer', [EXAMPLES]: examples }).map((row) =>
      measured(runs, row, family.name),
    );
  const most = sizes.at(-1);
  if (family === undefined || most === undefined) return unmeasured('err of a network', 'no network was trained');
  const largest = trained(most);
  const above = (bound: (facts: MeasuredFamily) => number | null) => (facts: MeasuredFamily) =>
    combine([facts.wrong, bound(facts)], (wrong, least) => wrong - least);
  const published = ({ theorem2 }: MeasuredFamily) => theorem2.lower;
  const tighter = ({ theorem2 }: MeasuredFamily) => theorem2.lowerTight;
  const finding = allOf([
    meanWithin('err + invalid mass less the published bound', largest.map(above(published)), PREDICTED.aboveBound),
    meanWithin('published bound on the network', largest.map(published), PREDICTED.published),
    meanWithin(
      'err + invalid mass less what the counts foretell',
      largest.map(above(foretoldError)),
      PREDICTED.fromForetold,
    ),
    meanWithin(
      'δ of the network',
      largest.map(({ delta }) => delta),
      PREDICTED.delta,
    ),
    ...sizes.flatMap((examples) => [
      meanWithin(`tighter bound, N = ${examples}`, trained(examples).map(tighter), PREDICTED.tighter),
      meanWithin(
        `err + invalid mass less the tighter bound, N = ${examples}`,
        trained(examples).map(above(tighter)),
        PREDICTED.aboveBound,
      ),
    ]),
  ]);
  const learnt = gate(
    `err on facts shown ${TAUGHT} times or more`,
    largest.map((facts) => stratum(facts, TAUGHT).errorRate),
    LEARNT,
  );
  return gated(learnt, 'a network that has learnt the frequent facts: more examples of each', finding);
}

export const theorem2: ExperimentClaims = {
  experiment: 'theorem-2',
  title: 'Theorem 2 at N where it is not vacuous',
  claims: [lower, upper, network],
  figures: ({ runs }) => familiesByNature(runs).arbitrary.map((family) => errorAgainstExamples(runs, family)),
};
