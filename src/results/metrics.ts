/**
 * The catalogue of metrics: a row for each number that is measured of a model on a family. The table of runs, the
 * report of `reproduce`, the defaults of `runs` and `compare`, axis titles, the glossary, the whole-numbered columns of
 * the Arrow tables and docs/tables.md are made from it, and the typed reader of the tables looks for its paths. tsc
 * names a metric without a row.
 */
import type { MetricPath } from './familyMeasurement.js';

/** Kinds of values, with the words of docs/tables.md. A count is stored as int32, every other number as float64. */
export const METRIC_KINDS = {
  count: 'whole number',
  rate: 'in [0, 1]',
  signed: 'in [−1, 1]',
  nats: 'nats',
  bits: 'bits',
  number: 'number',
  verdict: 'true or false',
  text: 'text',
} as const;

/** A column of the table of runs, on the terminal and in reports, in the order of the catalogue. */
export interface MetricColumn {
  readonly heading: string;
  /** The meaning of the heading. */
  readonly meaning: string;
  /** Added to the meaning where Theorem 1's bound is in the same table. */
  readonly besideBounds?: string;
  /**
   * `present`: only where some run has a rate that is not 0 to three decimals. `arbitrary`: only for arbitrary facts.
   */
  readonly where?: 'present' | 'arbitrary';
  /** Only where some run has another value, to three decimals, of the metric that is named. */
  readonly unlike?: MetricPath;
  /** The metric that says whether the bound holds: ✗ follows the number where this is false. */
  readonly holds?: string;
  /** The metric that says whether the bound is vacuous: the number is left out unless this is false. */
  readonly vacuous?: string;
  /** Also a column of the table of all runs in the report of `reproduce`. */
  readonly inReproduce?: true;
}

export interface Metric {
  readonly kind: keyof typeof METRIC_KINDS;
  /** The definition in a phrase. */
  readonly meaning: string;
  /** The symbol as texts write it; formulas in HTML set its subscripts. */
  readonly symbol?: string;
  /** The title of an axis that shows the metric. */
  readonly axis?: string;
  /** An entry in the glossary of a report; the id is unique on the page. */
  readonly glossary?: { readonly id: string; readonly meaning: string };
  readonly table?: MetricColumn;
  /** The place, from 1, among the columns that `runs` shows by default. */
  readonly listed?: number;
  /** `compare` compares the metric by default. */
  readonly compared?: true;
}

/** Rows of the four outcomes of asking, which several parts of the measurement have. */
const OUTCOME_RATES = {
  accuracy: { kind: 'rate', meaning: 'probability of the right answer' },
  errorRate: { kind: 'rate', meaning: 'probability of an error, a plausible wrong answer' },
  abstentionRate: { kind: 'rate', meaning: 'probability of an abstention, IDK' },
  invalidMass: { kind: 'rate', meaning: 'probability of strings that are not a response' },
} satisfies Record<string, Metric>;

/** Rows of means over some of the prompts. */
const PART_MEANS = {
  mass: { kind: 'rate', meaning: 'Σ μ(c) over these prompts' },
  errorRate: { kind: 'rate', meaning: 'probability of an error on them' },
  abstentionRate: { kind: 'rate', meaning: 'probability of an abstention on them' },
  invalidMass: { kind: 'rate', meaning: 'probability of strings that are not a response on them' },
  argMaxErrorRate: { kind: 'rate', meaning: 'probability that the likeliest response is an error; ties are shared' },
  iivError: { kind: 'rate', meaning: 'Is-It-Valid error on them; ½ is chance' },
  confidence: { kind: 'rate', meaning: 'mean of max p̂(r|c) over R_c' },
} satisfies Record<string, Metric>;

const INTERVAL = {
  lower: { kind: 'number', meaning: 'lower end of the 95 % interval' },
  upper: { kind: 'number', meaning: 'upper end of the 95 % interval' },
} satisfies Record<string, Metric>;

/** The catalogue, by path. */
export const METRICS: Readonly<Record<MetricPath, Metric>> = {
  kind: { kind: 'text', meaning: 'kind of the family' },
  nature: {
    kind: 'text',
    meaning: '`arbitrary` where the answers are drawn at random, `pattern` where they follow a rule',
  },
  examples: {
    kind: 'count',
    symbol: 'N',
    meaning: 'training rows of the family',
    glossary: { id: 'N', meaning: 'number of training examples' },
    table: { heading: 'N', meaning: 'training examples of the family', inReproduce: true },
  },
  prompts: { kind: 'count', symbol: '|C|', meaning: 'prompts of the family' },
  singletonRate: {
    kind: 'rate',
    symbol: 'sr',
    meaning: 'prompts answered exactly once / N',
    axis: 'singleton rate sr = singletons / N',
    glossary: {
      id: 'sr',
      meaning: 'singleton rate: share of the N training examples whose prompt is answered exactly once among them',
    },
    table: { heading: 'sr', meaning: 'singleton rate, singletons / N', inReproduce: true },
    listed: 1,
  },
  expectedSingletonRate: { kind: 'rate', symbol: 'E[sr]', meaning: 'expectation of sr before the draw' },
  missingMass: {
    kind: 'rate',
    symbol: 'MM',
    meaning:
      'Σ μ(c) α_c over U, the prompts that no training row answers, rightly or wrongly; μ is that of the asked prompts',
    axis: 'missing mass MM',
    glossary: {
      id: 'MM',
      meaning:
        'missing mass: probability that a fresh prompt is to be answered and training never answered it; Σ_{c unanswered} μ(c) α_c',
    },
    table: {
      heading: 'MM',
      meaning: 'missing mass: probability of an answered prompt that training never answered',
      inReproduce: true,
    },
    listed: 3,
    compared: true,
  },
  trainingMissingMass: {
    kind: 'rate',
    meaning:
      'MM under the μ of the training rows, which sr estimates; other than `missingMass` under `shift` and `heldOut`',
    table: {
      heading: 'MM rows',
      meaning:
        'missing mass under the μ of the training rows: sr estimates this one, while MM is of the prompts that are asked',
      unlike: 'missingMass',
      inReproduce: true,
    },
  },
  unansweredMass: { kind: 'rate', symbol: 'μ(U)', meaning: 'Σ μ(c) over prompts never answered in training' },

  errorRate: {
    kind: 'rate',
    symbol: 'err',
    meaning: 'p̂(E), the probability of an error when a fresh prompt from μ is asked and a response sampled',
    axis: 'error rate err = p̂(E)',
    glossary: {
      id: 'err',
      meaning: 'error rate: probability that the model, asked a fresh prompt, gives a plausible wrong answer; p̂(E)',
    },
    table: { heading: 'err', meaning: 'error rate, p̂(E)', inReproduce: true },
    listed: 2,
    compared: true,
  },
  accuracy: { ...OUTCOME_RATES.accuracy, compared: true },
  abstentionRate: { ...OUTCOME_RATES.abstentionRate, compared: true },
  invalidMass: {
    kind: 'rate',
    meaning: 'probability of strings that are not a response; the four outcomes of asking sum to 1',
    table: {
      heading: 'inv',
      meaning: 'invalid mass: probability of strings that are not a response',
      besideBounds: 'Theorem 1 counts it with err',
      where: 'present',
      inReproduce: true,
    },
    listed: 4,
    compared: true,
  },
  innovation: {
    kind: 'rate',
    meaning:
      'probability of a claim that no training row states, right or wrong, invalid strings included; IDK claims nothing; at least err + invalid mass; null under noise',
  },
  unseenAbstention: {
    kind: 'rate',
    meaning: 'probability of IDK on prompts that no row shows with IDK, which innovation leaves out; null under noise',
  },
  errorRateExpected: {
    kind: 'rate',
    meaning: 'err with the error on unanswered prompts replaced by its expectation over a_c; arbitrary families only',
  },
  argMaxErrorRate: {
    kind: 'rate',
    meaning:
      'probability that the likeliest response is an error, ties being shared: another model than p̂, shown beside it',
  },

  delta: {
    kind: 'rate',
    symbol: 'δ',
    meaning: 'calibration gap |p̂(A) − p(A)| at t = 1/min|E_c|, A the responses above t',
    axis: 'calibration gap δ',
    glossary: {
      id: 'delta',
      meaning:
        'calibration gap: how far the probability of all responses that the model gives more than 1/min|E_c| is from their true probability',
    },
    table: { heading: 'δ', meaning: 'calibration gap at 1/min|E_c|', inReproduce: true },
    listed: 5,
    compared: true,
  },
  signedDelta: { kind: 'signed', symbol: 'σ', meaning: 'p̂(A) − p(A), δ with its sign' },
  trainDelta: { kind: 'rate', meaning: 'δ against the rows that training reads, wrong and repeated ones included' },
  deltaByDerivative: { kind: 'rate', meaning: 'δ again, as |dL(p̂_s)/ds| at s = 1' },
  iivError: {
    kind: 'rate',
    symbol: 'err_iiv',
    meaning: 'Is-It-Valid error of p̂ as a classifier at t',
    glossary: {
      id: 'err-iiv',
      meaning:
        'Is-It-Valid error: how often the model, used to tell valid examples from wrong ones (half of each), is mistaken; it calls valid what it gives more than 1/min|E_c|',
    },
    table: { heading: 'err_iiv', meaning: 'Is-It-Valid error' },
    compared: true,
  },
  leastIivError: {
    kind: 'rate',
    symbol: 'opt(G)',
    meaning: 'least err_iiv of any classifier that sees as few tokens as the model does; n-grams and MLPs only',
  },
  crossEntropy: {
    kind: 'nats',
    meaning: 'cross-entropy of a response; infinite where p̂ denies what p gives, which JSON writes as null',
  },
  excessCrossEntropy: {
    kind: 'nats',
    meaning:
      "cross-entropy over the calibrated learner's; null for usual answers, labels of facts, and facts with synonyms",
  },
  memorisedBits: {
    kind: 'bits',
    meaning: 'Σ over prompts that a row answers rightly of max(0, log2 R + log2 p̂(a_c|c))',
  },
  calibratedError: {
    kind: 'rate',
    meaning:
      'error rate of the calibrated learner, Σ_{c∈U} μ(c) α_c (R − 1)/R; arbitrary families only, and null under noise, repeats, shift, held-out facts and synonyms',
  },

  'foretold.wrong': {
    kind: 'rate',
    meaning: 'err + invalid mass as it was foretold before the first step of training; null where `reason` says why',
    glossary: {
      id: 'foretold',
      meaning:
        'err + invalid mass as it was foretold before training, from the counts of the corpus and a learning curve that was fitted to other runs',
    },
  },
  'foretold.lower': { kind: 'rate', meaning: 'lower end of its 95 % interval' },
  'foretold.upper': { kind: 'rate', meaning: 'upper end of its 95 % interval' },
  'foretold.neverShown': { kind: 'rate', meaning: 'the part of it about facts that training does not show' },
  'foretold.reason': { kind: 'text', meaning: 'why nothing was foretold; null where something was' },
  'labelFree.wrong': {
    kind: 'rate',
    meaning:
      'label-free estimate of err + invalid mass after training: answered facts judged by their training answers, others by (1 − IDK − m)(1 − 1/R) + m',
    glossary: {
      id: 'label-free',
      meaning:
        'label-free estimate of err + invalid mass, from p̂ and the training rows: no answer is used that training did not show',
    },
  },
  'labelFree.neverShown': { kind: 'rate', meaning: 'the part of it about facts that training does not show' },
  'labelFree.luck': {
    kind: 'number',
    meaning: 'standard deviation of err + invalid mass around it by the draw of the answers, at most',
  },

  'theorem1.lower': {
    kind: 'number',
    meaning: '2·err_iiv − max|V_c|/min|E_c| − δ; err + invalid mass is at least this',
    table: {
      heading: 'T1 ≥',
      meaning: "Theorem 1: err + invalid mass is at least this; ✗ where it isn't",
      holds: 'theorem1.holds',
    },
  },
  'theorem1.lowerSigned': { kind: 'number', meaning: 'the stronger form, with σ in place of δ' },
  'theorem1.holds': { kind: 'verdict', meaning: 'err + invalid mass reaches the bound' },
  'theorem2.lower': {
    kind: 'number',
    meaning: 'sr − 2/min|E_c| − (35 + 6 ln N)/√N − δ, the rounding of the paper',
    table: {
      heading: 'T2 ≥',
      meaning: 'Theorem 2: err + invalid mass is at least this, with probability 99 %; – where vacuous (≤ 0)',
      where: 'arbitrary',
      vacuous: 'theorem2.vacuous',
    },
  },
  'theorem2.lowerExact': { kind: 'number', meaning: 'sr − 2/min|E_c| − 6 ln(3N/γ)/√N − δ' },
  'theorem2.lowerTight': { kind: 'number', meaning: 'a tighter form by the same proof' },
  'theorem2.upper': {
    kind: 'number',
    meaning: 'sr − sr/(L+1) + 13/√N, the rounding of the paper for the calibrated learner',
    table: {
      heading: 'T2 ≤',
      meaning: "Theorem 2: the calibrated learner's err is at most this, with probability 99 %",
      where: 'arbitrary',
    },
  },
  'theorem2.upperExact': { kind: 'number', meaning: 'sr − sr/(L+1) + 5 √(ln(5/γ)/N)' },
  'theorem2.vacuous': { kind: 'verdict', meaning: '`lower` ≤ 0' },
  'theorem4.meanIivError': { kind: 'rate', meaning: 'mean of err_iiv over thresholds t ~ U[0, 1]' },
  'theorem4.leastIivError': { kind: 'rate', meaning: 'least err_iiv at any threshold' },
  'theorem4.lower': { kind: 'number', meaning: '2(1 − 1/C)·`meanIivError`; err + invalid mass + IDK is at least this' },
  'theorem4.holds': { kind: 'verdict', meaning: 'err + invalid mass + IDK reaches the bound' },

  'byCount.N.count': { kind: 'count', meaning: 'least number of answers of the stratum' },
  'byCount.N.countMax': { kind: 'count', meaning: 'largest number of answers; null where open' },
  ...under('byCount.N', PART_MEANS),
  ...under('onlyAbstained', PART_MEANS),
  'onlyWrong.mass': PART_MEANS.mass,
  'onlyWrong.errorRate': PART_MEANS.errorRate,
  'heldOut.mass': PART_MEANS.mass,
  'heldOut.errorRate': PART_MEANS.errorRate,
  'byFact.singletonRate': { kind: 'rate', meaning: 'sr counted by fact' },
  'byFact.missingMass': { kind: 'rate', meaning: 'MM counted by fact' },

  'reliability.N.above': { kind: 'rate', meaning: 'lower end of the bin, exclusive' },
  'reliability.N.upTo': { kind: 'rate', meaning: 'upper end of the bin, inclusive' },
  'reliability.N.predicted': { kind: 'rate', meaning: 'Σ μ p̂ over the pairs with p̂ in the bin' },
  'reliability.N.true': { kind: 'rate', meaning: 'Σ μ p over the same pairs' },
  'answers.accuracy': { kind: 'rate', meaning: 'probability that the likeliest answer is right' },
  'answers.confidence': { kind: 'rate', meaning: 'mean confidence' },
  'answers.expectedCalibrationError': {
    kind: 'rate',
    symbol: 'ECE',
    meaning: 'expected calibration error, over 15 bins of equal width',
    glossary: {
      id: 'ECE',
      meaning:
        'expected calibration error: mean distance, over bins of confidence, between the confidence and the share of right answers',
    },
  },
  'answers.areaUnderRoc': {
    kind: 'rate',
    symbol: 'AUROC',
    meaning: 'probability that a right answer has more confidence than an error',
    glossary: {
      id: 'AUROC',
      meaning:
        'probability that a right answer has a higher confidence than a wrong one; ½ for confidences that tell nothing',
    },
  },
  'answers.riskCoverage.N.coverage': { kind: 'rate', meaning: 'probability of a prompt that is answered' },
  'answers.riskCoverage.N.risk': { kind: 'rate', meaning: 'share of errors if the surest prompts are answered' },
  'answers.riskCoverage.N.confidence': { kind: 'rate', meaning: 'least confidence with which a prompt is answered' },
  'answers.recalibrated.N.examples': { kind: 'count', meaning: 'graded answers on which two numbers were fitted' },
  'answers.recalibrated.N.expectedCalibrationError': { kind: 'rate', meaning: 'ECE after that' },
  'answers.recalibrated.N.regret': {
    kind: 'rate',
    meaning: 'points a prompt that are then lost by answering iff the confidence is above ½',
  },
  'answers.unanswered.confidence': { kind: 'rate', meaning: 'mean confidence on prompts never answered in training' },
  'answers.unanswered.threeWrong': { kind: 'rate', meaning: 'probability there that three answers are all errors' },
  'answers.unanswered.threeDifferentWrong': {
    kind: 'rate',
    meaning: 'probability there that three answers are errors and all different',
  },
  'unprompted.count': { kind: 'count', meaning: 'S: statements that the next two numbers are of' },
  'unprompted.falseRate': { kind: 'rate', meaning: 'probability of a false statement' },
  'unprompted.unknown': { kind: 'rate', meaning: 'part of it: texts that are no known prompt with a response' },
  'unprompted.innovation': { kind: 'rate', meaning: 'probability of a claim that no training row makes' },
  'unprompted.distinctFalseShare': { kind: 'rate', meaning: 'different false statements among S, expected / S' },
  'unprompted.coverage': { kind: 'rate', meaning: 'expected share of the different training statements among S' },
  'unprompted.totalVariation': { kind: 'rate', meaning: 'total variation between p̂ and p over all statements' },
  'unprompted.binnedDivergence': {
    kind: 'nats',
    meaning: 'KL divergence of the training draws from p̂ over bins of p̂, after Miao and Kearns (2025)',
  },
  'told.N.target': { kind: 'rate', symbol: 't', meaning: 'the confidence target' },
  ...under('told.N', OUTCOME_RATES),
  ...under('told.N.answered', OUTCOME_RATES),
  ...under('told.N.unanswered', OUTCOME_RATES),
  'prose.loss': { kind: 'nats', meaning: 'cross-entropy per token of text that training never reads' },
  'prose.bitsPerCharacter': { kind: 'bits', meaning: 'the same per character, which does not depend on the tokenizer' },
  'prose.agreementError': {
    kind: 'rate',
    meaning: 'probability of the wrong one of two texts that differ in a verb (is, are), given that it is one of them',
  },
  'prose.spellingError': { kind: 'rate', meaning: 'the same where two letters of a word are exchanged' },
  'prose.bracketsError': { kind: 'rate', meaning: 'the same where a bracket opens instead of closing' },
  'volunteered.count': { kind: 'count', meaning: 'statements of facts in the texts that the model wrote' },
  'volunteered.right': { kind: 'rate', meaning: 'share of them that is true and was shown by training' },
  'volunteered.luckyRight': { kind: 'rate', meaning: 'share that is true although training never showed it' },
  'volunteered.wrong': { kind: 'rate', meaning: 'share about somebody of the world, with a wrong answer' },
  'volunteered.nobody': { kind: 'rate', meaning: 'share about a name that nobody of the world has' },
  ...under('reworded', OUTCOME_RATES),
  ...under('reworded.answered', OUTCOME_RATES),
  ...under('reworded.unanswered', OUTCOME_RATES),
  ...under('passage.given', OUTCOME_RATES),
  ...under('passage.given.answered', OUTCOME_RATES),
  ...under('passage.given.unanswered', OUTCOME_RATES),
  ...under('passage.other', OUTCOME_RATES),
  ...under('passage.other.answered', OUTCOME_RATES),
  ...under('passage.other.unanswered', OUTCOME_RATES),
  'rules.N.rule': {
    kind: 'text',
    meaning: '`temperature` (of each token), `idk-bias`, `confidence`, `confidence-target` or `agreement`',
  },
  'rules.N.value': {
    kind: 'number',
    meaning: 'temperature, logit added to IDK, threshold, target or number of samples',
  },
  ...under('rules.N', OUTCOME_RATES),
  'rules.N.delta': { kind: 'rate', symbol: 'δ', meaning: 'calibration gap' },
  'rules.N.signedDelta': { kind: 'signed', symbol: 'σ', meaning: 'δ with its sign' },
  'rules.N.iivError': { kind: 'rate', symbol: 'err_iiv', meaning: 'Is-It-Valid error' },
  'rules.N.innovation': { kind: 'rate', meaning: 'probability of a claim that no training row states' },
  'rules.N.theorem1Lower': { kind: 'number', meaning: "Theorem 1's bound" },
  'rules.N.holds': { kind: 'verdict', meaning: 'err + invalid mass reaches the bound' },
  ...under('rules.N.unanswered', OUTCOME_RATES),

  method: { kind: 'text', meaning: '`exact` where every response was enumerated, else `sampled`' },
  'sampling.samples': { kind: 'number', meaning: 'responses drawn from p̂, and as many from D' },
  ...under('sampling.invalidMass', INTERVAL),
  ...under('sampling.errorRate', INTERVAL),
  ...under('sampling.abstentionRate', INTERVAL),
  ...under('sampling.accuracy', INTERVAL),
  ...under('sampling.delta', INTERVAL),
  ...under('sampling.iivError', INTERVAL),
};

/** The first name of the paths of a part of the measurement. */
type MetricPart = MetricPath extends infer Path ? (Path extends `${infer Part}.${string}` ? Part : never) : never;

/** Introductions to the parts of a measurement, in the order of docs/tables.md. */
export const METRIC_PARTS: Readonly<Record<MetricPart, string>> = {
  foretold: 'The prediction before training, in `runs.arrow` alone.',
  labelFree: 'The estimate after training that uses no test answer.',
  theorem1: 'Theorem 1, which holds for every model.',
  theorem2: 'Theorem 2, for arbitrary families whose training rows are a sample from μ; γ comes from the config.',
  theorem4: 'Theorem 4, for pure multiple choice, where |V_c| = 1.',
  byCount:
    'Strata of prompts answered 0, 1, 2, 3–4, 5–9 and ≥ 10 times in training, rightly or wrongly, in draws that are counted before any are repeated.',
  onlyAbstained: 'Prompts that training shows with IDK alone.',
  onlyWrong: 'Prompts that training answers, but never rightly: only noise makes them.',
  heldOut: 'Prompts that training cannot show.',
  byFact: 'Counted by fact and not by prompt, which differs where facts have synonyms.',
  reliability:
    'Bins of p̂ from high to low, where asked for. δ at the threshold `above` is |Σ (predicted − true)| over this bin and those before it.',
  answers:
    'The likeliest answer, where asked for. Its confidence is max p̂(r|c)/(1 − p̂(IDK|c)), which is conditional on answering.',
  unprompted:
    'Statements that the model makes without a prompt, where asked for: it writes the prompt itself. Exact by enumeration.',
  told: 'Each confidence target that prompts state: all prompts, those that training answered, and those that it never did.',
  prose:
    'The language around the facts, on held-out documents and by minimal pairs from them: the same for all families of a run. Only with `corpus.text`.',
  volunteered:
    'Facts that the model states in texts which it writes from nothing, drawn from p̂, where asked for. Only with `corpus.text`.',
  reworded:
    'Prompts in wordings that training never uses: is the fact known, or the sentence? Only with `corpus.text`.',
  passage:
    'Prompts behind a passage that states the fact (`given`), or one about somebody else (`other`). Only with `corpus.text.passages`.',
  rules:
    'The final model under each decision rule that is asked for; after grading, the base model too, under the same rules.',
  sampling: 'Intervals (Clopper and Pearson) where `method` is `sampled`.',
};

/** The catalogue in its order. */
export const METRIC_ROWS = Object.entries(METRICS) as readonly (readonly [path: MetricPath, metric: Metric])[];

/** The paths of the catalogue, in its order. */
export const METRIC_PATHS: readonly MetricPath[] = METRIC_ROWS.map(([path]) => path);

/** The title of an axis that shows a metric. */
export function axisTitle(path: MetricPath): string {
  return METRICS[path].axis ?? METRICS[path].meaning;
}

/** Returns whether a column of the result tables holds the metric of some family. */
export function isColumnOf(column: string, path: string): boolean {
  return column.startsWith('families.') && column.split('.').slice(2).join('.') === path;
}

/** Rows whose paths begin with a prefix. */
function under<Prefix extends string, Rows extends Readonly<Record<string, Metric>>>(
  prefix: Prefix,
  rows: Rows,
): { readonly [Path in keyof Rows & string as `${Prefix}.${Path}`]: Metric } {
  const entries = Object.entries(rows).map(([path, row]) => [`${prefix}.${path}`, row]);
  return Object.fromEntries(entries) as { [Path in keyof Rows & string as `${Prefix}.${Path}`]: Metric };
}
