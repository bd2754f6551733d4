/** The meanings of the theory's symbols, shown on hover and focus, and at the end of every page that uses them. */
import type { MetricPath } from '../../results/familyMeasurement.js';
import { METRIC_ROWS, METRICS } from '../../results/metrics.js';

export interface SymbolMeaning {
  /** Unique; `symbol-<id>` on a page. */
  readonly id: string;
  /** The symbol as texts write it; see `formulas`. */
  readonly symbol: string;
  readonly meaning: string;
}

const FIRST: readonly SymbolMeaning[] = [
  ...symbolOf('errorRate'),
  {
    id: 'p-hat-E',
    symbol: 'p̂(E)',
    meaning:
      'probability that the model puts on plausible wrong answers, over fresh prompts: Σ_c μ(c) Σ_{r∈E_c} p̂(r|c); the error rate err',
  },
  ...symbolOf('iivError'),
  ...symbolOf('singletonRate'),
  ...symbolOf('missingMass'),
  ...symbolOf('delta'),
  ...symbolOf('examples'),
  {
    id: 'R',
    symbol: 'R',
    meaning: 'number of possible answers to a prompt, abstention not counted; 365 for birthdays',
  },
  { id: 'L', symbol: 'L', meaning: 'the largest number of wrong answers to a prompt, max|E_c|' },
  { id: 'mu-c', symbol: 'μ(c)', meaning: 'probability that prompt c is asked' },
  {
    id: 'alpha-c',
    symbol: 'α_c',
    meaning: 'probability that prompt c is answered in the data and not met with an abstention',
  },
  { id: 'p-hat-r', symbol: 'p̂(r|c)', meaning: 'probability that the model gives response r to prompt c' },
  { id: 'p-r', symbol: 'p(r|c)', meaning: 'probability of response r to prompt c in the data' },
  { id: 'p-hat', symbol: 'p̂', meaning: 'the model, as a distribution over responses' },
  { id: 'E-c', symbol: 'E_c', meaning: 'wrong answers to prompt c' },
  { id: 'V-c', symbol: 'V_c', meaning: 'valid responses to prompt c: its right answer, and abstention' },
  { id: 'gamma', symbol: 'γ', meaning: 'probability with which a bound may fail; 1 % here unless said otherwise' },
  { id: 'IDK', symbol: 'IDK', meaning: 'abstention, “I don’t know”: always valid' },
];

/**
 * In the order of the glossary; metrics come last unless they have a place above. Where one symbol contains another,
 * the longer is found.
 */
export const SYMBOLS: readonly SymbolMeaning[] = [
  ...FIRST,
  ...METRIC_ROWS.flatMap(([path]) => symbolOf(path)).filter(({ id }) => FIRST.every((other) => other.id !== id)),
];

/** A metric's entry; none where it has no place in the glossary. */
function symbolOf(path: MetricPath): readonly SymbolMeaning[] {
  const { symbol, glossary } = METRICS[path];
  return symbol === undefined || glossary === undefined ? [] : [{ ...glossary, symbol }];
}
