/** The end of the screen: what was found, why, what to do, and what to open. */
import type { ThresholdAdvice } from '../measures/thresholdAdvice.js';
import type { ScoredModel, ScoreReport } from '../scoreReport.js';
import { plain } from './modelNames.js';
import { indented } from './scoreSentences.js';

/** Greatest number of models that are advised one by one; `--json` has all. */
const MOST_ADVISED = 2;

/** @param doubts what is not read and may change the rates */
export function adviceLines(report: ScoreReport, width: number, doubts: readonly string[] = []): readonly string[] {
  const first = doubts.map(
    (doubt) => `First: ${plain(doubt)}. What follows holds only if it does not tell abstentions.`,
  );
  return [...first, finding(report), why(report), ...whatToDo(report), whatToOpen(report)]
    .filter((sentence) => sentence !== '')
    .flatMap((sentence) => indented(sentence, width));
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(share < 0.1 ? 2 : 3))} %`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function finding({ leaders: { leaders, abstainingAbove }, models }: ScoreReport): string {
  const [first, ...others] = leaders;
  const { accuracy, errorRate } = modelOf(models, first.model);
  const own = `${plain(first.model)} has ${percent(accuracy)} right and ${percent(errorRate)} wrong`;
  const leads = models.length > 1 ? `Finding: ${own}, and leads by accuracy` : `Finding: ${own}`;
  const next = others
    .slice(0, MOST_ADVISED)
    .map(({ model, fromPenalty }) => `; once an error costs more than ${digits(fromPenalty)}, ${plain(model)} leads`)
    .join('');
  const none =
    abstainingAbove === null
      ? ''
      : `; above ${digits(abstainingAbove)} abstaining from everything beats ${models.length > 1 ? 'them all' : 'it'}`;
  return `${leads}${next}${none}.`;
}

function why({ leaders: { leaders }, models }: ScoreReport): string {
  const first = modelOf(models, leaders[0].model);
  const next = leaders.length > 1 ? modelOf(models, leaders[1].model) : null;
  const attempts = (model: ScoredModel): string =>
    `${plain(model.model)} answers ${percent(1 - model.abstentionRate)} of the questions${model.accuracyAttempted === null ? '' : `, ${percent(1 - model.accuracyAttempted)} of these wrongly`}`;
  return `Why: ${attempts(first)}${next === null ? '' : `; ${attempts(next)}`}. Accuracy alone rewards guessing.`;
}

function whatToDo(report: ScoreReport): readonly string[] {
  const advised = report.models
    .filter(({ calibration, repeated }) => calibration !== undefined || repeated?.voteShare)
    .sort((a, b) => b.accuracy - a.accuracy)
    .slice(0, MOST_ADVISED)
    .map((model) => thresholdSentence(model))
    .filter((sentence) => sentence !== null);
  const ask =
    advised.length === 0 && report.models.every(({ calibration }) => calibration === undefined)
      ? [
          'Do: ask for a confidence with each answer (column confidence); then this command names the one to abstain below.',
        ]
      : [];
  return [...advised, ...ask, ...powerSentence(report)];
}

/** The target whose threshold is told: 0.75, or the middle one of those above 0. */
function toldTarget(thresholds: Readonly<Record<string, ThresholdAdvice | null>>): string | null {
  const known = Object.keys(thresholds).filter((target) => thresholds[target] !== null);
  return known.length === 0 ? null : known.includes('0.75') ? '0.75' : known[Math.floor((known.length - 1) / 2)];
}

function thresholdSentence({ model, calibration, repeated }: ScoredModel): string | null {
  const thresholds = calibration?.thresholds ?? repeated?.voteShare?.thresholds ?? {};
  const target = toldTarget(thresholds);
  if (target === null) return null;
  const { threshold, errorsBefore, errorsAfter, kept, scoreBefore, scoreAfter } = thresholds[target]!;
  const cost = digits(Number(target) / (1 - Number(target)));
  const confidence = calibration === undefined ? 'vote share' : 'confidence';
  const name = plain(model);
  if (threshold === null || errorsAfter === null)
    return `Do: where an error costs ${cost} (t = ${target}), let ${name} abstain: no ${confidence} marks answers of which enough are right.`;
  if (kept.value > 0.995)
    return `Do: where an error costs ${cost} (t = ${target}), take all answers of ${name}: even its least ${confidence} pays.`;
  if (scoreAfter <= scoreBefore)
    return `Do: take all answers of ${name}: where an error costs ${cost} (t = ${target}), its ${confidence} does not tell which to leave out. On questions that did not choose the threshold, abstaining below it changes the points per answer from ${digits(scoreBefore)} to ${digits(scoreAfter)}.`;
  const { lower, upper } = errorsAfter.interval;
  return `Do: where an error costs ${cost} (t = ${target}), let ${name} abstain below ${confidence} ${digits(threshold)}: errors among its answers ${percent(errorsBefore)} → ${percent(errorsAfter.value)} [${percent(lower)}, ${percent(upper)}], ${percent(kept.value)} of the answers kept (each fifth of the questions judged by the threshold that the others choose).`;
}

function powerSentence({ differences, ties, models, level }: ScoreReport): readonly string[] {
  const [target] = Object.keys(differences);
  const close = differences[target].find(
    ({ ahead, behind, comparable, interval, p, detectable }) =>
      comparable &&
      detectable !== null &&
      interval !== null &&
      !ties[target].some((group) => group.includes(ahead) && group.includes(behind)) &&
      ((interval.lower <= 0 && interval.upper >= 0) || (p !== null && p > 1 - level)),
  );
  if (close === undefined || close.questionsNeeded === null) return [];
  const n = Math.min(modelOf(models, close.ahead).n!, modelOf(models, close.behind).n!);
  return [
    `Do: ask more questions to tell ${plain(close.ahead)} from ${plain(close.behind)} at t = ${target}: ${n} show differences of ${digits(close.detectable!)} or more (4 times in 5); for ${digits(close.difference)} it takes about ${close.questionsNeeded.toLocaleString('en-US')}.`,
  ];
}

function whatToOpen({ models }: ScoreReport): string {
  const more = models.some(({ calibration }) => calibration !== undefined)
    ? 'reliability diagrams and risk against coverage'
    : 'the figures';
  return `Open: --plot page.html for ${more}; --json for every number with its interval.`;
}

function modelOf(models: readonly ScoredModel[], name: string): ScoredModel {
  return models.find(({ model }) => model === name)!;
}
