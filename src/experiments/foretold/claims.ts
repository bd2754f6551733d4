/** Random configs: errors foretold before training, and estimated after it without test answers. */
import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  meanWithin,
  rangeWords,
  shareWithin,
  significant,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, judge, present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { foretoldAgainstMeasured, labelFreeAgainstMeasured } from './figures.js';
import { type ForetoldRun, foretoldRuns } from './readings.js';

const PREDICTED = {
  distance: atMost(0.06),
  nearer: atLeast(0.1),
  inside: atLeast(0.75),
  ofMemorised: atMost(0.05),
  ofLabelFree: atMost(0.002),
} as const;

/** Fewer memorised runs than this say nothing of runs that are. */
const FEWEST_MEMORISED = 5;

const SOURCE = 'the article “Why language models hallucinate” (2025); derived from Kalai et al. 2025, Theorem 2';

const claims: readonly Claim[] = [
  {
    id: 'errors-foretold-before-training',
    evidence: 'trained',
    listed: ['S21'],
    statement: 'What a model will get wrong can be foretold before the first step of its training.',
    source: SOURCE,
    formula:
      'err + invalid mass = μ(never shown)·(1 − q)(1 − 1/R) + Σ over classes shown of μ·(error by the learning curve)',
    explanation: [
      'A hundred configs are drawn at random: kind and size of the model, number of facts and rows, frequency law, answer probability α, number of responses R, steps and learning rate. Before the first step of each, the error is foretold from the counts of its corpus. Of facts that training never shows a network can only guess, unless it abstains, with a probability q that it carries over from the data. On facts that training shows, a learning curve says what is known: it was fitted to other random configs, on other seeds (`npm run foretold:fit`). The errors of an n-gram model follow from its counts.',
      'Many of these networks are trained too little to know what they were shown. MM·(1 − 1/R), which holds for a model that has memorised its rows, foretells them badly, and must be farther away.',
    ],
    prediction: `mean |measured − foretold| ${rangeWords(PREDICTED.distance)}, and smaller by ${rangeWords(PREDICTED.nearer)} than the distance of MM·(1 − 1/R); share of runs inside their 95 % intervals ${rangeWords(PREDICTED.inside)}`,
    check: foretoldBefore,
  },
  {
    id: 'memorised-errors-foretold',
    evidence: 'trained',
    listed: ['S21'],
    statement: 'Where a model has memorised its rows, its errors were foretold closely.',
    source: SOURCE,
    formula: 'err + invalid mass ≈ μ(never shown)·(1 − q)(1 − 1/R)',
    explanation: [
      'These are the runs that state at most 2 % of the shown facts wrongly when training ends. What was foretold of them about facts never shown is all that they can still get wrong: the mass of these facts, which is known before, times what a network of that kind says there. At α < 1 it abstains more often than its data did.',
      'That training would memorise the rows was not known before; the claim above contains that.',
    ],
    prediction: `mean |measured − foretold of facts never shown| ${rangeWords(PREDICTED.ofMemorised)} over the runs that have memorised their rows`,
    check: foretoldOfMemorised,
  },
  {
    id: 'errors-need-no-labels',
    evidence: 'trained',
    listed: ['S21'],
    statement: 'The error on arbitrary facts can be measured without a single test answer.',
    source: SOURCE,
    formula:
      'err + invalid mass = Σ over answered facts, judged by training + Σ over others μ·[(1 − IDK − m)(1 − 1/R) + m]',
    explanation: [
      'Facts that training answered are judged by their training answers. On others no model can be right more often than 1/R on average, for their answers are random: what is wrong there follows from how often the model abstains (IDK) and from its invalid mass m. No answer is used that training did not show. The estimate holds for every model, memorised or not, and it is off by the luck of guesses alone.',
      'A model that errs less than that on facts it was never shown has seen them somewhere.',
    ],
    prediction: `mean |measured − estimated| ${rangeWords(PREDICTED.ofLabelFree)}`,
    check: withoutLabels,
  },
];

export const foretoldErrors: ExperimentClaims = {
  experiment: 'foretold',
  title: 'Errors foretold before training',
  claims,
  figures: (tables) => [foretoldAgainstMeasured(tables), labelFreeAgainstMeasured(tables)],
};

function distancesOf(runs: readonly ForetoldRun[], from: (run: ForetoldRun) => number | null): (number | null)[] {
  return runs.map((run) => combine([run.wrong, from(run)], (wrong, other) => Math.abs(wrong - other)));
}

/** The mean and the largest of some distances, as a sentence. */
function distanceWords(name: string, distances: readonly (number | null)[]): readonly string[] {
  const values = present(distances);
  if (values.length === 0) return [];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [`${name}: mean ${significant(mean)}, largest ${significant(Math.max(...values))}, ${values.length} runs.`];
}

function foretoldBefore(tables: ReportTables): CheckResult {
  const runs = foretoldRuns(tables);
  const distances = distancesOf(runs, ({ foretold }) => foretold.wrong);
  const fromMissingMass = distancesOf(runs, (run) => run.fromMissingMass);
  const finding = allOf([
    meanWithin('mean |measured − foretold|', distances, PREDICTED.distance),
    meanWithin(
      'how much nearer than MM·(1 − 1/R)',
      fromMissingMass.map((far, i) => combine([far, distances[i]], (other, own) => other - own)),
      PREDICTED.nearer,
    ),
    shareWithin(
      'share of runs inside their intervals',
      runs.map(({ wrong, foretold }) =>
        numberOf(
          judge([wrong, foretold.lower, foretold.upper], (measured, low, high) => measured >= low && measured <= high),
        ),
      ),
      PREDICTED.inside,
    ),
  ]);
  const kinds = [...new Set(runs.map(({ kind }) => kind))].sort();
  return {
    ...finding,
    details: [
      ...(finding.details ?? []),
      ...distanceWords('All', distances),
      ...kinds.flatMap((kind) =>
        distanceWords(
          kind,
          distances.filter((_, i) => runs[i].kind === kind),
        ),
      ),
      ...distanceWords('MM·(1 − 1/R) instead', fromMissingMass),
    ],
  };
}

function numberOf(verdict: boolean | null): number | null {
  return verdict === null ? null : Number(verdict);
}

function foretoldOfMemorised(tables: ReportTables): CheckResult {
  const quantity = 'mean |measured − foretold of facts never shown|';
  const runs = foretoldRuns(tables).filter(({ memorised }) => memorised);
  if (runs.length < FEWEST_MEMORISED)
    return unmeasured(
      quantity,
      `${runs.length} runs have memorised their rows; at least ${FEWEST_MEMORISED} would decide`,
    );
  const of = (some: readonly ForetoldRun[]) => distancesOf(some, ({ foretold }) => foretold.neverShown);
  return {
    ...meanWithin(quantity, of(runs), PREDICTED.ofMemorised),
    details: [
      ...distanceWords('α = 1', of(runs.filter(({ alpha }) => alpha === 1))),
      ...distanceWords('α < 1', of(runs.filter(({ alpha }) => alpha !== 1))),
    ],
  };
}

function withoutLabels(tables: ReportTables): CheckResult {
  const distances = distancesOf(foretoldRuns(tables), ({ labelFree }) => labelFree);
  return {
    ...meanWithin('mean |measured − label-free estimate|', distances, PREDICTED.ofLabelFree),
    details: distanceWords('All', distances),
  };
}
