/** A training set that is opened: its rows, what was read of it, and what a user should know of them. */
import type { Database } from '../data/database.js';
import type { Tables } from '../data/openTables.js';
import { type ChosenColumns, chooseColumns, type NamedColumns } from './columns.js';
import type { PromptCounts, RowKind } from './countPrompts.js';
import { registerFolding } from './folding.js';
import { MEDIA } from './shapes/columnNames.js';
import { registerConversations } from './shapes/conversationFunction.js';
import { conversationNotes } from './shapes/conversationNotes.js';
import { emptyTally } from './shapes/conversations.js';
import { hasHeader, namesAreRows } from './shapes/unrecognised.js';
import { type RowOptions, trainingRows } from './trainingRows.js';

/** Rows of a training set, before they are counted. */
export interface TrainingSource {
  /** SQL of `trainingRows`. */
  readonly rows: string;
  readonly kind: RowKind;
  /** The column of counts. */
  readonly count: string | null;
  /** The columns or patterns that were read, in words. */
  readonly read: string;
  /** Columns without a part in the rows. */
  readonly unread: readonly string[];
  /** True where the rows must be read once: their texts are slow to make, or are counted as they are made. */
  readonly once: boolean;
  /** Warnings of what was read; complete once all rows were. */
  notes(): readonly string[];
  /** Parts that the prompts may lack, by what was read: columns that are left out, or pictures; complete once all rows were read. */
  lacks(): readonly string[];
}

export async function openTraining(
  database: Database,
  tables: Tables,
  named: NamedColumns,
  options: RowOptions,
): Promise<TrainingSource> {
  const columns = await chooseColumns(database, tables, named);
  const carried = await carriedColumns(tables, named);
  if (options.normalize) registerFolding(database);
  const tally = emptyTally();
  const hasMedia = columns.prompt.some((column) => MEDIA.test(column));
  if (columns.conversation !== null) registerConversations(database, columns.conversation, tally);
  return {
    rows: await trainingRows(tables, columns, { ...options, carried }),
    kind: { weighted: columns.count !== null, answers: columns.answers, carried: Object.keys(carried) },
    count: columns.count,
    read: columnsInWords(columns),
    unread: columns.unread,
    once: options.normalize || columns.conversation !== null || tables.files.some(({ parsed }) => !parsed),
    notes: () => [
      ...(hasHeader(tables) && namesAreRows([...columns.prompt, columns.response ?? '']) ? [HEADER] : []),
      ...leftOut(columns),
      ...(columns.rated ? [RATED] : []),
      ...(columns.conversation === null ? [] : conversationNotes(tally, columns.conversation, hasMedia)),
    ],
    lacks: () => [...columns.leftOut, ...(tally.lacksMedia > 0 && !hasMedia ? [PICTURES] : [])],
  };
}

/** Columns of groups and documents by the names under which rows carry them. */
export async function carriedColumns(
  tables: Tables,
  { by, document }: Pick<NamedColumns, 'by' | 'document'>,
): Promise<Readonly<Record<string, string>>> {
  if (by !== undefined) await tables.require([by], '--by');
  if (document !== undefined) await tables.require([document], '--document');
  return { ...(by !== undefined && { g: by }), ...(document !== undefined && { d: document }) };
}

/** Columns without a part in the estimate that are named. */
const SHOWN = 3;

function columnsInWords({ prompt, response, count, conversation, answers, unread }: ChosenColumns): string {
  const asked = prompt.map((column) =>
    column === conversation?.prompt && response === null && answers
      ? column === 'messages'
        ? 'chat messages'
        : `conversations in ${column}`
      : column,
  );
  const whole = conversation !== null && response === null && answers;
  const read = whole ? asked.join(' + ') : `prompt: ${asked.join(' + ')}, response: ${response ?? 'none'}`;
  const rest = unread.slice(0, SHOWN).join(', ');
  const more = unread.length > SHOWN ? ` and ${unread.length - SHOWN} more` : '';
  return `${read}${count === null ? '' : `, count: ${count}`}${unread.length === 0 ? '' : `; not read: ${rest}${more}`}`;
}

const HEADER =
  'The first line was taken for the names of the columns, which read like a row. If it is one, use --no-header, and name the columns by their numbers.';

const RATED =
  'The column label marks some completions as not wanted. They count as answers here; leave those rows out where they should not.';

function leftOut({ prompt, leftOut }: ChosenColumns): readonly string[] {
  if (leftOut.length === 0) return [];
  const [they, are] = leftOut.length === 1 ? ['column', 'is'] : ['columns', 'are'];
  return [
    `The ${they} ${leftOut.join(', ')} ${are} no part of the prompt, since --prompt names other columns. Where an answer depends on them, they belong to it: --prompt ${[...prompt, ...leftOut].join(',')}.`,
  ];
}

/** The missing part of prompts whose pictures are not in the data. */
const PICTURES = 'pictures';

/** Columns that a question about them names. */
const ASKED = 5;

/** Columns that are not read, of which one may be a part of the prompt: most prompts have several answers, as they do where a part is missing. */
export function unreadParts(
  { unread }: TrainingSource,
  { conflictingPrompts, prompts }: PromptCounts,
): readonly string[] {
  return conflictingPrompts === null || 2 * conflictingPrompts < prompts ? [] : unread.slice(0, ASKED);
}

/** Asks whether the answer depends on one of these columns. */
export function dependsOnUnread(parts: readonly string[]): readonly string[] {
  if (parts.length === 0) return [];
  return [
    `Most prompts have different answers in different rows. Does the answer depend on a column that is not read (${parts.join(', ')})? A column that belongs to the question must be named with it: --prompt COLUMN,COLUMN.`,
  ];
}
