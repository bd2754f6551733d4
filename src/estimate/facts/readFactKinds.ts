/** The kinds of facts that `--extract` names: patterns, or a YAML file of them. */
import { readFile } from 'node:fs/promises';
import { parseYaml } from '../../config/load/yamlText.js';
import { isMapping } from '../../config/paths.js';
import { UserError } from '../../errors/userError.js';
import { type FactKind, factPattern } from './factPattern.js';

const YAML = /\.ya?ml$/i;

/**
 * @param texts patterns in several wordings of one kind of fact; or the name of one YAML file
 * @throws UserError for a file that cannot be read, and for patterns without the groups of a fact
 */
export async function readFactKinds(texts: readonly string[]): Promise<readonly FactKind[]> {
  const [first] = texts;
  if (!texts.some((text) => YAML.test(text)))
    return [{ name: null, wordings: texts.map((text) => factPattern(text, '--extract')) }];
  if (texts.length > 1)
    throw new UserError({
      code: 'usage',
      summary: 'a file of patterns stands alone',
      where: '--extract',
      found: texts.join(' '),
      hint: 'write all patterns into one file',
    });
  const { value, locate } = parseYaml(await textOf(first!), (line, column) => `${first}:${line}:${column}`);
  const kinds = isMapping(value) ? Object.entries(value) : [];
  if (kinds.length === 0)
    throw new UserError({
      code: 'bad-patterns',
      summary: 'the file names no kinds of facts',
      where: first,
      allowed: "lines such as  born: '(?<prompt>…) was born on (?<response>…)', or a list of patterns under a name",
    });
  return kinds.map(([name, patterns]) => {
    const wordings = Array.isArray(patterns) ? patterns : [patterns];
    if (wordings.length === 0 || !wordings.every((each) => typeof each === 'string'))
      throw new UserError({
        code: 'bad-patterns',
        summary: 'the patterns of a kind of facts are not texts',
        where: locate([name]),
        keyPath: name,
        allowed: 'a pattern in single quotes, or a list of them',
      });
    return {
      name: kinds.length > 1 ? name : null,
      wordings: wordings.map((text: string) => factPattern(text, locate([name]))),
    };
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError({
      code: code === 'ENOENT' ? 'no-file' : 'unreadable',
      summary: code === 'ENOENT' ? 'there is no such file of patterns' : 'the file of patterns cannot be read',
      where: `--extract ${file}`,
      ...(code !== 'ENOENT' && { found: code }),
    });
  }
}
