/** The screen of an estimate: the answer in two sentences, a table, the effect of more data, a plot, and warnings. */

import { printableName } from '../../errors/printable.js';
import { wrap } from '../../report/terminal/wrap.js';
import type { FileEstimate } from '../estimateTypes.js';
import type { DataNeeded, Extrapolation } from '../extrapolate.js';
import { comparisonLines, documentLines, groupLines } from './besideLines.js';
import { estimateTextPlot } from './estimateTextPlot.js';
import { nextSteps } from './nextSteps.js';

const WIDTH = 80;
const LABEL = 27;

export interface ScreenOptions {
  /** Columns that were read, and their roles. */
  readonly read: string;
  /** Files that were written, which the last line says to open. */
  readonly files?: readonly string[];
  readonly bold?: boolean;
  /** Columns of the terminal; lines have at most 80. */
  readonly width?: number;
  readonly ascii?: boolean;
}

export function estimateScreen(
  estimate: FileEstimate,
  { read, files = [], bold = false, width: columns = WIDTH, ascii = false }: ScreenOptions,
): string {
  const width = Math.min(WIDTH, columns);
  const plot = estimateTextPlot(estimate, { width, ascii });
  const strong = (text: string): string => (bold ? `\u001b[1m${text}\u001b[22m` : text);
  return [
    strong(wrap(estimateAnswer(estimate), width)),
    '',
    ...table(estimate, read).flatMap(([label, value]) => labelled(label, value, width)),
    ...(estimate.extrapolation.length === 0 ? [] : ['', ...ahead(estimate, width)]),
    ...[documentLines(estimate, width), groupLines(estimate, width), comparisonLines(estimate, width)].flatMap(
      (lines) => (lines.length === 0 ? [] : ['', ...lines]),
    ),
    ...(plot.length === 0 ? [] : ['', strong(plot[0]), ...plot.slice(1)]),
    ...(estimate.warnings.length === 0
      ? []
      : ['', ...estimate.warnings.map((warning) => wrap(`! ${warning}`, width, '  '))]),
    ...nextSteps(estimate, files).flatMap((step, at) => [...(at === 0 ? [''] : []), wrap(`→ ${step}`, width, '  ')]),
    '',
  ].join('\n');
}

/** The answer to the user's question. */
export function estimateAnswer({
  calibratedError,
  goodTuring,
  dataNeeded,
  answeredRows,
  confidence,
  scatter,
  documents,
  promptsLack = [],
}: FileEstimate): string {
  if (calibratedError.errorRate === null) {
    if (answeredRows === 0) return 'No row has an answer, so no error rate can be predicted from these data.';
    return scatter.multipleOf === null
      ? 'No prompt occurs twice in these data, so no error rate can be predicted from them. The prediction needs to know how often prompts repeat in the data before duplicates are removed.'
      : `All counts are multiples of ${scatter.multipleOf}, so no error rate can be predicted from these data. The prediction needs rows that are draws, as they were before rows were copied or balanced.`;
  }
  const doubt = scatter.draws
    ? ''
    : 'These rows are not draws: their counts do not scatter as those of draws do, so the figures mean little. ';
  if (promptsLack.length > 0)
    return `${doubt}These prompts may lack a part (${promptsLack.map(printableName).join(', ')}). Then different questions count as one, and the figures mean little. As the prompts are read, a calibrated model errs on about ${percent(calibratedError.errorRate)} of them (${percent(confidence)} interval ${percent(calibratedError.lower!)} to ${percent(calibratedError.upper!)}).`;
  const first = `${doubt}A calibrated model trained on these data errs on about ${percent(calibratedError.errorRate)} of such prompts (${percent(confidence)} interval ${percent(calibratedError.lower!)} to ${percent(calibratedError.upper!)}): those that ask for a fact that the data do not contain.`;
  if (documents !== undefined) return first;
  return scatter.draws ? `${first} ${reached(dataNeeded, calibratedError.upper!, goodTuring.missingMass!)}` : first;
}

function reached(needed: readonly DataNeeded[], upper: number, missingMass: number): string {
  if (needed.length === 0) return 'With a single possible response no error is possible.';
  const next = needed.find((each) => each.reached !== 'yes');
  if (next === undefined)
    return missingMass === 0 ? 'More data of this kind would add little.' : 'This is already below 1 %.';
  const lowest = needed.findLast((each) => each.reached === 'perhaps');
  if (lowest !== undefined)
    return `It may be below ${percent(lowest.errorRate)} already, but the interval goes up to ${percent(upper)}.`;
  if (next.factor === null) return `Even a million times the data would not reduce it to ${percent(next.errorRate)}.`;
  const doubt = next.trustworthy ? '' : ' (a rough extrapolation; its interval is wide)';
  return `To reduce it to ${percent(next.errorRate)} takes about ${times(next.factor)} the data${doubt}.`;
}

function table(e: FileEstimate, read: string): readonly (readonly [label: string, value: string])[] {
  const interval = (lower: number | null, upper: number | null): string =>
    lower === null ? '' : ` [${rate(lower)}, ${rate(upper)}]`;
  const { goodTuring: gt, simpleGoodTuring: sgt, chao1, calibratedError, theorem2, holdout } = e;
  const lines: (readonly [label: string, value: string] | false)[] = [
    ...wrap(read, WIDTH - LABEL)
      .split('\n')
      .map((line, at) => [at === 0 ? 'read' : '', line] as const),
    ['rows N', `${count(e.rows)}${e.abstainedRows > 0 ? `, abstentions among them: ${count(e.abstainedRows)}` : ''}`],
    ['prompts', `${count(e.prompts)}: ${counted(e.singletons, 'singleton')}, ${counted(e.doubletons, 'doubleton')}`],
    ['singleton rate sr', rate(e.singletonRate)],
    gt.missingMass !== null && [
      'missing mass (Good–Turing)',
      `${rate(gt.missingMass)}${interval(gt.asymptoticLower, gt.asymptoticUpper)} large N,`,
    ],
    gt.missingMass !== null && ['', `      ${interval(gt.lower, gt.upper)} any N`],
    e.coverage.chaoJost !== null && ['coverage (Chao–Jost)', rate(e.coverage.chaoJost)],
    sgt.p0 !== null && [
      'Simple Good–Turing',
      `P0 ${rate(sgt.p0)}${sgt.slope === null ? '' : `, slope ${sgt.slope.toFixed(3)}, 1 → ${sgt.adjustedCounts['1']?.toFixed(3) ?? '–'}`}`,
    ],
    chao1.classic !== null && [
      'number of prompts (Chao1)',
      `at least ${count(Math.round(chao1.classic))} or so; its lower end is ${count(Math.round(chao1.lower!))}`,
    ],
    calibratedError.errorRate !== null && [
      'calibrated err MM(1 − 1/R)',
      `${rate(calibratedError.errorRate)}${interval(calibratedError.lower, calibratedError.upper)} ${responses(calibratedError.responsesPerPrompt, calibratedError.responsesFrom)}`,
    ],
    theorem2.lower !== null && ['Theorem 2 (99 %)', leastSum(theorem2.lower)],
    theorem2.lowerTight !== null && ['  derived, tighter', leastSum(theorem2.lowerTight)],
    e.conflictingPrompts !== null && ['conflicting prompts', count(e.conflictingPrompts)],
    holdout !== undefined &&
      holdout !== null && ['held out', `${percent(holdout.share)} of the rows: unseen ${rate(holdout.observed)},`],
    holdout !== undefined &&
      holdout !== null && [
        '',
        `predicted ${rate(holdout.predicted)}${interval(holdout.lower, holdout.upper)} ${holdout.within ? '✓' : '✗ off'}`,
      ],
  ];
  return lines.filter((line) => line !== false);
}

/** Theorem 2's lower bound, which is of err + δ: a model that abstains errs less and has a larger δ. */
function leastSum(lower: number): string {
  return lower > 0 ? `err + δ ≥ ${rate(lower)}` : `err + δ ≥ ${rate(lower)}: vacuous at this N`;
}

/** Puts label and value side by side if both fit, else the value below its label. */
function labelled(label: string, value: string, width: number): readonly string[] {
  if (LABEL + value.length <= width || width === WIDTH) return [`${label.padEnd(LABEL)}${value}`];
  return [
    ...(label === '' ? [] : [label]),
    ...wrap(value.trim(), width - 2, '  ')
      .split('\n')
      .map((line) => `  ${line}`),
  ];
}

/** Widths of the columns of the table of more data, and those columns that a narrow terminal shows. */
const AHEAD = [6, 16, 12, 12, 20];
const NARROW = [0, 2, 4];
const NARROWEST = [0, 2];

function ahead(
  { extrapolation, dataNeeded, confidence, calibratedError, promptsLack = [] }: FileEstimate,
  width: number,
): readonly string[] {
  const shown = width < 40 ? NARROWEST : width < 70 ? NARROW : [0, 1, 2, 3, 4];
  const row = (cells: readonly string[]): string =>
    `${shown.map((at) => cells[at].padStart(AHEAD[at])).join('')}${cells[5]}`;
  // Prompts that lack a part reach no error of whole questions.
  const needed = promptsLack.length > 0 ? [] : dataNeeded;
  const need = needed.map((each) => {
    if (each.reached === 'yes' && each.trustworthy) return `An error of ${percent(each.errorRate)} is already reached.`;
    if (each.reached === 'yes') return `An error of ${percent(each.errorRate)} would be reached, if rows were draws ?`;
    if (each.reached === 'perhaps')
      return `An error of ${percent(each.errorRate)} may be reached: the interval goes up to ${percent(calibratedError.upper!)} ?`;
    if (each.factor === null)
      return `An error of ${percent(each.errorRate)} is not reached with a million times the data.`;
    const range = each.rowsUpper === null ? 'or more' : `to ${count(each.rowsUpper)}`;
    return `An error of ${percent(each.errorRate)} needs about ${count(each.rows!)} rows (${count(each.rowsLower!)} ${range})${each.trustworthy ? '.' : ' ?'}`;
  });
  const doubtful = [...extrapolation, ...needed].some(({ trustworthy }) => !trustworthy);
  const byLaw = extrapolation.some(({ newPromptsFrom }) => newPromptsFrom === 'gamma-law');
  return [
    row(['data', 'new prompts', 'MM likely', 'MM least', `${percent(confidence)} interval`, '']),
    ...extrapolation.map((e: Extrapolation) =>
      row([
        `× ${e.factor}`,
        `${count(Math.round(e.newPrompts))}${e.newPromptsFrom === 'gamma-law' ? '*' : ''}`,
        rate(e.likelyMissingMass),
        rate(e.missingMass),
        `${rate(e.lower)} to ${rate(e.upper)}`,
        e.trustworthy ? '' : ' ?',
      ]),
    ),
    ...need.flatMap((line) => (line.length <= width ? [line] : wrap(line, width, '  ').split('\n'))),
    ...(doubtful
      ? [wrap('?  uncertain by more than a factor of 2: trust the interval, not the estimate', width, '   ')]
      : []),
    ...(byLaw
      ? [wrap('*  by the law of "MM likely": the sum of Good and Toulmin is impossible here', width, '   ')]
      : []),
  ];
}

function responses(R: number | null, from: string | null): string {
  if (R === null) return '(R unknown)';
  if (from === 'about the distinct answers') return `R about ${count(R)} answers`;
  return `R = ${count(R)}${from === 'option' ? '' : ', answers'}`;
}

function rate(x: number | null): string {
  return x === null ? '–' : x !== 0 && Math.abs(x) < 0.00005 ? x.toExponential(1) : x.toFixed(4);
}

function percent(x: number): string {
  return `${Number((100 * x).toPrecision(x >= 0.1 ? 3 : 2))} %`;
}

function times(factor: number): string {
  return `${Number(factor.toPrecision(factor < 10 ? 2 : 3))}×`;
}

/** "1 singleton", "2 singletons". */
function counted(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}
