/** What the theory's symbols mean: told on hover and focus, and at the end of every page that uses them. */
export interface SymbolMeaning {
  /** Unique; `symbol-<id>` on a page. */
  readonly id: string;
  /** As texts write it; see `formulas`. */
  readonly symbol: string;
  readonly meaning: string;
}

/** In the order of the glossary. Where one contains another, the longer is found. */
export const SYMBOLS: readonly SymbolMeaning[] = [
  {
    id: 'err',
    symbol: 'err',
    meaning: 'error rate: probability that the model, asked a fresh prompt, gives a plausible wrong answer; p̂(E)',
  },
  {
    id: 'p-hat-E',
    symbol: 'p̂(E)',
    meaning:
      'probability that the model puts on plausible wrong answers, over fresh prompts: Σ_c μ(c) Σ_{r∈E_c} p̂(r|c); the error rate err',
  },
  {
    id: 'err-iiv',
    symbol: 'err_iiv',
    meaning:
      'Is-It-Valid error: how often the model, used to tell valid examples from wrong ones (half of each), is mistaken; it calls valid what it gives more than 1/min|E_c|',
  },
  {
    id: 'sr',
    symbol: 'sr',
    meaning: 'singleton rate: share of the N training examples whose prompt is answered exactly once among them',
  },
  {
    id: 'MM',
    symbol: 'MM',
    meaning:
      'missing mass: probability that a fresh prompt is to be answered and training never answered it; Σ_{c unanswered} μ(c) α_c',
  },
  {
    id: 'delta',
    symbol: 'δ',
    meaning:
      'calibration gap: how far the probability of all responses that the model gives more than 1/min|E_c| is from their true probability',
  },
  { id: 'N', symbol: 'N', meaning: 'number of training examples' },
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
  {
    id: 'ECE',
    symbol: 'ECE',
    meaning:
      'expected calibration error: mean distance, over bins of confidence, between the confidence and the share of right answers',
  },
  {
    id: 'AUROC',
    symbol: 'AUROC',
    meaning:
      'probability that a right answer has a higher confidence than a wrong one; ½ for confidences that tell nothing',
  },
];
