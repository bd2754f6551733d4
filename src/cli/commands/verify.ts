import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Argv } from 'yargs';
import { printableName } from '../../errors/printable.js';
import { UserError } from '../../errors/userError.js';
import { removeSetAside } from '../../store/runFolder.js';
import { verifyStore } from '../../store/verifyStore.js';
import { EXIT } from '../errors.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { nameArgument } from '../options/textOptions.js';
import { print } from '../screen/print.js';

/** Folders that can be checked. */
const CHECKED = 'a run store, the folder of an experiment in it, or the folder of a run';

interface VerifyArguments {
  directory: string;
  json: boolean;
  removeDamaged: boolean;
}

export const verifyCommand: Command<VerifyArguments> = {
  builder: (yargs) =>
    yargs
      .positional('directory', nameArgument(CHECKED))
      .option('json', JSON_OPTION)
      .option('remove-damaged', {
        type: 'boolean',
        default: false,
        describe: 'remove the damaged runs that were set aside, in the folders damaged/, when others had replaced them',
      })
      .epilogue(
        examples(
          ['verify runs', 'every experiment in the store'],
          ['verify runs/singleton-rate --json', 'for other programs'],
        ),
      )
      .epilogue(
        "The exit code is 1 if a file is missing, truncated or altered, and 2 if a file cannot be read and may be sound. Foreign files are listed, but are not damage. The command that made a damaged run makes it again; it does not check large files that it does not use, so remove the run's folder first if such a file is damaged.",
      ) as unknown as Argv<VerifyArguments>, // yargs adds the name in camel case
  handler: async ({ directory, json, removeDamaged }) => {
    if (!existsSync(directory))
      throw new UserError({ code: 'not-found', summary: 'no such folder', where: directory, allowed: CHECKED });
    const verified = await verifyStore(resolve(directory));
    const { runs, files, experiments, findings, unsealed } = verified;
    if (runs === 0)
      throw new UserError({
        code: 'no-runs',
        summary: 'this folder has no runs',
        where: directory,
        allowed: CHECKED,
      });
    const [foreign, unreadable] = (['foreign', 'unreadable'] as const).map(
      (kind) => findings.filter(({ fault }) => fault === kind).length,
    );
    const damaged = findings.length - foreign - unreadable;
    if (damaged > 0) process.exitCode = EXIT.ours;
    else if (unreadable > 0) process.exitCode = EXIT.users;
    const removed = removeDamaged ? await removeSetAside(resolve(directory)) : 0;
    if (json) {
      print(`${JSON.stringify({ directory, ...verified, damaged, unreadable, ...(removeDamaged && { removed }) })}\n`);
      return;
    }
    for (const { file, fault, detail } of findings) {
      const word = fault === 'unreadable' ? 'cannot be read' : fault;
      print(`${word.padEnd(9)} ${printableName(join(directory, file))}: ${printableName(detail)}\n`);
    }
    if (removeDamaged) print(`${removed} damaged ${removed === 1 ? 'run' : 'runs'} that others had replaced removed\n`);
    for (const place of unsealed)
      print(
        `${'unsealed'.padEnd(9)} ${printableName(place)}: its tables have no checksums yet; the command that made them writes them again\n`,
      );
    const of = experiments > 0 ? ` of ${experiments} ${experiments === 1 ? 'experiment' : 'experiments'}` : '';
    const whole = unreadable > 0 ? `no damage found, ${unreadable} cannot be read` : 'no damage';
    const marred = `${damaged} damaged${unreadable > 0 ? `, ${unreadable} cannot be read` : ''}`;
    print(
      `${runs} ${runs === 1 ? 'run' : 'runs'}${of}, ${files} ${files === 1 ? 'file' : 'files'}: ${damaged === 0 ? whole : marred}${foreign > 0 ? `, ${foreign} foreign` : ''}\n`,
    );
  },
};
