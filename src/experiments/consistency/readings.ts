/** Reading the runs of `consistency`: what networks say if so many samples must agree, and what that earns. */
import { combine, type MeasuredFamily, type MeasuredRule, ruleAt, stratum } from '../../results/measured.js';
import { after, before } from '../../results/posttrained.js';
import type { ReportTables } from '../../results/reportTables.js';
import { levelsOf, rowsWhere } from '../../results/select.js';

/** Numbers of samples that must agree, beside one sample, which answers always. */
export const SAMPLES = [2, 3] as const;
export type Samples = (typeof SAMPLES)[number];

/** Penalties λ of an error under which [N26] scores, without 0, at which agreement can only lose. */
export const PENALTIES = [1, 3, 9] as const;
export type Penalty = (typeof PENALTIES)[number];

const STEPS = 'parameters.training.steps';

/** Networks of a sweep over steps: the one trained least guesses evenly, the one trained most has memorised its rows. */
export type Trained = 'little' | 'long';

/** Rows of the runs of one length of training; none unless the runs differ in it. */
export function runsTrained({ runs }: ReportTables, trained: Trained): readonly number[] {
  const levels = levelsOf(runs, STEPS);
  if (levels.length < 2) return [];
  return rowsWhere(runs, { [STEPS]: trained === 'little' ? levels[0] : levels[levels.length - 1] });
}

/** The network of a run before and after it was graded by accuracy. */
const MOMENTS = { base: before, graded: after } as const;
export type Moment = keyof typeof MOMENTS;

export function networkAt(tables: ReportTables, row: number, moment: Moment): MeasuredFamily | null {
  return MOMENTS[moment](tables, row, 'birthdays');
}

function agreeing(network: MeasuredFamily | null, samples: Samples): MeasuredRule | null {
  return network === null ? null : ruleAt(network, samples, 'agreement');
}

/** err + invalid mass on U if so many samples must agree; of one sample, it is that of p̂. */
export function errorsOnU(network: MeasuredFamily | null, samples: Samples | 1): number | null {
  if (network === null) return null;
  return samples === 1 ? stratum(network, 0).wrong : (agreeing(network, samples)?.unanswered.wrong ?? null);
}

/** The same relative to one sample. */
export function errorsLeft(network: MeasuredFamily | null, samples: Samples): number | null {
  return combine([errorsOnU(network, samples), errorsOnU(network, 1)], (agreed, one) => agreed / one);
}

/** Points a prompt, right − λ·wrong; null where one of them was not measured. */
function points(outcomes: Pick<MeasuredRule, 'accuracy' | 'wrong'> | null, penalty: Penalty): number | null {
  return combine([outcomes?.accuracy ?? null, outcomes?.wrong ?? null], (right, wrong) => right - penalty * wrong);
}

/** Points that agreement of so many samples earns above one sample. */
export function gain(network: MeasuredFamily | null, samples: Samples, penalty: Penalty): number | null {
  return combine(
    [points(agreeing(network, samples), penalty), points(network, penalty)],
    (agreed, one) => agreed - one,
  );
}

/**
 * Points that a network earns above the better of two and three agreeing samples if it gives its likeliest answer where
 * its confidence is above t = λ/(1 + λ), and abstains elsewhere.
 */
export function thresholdAhead(network: MeasuredFamily | null, penalty: Penalty): number | null {
  const threshold = network === null ? null : ruleAt(network, penalty / (1 + penalty), 'confidence-target');
  return combine(
    [points(threshold, penalty), ...SAMPLES.map((samples) => points(agreeing(network, samples), penalty))],
    (own, ...agreed) => own - Math.max(...agreed),
  );
}
