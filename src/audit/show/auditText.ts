/** The screen of an audit: rates of each arm at each penalty, paired differences, sentences. */
import { printableName } from '../../errors/printable.js';
import { wrapLines } from '../../report/terminal/wrap.js';
import { shortNumber } from '../ask/stakesPrompt.js';
import type { ArmRates, AuditReport, MeasuredShare } from '../auditReport.js';
import type { Arm } from '../auditRows.js';
import { ARM_NAMES, ARMS_MEAN, auditSentences, bracketed, signed } from './auditSentences.js';

const WIDTH = 80;
const PENALTY = 8;
const NAME = 18;

export interface AuditScreen {
  readonly width?: number;
  readonly bold?: boolean;
}

/** The whole screen. @returns lines of at most 80 columns, with a closing newline */
export function auditText(report: AuditReport, warnings: readonly string[], options: AuditScreen = {}): string {
  const width = widthOf(options);
  return screenOf(
    [
      ...(warnings.length === 0 ? [] : [['look here first', ...paragraphs(warnings, width)]]),
      ...numberBlocks(report, width),
      ['what it means', ...paragraphs(auditSentences(report), width)],
    ],
    options,
  );
}

/** The numbers alone, for a page that has the sentences elsewhere. */
export function auditNumbers(report: AuditReport): string {
  return screenOf(numberBlocks(report, WIDTH), {});
}

function numberBlocks(report: AuditReport, width: number): readonly (readonly string[])[] {
  return [
    ['rates, and score at each penalty of an error', ...ratesLines(report, width)],
    ['differences of scores, paired by question', ...differenceLines(report, width)],
  ];
}

function screenOf(blocks: readonly (readonly string[])[], { bold = false }: AuditScreen): string {
  const title = (text: string): string => (bold ? `\u001b[1m${text}\u001b[22m` : text);
  return `${blocks.map(([first, ...others]) => [title(first), ...others].join('\n')).join('\n\n')}\n`;
}

function widthOf({ width = WIDTH }: AuditScreen): number {
  return Math.min(WIDTH, width);
}

/** Sentences may hold answers of the model: they are made printable. */
function paragraphs(sentences: readonly string[], width: number): readonly string[] {
  return sentences.flatMap((sentence) => wrapLines(printableName(sentence), width, { indent: '  ' }));
}

function ratesLines({ arms, penalties, level }: AuditReport, width: number): readonly string[] {
  const widths = [7, 7, 11, 14, 8, 7];
  const line = (penalty: string, name: string, cells: readonly string[]): string =>
    `${penalty.padStart(PENALTY - 2)}  ${name.padEnd(NAME)}${cells.map((cell, at) => cell.padStart(widths[at])).join('')}`
      .slice(0, Math.max(width, PENALTY + NAME))
      .trimEnd();
  const cells = (rates: ArmRates): readonly string[] => [
    ...[rates.accuracy, rates.errorRate, rates.abstentionRate, rates.accuracyAttempted, rates.score].map(shown),
    halfWidth(rates.score),
  ];
  return [
    line('λ', '', ['right', 'error', 'abstained', 'of attempted', 'score', '±']),
    ...penalties.flatMap((penalty) =>
      arms
        .filter((each) => each.penalty === penalty)
        .map((each, at) => line(at === 0 ? shortNumber(penalty) : '', ARM_NAMES[each.arm], cells(each))),
    ),
    ...wrapLines(
      `λ: penalty of an error; ${ARMS_MEAN}. right, error, abstained: shares of the questions; of attempted: right answers among those given; score: right − λ · error; ±: the wider side of its ${shortNumber(100 * level)} % interval.`,
      width,
    ),
  ];
}

function differenceLines({ differences, penalties, level }: AuditReport, width: number): readonly string[] {
  const compared = [...new Map(differences.map((each) => [each.arm, each])).values()];
  const nameOf = (arm: Arm, against: Arm): string => `${ARM_NAMES[arm]} − ${ARM_NAMES[against]}`;
  return [
    ...compared.flatMap(({ arm, against }) => [
      nameOf(arm, against),
      ...penalties.map((penalty) => {
        const { score, errorRate } = differences.find((each) => each.arm === arm && each.penalty === penalty)!;
        const cell = (value: string, interval: string): string => `${value} ${interval}`.padEnd(26);
        return `${shortNumber(penalty).padStart(PENALTY - 2)}  score ${cell(signed(score.difference), bracketed(score.interval))} error ${cell(signed(errorRate.difference), bracketed(errorRate.interval))}`
          .slice(0, width)
          .trimEnd();
      }),
    ]),
    ...wrapLines(`[ ]: ${shortNumber(100 * level)} % bootstrap interval over questions.`, width),
  ];
}

function shown({ value }: MeasuredShare): string {
  return value === null ? '–' : value.toFixed(3);
}

function halfWidth({ value, interval }: MeasuredShare): string {
  if (value === null || interval === null) return '';
  return Math.max(interval.upper - value, value - interval.lower).toFixed(3);
}
