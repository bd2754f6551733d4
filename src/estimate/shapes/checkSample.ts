/** The first rows of a file whose prompts or responses are lists or objects: refused where most are of an unknown shape. */
import type { Tables } from '../../data/openTables.js';
import { UserError } from '../../errors/userError.js';
import { type ConversationColumns, type ConversationTally, emptyTally, readConversation } from './conversations.js';

/** Shapes of prompts and responses that are read. */
const KNOWN_SHAPES =
  'texts; lists of messages with role and content, or from and value; trees of OpenAssistant; for responses also lists of texts';

/**
 * @param cells the first cells of each column that are not empty
 * @returns whether the conversations hold answers
 * @throws UserError that names the shape, or the roles where no turn is the assistant's
 */
export function checkSample(
  { files: [first] }: Tables,
  columns: ConversationColumns,
  cells: ReadonlyMap<string, readonly string[]>,
): boolean {
  const prompts = cells.get(columns.prompt) ?? [];
  const responses = columns.response === null ? [] : (cells.get(columns.response) ?? []);
  const asked = emptyTally();
  for (const prompt of prompts) readConversation(prompt, null, { ...columns, response: null }, asked);
  refuseUnknown(first.shown, columns.prompt, asked, prompts.length);
  const given = emptyTally();
  for (const response of responses)
    readConversation('?', response, { ...columns, alternating: false, nestedPrompt: false }, given);
  if (columns.response !== null) refuseUnknown(first.shown, columns.response, given, responses.length);
  const answered = asked.read === 0 || asked.withoutAnswer < asked.read;
  if (!answered && columns.response === null && columns.alternating && asked.read > 0)
    throw new UserError({
      code: 'no-answers',
      summary: 'no message is the assistant’s, so there are no answers',
      where: `${first.shown}, column ${columns.prompt}`,
      found: `the roles ${[...asked.roles].sort().slice(0, 12).join(', ')}`,
      allowed: 'assistant, gpt, model, bot, chatbot … for answers; user, human, prompter … for prompts',
      hint: 'rename the roles; or, where the answers have a column of their own, --response COLUMN',
    });
  return columns.response !== null || answered;
}

/** Returns whether any of these conversations holds an answer. */
export function holdsAnswers(cells: readonly string[], alternating: boolean): boolean {
  const tally = emptyTally();
  const columns = { prompt: '', response: null, alternating, nestedPrompt: true, nestedResponse: false } as const;
  for (const cell of cells) readConversation(cell, null, { ...columns, counted: 'last' }, tally);
  return tally.withoutAnswer < tally.read;
}

function refuseUnknown(file: string, column: string, { unreadable }: ConversationTally, rows: number): void {
  const unread = [...unreadable.values()].reduce((sum, each) => sum + each, 0);
  if (unread <= rows / 2) return;
  const [[shape]] = [...unreadable].sort(([, a], [, b]) => b - a);
  throw unknownShape(file, column, shape!);
}

function unknownShape(file: string, column: string, shape: string): UserError {
  return new UserError({
    code: 'unknown-shape',
    summary: 'prompts or responses have a shape that is not known',
    where: `${file}, column ${column}`,
    found: shape,
    allowed: KNOWN_SHAPES,
    hint: 'write each example as two texts, {"prompt": "…", "response": "…"}, and read that file',
  });
}
