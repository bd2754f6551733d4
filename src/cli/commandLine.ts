/** The command line: joins the commands. Only this folder parses arguments, prints and sets exit codes. */
import path from 'node:path';
import type { Argv, CommandModule } from 'yargs';
import { hideBin } from 'yargs/helpers';
import { didYouMean } from '../errors/didYouMean.js';
import { quotedForShell } from '../errors/quotedForShell.js';
import { UserError } from '../errors/userError.js';
import { removeDeadData } from '../store/temporaryFolder.js';
import { VERSION } from '../store/version.js';
import { COMMANDS } from './commandList.js';
import { FISH_SCRIPT, shellOfCompletion } from './completionScript.js';
import { shippedNames } from './experiment/shipped.js';
import { helpPage } from './helpPage.js';
import type { ListedCommand } from './listedCommand.js';
import { markedWords, refuseMarkedValues } from './options/standardInput.js';
import { endInOrder } from './processes/interruption.js';
import { print } from './screen/print.js';
import { helpWidth } from './screen/terminal.js';
import { yargs } from './yargs.js';

const LISTED = Object.values(COMMANDS).flat();

/** @throws UserError for words that the command does not take, and what the command throws */
export async function runCommandLine(): Promise<void> {
  endInOrder();
  removeDeadData();
  let words: readonly string[] = hideBin(process.argv);
  const shell = shellOfCompletion(words);
  if (shell === 'fish') {
    print(FISH_SCRIPT);
    return;
  }
  if (shell !== undefined) {
    process.env.SHELL = shell;
    words = ['completion'];
  }
  const wanted = LISTED.find(({ name }) => name === words.find((word) => LISTED.some((each) => each.name === word)));
  if (wanted === undefined && words.every((word) => word === '--help' || word === '-h')) {
    print(helpPage(COMMANDS, helpWidth(process.stdout)));
    return;
  }
  const parser = yargs(markedWords(words)).scriptName('hallucination-rate').usage('$0 <command>');
  for (const listed of LISTED) {
    const { usage: command, describe } = listed;
    const own = listed === wanted ? await listed.load() : UNLOADED;
    parser.command({ command, describe, ...own } as CommandModule);
  }
  parser
    .completion('completion', 'print a completion script for bash, zsh or fish', completed)
    .middleware(refuseMarkedValues)
    .demandCommand(1, 'Name a command.')
    .strict()
    .version(VERSION)
    .alias({ help: 'h', version: 'v' })
    .wrap(helpWidth(process.stdout))
    .exitProcess(false)
    .fail((message, error) => {
      // Failed validation has a message alone or yargs' own error (YError); a failed command has another error.
      if (error && error.name !== 'YError') throw error;
      if (wanted === undefined) throw unknownCommand(words, message);
      const flags = Object.keys(optionsOf(parser).key);
      throw lacking(message, wanted, strangeFlag(words, flags)) ?? usageError(message || error.message, flags);
    });
  await parser.parseAsync();
}

/** Commands that take the name of a shipped experiment. */
const OF_EXPERIMENTS: ReadonlySet<string> = new Set(['run', 'corpus']);

/** Completes flags and commands as yargs does, and adds the names of shipped experiments. */
function completed(
  current: string,
  argv: { readonly _?: readonly (string | number)[] },
  usual: (onCompleted?: (error: Error | null, found: string[] | undefined) => void) => void,
  done: (found: string[]) => void,
): void {
  usual((_, found = []) => {
    const takesName = (argv._ ?? []).some((word) => OF_EXPERIMENTS.has(String(word)));
    done(takesName && !current.startsWith('-') ? [...shippedNames(), ...found] : found);
  });
}

/** Stands for commands that were not asked for. */
const UNLOADED = { builder: {}, handler: (): void => {} };

function unknownCommand(words: readonly string[], message: string): UserError {
  const [word] = words.filter((each) => !each.startsWith('-'));
  if (word === undefined) return usageError(message);
  const names = LISTED.map(({ name }) => name);
  return new UserError({
    code: 'usage',
    summary: 'unknown command',
    found: word,
    hint: didYouMean(word, names) ?? '`hallucination-rate --help` lists the commands',
  });
}

/** yargs' own list of flags, which its types leave out. */
function optionsOf(parser: Argv): { readonly key: Readonly<Record<string, unknown>> } {
  return (parser as unknown as { getOptions(): { key: Record<string, unknown> } }).getOptions();
}

/** A file that stands alone, in a command which takes tables by their flag. */
function asTable(word: string, flags: readonly string[]): string | undefined {
  return flags.includes('table') && path.extname(word) !== ''
    ? `a table is named by its flag: --table ${quotedForShell(word)}`
    : undefined;
}

/** A flag that the command does not have; undefined without one. */
function strangeFlag(words: readonly string[], flags: readonly string[]): UserError | undefined {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  const strange = own
    .map((word) => /^--([^=]+)/.exec(word)?.[1])
    .find((name) => name !== undefined && !flags.includes(name) && !flags.includes(name.replace(/^no-/, '')));
  return strange === undefined ? undefined : usageError(`Unknown argument: ${strange}`, flags);
}

/**
 * Names what a command needs and was not given, in place of yargs' counts; undefined for other mistakes.
 * @param strange a misspelt flag, which takes the word after it from the command
 */
function lacking(
  message: string,
  { name, usage }: ListedCommand,
  strange: UserError | undefined,
): UserError | undefined {
  const flags = /^Missing required arguments?: (.+)/.exec(message)?.[1].split(', ');
  if (flags === undefined && !message.startsWith('Not enough non-option arguments')) return undefined;
  if (strange !== undefined) return strange;
  const dashed = flags?.map((flag) => (flag.length === 1 ? `-${flag}` : `--${flag}`)) ?? [];
  return new UserError({
    code: 'usage',
    summary: flags === undefined ? `\`${name}\` needs an argument` : `\`${name}\` needs ${dashed.join(' and ')}`,
    allowed: ['hallucination-rate', usage, ...dashed.map((flag) => `${flag} …`), '…'].join(' ').replace(/… …$/, '…'),
    hint: `\`hallucination-rate ${name} --help\` says what each means, with examples`,
  });
}

function usageError(summary: string, flags: readonly string[] = []): UserError {
  const unknown = /^Unknown arguments?: (.+)/.exec(summary)?.[1].split(', ')[0];
  const meant =
    unknown === undefined
      ? undefined
      : (didYouMean(unknown, flags)?.replace('mean ', 'mean --') ?? asTable(unknown, flags));
  return new UserError({
    code: 'usage',
    summary,
    // A flag's own problem, which yargs hands on as a text, has a hint.
    hint: summary.includes('\n  hint:')
      ? undefined
      : (meant ?? '`hallucination-rate --help` lists the commands; --help after a command lists its flags'),
  });
}
