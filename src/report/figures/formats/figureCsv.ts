/** The numbers of a figure as CSV: every row that its specification draws, once. */
import type { Cell } from '../../../store/tables.js';
import { csv } from '../../csvText.js';
import type { Spec } from '../figure.js';

/** @returns one table with the columns of all parts; a part without a column has empty cells; `panel` where panels have titles */
export function figureCsv(spec: Spec): string {
  const rows: Readonly<Record<string, unknown>>[] = [];
  const seen = new Set<string>();
  collect(spec, undefined, (row) => {
    const text = JSON.stringify(row);
    if (!seen.has(text)) rows.push(row);
    seen.add(text);
  });
  const header = [...new Set(rows.flatMap(Object.keys))];
  return csv(
    header,
    rows.map((row) => header.map((name) => cellOf(row[name]))),
  );
}

function collect(
  part: unknown,
  panel: string | undefined,
  add: (row: Readonly<Record<string, unknown>>) => void,
): void {
  if (typeof part !== 'object' || part === null) return;
  const { title, values, ...rest } = part as { readonly title?: unknown; readonly values?: unknown };
  const named = titleOf(title) ?? panel;
  if (Array.isArray(values))
    for (const row of values)
      if (typeof row === 'object' && row !== null) add(named === undefined ? row : { panel: named, ...row });
  for (const [key, each] of Object.entries(rest)) collect(each, key === 'encoding' ? undefined : named, add);
}

/** The text of a title: of a panel, a string or a mapping; of a mark or an axis, whatever stands there is not one of a panel. */
function titleOf(title: unknown): string | undefined {
  const text = typeof title === 'object' && title !== null && 'text' in title ? title.text : title;
  return typeof text === 'string' ? text : Array.isArray(text) ? text.join(' ') : undefined;
}

function cellOf(value: unknown): Cell | undefined {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Cell | undefined);
}
