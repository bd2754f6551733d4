/** Parts of a server's answer, which may have any shape. */
import { UserError } from '../../errors/userError.js';

/** A part that is an object. @throws UserError */
export function objectIn(part: unknown, where: string): Record<string, unknown> {
  if (typeof part === 'object' && part !== null && !Array.isArray(part)) return part as Record<string, unknown>;
  throw answerProblem(where, shown(part), 'an object');
}

/** A part that is a list. @throws UserError */
export function listIn(part: unknown, where: string, name: string): readonly unknown[] {
  if (Array.isArray(part)) return part as readonly unknown[];
  throw answerProblem(where, `${name}: ${shown(part)}`, 'a list');
}

/** A part that is a number. @throws UserError */
export function numberIn(part: unknown, where: string): number {
  if (typeof part === 'number' && !Number.isNaN(part)) return part;
  throw answerProblem(where, shown(part), 'a number');
}

/** An error for an answer that is not what was asked for. */
export function answerProblem(where: string, found: string, allowed: string): UserError {
  return new UserError({
    code: 'other-answer',
    summary: 'the server answers something else than was asked',
    where,
    found,
    allowed,
    hint: 'is the dialect right? --dialect vllm|llama.cpp|openai|sampled',
  });
}

function shown(part: unknown): string {
  return part === undefined ? 'nothing' : JSON.stringify(part).slice(0, 200);
}
