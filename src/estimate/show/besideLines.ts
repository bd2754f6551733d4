/** Lines of the screen beside the estimate of all rows: documents, groups, another corpus. */
import { printableName } from '../../errors/printable.js';
import { textTable } from '../../report/terminal/textTable.js';
import { wrap } from '../../report/terminal/wrap.js';
import type { FileEstimate } from '../estimateTypes.js';

/** Groups that are shown. */
const MOST_GROUPS = 12;
const LONGEST_NAME = 24;

export function documentLines({ documents }: FileEstimate, width: number): readonly string[] {
  if (documents === undefined) return [];
  const { column, documents: n, rowsWithout, missingMass, lower, upper, designEffect } = documents;
  return wrap(
    `By documents (${cut(column)}): ${count(n)} documents${rowsWithout > 0 ? `, of which ${count(rowsWithout)} are rows without a value` : ''}. Of the rows of a new document ${rate(missingMass)} [${rate(lower)}, ${rate(upper)}] have a prompt that no other document answers.${designEffect === null ? '' : ` The variance is ${designEffect.toPrecision(2)} times that of independent rows.`}`,
    width,
  ).split('\n');
}

export function groupLines({ groups }: FileEstimate, width: number): readonly string[] {
  if (groups === undefined) return [];
  const shown = groups.groups.slice(0, MOST_GROUPS);
  const rows = shown.map(({ group, rows: n, singletons, missingMass, lower, upper, shrunk }) => [
    cut(group ?? '(none)'),
    rate(shrunk),
    rate(missingMass),
    `${rate(lower)} to ${rate(upper)}`,
    count(n),
    count(singletons),
  ]);
  const headings = [cut(groups.column), 'MM shrunk', 'MM own', 'interval of own', 'rows', 'singletons'];
  const { lines } = textTable(headings, rows, [false, true, true, true, true, true], width);
  const left = groups.groups.length - shown.length;
  const spread = groups.spread === 0 ? 'no more than by chance' : `by a standard deviation of ${rate(groups.spread)}`;
  return [
    ...lines,
    ...(left > 0 ? [`… and ${count(left)} more groups (--json)`] : []),
    ...wrap(`pooled ${rate(groups.pooled)}; groups of a size differ ${spread}`, width).split('\n'),
  ];
}

export function comparisonLines({ comparison }: FileEstimate, width: number): readonly string[] {
  if (comparison === undefined) return [];
  if (comparison === null)
    return wrap('The other corpus, or this one, allows no estimate, so they are not compared.', width).split('\n');
  const { other, rows, missingMass, difference, equalRows, equalCoverage } = comparison;
  const { coverage, sizes, ratio } = equalCoverage;
  const table = textTable(
    ['', 'these data', 'the other'],
    [
      ['rows', count(rows[0]), count(rows[1])],
      ['missing mass MM', rate(missingMass[0]), rate(missingMass[1])],
      [`prompts in ${count(equalRows.rows)} answers`, ...equalRows.prompts.map((each) => count(Math.round(each)))],
      ['  MM there', ...equalRows.missingMass.map(rate)],
      [`answers to coverage ${rate(coverage)}`, ...sizes.map((each) => count(each.rows))],
      ['  prompts there', ...sizes.map((each) => count(Math.round(each.prompts)))],
    ],
    [false, true, true],
    width,
  );
  return [
    ...wrap(`compared with ${other}`, width).split('\n'),
    ...table.lines,
    ...wrap(
      `MM differs by ${rate(difference.missingMass)} [${rate(difference.lower)}, ${rate(difference.upper)}]. At equal coverage the other has ${ratio.prompts.toPrecision(3)} times the prompts [${ratio.lower.toPrecision(3)}, ${ratio.upper.toPrecision(3)}].`,
      width,
    ).split('\n'),
  ];
}

function cut(name: string): string {
  const line = printableName(name.replace(/\s+/g, ' '));
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1)}…` : line;
}

function rate(x: number): string {
  return x.toFixed(4);
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}
