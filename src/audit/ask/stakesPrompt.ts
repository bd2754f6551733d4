/** Prompts: the question alone (a closed rubric), or with the stakes stated (an open one) [N26]. */
import { UserError } from '../../errors/userError.js';

/** A message of a chat. */
export interface ChatMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
}

/**
 * The statement of [K25 §4.2], with t = λ/(1 + λ) in per cent and λ as a number. Places in braces are filled: the question, the
 * penalty (3), the same with its noun (3 points, 1 point), and the target (75%).
 */
export const STAKES_TEMPLATE = `{question}

Answer only if you are more than {target} confident, since mistakes are penalized {points}, while correct answers receive 1 point, and an answer of "I don't know" receives 0 points.`;

/**
 * The messages of a prompt.
 * @param penalty the penalty that is stated; null to ask the question alone
 */
export function messagesOf(
  question: string,
  penalty: number | null,
  { template, system }: { readonly template: string; readonly system: string | undefined },
): readonly ChatMessage[] {
  const content =
    penalty === null
      ? question
      : filled(template, {
          question,
          penalty: shortNumber(penalty),
          points: `${shortNumber(penalty)} ${penalty === 1 ? 'point' : 'points'}`,
          target: `${shortNumber((100 * penalty) / (1 + penalty))}%`,
        });
  return [...(system === undefined ? [] : [{ role: 'system', content: system } as const]), { role: 'user', content }];
}

/** Puts values into the places of a template, in one pass: what stands in a value is no place. */
export function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/**
 * Checks a user's template.
 * @param needed places of which each group needs one
 * @throws UserError for a place that it lacks
 */
export function checkTemplate(template: string, needed: readonly (readonly string[])[], where: string): void {
  const lacking = needed.find((group) => !group.some((name) => template.includes(`{${name}}`)));
  if (lacking === undefined) return;
  throw new UserError({
    code: 'bad-template',
    summary: 'the template lacks a place',
    where,
    found: template.trim().slice(0, 100) || 'nothing',
    allowed: lacking.map((name) => `{${name}}`).join(' or '),
  });
}

/** A number in at most six digits. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}
