/** Numbers of the main experiment that are computed from the birthdays of one row of its tables. */
import { combine, type MeasuredFamily, type MeasuredStratum } from '../../results/measured.js';

/** err + invalid mass, the luck of a_c on unanswered prompts taken out. */
export function expectedWrong({ errorRateExpected, byCount }: MeasuredFamily): number | null {
  // The invalid mass on unanswered prompts is in it already.
  const invalid = byCount.slice(1).reduce((sum, { mass, invalidMass }) => sum + (mass ?? 0) * (invalidMass ?? 0), 0);
  return combine([errorRateExpected], (expected) => expected + invalid);
}

/** sr·(1 − 1/R), from counts alone. */
export function fromSingletons({ singletonRate, missingMass, calibratedError }: MeasuredFamily): number | null {
  return combine([singletonRate, missingMass, calibratedError], (sr, mass, error) => (sr * error) / mass);
}

/** err on unanswered prompts less (1 − 1/R)(1 − IDK − m), m the invalid mass there. */
export function excessOnUnanswered({ byCount, missingMass, calibratedError }: MeasuredFamily): number | null {
  const { errorRate, abstentionRate, invalidMass } = byCount[0];
  return combine(
    [errorRate, abstentionRate, invalidMass, calibratedError, missingMass],
    (err, idk, invalid, error, mass) => err - (error / mass) * (1 - idk - invalid),
  );
}

/** Share of plausible responses among the wrong ones. */
export function plausibleShare({ errorRate, wrong }: MeasuredFamily): number | null {
  return combine([errorRate, wrong], (err, all) => err / all);
}

/** Invalid mass on the prompts of some strata; null where they are empty. */
export function invalidOn(strata: readonly MeasuredStratum[]): number | null {
  return meanOn(strata, ({ invalidMass }) => invalidMass);
}

/** Coarse classes of how often training answered a prompt, each with its strata. */
export const FREQUENCIES = [
  { name: 'never', strata: [0] },
  { name: 'once', strata: [1] },
  { name: '2 to 4 times', strata: [2, 3] },
  { name: '5 times or more', strata: [4, 5] },
] as const;

/** err on prompts of each of the frequencies, over the corpora of a world together; null where there are none. */
export function errByFrequency(corpora: readonly MeasuredFamily[]): readonly (number | null)[] {
  return FREQUENCIES.map(({ strata }) =>
    meanOn(
      corpora.flatMap(({ byCount }) => strata.map((place) => byCount[place])),
      ({ errorRate }) => errorRate,
    ),
  );
}

function meanOn(strata: readonly MeasuredStratum[], read: (stratum: MeasuredStratum) => number | null): number | null {
  const mass = strata.reduce((sum, each) => sum + (each.mass ?? 0), 0);
  return mass > 0 ? strata.reduce((sum, each) => sum + (each.mass ?? 0) * (read(each) ?? 0), 0) / mass : null;
}
