/** The key of a server: read from the environment alone, and shown nowhere. */
import { UserError } from '../errors/userError.js';

/** The variable that is read where the user names none. */
const KEY_VARIABLE = 'HALLUCINATION_RATE_KEY';

/**
 * The key in an environment variable; undefined where there is none.
 * @param named the variable that the user named, which must then be set
 * @throws UserError for a named variable that is not set, or a key that no header can hold
 */
export function keyFrom(environment: NodeJS.ProcessEnv, named: string | undefined): string | undefined {
  const variable = named ?? KEY_VARIABLE;
  const key = environment[variable]?.trim();
  if (key === undefined || key === '') {
    if (named === undefined) return undefined;
    throw new UserError({
      code: 'no-key',
      summary: 'the environment variable of the key is not set',
      where: `--key-variable ${variable}`,
      hint: `set it in the shell that gives the command: export ${variable}=…`,
    });
  }
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new UserError({
    code: 'bad-key',
    summary: 'the key holds characters that no key has',
    where: `the environment variable ${variable}`,
    allowed: 'printable characters of ASCII without spaces',
  });
}

/** The text without the key, should a server have repeated it. */
export function withoutKey(text: string, key: string | undefined): string {
  return key === undefined ? text : text.replaceAll(key, '[key]');
}
