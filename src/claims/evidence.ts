/** Classes of evidence, in the order of their weight: what every table of claims counts by. */
import type { Evidence } from './claim.js';

interface EvidenceWords {
  /** The class in a column of a table. */
  readonly short: string;
  /** Heading of the claims of the class, in the plural. */
  readonly plural: string;
  readonly meaning: string;
}

export const EVIDENCE: Readonly<Record<Evidence, EvidenceWords>> = {
  trained: {
    short: 'trained',
    plural: 'trained models',
    meaning: 'trained models were measured, and they could have come out otherwise: these are the findings',
  },
  'closed-form': {
    short: 'closed form',
    plural: 'closed forms and simulations',
    meaning: 'a closed form or a simulation without a trained model: it follows from stated assumptions',
  },
  check: {
    short: 'check',
    plural: 'program checks',
    meaning: 'a theorem or an identity, which holds in every world: a violation would be a fault of the program',
  },
};

export const EVIDENCE_CLASSES = Object.keys(EVIDENCE) as readonly Evidence[];
