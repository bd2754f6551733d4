/** Rows of the list of claims (the paper's and its article's) that this version does not try to answer, and why. */

export interface UnansweredRow {
  readonly row: string;
  /** What is claimed, in short. */
  readonly statement: string;
  readonly why: string;
}

function vendor(row: string, statement: string): UnansweredRow {
  return { row, statement, why: 'out of scope: a statement of a vendor about its products' };
}

/** Of abstention, grading and confidence targets, which come after pretraining. */
function later(row: string, statement: string): UnansweredRow {
  return { row, statement, why: 'of grading and abstention after pretraining, which is not built yet' };
}

const listed: readonly UnansweredRow[] = [
  vendor('S2', 'the latest models hallucinate less, and still do'),
  later('S1', 'training and grading reward guessing over admitting uncertainty'),
  later('S3', 'asked three times, a model gives three different, confident, wrong answers'),
  later('S4', 'evaluations do not cause hallucination directly, but set the incentives'),
  later('S5', 'in a multiple-choice test a guess may score, a blank never does'),
  later('S6', 'over thousands of questions the guesser looks better than the careful model'),
  later('S7', 'of right, wrong and abstained, a wrong answer is worse than an abstention'),
  later('S8', 'on SimpleQA the model with the higher accuracy has three times the errors'),
  later('S8b', 'on simple evaluations some models come near 100 %'),
  later('S9', 'strategic guessing raises accuracy, and errors more'),
  later('S10', 'benchmarks that headline accuracy make a false dichotomy of right and wrong'),
  later('S11a', 'where a model knows everything that is asked, there is no hallucination'),
  later('S11b', 'hard evaluations stay below 100 %: missing information, limited models, ambiguity'),
  later('S12', 'leaderboards of accuracy alone make developers build guessers'),
  later('S13', 'penalise confident errors more than abstentions'),
  later('S14', 'adding a few tests of uncertainty is not enough: the main ones must change'),
  later('S15', 'fixed scoreboards would spread techniques against hallucination'),
  later('S22', 'later stages of training should remove hallucinations, and do not fully'),
  later('C1', 'accuracy never reaches 100 %: some questions cannot be answered'),
  later('C2', 'hallucination is not inevitable, for models can abstain'),
  later('C3', 'a small model may know its limits more easily'),
  later('C3b', 'to be calibrated takes much less computation than to be accurate'),
  later('C4', 'the mechanism of hallucination is understood'),
  later('C5', 'a good evaluation of hallucination has little effect beside hundreds of others'),
  later('C6', 'all main metrics should reward expressed uncertainty'),
  later('T1g', 'base models are calibrated, and those trained further by reward are not'),
  later('Obs1', 'under binary grading it is never optimal to abstain'),
  later('CT', 'with a stated confidence target t, answer where the probability of being right is above t'),
  later('BC', 'one model that is told t is optimal at every t'),
  later('HLEc', 'calibration error is no measure of hallucination'),
];

/** Those of them that none of the given claims answers after all. */
export function unansweredRows(claims: readonly { readonly listed: readonly string[] }[]): readonly UnansweredRow[] {
  const answered = new Set(claims.flatMap(({ listed: rows }) => rows.flatMap((row) => row.split('/'))));
  return listed.filter(({ row }) => !answered.has(row));
}
