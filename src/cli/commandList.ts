/** All commands, in the groups of the help page. A command is a module in `commands/` and an entry here. */
import type { ListedCommand } from './listedCommand.js';

/** A command's module is loaded when it is asked for: some need a second to load. */
export const COMMANDS: Readonly<Record<string, readonly ListedCommand[]>> = {
  'Your own data': [
    {
      name: 'estimate',
      usage: 'estimate [files..]',
      describe: 'predict the error of a calibrated model trained on your own data',
      load: async () => (await import('./commands/estimate.js')).estimateCommand,
    },
    {
      name: 'score',
      usage: 'score [files..]',
      describe: 're-score graded answers so that guessing no longer wins',
      load: async () => (await import('./commands/score.js')).scoreCommand,
    },
  ],
  'The theory, tested': [
    {
      name: 'list',
      usage: 'list',
      describe: 'list the experiments that ship, with the claim that each tests',
      load: async () => (await import('./commands/list.js')).listCommand,
    },
    {
      name: 'run',
      usage: 'run <file>',
      describe: 'run an experiment: corpora, models, measurements, tables and a report',
      load: async () => (await import('./commands/run.js')).runCommand,
    },
    {
      name: 'new',
      usage: 'new <file>',
      describe: 'write an experiment of your own to begin with, with a word on each key',
      load: async () => (await import('./commands/new.js')).newCommand,
    },
    {
      name: 'reproduce',
      usage: 'reproduce',
      describe: 'run every experiment of the paper, check its claims and write one report',
      load: async () => (await import('./commands/reproduce.js')).reproduceCommand,
    },
    {
      name: 'bounds',
      usage: 'bounds',
      describe: "evaluate Theorem 2's bounds from a singleton rate",
      load: async () => (await import('./commands/bounds.js')).boundsCommand,
    },
    {
      name: 'explore',
      usage: 'explore',
      describe: 'open a story with moving pictures: guess, train a model in the page, then move every slider',
      load: async () => (await import('./commands/explore.js')).exploreCommand,
    },
  ],
  'Models trained elsewhere': [
    {
      name: 'corpus',
      usage: 'corpus <file>',
      describe: "draw an experiment's training examples and write them for training elsewhere",
      load: async () => (await import('./commands/corpus.js')).corpusCommand,
    },
    {
      name: 'measure',
      usage: 'measure <corpus>',
      describe: 'measure models that were trained elsewhere on a corpus that `corpus` wrote',
      load: async () => (await import('./commands/measure.js')).measureCommand,
    },
    {
      name: 'export',
      usage: 'export <run>',
      describe: 'write the network of a run as a folder that Hugging Face loads',
      load: async () => (await import('./commands/export.js')).exportCommand,
    },
    {
      name: 'audit',
      usage: 'audit <questions..>',
      describe: 'ask a chat model questions with the cost of an error stated and unstated',
      load: async () => (await import('./commands/audit.js')).auditCommand,
    },
  ],
  Results: [
    {
      name: 'ask',
      usage: 'ask <run> [prompts..]',
      describe: 'ask a trained model: what it says, how sure it is, what it makes up',
      load: async () => (await import('./commands/ask.js')).askCommand,
    },
    {
      name: 'runs',
      usage: 'runs <directory>',
      describe: 'list the runs of an experiment: filter, sort, export',
      load: async () => (await import('./commands/runs.js')).runsCommand,
    },
    {
      name: 'plot',
      usage: 'plot <directory>',
      describe: 'draw one column of the runs against another, for a paper',
      load: async () => (await import('./commands/plot.js')).plotCommand,
    },
    {
      name: 'compare',
      usage: 'compare <a> <b>',
      describe: 'compare two experiments or runs: their configs, and their metrics with intervals',
      load: async () => (await import('./commands/compare.js')).compareCommand,
    },
    {
      name: 'verify',
      usage: 'verify <directory>',
      describe: 'check every stored file against its checksum',
      load: async () => (await import('./commands/verify.js')).verifyCommand,
    },
  ],
  'Sweeps on a cluster': [
    {
      name: 'status',
      usage: 'status <directory>',
      describe: 'show the progress of a sweep that was submitted to Slurm',
      load: async () => (await import('./commands/cluster/status.js')).statusCommand,
    },
    {
      name: 'cancel',
      usage: 'cancel <directory>',
      describe: 'end the jobs of a sweep that was submitted to Slurm; complete runs are kept',
      load: async () => (await import('./commands/cluster/cancel.js')).cancelCommand,
    },
    {
      name: 'unlock',
      usage: 'unlock <directory>',
      describe: 'free a folder whose process has ended elsewhere, and remove what it left unfinished',
      load: async () => (await import('./commands/cluster/unlock.js')).unlockCommand,
    },
  ],
  'Set-up': [
    {
      name: 'schema',
      usage: 'schema',
      describe: 'print the JSON Schema of experiment files, for editors',
      load: async () => (await import('./commands/schema.js')).schemaCommand,
    },
    {
      name: 'doctor',
      usage: 'doctor',
      describe: 'show which engines work on this machine, and why others do not',
      load: async () => (await import('./commands/doctor.js')).doctorCommand,
    },
  ],
};
