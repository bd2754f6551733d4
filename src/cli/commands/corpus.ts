import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { seedWords } from '../../config/schema/seeds.js';
import type { Corpus } from '../../corpus/corpus.js';
import { checkLexicon } from '../../corpus/lexicon.js';
import { UserError } from '../../errors/userError.js';
import type { Foretold } from '../../results/familyMeasurement.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { loadLexicon } from '../../store/loadLexicon.js';
import { CORPUS_CARD, CORPUS_FILES, type CorpusFormat } from '../../store/manifest.js';
import { VERSION } from '../../store/version.js';
import { isStudy, type ModelRunConfig } from '../../sweep/experimentSchemas.js';
import { filesOfCard, refuseForeignCorpus } from '../../sweep/ownFiles.js';
import { corpusOf } from '../../sweep/run/executeRun.js';
import { factsFrom, inputFiles, readFacts } from '../../sweep/run/factFiles.js';
import { foretellRun } from '../../sweep/run/foretellRun.js';
import { corpusCard, corpusDigest } from '../../sweep/tables/corpusCard.js';
import { type CorpusSummary, corpusSummaries, writeCorpusTables } from '../../sweep/tables/corpusTables.js';
import { writeCorpusJson, writeCorpusSentences } from '../../sweep/tables/corpusTexts.js';
import { loadTasks, withPlaces } from '../experiment/loadTasks.js';
import { openExperiment } from '../experiment/usePlugins.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { experimentArguments } from '../options/experimentArguments.js';
import { refuseOverwriting } from '../options/outputFiles.js';
import { makeOutputFolder, oneFolder } from '../options/outputFolder.js';
import { foretoldNumbers } from '../screen/foretoldText.js';
import { print, tell, wroteLines } from '../screen/print.js';

interface CorpusArguments {
  file: string;
  out: string;
  format: readonly CorpusFormat[];
  set: string[];
  plugin: string[];
  json: boolean;
}

const FORMATS = Object.keys(CORPUS_FILES) as CorpusFormat[];

function formatsOf(text: unknown): readonly CorpusFormat[] {
  const names = String(text).split(',');
  const unknown = names.find((name) => !FORMATS.includes(name as CorpusFormat));
  if (unknown === undefined) return FORMATS.filter((format) => names.includes(format));
  throw new UserError({
    code: 'usage',
    summary: 'unknown format',
    where: '--format',
    found: unknown,
    allowed: FORMATS.join(', '),
  });
}

export const corpusCommand: Command<CorpusArguments> = {
  builder: (yargs) =>
    experimentArguments(yargs)
      .option('out', {
        type: 'string',
        demandOption: true,
        requiresArg: true,
        coerce: oneFolder,
        describe: 'folder for the files, and for corpus.json, which describes them',
      })
      .option('format', {
        type: 'string',
        requiresArg: true,
        default: 'arrow',
        coerce: formatsOf,
        describe:
          'with commas: arrow (tables), jsonl (the same, with prompts and completions), txt (a sentence a line)',
      })
      .epilogue(
        examples(
          ['corpus corpora/birthdays.yaml --out corpus', 'ten thousand training examples of birthdays'],
          ['corpus my.yaml --out corpus --format arrow,jsonl', 'for trainers that read prompts and completions'],
          ['corpus my.yaml --out corpus --set corpus.examples=100000 --set seed=7', 'another size, another seed'],
        ),
      ),
  handler: async ({ file, out, format, set, plugin, json }) => {
    const { tasks } = loadTasks(file, set, await openExperiment(file, plugin));
    const [{ config, parameters }] = tasks;
    if (isStudy(config)) {
      throw new UserError({
        code: 'no-corpus',
        summary: 'a study has no corpus',
        keyPath: 'study',
        where: file,
        found: config.study.kind,
        allowed: 'an experiment with the key corpus',
        hint: '`hallucination-rate run` runs a study',
      });
    }
    const facts = await readFacts(config);
    const corpus = withPlaces(file, set, () => corpusOf(config, checkLexicon(loadLexicon()), facts));
    const names = [...Object.values(CORPUS_FILES).flat(), CORPUS_CARD];
    refuseOverwriting({ '--out': names.map((name) => join(out, name)) }, [file, ...inputFiles([config])]);
    refuseForeignCorpus(out);
    await makeOutputFolder(out);
    if (tasks.length > 1) {
      const values = [
        ...Object.entries(parameters).map(([path, value]) => `${path} = ${value}`),
        seedWords(config.seed).replaceAll('=', ' = ').replaceAll(' seed', ', seed'),
      ];
      tell(`The corpus of the first of ${tasks.length} runs: ${values.join(', ')}\n`);
    }
    const foretold = await foretellRun(config, corpus);
    const summaries = corpusSummaries(corpus, config.measurement.gamma).map((summary) => ({
      ...summary,
      foretold: foretold[summary.family],
    }));
    const digest = corpusDigest(corpus);
    const files = await writeCorpus(corpus, config, { out, format, digest });
    if (json) print(`${JSON.stringify({ directory: out, files, digest, seed: config.seed, families: summaries })}\n`);
    else
      print(
        `${summaries.map((summary) => summaryText(summary, config.measurement.gamma, config.model.kind)).join('\n')}\n${wroteLines(files)}`,
      );
  },
};

/** Writes a corpus in these formats and its card. @returns paths of the files, the card last */
async function writeCorpus(
  corpus: Corpus,
  config: ModelRunConfig,
  { out, format, digest }: { readonly out: string; readonly format: readonly CorpusFormat[]; readonly digest: string },
): Promise<readonly string[]> {
  const names: readonly string[] = format.flatMap((each) => CORPUS_FILES[each]);
  const earlier = filesOfCard(out) ?? [];
  const writeCard = (listed: readonly string[]): Promise<void> =>
    writeFileAtomically(
      join(out, CORPUS_CARD),
      corpusCard(corpus, withPlacesFrom(config, out), { digest, version: VERSION, files: listed }),
    );
  // The card tells the files of this program from those of others, also where writing is cut off.
  await writeCard([...new Set([...earlier, ...names])]);
  if (format.includes('arrow')) await writeCorpusTables(corpus, out, digest);
  if (format.includes('jsonl')) await writeCorpusJson(corpus, out);
  if (format.includes('txt')) await writeCorpusSentences(corpus, out);
  // Files of another corpus in formats that are not asked for would pass for this one.
  const known: readonly string[] = Object.values(CORPUS_FILES).flat();
  for (const name of earlier)
    if (known.includes(name) && !names.includes(name)) await rm(join(out, name), { force: true });
  await writeCard(names);
  return [...names, CORPUS_CARD].map((name) => join(out, name));
}

/** The config with the paths of its plugins and facts from the folder of the corpus, so that it is read wherever one stands. */
function withPlacesFrom(config: ModelRunConfig, out: string): ModelRunConfig {
  const { plugins, corpus } = config;
  const moved = plugins?.map(({ file, sha256 }) => ({ file: relative(out, file), sha256 }));
  return { ...config, corpus: factsFrom(corpus, out), ...(moved && { plugins: moved }) };
}

function summaryText(f: CorpusSummary & { readonly foretold: Foretold }, gamma: number, model: string): string {
  const rate = (x: number): string => x.toFixed(4);
  const range = (lower: number, upper: number): string => `[${rate(lower)}, ${rate(upper)}]`;
  const confidence = `${Number((100 * (1 - gamma)).toPrecision(6))} %`;
  const { goodTuring: gt } = f;
  return [
    `${f.family} (${f.kind})`,
    `  training examples N       ${f.examples}${f.abstainedExamples > 0 ? `, ${f.abstainedExamples} of them "I don't know"` : ''}`,
    `  prompts                   ${f.prompts}`,
    `  singletons, doubletons    ${f.singletons}, ${f.doubletons}`,
    `  singleton rate sr         ${rate(f.singletonRate)} (expected ${rate(f.expectedSingletonRate)})`,
    `  missing mass MM           ${rate(f.missingMass)}`,
    ...(rate(f.missingMass) === rate(f.trainingMissingMass)
      ? []
      : [
          `    of the training rows    ${rate(f.trainingMissingMass)} (sr and Good–Turing are of these; MM is of the prompts asked)`,
        ]),
    `  Good–Turing estimate      ${rate(gt.estimate)}, ${confidence} ${range(gt.lower, gt.upper)} (Lemma 1, any N),`,
    `                                    95 % ${range(gt.asymptoticLower, gt.asymptoticUpper)} (large N)`,
    foretoldLine(f.foretold, model),
    '',
  ].join('\n');
}

/** Line about the prediction for the config's model. */
function foretoldLine(foretold: Foretold, model: string): string {
  const numbers = foretoldNumbers(foretold, DIGITS);
  return `  foretold err + invalid    ${numbers === undefined ? `nothing: ${foretold.reason}` : `${numbers}, before training, model ${model}`}`;
}

const DIGITS = 4;
