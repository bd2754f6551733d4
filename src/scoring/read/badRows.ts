/** Rows that cannot be scored: counted by kind, the first ones kept with their place. */
import { UserError } from '../../errors/userError.js';
import type { Flaw } from './contents.js';

/** A row that was left out. */
export interface BadRow {
  /** `file:line`, or `file, row 3`. */
  readonly place: string;
  readonly kind: string;
  readonly found: string;
}

/** The rows left out, as `--json` prints them. */
export interface Skipped {
  readonly rows: number;
  readonly byKind: Readonly<Record<string, number>>;
  /** The first ones. */
  readonly first: readonly BadRow[];
}

/** Bad rows that are listed one by one. */
const LISTED = 10;

export interface BadRows {
  add(place: string, flaw: Flaw): void;
  skipped(): Skipped;
  /** Remedies of the flaws, each once. */
  hints(): readonly string[];
}

export function badRows(): BadRows {
  const byKind: Record<string, number> = {};
  const first: BadRow[] = [];
  const hints = new Set<string>();
  let rows = 0;
  return {
    add(place, { kind, found, hint }) {
      rows++;
      byKind[kind] = (byKind[kind] ?? 0) + 1;
      if (first.length < LISTED) first.push({ place, kind, found });
      if (hint !== undefined) hints.add(hint);
    },
    skipped: () => ({ rows, byKind, first }),
    hints: () => [...hints],
  };
}

/** Bad rows in lines of text: the total by kind, then the first ones. */
export function badRowLines({ rows, byKind, first }: Skipped): readonly string[] {
  const kinds = Object.entries(byKind).sort(([, a], [, b]) => b - a);
  return [
    ...kinds.map(([kind, count]) => `  ${count} × ${kind}`),
    ...(rows > first.length ? [`  the first ${first.length}:`] : []),
    ...first.map(({ place, kind, found }) => `  ${place}: ${kind}${found === '' ? '' : `: ${found}`}`),
  ];
}

/** @param all rows read, bad ones included */
export function badRowsError(skipped: Skipped, all: number, hint: string | undefined): UserError {
  return new UserError({
    code: 'bad-rows',
    summary: [`${skipped.rows} of ${all} rows ${skipped.rows === 1 ? 'is' : 'are'} bad`, ...badRowLines(skipped)].join(
      '\n',
    ),
    hint,
  });
}
