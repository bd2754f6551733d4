/** Patterns that find facts in raw text: regular expressions of RE2 with named groups. */
import { UserError } from '../../errors/userError.js';

/** Patterns of one kind of fact, in several wordings; where two match at one place, the first counts. */
export interface FactKind {
  /** The kind's name, which belongs to its prompts; null where there is one kind only. */
  readonly name: string | null;
  readonly wordings: readonly FactPattern[];
}

export interface FactPattern {
  /** The text in the syntax of RE2. */
  readonly expression: string;
  /** Number of groups that capture. */
  readonly groups: number;
  /** Numbers of the groups that make the prompt, in order, and of the response. */
  readonly prompt: readonly number[];
  readonly response: number;
}

const ALLOWED = '(?<prompt>…) and (?<response>…), or (?<subject>…), (?<relation>…) and (?<object>…), each once';

/**
 * Reads a pattern. Named groups may be written `(?<name>…)` or `(?P<name>…)`.
 * @param where the flag or place in a file, for messages
 * @throws UserError where the named groups are not those that are needed
 */
export function factPattern(text: string, where: string): FactPattern {
  const names = groupNames(text);
  const numbered = (name: string): readonly number[] => names.flatMap((each, at) => (each === name ? [at + 1] : []));
  const [prompt, response, subject, relation, object] = ['prompt', 'response', 'subject', 'relation', 'object'].map(
    numbered,
  );
  const asPair =
    prompt!.length === 1 && response!.length === 1 && [subject, relation, object].every((each) => each!.length === 0);
  const asTriple =
    subject!.length === 1 &&
    object!.length === 1 &&
    relation!.length <= 1 &&
    prompt!.length === 0 &&
    response!.length === 0;
  if (!asPair && !asTriple)
    throw new UserError({
      code: 'bad-pattern',
      summary: 'the pattern does not name the groups of a fact',
      where,
      found: `${text.slice(0, 200)} with ${names.filter((name) => name !== null).join(', ') || 'no named group'}`,
      allowed: ALLOWED,
      hint: `'(?<prompt>[A-Z]\\w+ [A-Z]\\w+) was born on (?<response>\\w+ \\d+)'`,
    });
  return {
    expression: text.replace(/(\\.)|\(\?</gs, (whole, escaped: string | undefined) =>
      escaped === undefined ? '(?P<' : whole,
    ),
    groups: names.length,
    prompt: asPair ? prompt! : [...subject!, ...relation!],
    response: asPair ? response![0]! : object![0]!,
  };
}

/** The names of the groups that capture, in order; null for a group without a name. */
function groupNames(text: string): readonly (string | null)[] {
  // Escaped characters, classes and quoted texts hold no groups.
  const token = /\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\((?:\?P?<(\w+)>|\?)?/gs;
  return [...text.matchAll(token)].flatMap(([whole, name]) =>
    whole === '(' ? [null] : name === undefined ? [] : [name],
  );
}
