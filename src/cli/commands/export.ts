import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkLexicon, type Lexicon } from '../../corpus/lexicon.js';
import type { World } from '../../corpus/world.js';
import { UserError } from '../../errors/userError.js';
import { MAKER_KEY, requireGpt2, savedAsGpt2 } from '../../models/checkpoints/savedAsGpt2.js';
import { readSavedModel } from '../../models/saved/modelFile.js';
import type { SavedModel } from '../../models/saved/savedModel.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { loadLexicon } from '../../store/loadLexicon.js';
import { isStudy } from '../../sweep/experimentSchemas.js';
import { corpusOf } from '../../sweep/run/executeRun.js';
import { readFacts } from '../../sweep/run/factFiles.js';
import { installPluginsOf } from '../../sweep/run/pluginsOfRun.js';
import { MODEL_FILE } from '../../sweep/run/storedRun.js';
import { tokenizerJson } from '../../text/tokenizerJson.js';
import { wordTokenizerJson } from '../../text/wordTokenizerJson.js';
import type { Command } from '../listedCommand.js';
import { makeAgain, networkRun, type StoredTask } from '../networkRun.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { refuseOverwriting } from '../options/outputFiles.js';
import { makeOutputFolder, oneFolder } from '../options/outputFolder.js';
import { nameArgument } from '../options/textOptions.js';
import { print, wroteLines } from '../screen/print.js';

interface ExportArguments {
  readonly run: string;
  readonly out: string;
  readonly json: boolean;
}

const FILES = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];

export const exportCommand: Command<ExportArguments> = {
  builder: (yargs) =>
    yargs
      .positional('run', nameArgument("a run's folder, or an experiment's: then its first network is taken"))
      .option('out', {
        type: 'string',
        demandOption: true,
        requiresArg: true,
        coerce: oneFolder,
        describe: 'folder for config.json, model.safetensors and tokenizer.json',
      })
      .option('json', JSON_OPTION)
      .epilogue(
        examples(
          ['export runs/mine --out mine', "AutoModelForCausalLM.from_pretrained('mine') in Python loads it"],
          ['measure corpus --checkpoint mine', 'its figures, computed from the folder'],
        ),
      )
      .epilogue(
        'Transformers with model.tiedHead: true are GPT-2s. Every text begins with the token <s>, as in training. A run that did not keep its model (training.save) is trained again, which gives the same model.',
      ) as never,
  handler: async ({ run, out, json }) => {
    const { folder, task } = await networkRun(run);
    const { config } = task;
    if (isStudy(config))
      throw new UserError({ code: 'no-model', summary: 'a study has no model to export', where: folder });
    if (config.posttraining !== undefined)
      throw new UserError({
        code: 'graded',
        summary: 'a run keeps its network as it is before it is trained under a grader',
        where: folder,
        found: 'posttraining',
        hint: 'export a run without it',
      });
    await installPluginsOf(config);
    requireGpt2(config.model);
    const paths = FILES.map((name) => join(out, name));
    refuseOverwriting({ '--out': paths }, [join(folder, MODEL_FILE)]);
    refuseForeignModel(out);
    const lexicon = checkLexicon(loadLexicon());
    const { world } = corpusOf(config, lexicon, await readFacts(config));
    await makeOutputFolder(out);
    const files = savedAsGpt2(await savedModelOf({ folder, task }, lexicon, out), tokenizerOf(world));
    for (const [name, content] of Object.entries(files)) await writeFileAtomically(join(out, name), content);
    if (json) print(`${JSON.stringify({ run: task.id, directory: out, files: paths })}\n`);
    else print(wroteLines(paths));
  },
};

/** @throws UserError for a folder with files of a model that this program did not write */
function refuseForeignModel(out: string): void {
  const found = FILES.filter((name) => existsSync(join(out, name)));
  if (found.length === 0) return;
  try {
    const config = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8')) as object;
    if (Object.hasOwn(config, MAKER_KEY)) return;
  } catch {
    // No config that can be read is none of ours.
  }
  throw new UserError({
    code: 'foreign-files',
    summary: 'the folder holds a model that this program did not export',
    where: out,
    found: found.join(', '),
    hint: 'name another folder with --out',
  });
}

function tokenizerOf({ prose, vocabulary }: World): string {
  return prose === undefined ? wordTokenizerJson(vocabulary.words) : tokenizerJson(prose.tokenizer.bpe, true);
}

/** The model of a run: as it was kept, or trained again. */
async function savedModelOf({ folder, task }: StoredTask, lexicon: Lexicon, out: string): Promise<SavedModel> {
  const kept = join(folder, MODEL_FILE);
  if (existsSync(kept)) return readSavedModel(kept);
  const { config } = task;
  if (isStudy(config)) throw new Error('a study has no model');
  const trained = { ...task, config: { ...config, training: { ...config.training, save: true } } };
  const modelPath = join(out, `.${MODEL_FILE}`);
  try {
    await makeAgain({ folder, task: trained }, lexicon, { modelPath });
    return readSavedModel(modelPath);
  } finally {
    rmSync(modelPath, { force: true });
  }
}
