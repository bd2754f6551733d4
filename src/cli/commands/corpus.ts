import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { seedWords } from '../../config/schema/seeds.js';
import { checkLexicon } from '../../corpus/lexicon.js';
import { UserError } from '../../errors/userError.js';
import type { Foretold } from '../../results/familyMeasurement.js';
import { loadLexicon } from '../../store/loadLexicon.js';
import { CORPUS_FILES } from '../../store/manifest.js';
import { isStudy } from '../../sweep/experimentSchemas.js';
import { refuseForeignCorpus } from '../../sweep/ownFiles.js';
import { corpusOf } from '../../sweep/run/executeRun.js';
import { readFacts } from '../../sweep/run/factFiles.js';
import { foretellRun } from '../../sweep/run/foretellRun.js';
import { type CorpusSummary, corpusSummaries, writeCorpusTables } from '../../sweep/tables/corpusTables.js';
import { loadTasks, withPlaces } from '../experiment/loadTasks.js';
import { examples } from '../options/examples.js';
import { experimentArguments } from '../options/experimentArguments.js';
import { refuseOverwriting } from '../options/outputFiles.js';
import { makeOutputFolder, oneFolder } from '../options/outputFolder.js';
import { foretoldNumbers } from '../screen/foretoldText.js';
import { print, tell, wroteLines } from '../screen/print.js';

interface CorpusArguments {
  file: string;
  out: string;
  set: string[];
  json: boolean;
}

export const corpusCommand: CommandModule<object, CorpusArguments> = {
  command: 'corpus <file>',
  describe: "draw an experiment's training examples and write them as Arrow tables",
  builder: (yargs) =>
    experimentArguments(yargs)
      .option('out', {
        type: 'string',
        demandOption: true,
        requiresArg: true,
        coerce: oneFolder,
        describe: 'folder for examples.arrow and prompts.arrow',
      })
      .epilogue(
        examples(
          ['corpus corpora/birthdays.yaml --out corpus', 'ten thousand training examples of birthdays'],
          ['corpus my.yaml --out corpus --set corpus.examples=100000 --set seed=7', 'another size, another seed'],
        ),
      ),
  handler: async ({ file, out, set, json }) => {
    const { tasks } = loadTasks(file, set);
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
    refuseOverwriting({ '--out': CORPUS_FILES.map((name) => join(out, name)) }, [file]);
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
    const files = await writeCorpusTables(corpus, out);
    if (json) print(`${JSON.stringify({ directory: out, files, seed: config.seed, families: summaries })}\n`);
    else
      print(
        `${summaries.map((summary) => summaryText(summary, config.measurement.gamma, config.model.kind)).join('\n')}\n${wroteLines(files)}`,
      );
  },
};

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
