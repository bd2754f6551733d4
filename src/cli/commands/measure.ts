/** Measures models that were trained elsewhere on an exported corpus, with the figures of `run`. */
import { join, resolve } from 'node:path';
import type { Corpus } from '../../corpus/corpus.js';
import { checkLexicon } from '../../corpus/lexicon.js';
import { systemProblem } from '../../errors/systemProblem.js';
import { UserError } from '../../errors/userError.js';
import { loadLexicon } from '../../store/loadLexicon.js';
import { CORPUS_CARD, EXPERIMENT_FILES, MANIFEST_FILE } from '../../store/manifest.js';
import { checkTasks } from '../../sweep/checkTasks.js';
import { refuseForeignExperiment } from '../../sweep/ownFiles.js';
import { inputFiles } from '../../sweep/run/factFiles.js';
import { CORPUS_FORMAT, type CorpusCard, corpusDigest, readCard } from '../../sweep/tables/corpusCard.js';
import { resultJson } from '../../sweep/tables/resultTables.js';
import { EXIT } from '../errors.js';
import { dryRun, dryRunText } from '../experiment/dryRun.js';
import { tasksOf, withPlace } from '../experiment/loadTasks.js';
import { runExperiment } from '../experiment/runExperiment.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { refuseOverwriting } from '../options/outputFiles.js';
import { makeOutputFolder, oneFolder } from '../options/outputFolder.js';
import { type SweepFlags, sweepFlags } from '../options/sweepFlags.js';
import { nameArgument } from '../options/textOptions.js';
import { typedCommand } from '../options/typedCommand.js';
import { onInterruption, printFailures } from '../screen/failures.js';
import { print, printScreen } from '../screen/print.js';
import { progressDisplay } from '../screen/progress.js';
import { resultText } from '../screen/resultText.js';

interface MeasureArguments extends SweepFlags {
  corpus: string;
  table: string[];
  out: string;
  set: string[];
  json: boolean;
}

export const measureCommand: Command<MeasureArguments> = {
  builder: (yargs) =>
    sweepFlags(
      yargs
        .positional('corpus', nameArgument('folder of the corpus, with its corpus.json'))
        .option('table', {
          type: 'string',
          array: true,
          nargs: 1,
          demandOption: true,
          describe:
            'table with the log-probability of every response to every prompt (Parquet, Arrow, CSV, JSON Lines); repeat it for several models',
        })
        .option('out', {
          type: 'string',
          requiresArg: true,
          coerce: (out: unknown) => (out === undefined ? undefined : oneFolder(out)),
          default: 'runs',
          describe: 'run store; results go to its folder measured/',
        })
        .option('set', {
          type: 'string',
          array: true,
          nargs: 1,
          default: [] as string[],
          describe: 'override a key of measurement or model: measurement.answers=true, model.gaps=zero',
        })
        .option('json', JSON_OPTION),
    )
      .epilogue(
        examples(
          ['measure corpus --table gpt2.parquet', 'the figures, report and tables of `run`'],
          ['measure corpus --table a.parquet --table b.parquet', 'two models side by side'],
        ),
      )
      .epilogue(
        'A table has the columns family, promptId, responseId and logProbability: the natural logarithm of the probability of the whole response, with its closing stop, given the prompt. What the responses leave of 1 is invalid mass.',
      ) as never,
  handler: async (args) => {
    const { corpus: folder, table, out, set, json } = args;
    const place = join(folder, CORPUS_CARD);
    const card = cardIn(folder, place);
    const models = table.length === 1 ? { kind: 'table', file: table[0] } : { kind: 'table', file: '' };
    const source = JSON.stringify({
      name: 'measured',
      corpus: card.corpus,
      model: models,
      seed: card.seed,
      ...(table.length > 1 && { sweep: { 'model.file': table } }),
    });
    const { name, tasks } = tasksOf(source, place, set);
    const lexicon = checkLexicon(loadLexicon());
    await checkTasks(tasks, lexicon, (corpus) => requireSameCorpus(corpus, card, place)).catch((error: unknown) => {
      throw withPlace(error, place, set);
    });
    const directory = join(out, name);
    const sweep = { name, tasks, source, command: typedCommand(), responses: false };
    if (args.dryRun) {
      const planned = await dryRun(sweep, directory, lexicon);
      print(json ? `${JSON.stringify(planned)}\n` : dryRunText(planned, tasks));
      return;
    }
    refuseOverwriting({ '--out': [...EXPERIMENT_FILES, MANIFEST_FILE].map((each) => join(directory, each)) }, [
      ...table,
      ...inputFiles(tasks.map(({ config }) => config)),
    ]);
    await refuseForeignExperiment(directory);
    await makeOutputFolder(directory);
    const progress = progressDisplay(process.stderr);
    onInterruption(() => progress.stop());
    const result = await runExperiment(sweep, { directory, flags: args, progress });
    printFailures(result);
    if (result.failures.length > 0)
      process.exitCode = result.failures.every(({ usersMistake }) => usersMistake) ? EXIT.users : EXIT.ours;
    if (json && result.tables !== null) print(`${JSON.stringify(resultJson(name, directory, result.runs))}\n`);
    else printScreen(resultText(result));
  },
};

function cardIn(folder: string, place: string): CorpusCard {
  try {
    const card = readCard(folder);
    if (card !== undefined) return card;
  } catch (error) {
    const problem = systemProblem(error);
    if (problem === undefined) throw error;
    throw new UserError({
      ...problem,
      where: resolve(place),
      hint: 'name a folder that `corpus --out` wrote with this version of the program',
    });
  }
  throw new UserError({
    code: 'no-corpus',
    summary: 'not the card of a corpus',
    where: place,
    allowed: `a file of the format ${CORPUS_FORMAT}, which \`corpus --out\` writes`,
  });
}

/** @throws UserError where the corpus that these options draw is not the one that was exported */
function requireSameCorpus(corpus: Corpus, card: CorpusCard, place: string): void {
  const found = corpusDigest(corpus);
  if (found === card.digest) return;
  throw new UserError({
    code: 'other-corpus',
    summary: 'this program draws another corpus from these options',
    where: place,
    found,
    allowed: card.digest,
    hint: `it was written by version ${card.version}: export it anew, and leave --set corpus.… and seed out`,
  });
}
