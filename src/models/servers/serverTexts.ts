/** Texts that a server is asked: a prompt and a response in a template, which says what stands around them. */
import { UserError } from '../../errors/userError.js';

/** The stop with which every response of a corpus ends. */
const STOP = ' .';

export interface TextTemplate {
  /** The text up to where the response begins, without the space before it. */
  before(prompt: string): string;
  /** The text that follows it: the response, with the space before it. */
  response(response: string): string;
}

/**
 * Reads a template such as `{prompt} {response} .`, in which `{response}` stands for a response without its stop, so that what
 * follows it closes the response. Spaces before the response belong to it, as tokenizers have it.
 * @param isClosed responses end in what closes them; otherwise that is left out
 * @throws UserError for a template without both parts, or with the response first
 */
export function textTemplate(template: string, isClosed: boolean): TextTemplate {
  const parts = /^([^]*\{prompt\}[^]*?)(\s*)\{response\}([^]*)$/.exec(template);
  if (parts === null)
    throw new UserError({
      code: 'bad-template',
      summary: 'a template must hold {prompt}, and behind it {response}',
      keyPath: 'model.template',
      found: template,
      allowed: "such as '{prompt} {response} .' or 'The capital of {prompt} is {response}.'",
    });
  const [, front, space, closing] = parts;
  return {
    before: (prompt) => front.replaceAll('{prompt}', () => prompt),
    response: (response) =>
      `${space}${response.endsWith(STOP) ? response.slice(0, -STOP.length) : response}${isClosed ? closing : ''}`,
  };
}
