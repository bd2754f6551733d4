/** The results of an audit in plain words. */
import type { Interval } from '../../theory/meanInterval.js';
import type { TestedDifference } from '../armDifference.js';
import { shortNumber } from '../ask/stakesPrompt.js';
import type { ArmDifference, AuditReport, TargetCheck } from '../auditReport.js';
import type { Arm } from '../auditRows.js';

/** Names of the arms on screens and in figures. */
export const ARM_NAMES: Readonly<Record<Arm, string>> = {
  closed: 'closed',
  open: 'open',
  'closed-agree': 'closed, two agree',
  'open-agree': 'open, two agree',
};

/** Meaning of the arms, for notes. */
export const ARMS_MEAN =
  'closed: the question alone, scored at each penalty; open: the penalty is stated in the prompt; two agree: an answer counts only if two samples say the same, otherwise it is an abstention';

/** Sentences on what was found: behavioural calibration first, then what stating the stakes and asking for agreement change. */
export function auditSentences(report: AuditReport): readonly string[] {
  const { behaviour, differences, penalties } = report;
  const last = penalties[penalties.length - 1];
  const at = (arm: Arm): ArmDifference | undefined =>
    differences.find((each) => each.arm === arm && each.penalty === last);
  return [
    ...answeringSentence(report),
    ...behaviour.targets.filter(({ penalty }) => penalty > 0).map((target) => targetSentence(target, report.level)),
    ...differenceSentence('Stating the stakes', at('open'), report.level),
    ...differenceSentence(
      'Asking for two samples that agree, without stated stakes,',
      at('closed-agree'),
      report.level,
    ),
    ...belowZero(report),
  ];
}

function answeringSentence({ behaviour: { change, targets }, level }: AuditReport): readonly string[] {
  if (change === null) return [];
  const { from, to, coverage, trendP } = change;
  const rates = targets.map(({ answering }) => percent(answering.value)).join(', ');
  const p = trendP ?? coverage.p;
  const isShown = p !== null && p < 1 - level;
  const tested = p === null ? '' : ` (p = ${shortP(p)} for a trend, paired by question)`;
  const judged =
    coverage.difference < 0 && isShown
      ? 'it answers less where errors cost more'
      : coverage.difference > 0 && isShown
        ? 'it answers more where errors cost more'
        : 'that it answers less where errors cost more is not shown';
  return [
    `Told penalties of ${targets.map(({ penalty }) => shortNumber(penalty)).join(', ')}, the model answers ${rates} of the questions: from ${shortNumber(from)} to ${shortNumber(to)}, ${judged}${tested}.`,
  ];
}

/** Words for what the accuracy of the given answers says about a target. */
const VERDICTS: Readonly<Record<Exclude<TargetCheck['verdict'], 'none'>, string>> = {
  met: 'enough: answering pays',
  missed: 'too few: it answers questions on which abstaining would score more',
  unclear: 'which may or may not be enough: more questions would tell',
};

function targetSentence({ penalty, target, accuracyAttempted, verdict }: TargetCheck, level: number): string {
  const asked = `At a stated penalty of ${shortNumber(penalty)} an answer pays if it is right with more than ${percent(target)}`;
  if (verdict === 'none') return `${asked}; the model gave none.`;
  const { value, interval } = accuracyAttempted;
  return `${asked}; ${percent(value)} of its answers are right (${levelWords(level)} ${percent(interval!.lower)} to ${percent(interval!.upper)}), ${VERDICTS[verdict]}.`;
}

function differenceSentence(what: string, found: ArmDifference | undefined, level: number): readonly string[] {
  if (found === undefined || found.score.difference === null) return [];
  const { penalty, score, errorRate, accuracy, shared } = found;
  return [
    `${what} changes the score at penalty ${shortNumber(penalty)} by ${signed(score.difference)} a question${spanWords(score, level)}, the error rate by ${signed(errorRate.difference)}${spanWords(errorRate)} and the accuracy by ${signed(accuracy.difference)}${spanWords(accuracy)}, paired over ${shared} questions.`,
  ];
}

function belowZero({ arms }: AuditReport): readonly string[] {
  const below = arms.filter(({ arm, score }) => arm === 'open' && score.value !== null && score.value < 0);
  if (below.length === 0) return [];
  const penalties = below.map(({ penalty }) => shortNumber(penalty)).join(', ');
  return [
    `With stated stakes it scores below 0 at penalty ${penalties}: to abstain from every question would score more there.`,
  ];
}

function spanWords({ interval }: TestedDifference, level?: number): string {
  if (interval === null) return '';
  const named = level === undefined ? '' : `${levelWords(level)} `;
  return ` (${named}${signed(interval.lower)} to ${signed(interval.upper)})`;
}

/** "95 % interval" */
function levelWords(level: number): string {
  return `${shortNumber(100 * level)} % interval`;
}

/** An interval in brackets: "[-0.120, 0.030]"; empty for none. */
export function bracketed(interval: Interval | null): string {
  return interval === null ? '' : `[${signed(interval.lower)}, ${signed(interval.upper)}]`;
}

/** A difference with its sign, in three digits: "+0.120". */
export function signed(value: number | null): string {
  if (value === null) return '–';
  const text = Math.abs(value).toFixed(3);
  return `${value < 0 && text !== '0.000' ? '-' : '+'}${text}`;
}

function percent(value: number | null): string {
  return value === null ? '–' : `${Number((100 * value).toFixed(1))} %`;
}

function shortP(p: number): string {
  return p < 1e-4 ? p.toExponential(1) : String(Number(p.toPrecision(2)));
}
