/** Completion scripts of shells: yargs has those for bash and zsh, and picks one by $SHELL; fish has its own here. */
import { UserError } from '../errors/userError.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** yargs writes a word and its meaning with a colon between where $SHELL is zsh; fish wants a tab there. */
export const FISH_SCRIPT = `# hallucination-rate completion fish > ~/.config/fish/completions/hallucination-rate.fish
function __hallucination_rate_completions
    set -l words (commandline -opc) (commandline -ct)
    env SHELL=zsh hallucination-rate --get-yargs-completions $words | string replace -r '(?<!\\\\\\\\):' \\t | string replace -a '\\\\:' ':'
end
complete -c hallucination-rate -a '(__hallucination_rate_completions)'
`;

/**
 * The shell whose script is asked for: the one that is named, or fish where $SHELL is fish; undefined where yargs chooses
 * between bash and zsh, and where something else is asked for.
 * @throws UserError for another shell
 */
export function shellOfCompletion(words: readonly string[], login = process.env.SHELL ?? ''): Shell | undefined {
  const [command, named, ...others] = words;
  if (command !== 'completion' || others.length > 0 || named?.startsWith('-')) return undefined;
  if (named === undefined) return login.endsWith('/fish') ? 'fish' : undefined;
  const shell = SHELLS.find((each) => each === named);
  if (shell !== undefined) return shell;
  const summary = 'there is no completion script for this shell';
  throw new UserError({ code: 'usage', summary, found: named, allowed: SHELLS.join(', ') });
}
