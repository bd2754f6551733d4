/** Conversations as one text, in the templates by which models are trained: marks of roles, each followed by what is said. */
import { saidBy, type Turn, turnsOf } from './turns.js';

/** A template: the mark of a role, and marks that end a turn or a text. */
interface Template {
  readonly role: RegExp;
  readonly ends: RegExp;
}

const TEMPLATES: readonly Template[] = [
  { role: /\n\n(Human|Assistant): ?/, ends: /(?!)/g }, // HH-RLHF
  { role: /<\|im_start\|>(\w+)\n?/, ends: /<\|im_end\|>|<\|endoftext\|>/g }, // ChatML
  { role: /<\|start_header_id\|>(\w+)<\|end_header_id\|>/, ends: /<\|(?:eot_id|begin_of_text|end_of_text)\|>/g }, // Llama 3
  { role: /<start_of_turn>(\w+)\n/, ends: /<end_of_turn>|<bos>|<eos>/g }, // Gemma
  { role: /<\|(system|user|assistant)\|>\n?/, ends: /<\/s>/g }, // Zephyr
  { role: /### ?(Human|Assistant|User|Instruction|Input|Response):/, ends: /<\/s>|<\|endoftext\|>/g }, // Guanaco, Alpaca
];

/** Roles of templates that roles of messages do not have. */
const ROLES: ReadonlyMap<string, string> = new Map([
  ['instruction', 'user'],
  ['input', 'user'],
  ['response', 'assistant'],
]);

/** @returns the turns of a text in one of the templates, of which one is an answer; null for any other text */
export function turnsOfTranscript(text: string): readonly Turn[] | null {
  for (const { role, ends } of TEMPLATES) {
    const [before, ...parts] = text.split(role);
    if (parts.length < 4) continue;
    const preface = before!.replace(ends, '').trim();
    const turns = Array.from({ length: parts.length / 2 }, (_, at) => {
      const name = parts[2 * at]!.toLowerCase();
      const content = parts[2 * at + 1]!.replace(ends, '').trim();
      return { role: ROLES.get(name) ?? name, content };
    });
    const read = turnsOf(turns);
    if (read?.some(({ speaker }) => speaker === 'assistant') === true)
      return preface === '' ? read : [saidBy('system', preface), ...read];
  }
  return null;
}
