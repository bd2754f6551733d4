/** Doubts about an audit's numbers, with the remedy: a reader must know them before the numbers. */
import { mayAbstain } from '../../estimate/askedAbstentions.js';
import type { AuditRow } from '../auditRows.js';
import { holdsAccepted } from '../grade/gradeAnswer.js';
import { normalised } from '../grade/normalised.js';
import { UNCOMPARED } from '../grade/samplesAgree.js';
import type { Question } from '../question.js';

/** Share of answers that cannot be graded from which they are a doubt. */
const MUCH_UNUSABLE = 0.02;
/** Texts that a warning shows, and characters of each. */
const [SHOWN, LONGEST] = [3, 80];

/** Reasons of answers that cannot be graded, with their numbers, the most frequent first. */
export function unusableReasons(rows: readonly AuditRow[]): readonly (readonly [reason: string, answers: number])[] {
  const counts = new Map<string, number>();
  for (const { arm, outcome, reason } of rows) {
    if (outcome !== 'unusable' || arm.endsWith('agree')) continue;
    counts.set(reason ?? '', (counts.get(reason ?? '') ?? 0) + 1);
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

/**
 * @param hasGrader true where a grader model judged what no rule decides
 * @param isCompared true where it also judged whether two samples agree
 */
export function auditWarnings(
  rows: readonly AuditRow[],
  questions: readonly Question[],
  {
    temperature,
    samples,
    hasGrader,
    isCompared,
  }: { temperature: number; samples: number; hasGrader: boolean; isCompared: boolean },
): readonly string[] {
  const single = rows.filter(({ arm }) => !arm.endsWith('agree'));
  const unusable = single.filter(({ outcome }) => outcome === 'unusable').length;
  const errors = single.filter(({ outcome, answer }) => outcome === 'error' && answer !== null);
  const abstaining = errors.filter(({ answer }) => mayAbstain(answer!));
  const holding = hasGrader
    ? []
    : errors.filter(({ answer, question }) => !mayAbstain(answer!) && holdsAccepted(answer!, questions[question]));
  const differing = isCompared ? 0 : rightInOtherWords(single);
  const pairs = rows.filter(({ arm }) => arm.endsWith('agree'));
  const uncompared = pairs.filter(({ reason }) => reason?.startsWith(UNCOMPARED) === true);
  return [
    ...(unusable > MUCH_UNUSABLE * single.length
      ? [
          `${unusable} of ${single.length} answers cannot be graded and are in no rate (${unusableReasons(rows)
            .map(([reason, answers]) => `${answers} × ${reason}`)
            .join(', ')}). The rates are those of the other answers, which may be the easier ones${remedyOf(rows)}.`,
        ]
      : []),
    ...(abstaining.length > 0
      ? [
          `${abstaining.length} answers that count as errors have words of an abstention: ${examples(abstaining)}. If they claim nothing, name them: --abstention TEXT, repeatable; or let a model judge: --grader-model NAME. Nothing is asked again.`,
        ]
      : []),
    ...(holding.length > 0
      ? [
          `${holding.length} answers that count as errors hold an accepted answer among other words: ${examples(holding)}. They may be right. --match contains counts them as right, --grader-model NAME lets a model judge; both ask nothing again of the model. Or ask for short answers: --system "Answer with the answer alone."`,
        ]
      : []),
    ...(differing > 0
      ? [
          `${differing} times two samples of a prompt are right in other words, and count as not agreeing, since only equal words agree (in normalised form). So the arms of two abstain more often than the model contradicts itself; the same holds for errors. --agreement grader lets a model (--grader-model NAME) judge whether they say the same, and asks nothing again of the model. Or ask for short answers, which agree more clearly: --system "Answer with the answer alone."`,
        ]
      : []),
    ...(uncompared.length > 0
      ? [
          `${uncompared.length} of ${pairs.length} pairs of samples are in no rate, since the grader did not say whether they agree: ${uncompared[0].reason}. Its reply must be one of SAME, DIFFERENT: look at --agreement-template and --grader-max-tokens.`,
        ]
      : []),
    ...(temperature === 0 && samples > 1
      ? [
          'At temperature 0 the samples of a prompt are alike, so that agreement of two says nothing: --temperature 1 draws them.',
        ]
      : []),
  ];
}

/** Prompts of which two samples are right and differ in normalised form. */
function rightInOtherWords(single: readonly AuditRow[]): number {
  const forms = new Map<string, Set<string>>();
  for (const { question, penalty, outcome, answer } of single) {
    if (outcome !== 'right' || answer === null) continue;
    const prompt = `${question} ${penalty}`;
    forms.set(prompt, (forms.get(prompt) ?? new Set()).add(normalised(answer)));
  }
  return [...forms.values()].filter(({ size }) => size > 1).length;
}

function remedyOf(rows: readonly AuditRow[]): string {
  const isCut = unusableReasons(rows).some(([reason]) => reason === 'cut off' || reason.startsWith('thinking'));
  return isCut ? '. --max-tokens with a higher number lets them end' : '';
}

/** The most frequent texts. */
function examples(rows: readonly AuditRow[]): string {
  const counts = new Map<string, number>();
  for (const { answer } of rows) counts.set(answer!, (counts.get(answer!) ?? 0) + 1);
  const most = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, SHOWN);
  return most.map(([text, count]) => `“${short(text)}”${count > 1 ? ` (${count})` : ''}`).join(', ');
}

/** A text as a part of one line. */
function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const letters = [...line];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : line;
}
