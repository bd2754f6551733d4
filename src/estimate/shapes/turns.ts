/** Conversations, in the shapes in which people keep them: a cell's value → turns of known speakers. */
import { isMapping, type Mapping } from '../../config/paths.js';
import { callText, contentText } from './messageContents.js';

/** The part that a turn plays in a conversation; `unknown` for a role that no list of roles knows. */
export type Speaker = 'system' | 'user' | 'assistant' | 'tool' | 'unknown';

export interface Turn {
  readonly speaker: Speaker;
  /** The role as it was found: "gpt". */
  readonly role: string;
  /** Words of the turn, with calls of tools and pictures as text. */
  readonly text: string;
  /** False for a turn that its data mark as not to be trained on (`weight: 0`, `train: false`). */
  readonly trained: boolean;
  /** True where the turn calls a tool. */
  readonly calls: boolean;
  /** True where the data mark the turn as a refusal. */
  readonly refuses: boolean;
  /** True where the turn has a place for a picture, but not the picture. */
  readonly lacksMedia: boolean;
}

/**
 * Roles and their speakers, in lower case: OpenAI and Hugging Face, ShareGPT (FastChat, Axolotl, LLaMA-Factory), Gemini and Gemma,
 * Cohere, OpenAssistant, Llama.
 */
const SPEAKERS: ReadonlyMap<string, Speaker> = new Map(
  (
    [
      ['system', 'system developer'],
      ['user', 'user human prompter'],
      ['assistant', 'assistant gpt model bot chatbot chatgpt claude gemini bing bard ai llm function_call tool_call'],
      ['tool', 'tool function observation ipython tool_response function_response tool_result'],
    ] as const
  ).flatMap(([speaker, roles]) => roles.split(' ').map((role) => [role, speaker] as const)),
);

/** Roles of turns whose text is a call of a tool. */
const CALLING: ReadonlySet<string> = new Set(['function_call', 'tool_call']);

const ROLE_KEYS = ['role', 'from', 'speaker', 'sender', 'author'] as const;
const CONTENT_KEYS = ['content', 'value', 'text', 'message', 'utterance', 'parts', 'body', 'output'] as const;

/** Keys of objects that hold a question and its answer: `{"human": …, "assistant": …}`. */
const ASKING: ReadonlySet<string> = new Set([
  'user',
  'human',
  'prompt',
  'question',
  'instruction',
  'input',
  'query',
  'q',
]);
const ANSWERING: ReadonlySet<string> = new Set([
  'assistant',
  'gpt',
  'bot',
  'model',
  'answer',
  'response',
  'output',
  'completion',
  'a',
]);

/** Keys under which an object holds a whole conversation. */
const HOLDERS = ['messages', 'conversations', 'conversation', 'contents', 'turns'] as const;

/**
 * The turns of a conversation in one of these shapes: a list of messages (role and content, from and value, role and parts); a list of
 * pairs; an object that holds such a list, with `system` and `tools` beside it; one message or pair.
 * @param alternating true where a list of texts, or of pairs of texts, is a conversation, in which the user begins
 * @returns null for any other value
 */
export function turnsOf(value: unknown, alternating = false): readonly Turn[] | null {
  if (Array.isArray(value)) return turnsOfList(value, alternating);
  if (!isMapping(value)) return null;
  const holder = HOLDERS.find((key) => Array.isArray(value[key]));
  if (holder === undefined) return turnsOfMessage(value) ?? turnsOfPair(value);
  const turns = turnsOf(value[holder], true);
  const before = (['system', 'system_instruction', 'systemInstruction', 'tools', 'functions'] as const)
    .map((key) => contentText(value[key]).text)
    .filter((text) => text !== '');
  return turns && [...before.map((text) => saidBy('system', text)), ...turns];
}

/** A turn that only has a text. */
export function saidBy(speaker: Exclude<Speaker, 'unknown'>, text: string): Turn {
  return { speaker, role: speaker, text, trained: true, calls: false, refuses: false, lacksMedia: false };
}

function turnsOfList(list: readonly unknown[], alternating: boolean): readonly Turn[] | null {
  if (list.length === 0) return null;
  if (list.every((each) => typeof each === 'string'))
    return alternating ? list.map((text, at) => saidBy(at % 2 === 0 ? 'user' : 'assistant', text)) : null;
  const turns: Turn[] = [];
  for (const each of list) {
    const here = isMapping(each)
      ? (turnsOfMessage(each) ?? turnsOfPair(each))
      : alternating
        ? turnsOfTuple(each)
        : null;
    if (here === null) return null;
    turns.push(...here);
  }
  return turns;
}

function turnsOfMessage(message: Mapping): readonly Turn[] | null {
  const role = roleOf(message) ?? roleOfItem(message);
  if (role === null) return null;
  if (role === HIDDEN_ITEM) return [];
  const key = contentKeyOf(message);
  const called = message.type === 'function_call' ? [message] : callsIn(message);
  if (key === undefined && called.length === 0 && typeof message.refusal !== 'string') return null;
  const { text, calls, lacksMedia } = contentText(key === undefined ? null : message[key]);
  const refuses = typeof message.refusal === 'string' && message.refusal !== '' && text === '';
  const known = role.toLowerCase();
  const whole = called.length === 0 ? text : [...(text === '' ? [] : [text]), ...called.map(callText)].join('\n');
  return [
    {
      speaker: SPEAKERS.get(known) ?? 'unknown',
      role,
      text: refuses ? String(message.refusal) : whole,
      trained: message.weight !== 0 && message.train !== false && message.training !== false,
      calls: calls || called.length > 0 || CALLING.has(known),
      refuses,
      lacksMedia,
    },
  ];
}

/** Items without a role, as OpenAI's Responses have them: calls of tools, their results, and hidden thoughts. */
const ITEMS: ReadonlyMap<unknown, string> = new Map([
  ['function_call', 'assistant'],
  ['function_call_output', 'tool'],
  ['reasoning', 'reasoning'],
]);

const HIDDEN_ITEM = 'reasoning';

function roleOfItem({ type }: Mapping): string | null {
  return ITEMS.get(type) ?? null;
}

const NO_CALLS: readonly Mapping[] = [];

function callsIn({ tool_calls: list, function_call: one }: Mapping): readonly Mapping[] {
  return Array.isArray(list) || isMapping(one) ? [list, one].flat().filter(isMapping) : NO_CALLS;
}

/** The key of the content: one that has a value; tables of fixed columns have the others, too, and null in them. */
function contentKeyOf(message: Mapping): string | undefined {
  let empty: string | undefined;
  for (const key of CONTENT_KEYS) {
    const value = message[key];
    if (value !== null && value !== undefined) return key;
    if (value === null) empty ??= key;
  }
  return empty;
}

function roleOf(message: Mapping): string | null {
  for (const key of ROLE_KEYS) {
    const role = message[key];
    if (typeof role === 'string' && role !== '') return role;
    if (isMapping(role) && typeof role.role === 'string') return role.role;
  }
  return null;
}

function turnsOfPair(pair: Mapping): readonly Turn[] | null {
  const texts = Object.entries(pair).filter(([, text]) => typeof text === 'string');
  const [asked, answered] = [ASKING, ANSWERING].map((keys) => texts.filter(([key]) => keys.has(key.toLowerCase())));
  if (asked.length !== 1 || answered.length !== 1) return null;
  const system = typeof pair.system === 'string' && pair.system !== '' ? [saidBy('system', pair.system)] : [];
  return [...system, saidBy('user', String(asked[0]![1])), saidBy('assistant', String(answered[0]![1]))];
}

function turnsOfTuple(tuple: unknown): readonly Turn[] | null {
  if (!Array.isArray(tuple) || tuple.length !== 2) return null;
  const [asked, answered] = tuple as unknown[];
  return typeof asked === 'string' && typeof answered === 'string'
    ? [saidBy('user', asked), saidBy('assistant', answered)]
    : null;
}
