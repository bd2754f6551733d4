/** The columns that hold prompts and responses: named by the user, or recognised. */
import type { Tables } from '../data/openTables.js';
import { UserError } from '../errors/userError.js';

/** The columns of a training file that are read. */
export interface ChosenColumns {
  /** Several columns are joined; one column of chat messages where `chat`. */
  readonly prompt: readonly string[];
  readonly response: string | null;
  /** The column of how often each row counts; null: once. */
  readonly count: string | null;
  /** True where the prompt column holds lists of messages with role and content. The response is then the assistant's last message. */
  readonly chat: boolean;
}

/** The columns that the user named. */
export interface NamedColumns {
  readonly prompt?: string | undefined;
  readonly response?: string | undefined;
  readonly count?: string | undefined;
}

/** Names in common use, the likelier ones first. */
const PROMPTS: readonly (readonly string[])[] = [['instruction', 'input'], ['instruction'], ['prompt'], ['question']];
const RESPONSES: readonly string[] = ['completion', 'response', 'answer', 'output'];

/** @throws UserError where a named column is missing or none is recognised */
export async function chooseColumns(tables: Tables, { prompt, response, count }: NamedColumns): Promise<ChosenColumns> {
  const has = (column: string): boolean => tables.columns.includes(column);
  if (count !== undefined) await tables.require([count], '--count');
  if (response !== undefined) await tables.require([response], '--response');
  const chosen =
    prompt === undefined
      ? PROMPTS.find((columns) => columns.every(has))
      : has(prompt)
        ? [prompt]
        : prompt.split(',').map((column) => column.trim());
  const chat = prompt === 'messages' || (prompt === undefined && has('messages') && response === undefined);
  if (chat) {
    await tables.require(['messages'], '--prompt');
    return { prompt: ['messages'], response: null, count: count ?? null, chat };
  }
  if (chosen === undefined) throw unrecognised(tables);
  await tables.require(chosen, '--prompt');
  const other = RESPONSES.find((column) => has(column) && !chosen.includes(column));
  return { prompt: chosen, response: response ?? other ?? null, count: count ?? null, chat };
}

function unrecognised({ files: [first], columns }: Tables): UserError {
  return new UserError({
    code: 'no-prompt-column',
    summary: 'no column of prompts is recognised',
    where: first.shown,
    found:
      first.columns.length === 0
        ? 'no columns'
        : (columns.length > 0 ? columns : first.columns)
            .slice(0, 20)
            .map((name) => JSON.stringify(name))
            .join(', '),
    allowed: 'messages, instruction (and input), prompt or question',
    hint: 'name it: --prompt COLUMN, and --response COLUMN',
  });
}
