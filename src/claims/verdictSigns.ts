/** How verdicts look: a sign and a word each, so that colour is never all that tells them apart. */
import type { Verdict } from './claim.js';

export const SIGNS: Readonly<Record<Verdict, string>> = {
  confirmed: '✓',
  refuted: '✗',
  depends: '◐',
  inconclusive: '?',
};

/** What a verdict says, in a few words. */
export const MEANINGS: Readonly<Record<Verdict, string>> = {
  confirmed: 'what was predicted was measured',
  refuted: 'something else was measured than was predicted',
  depends: 'holds under a condition that is named, and fails without it',
  inconclusive: 'the measurement cannot tell; what would settle it is named',
};
