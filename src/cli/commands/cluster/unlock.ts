import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../../../errors/userError.js';
import { foldersIn } from '../../../store/runFolder.js';
import { unlockFolder } from '../../../sweep/folderLock.js';
import { refuseBesideJobs } from '../../../sweep/slurm/ownership.js';
import type { Command } from '../../listedCommand.js';
import { examples } from '../../options/examples.js';
import { JSON_OPTION } from '../../options/jsonOption.js';
import { nameArgument } from '../../options/textOptions.js';
import { print } from '../../screen/print.js';

const FOLDER = "an experiment's folder in the run store, or a folder of experiments";

interface UnlockArguments {
  directory: string;
  json: boolean;
}

export const unlockCommand: Command<UnlockArguments> = {
  builder: (yargs) =>
    yargs
      .positional('directory', nameArgument(FOLDER))
      .option('json', JSON_OPTION)
      .epilogue(examples(['unlock runs/singleton-rate', 'after a container or machine was lost']))
      .epilogue(
        'A folder stays locked while its process lives. A process that cannot be seen from here is watched for 15 seconds. Without this command, a run waits until such a process has shown no life for a minute. Complete runs and checkpoints are kept.',
      ),
  handler: async ({ directory, json }) => {
    const folder = resolve(directory);
    if (!existsSync(folder))
      throw new UserError({ code: 'not-found', summary: 'no such folder', where: directory, allowed: FOLDER });
    const folders = [folder, ...(await foldersIn(folder, isExperiment)).map((name) => join(folder, name))];
    for (const each of folders) await refuseBesideJobs(each);
    const removed = (await Promise.all(folders.map((each) => unlockFolder(each)))).flat();
    if (json) print(`${JSON.stringify({ directory, removed })}\n`);
    else
      print(
        removed.length === 0 ? `${directory} was not locked\n` : removed.map((name) => `removed ${name}\n`).join(''),
      );
  },
};

/** True for names that an experiment may have. */
function isExperiment(name: string): boolean {
  return !name.startsWith('.') && !/^([0-9a-f]{12}|failed|slurm|damaged)$/.test(name);
}
