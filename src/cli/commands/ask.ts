import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Corpus } from '../../corpus/corpus.js';
import { checkLexicon } from '../../corpus/lexicon.js';
import { printableName } from '../../errors/printable.js';
import { UserError } from '../../errors/userError.js';
import { askModel, mixedPrompts } from '../../measurement/askModel.js';
import { promptNamed } from '../../measurement/promptNamed.js';
import { continueTexts } from '../../measurement/prose/continueTexts.js';
import type { LanguageModel } from '../../models/languageModel.js';
import { loadModel } from '../../models/saved/modelFile.js';
import { stream } from '../../random/stream.js';
import { repliesText } from '../../report/terminal/repliesText.js';
import { writtenTexts } from '../../report/terminal/writtenTexts.js';
import type { Reply, WrittenText } from '../../results/spoken.js';
import { loadLexicon } from '../../store/loadLexicon.js';
import { isStudy } from '../../sweep/experimentSchemas.js';
import { corpusOf } from '../../sweep/run/executeRun.js';
import { readFacts } from '../../sweep/run/factFiles.js';
import { installPluginsOf } from '../../sweep/run/pluginsOfRun.js';
import { MODEL_FILE } from '../../sweep/run/storedRun.js';
import type { Command } from '../listedCommand.js';
import { makeAgain, networkRun } from '../networkRun.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { INTEGER_FROM, INTEGERS, numberOption } from '../options/numbers.js';
import { nameArgument } from '../options/textOptions.js';
import { print, printScreen, tell } from '../screen/print.js';
import { label } from '../screen/progress.js';
import { terminalWidth } from '../screen/terminal.js';

interface AskArguments {
  readonly run: string;
  readonly prompts: readonly string[] | undefined;
  readonly number: number;
  readonly sample: number | undefined;
  readonly json: boolean;
}

export const askCommand: Command<AskArguments> = {
  builder: (yargs) =>
    yargs
      .positional('run', nameArgument("a run's folder, or an experiment's: then its first network is asked"))
      .positional('prompts', {
        type: 'string',
        array: true,
        describe: 'prompts of its corpus, or in running text any beginning; left out: a mixture',
      })
      .option('number', { ...numberOption('number', INTEGERS(1, 1000), 'prompts of the mixture'), default: 10 })
      .option('sample', numberOption('sample', INTEGER_FROM(0), 'draw the answers, from this seed; else the likeliest'))
      .option('json', JSON_OPTION)
      .epilogue(
        examples(
          ['ask runs/singleton-rate', 'ten prompts: never shown, shown once, shown often, of a pattern'],
          ['ask runs/singleton-rate/0123456789ab "Mira Kaplan was born on"', 'one prompt to one run'],
          ['ask runs/my --number 30 --sample 1', 'answers drawn as the error rate counts them'],
        ),
      )
      .epilogue(
        'A run that did not keep its model (training.save) is trained again, which gives the same model.',
      ) as never,
  handler: async ({ run, prompts = [], number, sample, json }) => {
    const { folder, task } = await networkRun(run);
    const config = task.config;
    await installPluginsOf(config);
    if (isStudy(config))
      throw new UserError({ code: 'no-model', summary: 'a study has no model to ask', where: folder });
    const draws = sample === undefined ? undefined : stream(sample, 'measurement/asked/answers');
    let replies: readonly Reply[] = [];
    let texts: readonly WrittenText[] = [];
    const ask = async (model: LanguageModel, corpus: Corpus): Promise<void> => {
      const known = prompts.flatMap((text) => promptNamed(corpus.world, text) ?? []);
      const asked = prompts.length > 0 ? known : mixedPrompts(corpus, number, stream(sample ?? 0, 'measurement/asked'));
      replies = await askModel(model, corpus, asked, draws);
      if (corpus.world.prose === undefined) return;
      const begun =
        prompts.length > 0 ? prompts.filter((text) => promptNamed(corpus.world, text) === undefined) : ['', ''];
      texts = await continueTexts(model, corpus, begun, stream(sample ?? 0, 'measurement/asked/texts'));
    };
    tell(`asking ${printableName(folder)}: ${label(task)}\n`);
    const lexicon = checkLexicon(loadLexicon());
    const saved = join(folder, MODEL_FILE);
    if (existsSync(saved) && config.posttraining === undefined) {
      const model = await loadModel(saved);
      await ask(model, corpusOf(config, lexicon, await readFacts(config)));
      await model.dispose();
    } else await makeAgain({ folder, task }, lexicon, { onModel: ask });
    if (json) print(`${JSON.stringify({ run: task.id, replies, ...(texts.length > 0 && { texts }) })}\n`);
    else {
      const width = terminalWidth(process.stdout);
      printScreen([repliesText(replies, width), writtenTexts(texts, width)].filter((each) => each !== '').join('\n'));
    }
  },
};
