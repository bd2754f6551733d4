import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { UserError } from '../../errors/userError.js';
import { verifyStore } from '../../store/verifyStore.js';
import { EXIT } from '../errors.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';

interface VerifyArguments {
  directory: string;
  json: boolean;
}

export const verifyCommand: CommandModule<object, VerifyArguments> = {
  command: 'verify <directory>',
  describe: 'check every stored file against the checksum that was written with it',
  builder: (yargs) =>
    yargs
      .positional('directory', {
        type: 'string',
        demandOption: true,
        describe: 'a run store, an experiment in it, or a run',
      })
      .option('json', JSON_OPTION)
      .epilogue(
        examples(
          ['verify runs', 'every experiment in the store'],
          ['verify runs/singleton-rate --json', 'for other programs'],
        ),
      )
      .epilogue(
        "Exit code 1 where a file is missing, truncated or altered. Foreign files are named, and are no damage. The command that made a damaged run makes it again; where it leaves a large file alone that it does not use, remove the run's folder first.",
      ),
  handler: async ({ directory, json }) => {
    if (!existsSync(directory)) throw new UserError({ code: 'not-found', summary: 'no such folder', where: directory });
    const verified = await verifyStore(resolve(directory));
    const { runs, files, experiments, findings, unsealed } = verified;
    if (runs === 0)
      throw new UserError({
        code: 'no-runs',
        summary: 'there are no runs in this folder',
        where: directory,
        allowed: 'a run store, an experiment in it, or a run',
      });
    const damaged = findings.filter(({ fault }) => fault !== 'foreign').length;
    if (damaged > 0) process.exitCode = EXIT.ours;
    if (json) {
      process.stdout.write(`${JSON.stringify({ directory, ...verified, damaged })}\n`);
      return;
    }
    for (const { file, fault, detail } of findings)
      process.stdout.write(`${fault.padEnd(9)} ${join(directory, file)}: ${detail}\n`);
    for (const place of unsealed)
      process.stdout.write(
        `${'unsealed'.padEnd(9)} ${place}: its tables have no checksums yet; the command that made them writes them again\n`,
      );
    const of = experiments > 0 ? ` of ${experiments} ${experiments === 1 ? 'experiment' : 'experiments'}` : '';
    const foreign = findings.length - damaged;
    process.stdout.write(
      `${runs} ${runs === 1 ? 'run' : 'runs'}${of}, ${files} files: ${damaged === 0 ? 'no damage' : `${damaged} damaged`}${foreign > 0 ? `, ${foreign} foreign` : ''}\n`,
    );
  },
};
