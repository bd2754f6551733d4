/** The form of a command: what the list of commands says of it, and what its module holds. */
import type { CommandModule } from 'yargs';

/** Flags and action of a command; its words stand in the list of commands, which is read without its module. */
export type Command<Arguments> = Pick<CommandModule<object, Arguments>, 'builder' | 'handler'>;

export interface ListedCommand {
  readonly name: string;
  /** Name and positional arguments, as yargs takes them. */
  readonly usage: string;
  readonly describe: string;
  /** Loads its `Command`, whose arguments its own builder alone knows. */
  load(): Promise<object>;
}
