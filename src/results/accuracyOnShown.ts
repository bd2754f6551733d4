/** Accuracy on the facts that training showed. */
import { combine, type MeasuredFamily } from './measured.js';

/** Probability of the right answer, over prompts that training answered at least once; null where there are none. */
export function accuracyOnShown({ byCount }: MeasuredFamily): number | null {
  const shown = byCount.slice(1).filter(({ mass }) => mass !== null && mass > 0);
  const total = shown.reduce((sum, { mass }) => sum + mass!, 0);
  return total === 0
    ? null
    : combine(
        shown.map(({ mass, wrong, abstentionRate }) =>
          combine([mass, wrong, abstentionRate], (share, error, idk) => share * (1 - error - idk)),
        ),
        (...known) => known.reduce((sum, each) => sum + each, 0) / total,
      );
}
