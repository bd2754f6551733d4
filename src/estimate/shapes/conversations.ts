/** Rows whose prompt or response is a list or an object → examples, with a tally of what a user should know of them. */
import type { Mapping } from '../../config/paths.js';
import { answerOf } from './answerValues.js';
import { cellOf, isTree, type ShapedCell, shapeWords } from './cellShapes.js';
import { answersIn, type CountedTurns, type Example, examplesOf, examplesOfTree } from './conversationExamples.js';
import { turnsOfTranscript } from './transcripts.js';
import { saidBy, type Turn, turnsOf } from './turns.js';

/** The columns of a row that hold lists or objects, and how they are read. */
export interface ConversationColumns {
  /** The column of conversations, trees or other prompts. */
  readonly prompt: string;
  /** The column of responses; null where the conversation holds the answer. */
  readonly response: string | null;
  /** True for a column of conversations alone: a list of texts is one, in which the user begins, and a bare text is none. */
  readonly alternating: boolean;
  /** True where values are lists and objects of the file itself; then each must have a known shape. */
  readonly nestedPrompt: boolean;
  readonly nestedResponse: boolean;
  readonly counted: CountedTurns;
}

/** Counts of rows. Each row of a table adds to it once. */
export interface ConversationTally {
  /** Rows with a conversation, a tree, or a prompt of another kind. */
  read: number;
  /** Rows of an unknown shape, and the shapes in words. */
  readonly unreadable: Map<string, number>;
  /** Conversations without an answer, and the roles in all conversations. */
  withoutAnswer: number;
  readonly roles: Set<string>;
  /** Conversations with several answers. */
  severalAnswers: number;
  /** Examples whose answer calls a tool, or refuses. */
  calls: number;
  refusals: number;
  /** Rows with a place for a picture that is not in the conversation. */
  lacksMedia: number;
  /** Rows whose first of several answers counts. */
  ofSeveral: number;
  /** Trees without a reply. */
  bareTrees: number;
}

export function emptyTally(): ConversationTally {
  return {
    read: 0,
    unreadable: new Map(),
    withoutAnswer: 0,
    roles: new Set(),
    severalAnswers: 0,
    calls: 0,
    refusals: 0,
    lacksMedia: 0,
    ofSeveral: 0,
    bareTrees: 0,
  };
}

/** A row's example as texts; `answer` is empty where there is none. */
export interface ExampleTexts {
  readonly prompt: string;
  readonly answer: string;
}

const NONE: ExampleTexts = { prompt: '', answer: '' };

/**
 * The examples of a row. A row of an unknown shape gives one with an empty prompt, which is counted as such.
 * @param response null where there is no column, or no value
 */
export function readConversation(
  prompt: string | null,
  response: string | null,
  columns: ConversationColumns,
  tally: ConversationTally,
): readonly ExampleTexts[] {
  if (prompt === null || prompt.trim() === '') return [NONE];
  const cell = cellOf(prompt);
  if (cell.kind === 'value' && Array.isArray(cell.value) && cell.value.length === 0) return [NONE];
  if (cell.kind === 'value' && isTree(cell.value)) return read(treeExamples(cell.value, tally), tally);
  const asked = askedTurns(cell, prompt, columns);
  const given = columns.response === null ? NO_ANSWER : givenTurns(response, columns);
  if (asked === null || given === null) {
    const shape = shapeWords(asked === null ? cell : cellOf(response!));
    tally.unreadable.set(shape, (tally.unreadable.get(shape) ?? 0) + 1);
    return [NONE];
  }
  if (given.ofSeveral) tally.ofSeveral++;
  return read(conversationExamples(joined(asked, given.turns), columns, tally), tally);
}

const NO_ANSWER = { turns: [] as readonly Turn[], ofSeveral: false };

function read(examples: readonly Example[], tally: ConversationTally): readonly ExampleTexts[] {
  tally.read++;
  return examples.map(({ prompt, answer }) => {
    if (answer?.calls === true) tally.calls++;
    if (answer?.refuses === true) tally.refusals++;
    return { prompt, answer: answer === null || answer.refuses ? '' : answer.text };
  });
}

function askedTurns(cell: ShapedCell, text: string, columns: ConversationColumns): readonly Turn[] | null {
  if (cell.kind === 'value') {
    const turns = turnsOf(cell.value, columns.alternating);
    if (turns !== null) return turns;
    if (columns.nestedPrompt) return null;
  }
  if (cell.kind === 'python' || cell.kind === 'twice') return null;
  const transcript = columns.response === null ? turnsOfTranscript(text) : null;
  if (transcript !== null) return transcript;
  return columns.response === null && columns.alternating ? null : [saidBy('user', text)];
}

function givenTurns(text: string | null, { nestedResponse }: ConversationColumns): typeof NO_ANSWER | null {
  if (text === null || text.trim() === '') return NO_ANSWER;
  const cell = cellOf(text);
  if (cell.kind === 'python' || cell.kind === 'twice') return null;
  if (cell.kind === 'value') {
    if (nestedResponse) return answerOf(cell.value);
    const turns = turnsOf(cell.value);
    if (turns !== null) return { turns, ofSeveral: false };
  }
  return { turns: [saidBy('assistant', text)], ofSeveral: false };
}

/** The conversation of both columns; a response that repeats the prompt before it answers is the whole conversation. */
function joined(asked: readonly Turn[], given: readonly Turn[]): readonly Turn[] {
  const repeats =
    given.length > asked.length &&
    asked.every(({ text, speaker }, at) => given[at]!.text === text && given[at]!.speaker === speaker);
  return repeats ? given : [...asked, ...given];
}

function conversationExamples(
  turns: readonly Turn[],
  { counted }: ConversationColumns,
  tally: ConversationTally,
): readonly Example[] {
  const answers = answersIn(turns);
  for (const { role } of turns) tally.roles.add(role);
  if (answers.length === 0) tally.withoutAnswer++;
  if (answers.length > 1) tally.severalAnswers++;
  if (turns.some(({ lacksMedia }) => lacksMedia)) tally.lacksMedia++;
  return examplesOf(turns, counted);
}

function treeExamples(tree: Mapping, tally: ConversationTally): readonly Example[] {
  const examples = examplesOfTree(tree);
  if (examples.length === 0) tally.bareTrees++;
  return examples;
}
