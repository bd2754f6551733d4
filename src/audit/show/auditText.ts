/** The screen of an audit: rates of each arm at each penalty, paired differences, sentences. */
import { printableName } from '../../errors/printable.js';
import { wrapLines } from '../../report/terminal/wrap.js';
import type { TestedDifference } from '../armDifference.js';
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

interface RatesColumn {
  readonly heading: string;
  readonly width: number;
  readonly cell: (rates: ArmRates) => string;
}

const COLUMNS: readonly RatesColumn[] = [
  { heading: 'right', width: 7, cell: ({ accuracy }) => shown(accuracy) },
  { heading: 'error', width: 7, cell: ({ errorRate }) => shown(errorRate) },
  { heading: 'abstained', width: 11, cell: ({ abstentionRate }) => shown(abstentionRate) },
  { heading: 'of attempted', width: 14, cell: ({ accuracyAttempted }) => shown(accuracyAttempted) },
  { heading: 'score', width: 8, cell: ({ score }) => shown(score) },
  { heading: '±', width: 7, cell: ({ score }) => halfWidth(score) },
];

function ratesLines({ arms, penalties, level }: AuditReport, width: number): readonly string[] {
  // A column that has no room is left out whole: a part of a number would be another number.
  let used = PENALTY + NAME;
  const fitting = COLUMNS.filter((column) => (used += column.width) <= width);
  const leftOut = COLUMNS.filter((column) => !fitting.includes(column)).map(({ heading }) => heading);
  const line = (penalty: string, name: string, cellOf: (column: RatesColumn) => string): string =>
    `${penalty.padStart(PENALTY - 2)}  ${name.padEnd(NAME)}${fitting.map((column) => cellOf(column).padStart(column.width)).join('')}`.trimEnd();
  return [
    line('λ', '', ({ heading }) => heading),
    ...penalties.flatMap((penalty) =>
      arms
        .filter((each) => each.penalty === penalty)
        .map((each, at) => line(at === 0 ? shortNumber(penalty) : '', ARM_NAMES[each.arm], ({ cell }) => cell(each))),
    ),
    ...(leftOut.length === 0 ? [] : wrapLines(`no room for ${leftOut.join(', ')}: --json has all`, width)),
    ...wrapLines(
      `λ: penalty of an error; ${ARMS_MEAN}. right, error, abstained: shares of the questions; of attempted: right answers among those given; score: right − λ · error; ±: the wider side of its ${shortNumber(100 * level)} % interval.`,
      width,
    ),
  ];
}

function differenceLines({ differences, penalties, level }: AuditReport, width: number): readonly string[] {
  const compared = [...new Map(differences.map((each) => [each.arm, each])).values()];
  const nameOf = (arm: Arm, against: Arm): string => `${ARM_NAMES[arm]} − ${ARM_NAMES[against]}`;
  const cell = (name: string, { difference, interval }: TestedDifference): string =>
    `${name} ${signed(difference)} ${bracketed(interval)}`;
  return [
    ...compared.flatMap(({ arm, against }) => [
      nameOf(arm, against),
      ...penalties.map((penalty) => {
        const { score, errorRate } = differences.find((each) => each.arm === arm && each.penalty === penalty)!;
        const first = `${shortNumber(penalty).padStart(PENALTY - 2)}  ${cell('score', score)}`;
        const both = `${first.padEnd(FIRST)}${cell('error', errorRate)}`;
        return both.length <= width ? both : first;
      }),
    ]),
    ...wrapLines(`[ ]: ${shortNumber(100 * level)} % bootstrap interval over questions.`, width),
  ];
}

/** Columns of the difference of scores; that of errors follows where it has room. */
const FIRST = 44;

function shown({ value }: MeasuredShare): string {
  return value === null ? '–' : value.toFixed(3);
}

function halfWidth({ value, interval }: MeasuredShare): string {
  if (value === null || interval === null) return '';
  return Math.max(interval.upper - value, value - interval.lower).toFixed(3);
}
