/** Contents of messages as text: parts, pictures, calls of tools. */
import { isMapping, type Mapping } from '../../config/paths.js';

export interface ContentText {
  readonly text: string;
  /** True where a part calls a tool. */
  readonly calls: boolean;
  /** True where a part stands for a picture, a sound or a film that is not in the data. */
  readonly lacksMedia: boolean;
}

/**
 * JSON with keys in order and without nulls, in which tables of fixed columns write missing keys: the same for the same value,
 * however it was written.
 */
function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (!isMapping(value)) return JSON.stringify(value ?? null);
  const entries = Object.entries(value)
    .filter(([, each]) => each !== null && each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalText(each)}`).join(',')}}`;
}

/** A place in a text for a picture, a film or a sound (LLaVA, LLaMA-Factory). */
const PLACEHOLDER = /<(?:image|video|audio)>/;

/** Texts as they are; parts one after the other; a picture by its address or bytes; anything else as canonical JSON. */
export function contentText(content: unknown): ContentText {
  if (typeof content === 'string') return { ...plain(content), lacksMedia: PLACEHOLDER.test(content) };
  if (content === null || content === undefined) return plain('');
  if (Array.isArray(content)) {
    const parts = content.map(partText);
    return {
      text: parts.map(({ text }) => text).join(''),
      calls: parts.some(({ calls }) => calls),
      lacksMedia: parts.some(({ lacksMedia }) => lacksMedia),
    };
  }
  return isMapping(content) ? partText(content) : plain(String(content));
}

/** Parts that models think and do not say. */
const HIDDEN: ReadonlySet<unknown> = new Set(['thinking', 'reasoning', 'redacted_thinking']);

/** Keys of a part that say nothing of its content. */
const BESIDE: ReadonlySet<string> = new Set(['type', 'cache_control', 'index', 'detail']);

function partText(part: unknown): ContentText {
  if (!isMapping(part)) return contentText(part);
  if (HIDDEN.has(part.type) || part.thought === true) return plain('');
  if (Array.isArray(part.parts)) return contentText(part.parts);
  const call = part.type === 'tool_use' ? part : (part.functionCall ?? part.function_call ?? part.toolUse);
  if (isMapping(call)) return { text: callText(call), calls: true, lacksMedia: false };
  if (typeof part.text === 'string') return plain(part.text); // the parts beside it hold the pictures
  if (part.type === 'tool_result') return contentText(part.content);
  const rest = Object.entries(part).filter(([key, value]) => !BESIDE.has(key) && value !== null && value !== undefined);
  if (rest.length > 0) return plain(`[${canonicalText(Object.fromEntries(rest))}]`);
  return { text: `[${String(part.type)}]`, calls: false, lacksMedia: true };
}

/** A call as its tool and its arguments; the id, which is another one for each call, is left out. */
export function callText(call: Mapping): string {
  const named = isMapping(call.function) ? call.function : call;
  const given = named.arguments ?? named.input ?? named.args ?? null;
  return `${String(named.name ?? '')}(${canonicalText(typeof given === 'string' ? parsed(given) : given)})`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function plain(text: string): ContentText {
  return { text, calls: false, lacksMedia: false };
}
