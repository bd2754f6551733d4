/** The command line: joins the commands. Only this folder parses arguments, prints and sets exit codes. */
import { hideBin } from 'yargs/helpers';
import { UserError } from '../errors/userError.js';
import { removeDeadData } from '../store/temporaryFolder.js';
import { auditCommand } from './commands/audit.js';
import { boundsCommand } from './commands/bounds.js';
import { cancelCommand } from './commands/cancel.js';
import { compareCommand } from './commands/compare.js';
import { corpusCommand } from './commands/corpus.js';
import { doctorCommand } from './commands/doctor.js';
import { estimateCommand } from './commands/estimate.js';
import { exploreCommand } from './commands/explore.js';
import { measureCommand } from './commands/measure.js';
import { reproduceCommand } from './commands/reproduce.js';
import { runCommand } from './commands/run.js';
import { runsCommand } from './commands/runs.js';
import { schemaCommand } from './commands/schema.js';
import { scoreCommand } from './commands/score.js';
import { statusCommand } from './commands/status.js';
import { unlockCommand } from './commands/unlock.js';
import { verifyCommand } from './commands/verify.js';
import { examples } from './options/examples.js';
import { markedWords, refuseMarkedValues } from './options/standardInput.js';
import { endInOrder } from './processes/interruption.js';
import { helpWidth } from './screen/terminal.js';
import { VERSION } from './version.js';
import { yargs } from './yargs.js';

/** @throws UserError for words that the command does not take, and what the command throws */
export async function runCommandLine(): Promise<void> {
  endInOrder();
  removeDeadData();
  const parser = yargs(markedWords(hideBin(process.argv)))
    .scriptName('hallucination-rate')
    .usage('$0 <command>\n\nHow much must a language model trained on given data hallucinate?')
    .command(runCommand)
    .command(reproduceCommand)
    .command(corpusCommand)
    .command(measureCommand)
    .command(auditCommand)
    .command(scoreCommand)
    .command(estimateCommand)
    .command(boundsCommand)
    .command(exploreCommand)
    .command(runsCommand)
    .command(compareCommand)
    .command(verifyCommand)
    .command(statusCommand)
    .command(cancelCommand)
    .command(unlockCommand)
    .command(schemaCommand)
    .command(doctorCommand)
    .completion('completion', 'print a completion script for bash or zsh')
    .epilogue(
      examples(
        ['run experiments/singleton-rate.yaml', 'the error rate against the singleton rate, with the bounds'],
        ['reproduce --quick', 'every claim of the paper, tested by experiments, in one report'],
        ['score --example', 're-score graded answers of real models so that guessing no longer wins'],
        ['corpus corpora/birthdays.yaml --out corpus', 'training examples as Arrow tables'],
        ['estimate train.jsonl', 'the error that your own data foretell'],
        ['explore', 'a page with sliders, for teaching'],
      ),
    )
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
      throw new UserError({
        code: 'usage',
        summary: message || error.message,
        hint: '`hallucination-rate --help` lists the commands; --help after a command lists its flags',
      });
    });
  await parser.parseAsync();
}
