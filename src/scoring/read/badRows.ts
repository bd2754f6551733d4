/** Rows that cannot be scored: counted by kind, the first ones kept with their place. */
import { UserError } from '../../errors/userError.js';
import type { FlawKind } from './rowSource.js';

export type BadRowKind =
  | FlawKind
  | 'unknown outcome'
  | 'confidence outside [0, 1]'
  | 'duplicate model–question pair'
  | 'duplicate model'
  | 'empty model'
  | 'empty question'
  | 'not exactly one of is_correct, is_incorrect and is_not_attempted'
  | 'not a count'
  | "percentages that don't sum to 100 ± 1"
  | "shares that don't sum to 1 ± 0.01"
  | "counts that don't sum to n"
  | 'no questions';

export interface BadRow {
  /** `file:line`, or `file, row 3`. */
  readonly place: string;
  readonly kind: BadRowKind;
  readonly found: string;
}

/** What was left out, as `--json` tells it. */
export interface Skipped {
  readonly rows: number;
  readonly byKind: Readonly<Partial<Record<BadRowKind, number>>>;
  /** The first ones. */
  readonly first: readonly BadRow[];
}

/** Bad rows that are listed one by one. */
const LISTED = 10;

export interface BadRows {
  add(row: BadRow): void;
  readonly skipped: () => Skipped;
}

export function badRows(): BadRows {
  const byKind: Partial<Record<BadRowKind, number>> = {};
  const first: BadRow[] = [];
  let rows = 0;
  return {
    add(row) {
      rows++;
      byKind[row.kind] = (byKind[row.kind] ?? 0) + 1;
      if (first.length < LISTED) first.push(row);
    },
    skipped: () => ({ rows, byKind, first }),
  };
}

/** What is bad, in lines of text: the total by kind, then the first ones. */
export function badRowLines({ rows, byKind, first }: Skipped): readonly string[] {
  const kinds = Object.entries(byKind).sort(([, a], [, b]) => b - a);
  return [
    ...kinds.map(([kind, count]) => `  ${count} × ${kind}`),
    ...(rows > first.length ? [`  the first ${first.length}:`] : []),
    ...first.map(({ place, kind, found }) => `  ${place}: ${kind}${found === '' ? '' : `: ${found}`}`),
  ];
}

/** @param all rows read, bad ones included */
export function badRowsError(skipped: Skipped, all: number, hint: string): UserError {
  return new UserError({
    code: 'bad-rows',
    summary: [`${skipped.rows} of ${all} rows ${skipped.rows === 1 ? 'is' : 'are'} bad`, ...badRowLines(skipped)].join(
      '\n',
    ),
    hint,
  });
}
