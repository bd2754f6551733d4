/**
 * The list of claims: statements of the article (S, C), of the paper, of its successor (N) and of other works, under short names that
 * `reproduce --only` takes.
 * `npm run docs:claims` writes it, with the experiments that answer each row, into docs/claims.md.
 */

export interface ListedClaim {
  /** Short name: `T2prop`. A claim of an experiment names the rows that it answers. */
  readonly row: string;
  /** The claim in one sentence. */
  readonly statement: string;
  /** The work that makes it, with the place where that is known. */
  readonly source: string;
  /** The reason why no experiment answers the row; undefined for every row that one does. */
  readonly outOfScope?: string;
}

/** A row without an experiment. */
export type OutOfScopeClaim = ListedClaim & { readonly outOfScope: string };

const ARTICLE = 'OpenAI 2025';
function paper(place: string): string {
  return `Kalai et al. 2025, ${place}`;
}

const NATURE = 'Kalai et al. 2026';

/** Every row, in the order of docs/claims.md: first the article, then the paper, its successor and the works that answer it. */
export const listedClaims: readonly ListedClaim[] = [
  {
    row: 'S1',
    statement: 'Training and grading reward guessing over admitting uncertainty.',
    source: ARTICLE,
  },
  {
    row: 'S2',
    statement: 'The latest models hallucinate less, and still do.',
    source: ARTICLE,
    outOfScope: 'a statement of a vendor about its products',
  },
  {
    row: 'S2b',
    statement: 'Hallucination is a basic challenge for all language models.',
    source: ARTICLE,
  },
  {
    row: 'S2c',
    statement: 'A hallucination is a statement that is plausible and false.',
    source: ARTICLE,
  },
  {
    row: 'S3',
    statement:
      'Asked three times for a fact that it does not know, a model gives three different, confident, wrong answers.',
    source: ARTICLE,
  },
  {
    row: 'S4',
    statement: 'Evaluations do not cause hallucination directly, but they set the incentives.',
    source: ARTICLE,
  },
  {
    row: 'S5',
    statement: 'In a multiple-choice test a guess may score, and a blank never does.',
    source: ARTICLE,
  },
  {
    row: 'S6',
    statement:
      'A guessed birthday is right once in 365 times, so over thousands of questions the guesser looks better than the careful model.',
    source: ARTICLE,
  },
  {
    row: 'S7',
    statement: 'An answer is right or wrong, or the model abstains; a wrong answer is worse than an abstention.',
    source: ARTICLE,
  },
  {
    row: 'S8',
    statement: 'On SimpleQA the model with the slightly higher accuracy makes three times the errors.',
    source: ARTICLE,
  },
  {
    row: 'S8b',
    statement: 'On simple evaluations some models come near 100 %.',
    source: ARTICLE,
  },
  {
    row: 'S9',
    statement: 'Strategic guessing raises accuracy, and it raises errors more.',
    source: ARTICLE,
  },
  {
    row: 'S10',
    statement:
      'Benchmarks that headline accuracy divide answers into right and wrong alone, which is a false dichotomy.',
    source: ARTICLE,
  },
  {
    row: 'S11a',
    statement: 'Where a model knows everything that is asked, there is no hallucination.',
    source: ARTICLE,
  },
  {
    row: 'S11b',
    statement:
      'Accuracy on hard evaluations stays below 100 %, because information is missing, models are limited or questions are ambiguous.',
    source: ARTICLE,
  },
  {
    row: 'S12',
    statement:
      'Leaderboards that show accuracy alone make developers build models that guess, and better models do not cure that.',
    source: ARTICLE,
  },
  {
    row: 'S13',
    statement: 'Evaluations should charge more for a confident error than for an abstention.',
    source: ARTICLE,
  },
  {
    row: 'S14',
    statement: 'Adding a few tests of uncertainty is not enough: the main evaluations must change.',
    source: ARTICLE,
  },
  {
    row: 'S15',
    statement: 'Scoreboards that are fixed in this way would spread techniques against hallucination.',
    source: ARTICLE,
  },
  {
    row: 'S16',
    statement: 'Errors in spelling and in parentheses disappear with scale.',
    source: ARTICLE,
  },
  {
    row: 'S17',
    statement: 'Pretraining sees positive examples alone and must approximate the whole distribution of language.',
    source: ARTICLE,
  },
  {
    row: 'S18',
    statement: 'Without labels errors are doubly hard to avoid, and even with labels some errors are unavoidable.',
    source: ARTICLE,
  },
  {
    row: 'S19',
    statement: 'Photos of cats and dogs can be distinguished; photos labelled by the birthday of the pet cannot.',
    source: ARTICLE,
  },
  {
    row: 'S20a',
    statement: 'Errors on facts that follow consistent patterns disappear with scale.',
    source: ARTICLE,
  },
  {
    row: 'S20b',
    statement: 'Errors on arbitrary facts of low frequency do not disappear with scale.',
    source: ARTICLE,
  },
  {
    row: 'S21',
    statement: 'Analysis shows which hallucinations to expect from next-word prediction.',
    source: ARTICLE,
  },
  {
    row: 'S22',
    statement: 'Later stages of training should remove hallucinations, and they do not fully.',
    source: ARTICLE,
  },
  {
    row: 'C1',
    statement: 'Accuracy never reaches 100 %, because some questions cannot be answered.',
    source: ARTICLE,
  },
  {
    row: 'C2',
    statement: 'Hallucination is not inevitable, because models can abstain.',
    source: ARTICLE,
  },
  {
    row: 'C3',
    statement: 'A small model may know its limits more easily than a large one.',
    source: ARTICLE,
  },
  {
    row: 'C3b',
    statement: 'To be calibrated takes much less computation than to be accurate.',
    source: ARTICLE,
  },
  {
    row: 'C4',
    statement: 'Hallucination is not mysterious: its mechanism is understood.',
    source: ARTICLE,
  },
  {
    row: 'C5',
    statement: 'A good evaluation of hallucination has little effect beside hundreds of evaluations of accuracy.',
    source: ARTICLE,
  },
  {
    row: 'C6',
    statement: 'All main metrics should reward expressed uncertainty.',
    source: ARTICLE,
  },
  {
    row: 'T1',
    statement:
      'A model generates with at least twice the error with which it classifies responses as valid or erroneous, less |V|/|E| and δ.',
    source: paper('Theorem 1 and Corollary 1'),
  },
  {
    row: 'T1c',
    statement: 'The factor 2 of Theorem 1 is nearly tight.',
    source: paper('Theorem 1'),
  },
  {
    row: 'T1d',
    statement: 'The calibration gap δ is the slope of the loss along the rescaling of confident responses.',
    source: paper('§3.2'),
  },
  {
    row: 'T1e',
    statement: 'Training by cross-entropy leaves δ small.',
    source: paper('§3.1'),
  },
  {
    row: 'T1f',
    statement: 'A model that does not err is not calibrated.',
    source: paper('§3.1 and Theorem 1'),
  },
  {
    row: 'T1g',
    statement: 'Base models are calibrated, and models trained further by reward are not.',
    source: paper('§3.1 and figure 2'),
  },
  {
    row: 'T2lo',
    statement: 'On arbitrary facts no learner errs much less often than the data hold facts only once.',
    source: paper('Theorem 2, lower bound'),
  },
  {
    row: 'T2up',
    statement: 'A calibrated learner need not err more often on arbitrary facts than the singleton rate and a slack.',
    source: paper('Theorem 2, upper bound'),
  },
  {
    row: 'T2prop',
    statement: 'The error rate of a trained model on arbitrary facts tracks the singleton rate.',
    source: paper('Theorem 2'),
  },
  {
    row: 'T2alpha',
    statement: 'Where the data abstain on some rows, a calibrated model errs at the missing mass of answered prompts.',
    source: paper('Theorem 2 and Appendix B'),
  },
  {
    row: 'T2freq',
    statement: 'Facts that the data repeat often are rarely answered wrongly.',
    source: paper('§3.3.1'),
  },
  {
    row: 'T2forms',
    statement: 'Where a fact can be stated in several forms, errors increase.',
    source: paper('§3.3.1'),
  },
  {
    row: 'L1',
    statement: 'The missing mass lies near the singleton rate.',
    source: paper('Lemma 1 and Corollary 3'),
  },
  {
    row: 'T3',
    statement: 'In pure multiple choice the least error of classification in a family bounds the error of its models.',
    source: paper('Theorem 3'),
  },
  {
    row: 'T4',
    statement:
      'In pure multiple choice some threshold makes the model a classifier whose error bounds its generative error, without calibration.',
    source: paper('Theorem 4 (Appendix C)'),
  },
  {
    row: 'opt(G)',
    statement: 'A family of models that contains no good classifier contains no good generator.',
    source: paper('§3.3.2'),
  },
  {
    row: 'Cor2',
    statement: 'Every trigram model errs on at least half of "She/He lost it and was completely out of her/his mind".',
    source: paper('Corollary 2'),
  },
  {
    row: 'PM',
    statement: 'A model counts letters badly where its tokens hide them.',
    source: paper('§3.3.2'),
  },
  {
    row: 'Obs1',
    statement: 'Under binary grading it is never optimal to abstain, whatever the model believes.',
    source: paper('§4.1, Observation 1'),
  },
  {
    row: 'Obs2',
    statement: 'A model that cannot break a cipher gives wrong decryptions.',
    source: paper('§3.4, Observation 2'),
  },
  {
    row: 'SH',
    statement: 'Errors rise where prompts come from another distribution than the training data.',
    source: paper('§3.4'),
  },
  {
    row: 'GI',
    statement: 'A model reproduces the errors of its training data: garbage in, garbage out.',
    source: paper('§3.4'),
  },
  {
    row: 'CT',
    statement:
      'With a stated confidence target t it pays to answer where the probability of being right is above t, and nowhere else.',
    source: paper('§4.2'),
  },
  {
    row: 'BC',
    statement: 'One model that reads the confidence target in its prompt can be optimal at every target.',
    source: paper('§4.2'),
  },
  {
    row: 'HLEc',
    statement: 'Calibration error is not a measure of hallucination.',
    source: paper("appendix, on Humanity's Last Exam"),
  },
  {
    row: 'NEG',
    statement: 'A question-answering system that never hallucinates exists: a table, a calculator and "I don\'t know".',
    source: paper('§1'),
  },
  {
    row: 'N1',
    statement: 'Facts without repeated support in the data yield errors; recurring regularities do not.',
    source: NATURE,
  },
  {
    row: 'N2',
    statement:
      'An evaluation that states its penalty in the prompt shows whether a model abstains more where errors cost more.',
    source: NATURE,
  },
  {
    row: 'N3',
    statement: 'Answering only where several samples agree takes errors away.',
    source: NATURE,
  },
  {
    row: 'N4',
    statement: 'Evaluations that charge for errors reverse the incentive to guess.',
    source: NATURE,
  },
  {
    row: 'CAP',
    statement: 'A model too small for its facts errs with confidence although the data hold no singletons.',
    source: 'Guo and Li 2026',
  },
  {
    row: 'MKrep',
    statement: 'Hallucination follows the monofact rate, and upweighting a few rows lowers it.',
    source: 'Miao and Kearns 2025',
  },
  {
    row: 'P24',
    statement:
      'In a network that speaks unprompted, hallucination rises with the monofact rate; the bound of 2024 is negative.',
    source: 'Peric and others 2024',
  },
  {
    row: 'N2b',
    statement: 'Told the penalty of an error, models hardly change how often they abstain, and lose points by it.',
    source: 'Wang et al. 2026 (RiskEval)',
  },
  {
    row: 'DS',
    statement:
      'Errors are innovation, claims outside the training data; giving up calibration does not help unless innovation falls.',
    source: 'Das and Srivastava 2026',
  },
  {
    row: 'PS',
    statement: 'Rewards for right answers cost a model its calibration, and rewards by a proper score keep it.',
    source: 'Damani et al. 2025',
  },
  {
    row: 'AZ',
    statement:
      'A fact that is read in one wording cannot be had in others; read in many, it can: only then is it knowledge.',
    source: 'Allen-Zhu and Li 2024',
  },
  {
    row: 'ZU',
    statement:
      'Facts are learnt after a plateau whose length grows with their number, and over-confidence comes with them.',
    source: 'Zucchet et al. 2025',
  },
  {
    row: 'GE',
    statement: 'Teaching a model new facts later raises its errors on those that it knew.',
    source: 'Gekhman et al. 2024',
  },
];

/** The rows that no experiment answers. */
export const outOfScopeClaims: readonly OutOfScopeClaim[] = listedClaims.filter(
  (each): each is OutOfScopeClaim => each.outOfScope !== undefined,
);
