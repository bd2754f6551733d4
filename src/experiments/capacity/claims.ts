/** Capacity: the bits of facts that a parameter holds, by how often training reads each fact. */
import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atMost, between, gate, gated, meanWithin, rangeWords } from '../../claims/verdict.js';
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import { exact, pointsOf, seriesFigure } from '../../report/figures/seriesFigure.js';
import { combine, measured, runAt } from '../../results/measured.js';
import { numberAt, type ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { levelsOf, rowsWhere } from '../../results/select.js';

const STEPS = 'parameters.training.steps';
/** Rows of a step, as in the experiment's file. */
const BATCH = 128;

/** Published bits a parameter, by exposures of a fact. */
const PUBLISHED = [
  { exposures: 100, bits: 1 },
  { exposures: 1000, bits: 2 },
] as const;
const TOLERANCE = 0.5;
const ranges = PUBLISHED.map(({ bits }) => between(bits - TOLERANCE, bits + TOLERANCE));
/** Exposures of a run may be off the published number by this factor: the quick form has too few. */
const NEAR = 1.2;

/** Share of the facts' bits up to which a network counts as having no room for them. */
const FULL = atMost(0.8);

/** Bits that the model holds about the answers, over its parameters. */
function bitsPerParameter({ runs }: ReportTables, row: number): number | null {
  return combine(
    [measured(runs, row, 'birthdays').memorisedBits, runAt(runs, row).trainableParameters],
    (bits, parameters) => bits / parameters,
  );
}

/** Times that training reads each fact, on average. */
function exposuresOf({ runs }: ReportTables, row: number): number | null {
  return combine(
    [numberAt(runs, STEPS, row), measured(runs, row, 'birthdays').prompts],
    (steps, prompts) => (steps * BATCH) / prompts,
  );
}

function rowsNear(tables: ReportTables, exposures: number): readonly number[] {
  return rowsWhere(tables.runs, {}).filter((row) => {
    const read = exposuresOf(tables, row);
    return read !== null && read >= exposures / NEAR && read <= exposures * NEAR;
  });
}

function demandedBits({ runs }: ReportTables, row: number): number | null {
  return combine([measured(runs, row, 'birthdays').prompts], (prompts) => prompts * Math.log2(365));
}

const bits: Claim = {
  id: 'bits-per-parameter',
  evidence: 'trained',
  listed: ['CAP'],
  statement:
    'A network without room for its facts holds about one bit of them a parameter after a hundred exposures, and about two after a thousand.',
  source:
    'Allen-Zhu and Li 2024 (arXiv 2404.05405): 1 bit at 100 exposures, 2 at 1000; Morris et al. 2025 (arXiv 2505.24832): 3.6 at most',
  formula: 'Σ_c max(0, log2 R + log2 p̂(a_c|c)) / parameters',
  explanation: [
    'A model holds as many bits of a fact as it makes the answer likelier than a blind guess: log2 365 = 8.5 bits if it is certain. Their sum over all facts, divided by the number of parameters, measures how the model uses its room.',
    'The network has some 2,800 parameters for 8,500 bits: it would need 3 bits a parameter to hold all of them, so that both ends of each prediction can be missed. A network that holds nearly all bits does not say how many it could hold; then the verdict stays open.',
    'The publication trained models of up to hundreds of millions of parameters on biographies. The networks here are tens of thousands of times smaller.',
  ],
  prediction: PUBLISHED.map(
    ({ exposures }, i) => `at ${exposures} exposures between ${ranges[i].low} and ${ranges[i].high} bits a parameter`,
  ).join('; '),
  check: (tables) => {
    const longest = rowsNear(tables, PUBLISHED[1].exposures);
    const held = longest.map((row) =>
      combine(
        [measured(tables.runs, row, 'birthdays').memorisedBits, demandedBits(tables, row)],
        (has, all) => has / all,
      ),
    );
    return gated(
      gate(`share of the facts' bits held at ${PUBLISHED[1].exposures} exposures, ${rangeWords(FULL)}`, held, FULL),
      'a network without room for its facts, read a hundred and a thousand times',
      allOf([bitsAt(tables, 0), bitsAt(tables, 1)]),
    );
  },
};

function bitsAt(tables: ReportTables, part: 0 | 1): CheckResult {
  const { exposures } = PUBLISHED[part];
  const held = rowsNear(tables, exposures).map((row) => bitsPerParameter(tables, row));
  return meanWithin(`bits a parameter at ${exposures} exposures`, held, ranges[part]);
}

/** Bits a parameter against exposures, with the published numbers. */
function bitsAgainstExposures(tables: ReportTables): Figure {
  const { runs } = tables;
  const levels = levelsOf(runs, STEPS);
  const at = (steps: number) => rowsWhere(runs, { [STEPS]: steps });
  const exposures = (steps: number): number => meanOver(at(steps), (row) => exposuresOf(tables, row))?.mean ?? 0;
  return {
    id: 'bits-against-exposures',
    title: 'Bits a parameter against exposures',
    caption: [
      'Bits that a network without room for all facts holds of them, a parameter, against the times that training reads each fact. Means over worlds with 95 % Student t intervals. Crosses: published numbers (Allen-Zhu and Li 2024), of far larger networks.',
    ],
    spec: seriesFigure(
      [
        {
          series: [
            {
              name: 'published',
              colour: THEORY,
              dash: DASH.dashed,
              shape: 'cross',
              points: PUBLISHED.map((each) => exact(each.exposures, each.bits)),
            },
            {
              name: 'measured',
              colour: COLOUR.green,
              shape: 'square',
              points: pointsOf(
                levels.map((steps) => ({
                  x: exposures(steps),
                  mean: meanOver(at(steps), (row) => bitsPerParameter(tables, row)),
                })),
              ),
            },
          ],
        },
      ],
      { title: 'exposures of a fact in training', scale: { type: 'log' }, axis: { format: '~s', tickCount: 4 } },
      { title: 'bits a parameter', scale: { domain: [0, 2.5] } },
      { width: 420, height: 280 },
    ),
  };
}

export const capacityClaims: ExperimentClaims = {
  experiment: 'capacity',
  title: 'Bits a parameter, at a hundred and a thousand exposures',
  claims: [bits],
  figures: (tables) => [bitsAgainstExposures(tables)],
};
