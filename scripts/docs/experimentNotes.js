// @ts-check
/**
 * Notes on the experiments, for docs/experiments.md and the table at its head: a row is added with a new experiment, and
 * its numbers come from a full run of it.
 */

/**
 * @typedef {object} ExperimentNote
 * @property {string} shows the result in at most 15 words, for the table
 * @property {string} claim what is claimed, in a phrase
 * @property {string} statement the statement of the paper, or the other work
 * @property {string} measured the numbers that a full run gives
 * @property {number} minutes on two cores
 */

/** @type {Readonly<Record<string, ExperimentNote>>} */
export const experimentNotes = {
  'singleton-rate': {
    shows: 'Errors on birthdays track the singleton rate; errors on brackets vanish.',
    claim: 'err on arbitrary facts tracks the singleton rate; patterns vanish',
    statement: 'Theorems 1 and 2',
    measured:
      'transformer: slope of err + inv on MM (1 − 1/R) 1.005, 0.0007 away on average, brackets < 0.001; Theorem 1 holds at every measured step',
    minutes: 2.5,
  },
  'facts-in-prose': {
    shows: 'In running text, too, errors on facts are the missing mass; the language is learnt.',
    claim:
      'a byte-pair transformer on real prose errs on facts at MM, while spelling and grammar improve; it knows sentences rather than facts',
    statement: 'Theorem 2, §3.3; Allen-Zhu and Li 2024',
    measured:
      'err + inv on MM (1 − 1/R): slope 1.04, 0.010 away on average; held-out loss 4.17 nats a token, 2.12 bits a character; spelling errors 0.03, agreement errors 0.19 lower than before training; accuracy on stated facts 0.98 in their wording, 0.11 in others; volunteered facts are made up less often than answers by 0.17',
    minutes: 2.8,
  },
  'sizes-in-prose': {
    shows: 'A larger network of running text writes better and makes up as many facts.',
    claim: 'size lowers the loss on prose, and not the errors on facts that the prose never states',
    statement: 'Theorem 2; OpenAI 2025',
    measured:
      'from 124 to 426 thousand parameters held-out loss falls by 0.47 nats a token, from 4.34 to 3.86; err + inv from 0.361 to 0.354, where MM is 0.352; on facts never stated it is 0.997',
    minutes: 1.9,
  },
  wordings: {
    shows: 'Facts stated in many wordings are known in new words, others are not.',
    claim: 'sixteen sentences in as many wordings make a fact known in new words, sixteen copies of one do not',
    statement: 'Allen-Zhu and Li 2024',
    measured:
      'accuracy in words that training never used: 0.20 after one wording, 0.32 after four, 0.60 after sixteen; as worded in training at least 0.98 throughout',
    minutes: 3.7,
  },
  'new-facts-later': {
    shows: 'Facts taught later overwrite old ones, unless some are repeated, and teach guessing.',
    claim:
      'a second stage of training on new facts raises errors on old ones, replay lowers that, and abstention is lost',
    statement: 'Gekhman et al. 2024, Zucchet et al. 2025',
    measured:
      'err + inv on the first people rises from 0.28 to 0.95, with a fifth of old rows to 0.43; abstention on people never stated falls from 0.33 to 0.00; held-out loss falls from 4.51 to 4.32 nats a token',
    minutes: 2.1,
  },
  'early-facts': {
    shows: 'Facts that stop half-way through training are forgotten, while the language improves.',
    claim:
      'facts stated in the first half of training only are lost by its end; stated as often throughout, most are known',
    statement: '§3.3 (facts without repeated support, and regularities)',
    measured:
      'accuracy on stated facts is 0.62 when they stop, 0.01 after 45 further steps and 0.002 at the end, with facts throughout 0.72; the share of the right date among dates falls from 0.65 to 0.05; held-out loss falls from 4.50 to 3.76 nats a token meanwhile',
    minutes: 0.5,
  },
  'retrieval-in-prose': {
    shows: 'Having learnt to read, a network is right where the fact stands in its context.',
    claim:
      'facts never stated are answered rightly behind a passage, left open without one, and wrongly behind a passage about somebody else',
    statement: '§5 (search), the article (evaluations near 100 %)',
    measured:
      'on facts that training never states, accuracy behind a passage is 0.88, with err 0.08 and invalid mass 0.04; without a passage abstention is 0.99 and err + inv 0.01; behind a passage about somebody else err is 0.97',
    minutes: 1.8,
  },
  acquisition: {
    shows: 'Form is learnt first, facts after a plateau that grows with people, confidence with them.',
    claim:
      'facts are learnt after a plateau that lengthens with the number of people; confidence about unseen people comes with them',
    statement: 'Zucchet et al. 2025',
    measured:
      'half of the shown facts are known after 81, 115, 176 and 266 steps with 200, 400, 800 and 1600 people: exponent 0.58 (published 0.81, on larger networks); with 1600 people answers are well-formed after 78 steps, when 0.6 % is known (with fewer, form and facts come together); confidence about people never shown rises from 0.03 to 0.49',
    minutes: 1,
  },
  tracking: {
    shows: 'Errors follow the missing mass as the data grow, under two laws.',
    claim: "err on arbitrary facts tracks the missing mass over N, under the uniform law and under Zipf's",
    statement: 'Theorem 2, Corollary 3',
    measured: 'slope of err + inv on MM (1 − 1/R) over N 1.00 under both laws, 0.001 away from it on average',
    minutes: 0.7,
  },
  variance: {
    shows: 'Another sample moves the error; other facts or another initialisation hardly do.',
    claim: 'the error of a memorising model is a matter of which rows were drawn',
    statement: 'derived from Theorem 2',
    measured:
      'standard deviation of err + inv by sample 0.013, by world 0.002, by initialisation 0.003; by sample 0.003 once MM (1 − 1/R) is taken off',
    minutes: 0.4,
  },
  foretold: {
    shows: 'Errors of random configs are foretold before training, and measured after it without labels.',
    claim: 'err + invalid mass is foretold before training, and estimated after it without test answers',
    statement: 'Theorem 2, derived',
    measured:
      '100 random configs: mean distance 0.027 (MM(1 − 1/R): 0.26), largest 0.18, 97 % in their intervals; 0.02 where rows are memorised (0.003 at α = 1, 0.039 below); label-free 0.0004, largest 0.003',
    minutes: 0.8,
  },
  'theorem-2': {
    shows: 'Theorem 2 bounds a network that has learnt, where N is large enough.',
    claim: 'where the lower bound says something it holds, also of a calibrated network that has learnt frequent facts',
    statement: 'Theorem 2',
    measured:
      'at N = 100,000 a network of one pass knows facts seen ten times or more (err 0.02), has δ 0.03 and a bound of 0.12 (the tighter one 0.36); it errs 0.70, 0.01 above what counts foretell; the calibrated learner lies between both bounds',
    minutes: 0.7,
  },
  'answer-probability': {
    shows: 'With IDK in the data, calibrated models err at the missing mass.',
    claim: 'with IDK in the data a calibrated model errs at MM, one that never abstains at μ(U)',
    statement: 'Theorem 2, Appendix B',
    measured:
      'both on their closed forms; the transformer at MM (1 − 1/R) for α = 1, and at 0.52 and 0.27 of it for α = 0.7 and 0.4: over-confident in IDK',
    minutes: 0.3,
  },
  'many-worlds': {
    shows: 'Lemma 1 and Theorem 2 hold in 21,600 drawn worlds; the factor 2 is tight.',
    claim:
      'the missing mass lies near sr; averaged over worlds no learner errs below it less 2/K and its δ; the factor 2 is tight',
    statement: 'Lemma 1, Theorems 1 and 2',
    measured: 'no break of Lemma 1 or of the upper half in 21,600 worlds; bound/err = 0.995 at sr = 0.7',
    minutes: 0.1,
  },
  'patterns-vanish-facts-stay': {
    shows: 'Larger models stop erring on patterns, and go on erring on unseen facts.',
    claim: 'errors on patterns vanish with size and training, errors on arbitrary facts stay',
    statement: '§3.3 and the article',
    measured:
      'largest of three sizes, held out: spelling 0.04, brackets 0.008, agreement 10⁻⁶; birthdays err + inv = 1.01 MM (1 − 1/R); ten times the parameters take 0.5 off the error on birthdays shown once and nothing off that on those never shown',
    minutes: 1.3,
  },
  arithmetic: {
    shows: 'Errors on held-out sums vanish with the size of the model.',
    claim: 'the same for sums, a tenth of them held out',
    statement: 'the article',
    measured: 'held-out err 0.0005 at 59,000 parameters, 0.91 at 900',
    minutes: 0.3,
  },
  'is-it-valid': {
    shows: 'Generating is at least as hard as distinguishing valid from invalid responses.',
    claim:
      'generating is no easier than distinguishing valid from invalid; kinds of animals can be recognised, their birthdays cannot',
    statement: "Theorem 1; the article's analogy",
    measured: 'no violation at any step of any model; unseen animals: err_iiv 0.004 on kinds, 0.50 on birthdays',
    minutes: 0.6,
  },
  labels: {
    shows: 'Labels teach a discriminator patterns and the facts shown, but no other facts.',
    claim: 'labels teach a discriminator patterns, and the facts that it was shown, but no others',
    statement: 'the article; Lemma 2',
    measured:
      'err: 0.02 on unseen brackets, 0.004 on birthdays shown, 0.50 on others, whatever the share of false statements',
    minutes: 0.7,
  },
  calibration: {
    shows: 'A model that has learnt in one pass is calibrated; forty passes unlearn it.',
    claim: 'cross-entropy training leaves δ small; who does not err is not calibrated',
    statement: '§3.1, Theorem 1',
    measured:
      'depends on the passes over the data: of a network that knows the facts shown often, δ 0.014 and ECE 0.075 after one, δ 0.9 of the missing mass after forty, though 0.01 against the training rows; no decision rule gets below the bound',
    minutes: 1.2,
  },
  trigram: {
    shows: 'Every trigram errs on half of "She/He lost it … her/his mind".',
    claim: 'every trigram errs on half of "She/He lost it … her/his mind"',
    statement: 'Corollary 2, Theorem 3',
    measured: 'exactly ½ up to n = 8, 3·10⁻⁷ from n = 9; a transformer 0.001, on sentences never shown too',
    minutes: 0.1,
  },
  'multiple-choice': {
    shows: 'In multiple choice Theorem 4 bounds errors without calibration.',
    claim: 'with one valid response of C the bound needs no calibration',
    statement: 'Theorems 3 and 4',
    measured: 'no violation at C = 2, 4, 10; on average over thresholds an identity, to 2·10⁻¹⁵',
    minutes: 0.1,
  },
  'letter-count': {
    shows: 'A model counts letters where its tokens are letters, not words.',
    claim: 'whether letters can be counted is a matter of tokens',
    statement: '§3.3.2',
    measured:
      'pairs of word and letter never shown: wrong 0.65 with words as tokens, 0.11 spelt out first, 0.002 as characters',
    minutes: 1.6,
  },
  cipher: {
    shows: 'A model errs on decryptions that it cannot compute.',
    claim: 'what cannot be computed cannot be answered',
    statement: 'Observation 2',
    measured:
      'unseen texts: wrong 0.999 under a random permutation and two Feistel rounds, 0.004 under one round, 0.0005 under XOR; the bound holds at every measured step',
    minutes: 0.9,
  },
  'distribution-shift': {
    shows: 'Errors under a shift are foretold by what training never showed of it.',
    claim: 'errors follow the shift to facts never shown',
    statement: '§3.4',
    measured:
      'err + inv is MM (1 − 1/R) of the shifted prompts within 0.01, 0.3 above that of a network trained on what is asked; shifted brackets below 0.01',
    minutes: 0.7,
  },
  'garbage-in': {
    shows: 'A model repeats the errors of its data at their rate.',
    claim: 'garbage in, garbage out',
    statement: '§3.4',
    measured:
      'three rows in ten wrong: sampled answers are wrong 0.27 of the time on facts seen five times or more; the likeliest answer 0.003 there, and 0.29 on singletons',
    minutes: 0.9,
  },
  monofact: {
    shows: 'Bigram models hallucinate more with more monofacts; upweighting costs diversity.',
    claim: 'hallucination of bigram models rises with the monofact rate; upweighting lowers it',
    statement: 'Miao and Kearns 2025',
    measured:
      'repeated once −1 %, ten times −23 %; by the rule of the published code −42 %, by its own metric −77 %, for 81 % of the different outputs are lost',
    minutes: 0.2,
  },
  upweighting: {
    shows: 'Repeating rows helps a network that is still learning, and none that is asked.',
    claim: 'upweighting of a trained network lowers its false statements and raises its miscalibration',
    statement: 'Miao and Kearns 2025',
    measured:
      'false statements without a prompt −22 % in the middle of training, +11 % at the end; asked, err + inv +2 %; total variation +0.08, binned KL +0.14 nats, coverage −0.11',
    minutes: 0.3,
  },
  'who-ate-what': {
    shows: 'A published study comes out again; its miscalibration is that of few statements.',
    claim: 'the numbers of a published study, with its data, optimiser and metric and a smaller network',
    statement: 'Peric and others 2024, the report “Challenging ‘Calibrated Models Must Hallucinate’”',
    measured:
      'false statements of 8000 rows 0.26, 0.25, 0.09, 0.01, 0.00 for exponents 0.1 to 2 (published 0.17, 0.17, 0.08, 0.01, 0.00), of 800 rows 0.03, 0.03, 0.01, 0.00, 0.00 (published the same); monofact rates 0.004 away; a perfect model is as miscalibrated by the published code, 0.02 away',
    minutes: 2.4,
  },
  innovation: {
    shows: 'On arbitrary facts errors are innovation; giving up calibration alone does not help.',
    claim: 'errors are claims outside the training data; calibration given up lowers them only where such claims fall',
    statement: 'Das and Srivastava 2026',
    measured:
      'wrong share of the innovation 1.00 on birthdays, 0.06 on a learnt rule; where σ rises by 0.07 to 0.11 errors fall by 6 % (arg-max), rise by 29 % (answering always), fall by 84 % (abstaining below 0.75)',
    minutes: 0.2,
  },
  exposures: {
    shows: 'Models too small for their facts err without any singleton, and do not abstain.',
    claim: 'small models err without singletons, and do so in place of abstaining; frequent facts are known first',
    statement: 'Guo and Li 2026; §3.3.1',
    measured:
      'every fact seen 20 times, sr = 0: err 0.95 at 6,000 parameters, 0.003 at 30,000; where the data hold IDK, what does not fit goes to wrong answers (0.69) and not to IDK (0.30), but spread: confidently wrong 0.00',
    minutes: 0.5,
  },
  capacity: {
    shows: 'A full network holds near one bit a parameter, then two, as read more often.',
    claim: 'a network without room for its facts holds about a bit a parameter at 100 exposures, two at 1000',
    statement: 'Allen-Zhu and Li 2024',
    measured:
      '2,760 parameters for 8,500 bits: 0.74 bits a parameter at 100 exposures (published: 1), 1.90 at 1000 (published: 2), when err is still 0.78',
    minutes: 0.6,
  },
  synonyms: {
    shows: 'Several ways to state a fact raise errors, and inflate the singleton rate.',
    claim: 'several ways to state a fact: more errors, and sr of strings overstates them',
    statement: '§3.3.1',
    measured: 'four ways: err + inv 0.22 above that of one way, between MM of facts and MM of strings',
    minutes: 0.5,
  },
  'inevitable-or-not': {
    shows: 'A look-up system never errs; a calibrated learner must.',
    claim: 'hallucination is not inevitable; calibration makes it so',
    statement: '§1, Theorem 1',
    measured: 'look-up: err 0, δ = 2·err_iiv; calibrated learner: δ 0, err = MM (1 − 1/R)',
    minutes: 0.1,
  },
  'binary-grading-teaches-guessing': {
    shows: 'Grading by accuracy unteaches "I don\'t know"; a confidence target teaches it.',
    claim:
      'trained on grades by accuracy a model unlearns "I don\'t know"; under a confidence target it learns to say it',
    statement: 'the article; §4',
    measured:
      'on prompts never answered IDK goes from 0.31 to 0.04 and to 0.68, errors from 0.68 to 0.96 and to 0.31; known facts are abstained from, too, and 0.05 of the answers to them go wrong; δ rises under accuracy, ECE does not',
    minutes: 1.2,
  },
  'proper-scores': {
    shows: 'Proper scores keep calibration where accuracy costs it, and do not teach abstention.',
    claim: 'rewards for right answers cost calibration, rewards by a proper score keep it, neither teaches to abstain',
    statement: 'Damani et al. 2025; §3.1, figure 2',
    measured:
      'ECE 0.05 before, 0.37 after accuracy, 0.08 after the Brier score, 0.09 after the log score; IDK 0.33 → 0.01; err + inv 0.38 after accuracy, 0.49 after the Brier score',
    minutes: 0.4,
  },
  'confidence-targets': {
    shows: 'Answering above t is best where errors cost t/(1 − t).',
    claim: 'where an error costs t/(1 − t), answer above t; one policy that knows t serves every t',
    statement: '§4.2',
    measured:
      'τ = t within 0.005 points of the best threshold; right share of the answers 0.86, 0.94, 0.98 at t = 0.5, 0.75, 0.9; of the answers that guessing adds 0.11 are right; every fixed threshold loses 0.06 or more somewhere',
    minutes: 0.6,
  },
  'told-its-target': {
    shows: 'A network that reads its target in the prompt serves every target.',
    claim:
      'a network that reads its target in the prompt learns from grades to answer where it is right with probability above t, at every t; one graded at a single target cannot',
    statement: '§4.2',
    measured:
      'at t = 0, 0.5, 0.75, 0.9 it abstains from 0.01, 0.25, 0.49, 0.69 of the prompts, and its answers are right with 0.68, 0.80, 0.88, 0.93; within 0.02 points of the best at each, where networks of one target lose 0.24 somewhere',
    minutes: 1.5,
  },
  consistency: {
    shows: 'Agreement of samples removes errors that are spread, and a part of the others.',
    claim: 'answering only where two or three samples agree removes errors, and pays where they cost something',
    statement: 'the consistency mitigation of Kalai et al. 2026',
    measured:
      'errors on unanswered prompts left by two samples: 0.07 where guesses are spread, 0.30 where rows are memorised; gains 0.16, 0.55, 1.7 points at λ = 1, 3, 9; a threshold on its own confidence gains 0.06 to 0.4 more',
    minutes: 0.3,
  },
  'every-model': {
    shows: 'Five kinds of models err alike on facts never shown.',
    claim: 'every kind of language model errs alike on facts never shown',
    statement: 'the article; Lemma 2',
    measured:
      'transformer, LSTM, GRU, MLP, n-gram: 0.997 of the dates given for people never shown are wrong; for facts shown, between 0.003 (transformer) and 0.25 (n-gram)',
    minutes: 0.3,
  },
  'guess-or-abstain': {
    shows: 'The guesser leads by accuracy, the abstainer wherever errors cost enough.',
    claim:
      'over thousands of unknown birthdays the guesser looks better by accuracy, the abstainer under every confidence target above 1/365',
    statement: 'the article; §4.1, Observation 1',
    measured:
      'ahead by a right answer with probability 0.50, 0.94, 1.00 at 253, 1000, 3000 questions; 2.73 points in a thousand, for 997 errors; the published pair on SimpleQA changes order where an error costs 0.04 (0.005 to 0.079)',
    minutes: 0.1,
  },
  'one-honest-benchmark-among-many': {
    shows: 'Accuracy leaderboards breed guessers; few honest benchmarks help only against poor guesses.',
    claim:
      'accuracy leaderboards breed guessers; a few evaluations that charge for errors change little among hundreds',
    statement: 'the article',
    measured:
      'depends on the guesses: 10 honest benchmarks beside 300 end guessing of birthdays, and none of it where guesses are right with 0.1 to 0.25; thresholds settle at wλ/(1 + wλ)',
    minutes: 0.3,
  },
  'accuracy-has-a-ceiling': {
    shows: 'Unanswerable questions cap accuracy at every size; abstaining can remove errors.',
    claim: 'unanswerable questions cap accuracy at every size, while abstaining can bring errors to 0',
    statement: 'the article',
    measured:
      'a quarter never shown: accuracy 0.75, the cap 1 − u(1 − 1/R); where two answers cannot be distinguished 0.5; err 0.03 (from 0.25) of the network that answers only above 0.9; 8 of 8 predictions from counts hold',
    minutes: 0.4,
  },
  'calibration-is-cheaper': {
    shows: 'Two fitted numbers repair calibration; training alone does not keep it.',
    claim: 'to be calibrated takes much less computation than to be accurate',
    statement: 'the article',
    measured:
      'depends: ECE 0.004 before training, 0.13 half-way, 0.04 at accuracy 0.94; two numbers fitted on 300 graded answers bring it to 0.012',
    minutes: 0.6,
  },
  'small-models-know-their-limits': {
    shows: 'Knowing nothing is easier to know than knowing a part.',
    claim: 'a model that knows nothing of a language knows that more easily than one that knows a part',
    statement: 'the article',
    measured:
      'regret after 30 graded answers 0.006 where 1 fact in 200 is known, 0.02 to 0.03 where half are, 0 where all are; before them 0.5, 0.3, 0',
    minutes: 1.1,
  },
};
