/** The columns that hold prompts and responses: named by the user, or recognised by names and by what stands in them. */
import type { Database } from '../data/database.js';
import type { Tables } from '../data/openTables.js';
import { tableColumn } from '../data/tableFile.js';
import { cellOf, isConversation } from './shapes/cellShapes.js';
import { checkSample, holdsAnswers } from './shapes/checkSample.js';
import {
  CHOICES,
  COMPANIONS,
  CONVERSATIONS,
  LETTERED,
  MORE_LETTERS,
  PROMPTS,
  RESPONSES,
  TEXTS,
  TRIPLES,
  WITH_PROMPT,
} from './shapes/columnNames.js';
import type { CountedTurns } from './shapes/conversationExamples.js';
import type { ConversationColumns } from './shapes/conversations.js';
import { sampleCells } from './shapes/sampleCells.js';
import { turnsOfTranscript } from './shapes/transcripts.js';
import { unrecognised } from './shapes/unrecognised.js';

/** The columns of a training file that are read. */
export interface ChosenColumns {
  /** Several columns are joined. */
  readonly prompt: readonly string[];
  readonly response: string | null;
  /** The column of how often each row counts; null: once. */
  readonly count: string | null;
  /** Set where prompts or responses are lists or objects; its `prompt` is one of `prompt`. */
  readonly conversation: ConversationColumns | null;
  /** True where rows have answers, be it in a column of their own or in a conversation. */
  readonly answers: boolean;
  /** True where prompts or responses may be numbers, which have several forms: 3 and 3.0. */
  readonly numbers: boolean;
  /** Columns that are not read, in order. */
  readonly unread: readonly string[];
  /** Columns that look like a part of the prompt, and are not read since the user named others. */
  readonly leftOut: readonly string[];
  /** True where a column `label` tells wanted responses from others, as in unpaired preferences of TRL. */
  readonly rated: boolean;
}

/** The columns that the user named. */
export interface NamedColumns {
  readonly prompt?: string | undefined;
  readonly response?: string | undefined;
  readonly count?: string | undefined;
  /** Column of groups, such as relations. */
  readonly by?: string | undefined;
  /** Column of documents: rows of one document are not independent. */
  readonly document?: string | undefined;
  /** Answers of a conversation that count; left out: the last. */
  readonly turns?: CountedTurns | undefined;
}

/** @throws UserError where a named column is missing, none is recognised, or what stands in them is of an unknown shape */
export async function chooseColumns(database: Database, tables: Tables, named: NamedColumns): Promise<ChosenColumns> {
  const { count, response, turns = 'last' } = named;
  if (count !== undefined) await tables.require([count], '--count');
  if (response !== undefined) await tables.require([response], '--response');
  const all = [...new Set(tables.files.flatMap(({ columns }) => columns))];
  const [likely, others] = candidates(tables.columns, named);
  const first = await sampleCells(database, tables, likely);
  const early = await promptAndResponse(tables, named, first);
  const cells = early === null ? new Map([...first, ...(await sampleCells(database, tables, others))]) : first;
  const chosen = early ?? onlyConversation(cells, response);
  if (chosen === null) throw unrecognised(tables, cells);
  const holdsConversations = (column: string): boolean => areConversations(cells, column);
  const apart = [count, named.by, named.document];
  const companions = companionsOf(all, chosen).filter((column) => !apart.includes(column));
  const prompt = named.prompt === undefined ? [...chosen.prompt, ...companions] : chosen.prompt;
  const read = [...prompt, chosen.response, ...apart];
  const nested = (column: string | null): boolean =>
    column !== null && tables.files.some((file) => file.nested?.includes(tableColumn(file, column) ?? '') === true);
  const structured = (column: string): boolean =>
    nested(column) || holdsConversations(column) || cells.get(column)?.some(isPrintedByPython) === true;
  const spoken = chosen.prompt.find(structured) ?? (isListed(chosen.prompt[0]!) ? chosen.prompt[0] : undefined);
  const conversation: ConversationColumns | null =
    spoken === undefined && (chosen.response === null || !structured(chosen.response))
      ? null
      : {
          prompt: spoken ?? chosen.prompt[0]!,
          response: chosen.response,
          alternating: spoken !== undefined && (isListed(spoken) || isText(spoken)),
          nestedPrompt: spoken !== undefined && nested(spoken),
          nestedResponse: nested(chosen.response),
          counted: turns,
        };
  const answered = conversation !== null && checkSample(tables, conversation, cells);
  return {
    prompt,
    response: chosen.response,
    count: count ?? null,
    conversation,
    answers: chosen.response !== null || answered,
    numbers: [...prompt, chosen.response ?? ''].some((column) => (cells.get(column) ?? []).some(isNumber)),
    unread: all.filter((column) => !read.includes(column)),
    leftOut: named.prompt === undefined ? [] : companions,
    rated: all.includes('completion') && (cells.get('label') ?? []).some(isFalse),
  };
}

interface PromptAndResponse {
  readonly prompt: readonly string[];
  readonly response: string | null;
}

type Cells = ReadonlyMap<string, readonly string[]>;

async function promptAndResponse(
  tables: Tables,
  { prompt, response }: NamedColumns,
  cells: Cells,
): Promise<PromptAndResponse | null> {
  const find = (name: string): string | undefined => tableColumn(tables, name) ?? undefined;
  const findAll = (names: readonly string[]): readonly string[] | undefined => {
    const found = names.map(find).filter((each) => each !== undefined);
    return found.length === names.length ? found : undefined;
  };
  const beside = (columns: readonly string[]): PromptAndResponse => {
    const spoken = columns.find((column) => areConversations(cells, column));
    const answered = spoken !== undefined && holdsAnswers(cells.get(spoken)!, isListed(spoken));
    const other = RESPONSES.map(find).find((column) => column !== undefined && !columns.includes(column));
    return { prompt: columns, response: response ?? (answered ? null : (other ?? null)) };
  };
  if (prompt !== undefined) {
    const columns = tables.columns.includes(prompt) ? [prompt] : prompt.split(',').map((column) => column.trim());
    await tables.require(columns, '--prompt');
    return beside(columns);
  }
  const listed = CONVERSATIONS.map(find).filter((column) => column !== undefined);
  const spoken = listed.find((column) => areConversations(cells, column)) ?? find('messages');
  if (spoken !== undefined && response === undefined) return beside([spoken]);
  const known = PROMPTS.map(findAll).find((columns) => columns !== undefined);
  if (known !== undefined) return beside(known);
  const triple = TRIPLES.map(findAll).find((columns) => columns !== undefined);
  if (triple !== undefined) return { prompt: triple.slice(0, 2), response: response ?? triple[2]! };
  const transcribed = TEXTS.map(find).find((column) => column !== undefined && areConversations(cells, column));
  const whole = spoken ?? find(WITH_PROMPT) ?? transcribed;
  return whole === undefined ? null : { prompt: [whole], response: response ?? null };
}

/** The only column that holds conversations, whatever its name. */
function onlyConversation(cells: Cells, response: string | undefined): PromptAndResponse | null {
  const columns = [...cells.keys()].filter((column) => areConversations(cells, column));
  return columns.length === 1 ? { prompt: columns, response: response ?? null } : null;
}

function areConversations(cells: Cells, column: string): boolean {
  const sample = cells.get(column) ?? [];
  const holds = (cell: string): boolean =>
    isConversation(cellOf(cell), isListed(column)) || (isText(column) && turnsOfTranscript(cell) !== null);
  return sample.filter(holds).length > sample.length / 2;
}

/** Returns whether a column's name is one of those of conversations. */
function isListed(column: string): boolean {
  return [...CONVERSATIONS, WITH_PROMPT].includes(column.toLowerCase());
}

/** Returns whether a column's name is one of those of whole texts, which may be conversations in a template. */
function isText(column: string): boolean {
  return TEXTS.includes(column.toLowerCase());
}

function isPrintedByPython(cell: string): boolean {
  return cellOf(cell).kind === 'python';
}

function companionsOf(all: readonly string[], { prompt, response }: PromptAndResponse): readonly string[] {
  const named = COMPANIONS.map((name) => tableColumn({ columns: all }, name));
  const lettered = LETTERED.every((letter) => all.includes(letter));
  const choices = all.filter((column) => CHOICES.test(column) || (lettered && MORE_LETTERS.test(column)));
  return [...named, ...choices].filter(
    (column) => column !== null && !prompt.includes(column) && column !== response,
  ) as readonly string[];
}

/** Columns whose first cells are looked at: those that have a known name, and the others. */
function candidates(
  columns: readonly string[],
  { prompt, response, count }: NamedColumns,
): readonly [likely: readonly string[], others: readonly string[]] {
  const names = [...CONVERSATIONS, ...PROMPTS.flat(), ...RESPONSES, ...TRIPLES.flat(), ...TEXTS, 'label'].map((name) =>
    name.toLowerCase(),
  );
  const named = [prompt, ...(prompt?.split(',').map((column) => column.trim()) ?? []), response].filter(
    (each) => each !== undefined,
  );
  const likely = columns.filter((column) => names.includes(column.toLowerCase()));
  const looked = [...new Set([...likely, ...named])].filter((column) => column !== count);
  return [looked, columns.filter((column) => !looked.includes(column) && column !== count)];
}

function isFalse(cell: string): boolean {
  return cell.toLowerCase() === 'false';
}

const NUMBER = /^[-+]?\d+(?:\.0+)?$/;

function isNumber(cell: string): boolean {
  return NUMBER.test(cell.trim());
}
