/** A tally of conversations as warnings. */
import type { ConversationColumns, ConversationTally } from './conversations.js';

/** Roles and shapes that a warning shows. */
const SHOWN = 8;

export function conversationNotes(
  tally: ConversationTally,
  { counted, response }: ConversationColumns,
  hasMedia: boolean,
): readonly string[] {
  const { read, withoutAnswer, severalAnswers, calls, refusals, lacksMedia, ofSeveral, bareTrees, unreadable } = tally;
  const unread = [...unreadable.values()].reduce((sum, rows) => sum + rows, 0);
  const roles = [...tally.roles].sort().slice(0, SHOWN).join(', ');
  const notes: (string | false)[] = [
    unread > 0 &&
      `Rows of a shape that is not known were left out: ${unread} of ${read + unread} (${[...unreadable.keys()].slice(0, 2).join('; ')}).`,
    withoutAnswer > 0 &&
      withoutAnswer < read &&
      `Conversations without an answer count as abstentions: ${withoutAnswer} of ${read}${response === null ? `. The roles in the file are ${roles}` : ''}.`,
    severalAnswers > 0 &&
      counted === 'last' &&
      `Conversations with several answers: ${severalAnswers} of ${read}. Only the last answer of each counts, and everything before it is its prompt (--turns all counts every answer).`,
    calls > 0 && `The answer calls a tool in ${calls} rows. The tool and its arguments are the answer.`,
    refusals > 0 && `Answers that are marked as refusals count as abstentions: ${refusals}.`,
    lacksMedia > 0 &&
      !hasMedia &&
      `Conversations with a picture that they do not contain: ${lacksMedia} of ${read}. Prompts that differ in their picture alone count as the same, unless a column of pictures is read.`,
    ofSeveral > 0 && `Responses that list several answers: ${ofSeveral}. The first of each counts.`,
    bareTrees > 0 && `Trees without a reply were left out: ${bareTrees}.`,
  ];
  return notes.filter((note) => note !== false);
}
