import { writeFileSync } from 'node:fs';
import { systemProblem } from '../../errors/systemProblem.js';
import { UserError } from '../../errors/userError.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { nameArgument } from '../options/textOptions.js';
import { print } from '../screen/print.js';

interface NewArguments {
  readonly file: string;
}

/** A whole experiment with a word on each key, to begin with. */
const START = `# An experiment of your own. Change it, then give this command (half a minute on two cores):
#   npx hallucination-rate run FILE
# Every key, with its range and default: npx hallucination-rate schema --markdown

corpus:
  examples: 1500                # training rows, drawn from the families below
  families:
    birthdays:                  # a name of your choice
      kind: arbitrary-facts     # facts that follow from no rule; others: brackets, arithmetic, table (your own file) …
      prompts: 1600             # people
      responses: 365            # possible answers: 365 are dates, other numbers are words
      answerProbability: 1      # below 1 some rows say "I don't know"
      frequency:
        kind: singleton-rate    # others: uniform, zipf, pareto
        target: 0.3             # share of the rows that state their fact for the only time
    brackets:                   # facts that follow from a rule, for comparison
      kind: brackets
      prompts: 300

model:
  kind: transformer             # others: lstm, gru, mlp, ngram, and learners without training
  layers: 2
  width: 48

training:
  steps: 300
  learningRate: 0.01

sweep:                          # every combination is run
  corpus.families.birthdays.frequency.target: [0.1, 0.2, 0.3]
  model.kind: [transformer, calibrated-learner]

seeds: 2                        # worlds for each combination, for intervals
`;

export const newCommand: Command<NewArguments> = {
  builder: (yargs) =>
    yargs
      .positional('file', nameArgument('file to write, such as my.yaml'))
      .epilogue(examples(['new my.yaml', 'then: hallucination-rate run my.yaml'])) as never,
  handler: ({ file }) => {
    try {
      writeFileSync(file, START.replace('FILE', file), { flag: 'wx' });
    } catch (error) {
      const problem = systemProblem(error);
      if (problem === undefined) throw error;
      throw new UserError({ ...problem, where: file });
    }
    print(`wrote ${file}\nnext: npx hallucination-rate run ${file}\n`);
  },
};
