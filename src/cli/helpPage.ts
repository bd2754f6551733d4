/** The page that is shown where no command is named: commands in groups, by what people want of them. */
import { wrap } from '../report/terminal/wrap.js';
import type { ListedCommand } from './listedCommand.js';
import { examples } from './options/examples.js';

export function helpPage(commands: Readonly<Record<string, readonly ListedCommand[]>>, width: number): string {
  const longest = Math.max(...Object.values(commands).flatMap((group) => group.map(({ name }) => name.length)));
  const groups = Object.entries(commands).map(([title, group]) => [
    `${title}:`,
    ...group.map(({ name, describe }) =>
      wrap(`  ${name.padEnd(longest)}  ${describe}`, width, ' '.repeat(longest + 4)),
    ),
    '',
  ]);
  return `${[
    'hallucination-rate <command>',
    '',
    'How much must a language model trained on given data hallucinate, and why?',
    '',
    ...groups.flat(),
    examples(
      ['estimate train.jsonl', 'the error that your own data foretell'],
      ['score --example', 're-score graded answers of real models so that guessing no longer wins'],
      ['run experiments/singleton-rate.yaml', 'the error rate against the singleton rate, with the bounds'],
      ['reproduce --quick', 'every claim of the paper, tested by experiments, in one report'],
      ['explore', 'a story with moving pictures, for teaching'],
    ),
    '',
    '  -h, --help     this page; after a command, its flags',
    '  -v, --version  the version',
    '  completion     prints a completion script for bash, zsh or fish',
  ].join('\n')}\n`;
}
