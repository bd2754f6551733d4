/** Reads answers of chat servers: a text to be graded, or the reason why there is none. */
import { isMapping } from '../../config/paths.js';
import { UserError } from '../../errors/userError.js';

/** The text of an answer. */
export interface ChatText {
  /** Without thinking, and without the blanks around it. */
  readonly text: string;
}

/** An answer that cannot be graded. */
export interface UnusableAnswer {
  /** One of a few phrases, by which such answers are counted. */
  readonly unusable: string;
}

/** An abstention that is not said in the text: the interface has a field of its own for refusals. */
export interface Refusal {
  readonly refusal: string;
}

/** Tokens that the server counted; null where it does not say. */
export interface TokenCounts {
  readonly prompt: number | null;
  readonly completion: number | null;
}

/** Tags between which models think aloud; some chat templates put the first one into the prompt. */
const THINKING = 'think|thinking|thought|reasoning';
const OPEN = new RegExp(`<(?:${THINKING})>`, 'i');
const CLOSED = new RegExp(`</(?:${THINKING})>`, 'gi');

/** Reasons for which a server ended an answer that is not one. */
const ENDINGS: Readonly<Record<string, string>> = {
  length: 'cut off',
  content_filter: 'removed by a content filter',
  tool_calls: 'a call of a tool',
  function_call: 'a call of a tool',
};

/** Reads an answer of `/v1/chat/completions`. What it says is data alone: nothing in it is obeyed. */
export function chatAnswer(answer: unknown): ChatText | UnusableAnswer | Refusal {
  const choice = choiceOf(answer)!;
  const { message, finish_reason: ending } = choice;
  if (typeof message.refusal === 'string' && message.refusal.trim() !== '') return { refusal: message.refusal.trim() };
  const ended = typeof ending === 'string' ? ENDINGS[ending] : undefined;
  if (ended !== undefined) return { unusable: ended };
  if (Array.isArray(message.tool_calls) && message.tool_calls.length > 0) return { unusable: 'a call of a tool' };
  const text = withoutThinking(contentOf(message.content));
  if (text === null) return { unusable: 'thinking without an end' };
  return text === '' ? { unusable: 'empty' } : { text };
}

/**
 * Checks that an answer has the form of the interface, before it is kept.
 * @throws UserError for an error that comes with the status of success, and for JSON of another form
 */
export function requireChatAnswer(answer: unknown, where: string): void {
  const choice = choiceOf(answer);
  if (choice !== null && choice.finish_reason !== 'error') return;
  const error = choice?.error ?? (isMapping(answer) ? answer.error : undefined);
  const words = isMapping(error) ? error.message : error;
  throw new UserError({
    code: 'not-a-chat',
    summary: 'the server does not answer as a chat does',
    where,
    found: typeof words === 'string' ? words : (JSON.stringify(answer) ?? 'nothing').slice(0, 200),
    allowed: 'JSON with choices[0].message, as OpenAI, vLLM and llama.cpp answer',
    hint: 'what was answered is kept: the same command goes on',
  });
}

/** Tokens of a request, as its answer tells them. */
export function tokenCounts(answer: unknown): TokenCounts {
  const usage = isMapping(answer) && isMapping(answer.usage) ? answer.usage : {};
  const count = (value: unknown): number | null =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < 2 ** 31 ? value : null;
  return { prompt: count(usage.prompt_tokens), completion: count(usage.completion_tokens) };
}

/** The text behind the last thought; null where a thought begins and does not end. */
export function withoutThinking(text: string): string | null {
  const last = [...text.matchAll(CLOSED)].at(-1);
  const rest = last === undefined ? text : text.slice(last.index + last[0].length);
  return OPEN.test(rest) ? null : rest.trim();
}

interface Choice {
  readonly message: Readonly<Record<string, unknown>>;
  readonly finish_reason?: unknown;
  readonly error?: unknown;
}

function choiceOf(answer: unknown): Choice | null {
  if (!isMapping(answer) || !Array.isArray(answer.choices)) return null;
  const choice: unknown = answer.choices[0];
  return isMapping(choice) && isMapping(choice.message) ? (choice as unknown as Choice) : null;
}

/** The content as one text: some servers give it in parts. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (isMapping(part) && typeof part.text === 'string' ? part.text : '')).join('');
}
