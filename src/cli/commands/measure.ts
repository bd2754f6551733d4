/** Measures models that were trained elsewhere on an exported corpus, with the figures of `run`. */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PluginEntry } from '../../config/schema/experimentKeys.js';
import type { Corpus } from '../../corpus/corpus.js';
import { checkLexicon } from '../../corpus/lexicon.js';
import type { World } from '../../corpus/world.js';
import { systemProblem } from '../../errors/systemProblem.js';
import { UserError } from '../../errors/userError.js';
import type { LoadedPlugin } from '../../plugins/loadPlugin.js';
import { pluginContent, pluginFile } from '../../plugins/pluginFiles.js';
import { loadLexicon } from '../../store/loadLexicon.js';
import { CORPUS_CARD, EXPERIMENT_FILES, MANIFEST_FILE } from '../../store/manifest.js';
import { VERSION } from '../../store/version.js';
import { checkTasks } from '../../sweep/checkTasks.js';
import { isStudy } from '../../sweep/experimentSchemas.js';
import { refuseForeignExperiment } from '../../sweep/ownFiles.js';
import { inputFiles } from '../../sweep/run/factFiles.js';
import { CORPUS_FORMAT, type CorpusCard, corpusDigest, readCard } from '../../sweep/tables/corpusCard.js';
import { resultJson } from '../../sweep/tables/resultTables.js';
import { setFailureCode } from '../errors.js';
import { dryRun, dryRunText } from '../experiment/dryRun.js';
import { loadTasks, withPlace } from '../experiment/loadTasks.js';
import { framingWords, measuredModels } from '../experiment/measuredModels.js';
import { measuredServers, plannedServers, plannedText } from '../experiment/measuredServers.js';
import { runExperiment } from '../experiment/runExperiment.js';
import { openExperiment, usePlugins } from '../experiment/usePlugins.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { refuseOverwriting } from '../options/outputFiles.js';
import { makeOutputFolder, oneFolder } from '../options/outputFolder.js';
import { PLUGIN_OPTION } from '../options/pluginOption.js';
import { type ServerFlags, serverFlags } from '../options/serverFlags.js';
import { type SweepFlags, sweepFlags } from '../options/sweepFlags.js';
import { nameArgument } from '../options/textOptions.js';
import { typedCommand } from '../options/typedCommand.js';
import { onInterruption, printFailures } from '../screen/failures.js';
import { print, printScreen, tell } from '../screen/print.js';
import { progressDisplay } from '../screen/progress.js';
import { remarksText } from '../screen/remarksText.js';
import { resultText } from '../screen/resultText.js';

interface MeasureArguments extends SweepFlags, ServerFlags {
  corpus: string;
  table: string[];
  checkpoint: string[];
  kind: string[];
  out: string;
  set: string[];
  plugin: string[];
  json: boolean;
}

export const measureCommand: Command<MeasureArguments> = {
  builder: (yargs) =>
    serverFlags(
      sweepFlags(
        yargs
          .positional(
            'corpus',
            nameArgument('folder of the corpus, with its corpus.json; or an experiment file, whose corpus is drawn'),
          )
          .option('table', {
            type: 'string',
            array: true,
            nargs: 1,
            default: [] as string[],
            describe:
              'table with the log-probability of every response to every prompt (Parquet, Arrow, CSV, JSON Lines); repeat it for several models',
          })
          .option('checkpoint', {
            type: 'string',
            array: true,
            nargs: 1,
            default: [] as string[],
            describe:
              'folder of a Hugging Face GPT-2 or Llama (config.json, model.safetensors, tokenizer.json), or an ONNX export; repeat it for several models',
          })
          .option('kind', {
            type: 'string',
            array: true,
            nargs: 1,
            default: [] as string[],
            describe: 'kind of a model: of a plugin, or one of this program; repeat it for several models',
          })
          .option('counts', {
            type: 'string',
            requiresArg: true,
            describe:
              'table with the columns prompt and count: how often the training data of the model answer each prompt, where you know it',
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
          .option('plugin', { ...PLUGIN_OPTION, default: [] as string[] })
          .option('json', JSON_OPTION),
      ),
    )
      .epilogue(
        examples(
          ['measure corpus --table gpt2.parquet', 'the figures, report and tables of `run`'],
          ['measure corpus --table a.parquet --table b.parquet', 'two models side by side'],
          ['measure my.yaml --checkpoint gpt2-small', 'on the corpus of an experiment, without exporting it'],
          ['measure corpus --plugin ./mine.mjs --kind reader', 'a model that a plugin defines'],
          ['measure corpus --checkpoint gpt2-small', 'a Hugging Face folder'],
          ['measure corpus --server http://127.0.0.1:8000 --model llama', 'a model on a server'],
          ['measure corpus --server URL --model llama --dry-run', 'what that would cost'],
        ),
      )
      .epilogue(
        'A table has the columns family, promptId, responseId and logProbability: the natural logarithm of the probability of the whole response, with its closing stop, given the prompt. What the responses leave of 1 is invalid mass.',
      ) as never,
  handler: async (args) => {
    const { corpus: folder, table, checkpoint, kind, out, json } = args;
    const set =
      args.counts === undefined ? args.set : [...args.set, `measurement.counts.file=${JSON.stringify(args.counts)}`];
    const plugin = args.plugin.map((named) => pluginFile(named, '.'));
    const { card, place, plugins } = isFile(folder)
      ? await corpusOfExperiment(folder, args.plugin)
      : await corpusOfFolder(folder, plugin);
    const servers = await measuredServers(args, set, process.env);
    const { name, tasks, source } = measuredModels({ table, checkpoint, kind }, servers, card, place, set, plugins);
    const lexicon = checkLexicon(loadLexicon());
    let world: World | undefined;
    await checkTasks(tasks, lexicon, (corpus) => {
      if (card.digest !== undefined) requireSameCorpus(corpus, card.digest, card.version, place);
      world = corpus.world;
    }).catch((error: unknown) => {
      throw withPlace(error, place, set);
    });
    const directory = join(out, name);
    const sweep = { name, tasks, source, command: typedCommand(), responses: false };
    if (args.dryRun) {
      const planned = await dryRun(sweep, directory, lexicon);
      const asked = await plannedServers(tasks, world!, process.env);
      const all = asked.length === 0 ? planned : { ...planned, servers: asked };
      print(json ? `${JSON.stringify(all)}\n` : `${dryRunText(planned, tasks)}${plannedText(asked)}`);
      return;
    }
    const outputs = [...EXPERIMENT_FILES, MANIFEST_FILE].map((each) => join(directory, each));
    const inputs = [...table, ...checkpoint, ...inputFiles(tasks.map(({ config }) => config))];
    refuseOverwriting({ '--out': outputs }, [...new Set(inputs)]);
    await refuseForeignExperiment(directory);
    await makeOutputFolder(directory);
    for (const words of framingWords(tasks)) tell(`${words}\n`);
    const progress = progressDisplay(process.stderr);
    onInterruption(() => progress.stop());
    // A server that failed is asked again by the same command: what it answered is kept.
    const flags = servers.length > 0 ? { ...args, retryFailed: true } : args;
    const result = await runExperiment(sweep, { directory, flags, progress });
    printFailures(result);
    setFailureCode(result.failures);
    if (json && result.tables !== null) print(`${JSON.stringify(resultJson(name, directory, result.runs))}\n`);
    else printScreen(`${resultText(result)}${remarksText(result.runs)}`);
  },
};

/** A corpus that is measured on. */
interface MeasuredCorpus {
  /** Without a digest where it is drawn from an experiment file and was never written. */
  readonly card: Pick<CorpusCard, 'version' | 'corpus' | 'seed' | 'plugins'> & {
    readonly digest?: string;
    readonly measurement?: unknown;
  };
  readonly place: string;
  readonly plugins: readonly LoadedPlugin[];
}

function isFile(named: string): boolean {
  return statSync(named, { throwIfNoEntry: false })?.isFile() ?? false;
}

async function corpusOfFolder(folder: string, plugin: readonly string[]): Promise<MeasuredCorpus> {
  const place = join(folder, CORPUS_CARD);
  const card = cardIn(folder, place);
  const ofCard = JSON.stringify({ plugins: pluginsBeside(card, plugin) });
  const plugins = await usePlugins(plugin, { source: ofCard, file: place }).catch((error: unknown) => {
    if (!(error instanceof UserError) || error.code !== 'other-content') throw error;
    const hint = `${place} names the plugin with which the corpus was drawn: bring that one, or export the corpus anew`;
    throw error.amended((problem) => ({ ...problem, hint }));
  });
  return { card, place, plugins };
}

/** The corpus of the first run of an experiment. @throws UserError for a file that is none, or a study */
async function corpusOfExperiment(file: string, plugin: readonly string[]): Promise<MeasuredCorpus> {
  const opened = await openExperiment(file, plugin);
  const { tasks } = loadTasks(file, [], opened);
  const [{ config }] = tasks;
  if (isStudy(config))
    throw new UserError({ code: 'no-corpus', summary: 'a study has no corpus', keyPath: 'study', where: file });
  if (tasks.length > 1) tell(`The corpus of the first of ${tasks.length} runs\n`);
  const { corpus, seed, plugins, measurement } = config;
  return {
    card: { version: VERSION, corpus, seed, measurement, ...(plugins && { plugins }) },
    place: file,
    plugins: opened.plugins,
  };
}

/** Plugins of a card, but those that are named anew: a plugin that has moved is known by its content. */
function pluginsBeside({ plugins = [] }: CorpusCard, named: readonly string[]): readonly PluginEntry[] {
  const known = new Set(named.map((file) => pluginContent(file).sha256));
  return plugins.filter(({ sha256 }) => !known.has(sha256 ?? ''));
}

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
function requireSameCorpus(corpus: Corpus, digest: string, version: string, place: string): void {
  const found = corpusDigest(corpus);
  if (found === digest) return;
  throw new UserError({
    code: 'other-corpus',
    summary: 'this program draws another corpus from these options',
    where: place,
    found,
    allowed: digest,
    hint: `it was written by version ${version}: export it anew, and leave --set corpus.… and seed out`,
  });
}
