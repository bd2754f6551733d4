/** A check of what stands before every text: the training rows must not be likelier behind something else. */
import type { Corpus } from '../../corpus/corpus.js';
import { tokensText } from '../../corpus/vocabulary.js';
import { type FamilyWorld, listedResponses } from '../../corpus/world.js';
import { UserError } from '../../errors/userError.js';
import type { CheckpointFiles } from './checkpointFiles.js';
import type { ContextModel } from './contextModel.js';
import { readJsonFile } from './jsonFile.js';
import { responsePaths } from './responsePaths.js';
import { type TextTokens, tokenNamed } from './textTokens.js';

/** Training rows that are scored of each family. */
const ROWS = 16;
/** Difference of the mean log-probability of a row, in nats, from which on the other beginning is asked about. */
const NOTICEABLE = 1;

/**
 * Scores some training rows behind the chosen beginning and behind the other one, which is nothing, or the token that the
 * files name. A model that was trained behind one of them knows the rows worse behind the other.
 * @param lead the chosen beginning
 * @throws UserError if the other one is clearly better
 */
export async function requireLikelierFraming(
  model: ContextModel,
  tokens: TextTokens,
  files: CheckpointFiles,
  lead: readonly number[],
  corpus: Corpus,
): Promise<void> {
  const named = tokenOfFiles(files, tokens);
  const other = lead.length > 0 ? { lead: [], bos: 'none' } : named && { lead: [named.id], bos: named.name };
  if (other === undefined || other.lead.some((id) => id >= model.vocabularySize)) return;
  const rows = someRows(corpus);
  const chosen = await meanLog(model, tokens, lead, rows);
  const better = (await meanLog(model, tokens, other.lead, rows)) - chosen;
  if (better < NOTICEABLE) return;
  throw new UserError({
    code: 'ambiguous-bos',
    summary: 'the training rows are likelier behind another beginning than behind what the tokenizer puts there',
    keyPath: 'model.bos',
    where: tokens.file,
    found: `${better.toFixed(1)} nats a row better ${other.bos === 'none' ? 'without it' : `behind ${other.bos}`}`,
    allowed: 'none, or the name of a token',
    hint: `was the model trained so? then --set 'model.bos=${other.bos}'`,
  });
}

/** The token that the files name as the beginning, though the tokenizer may not add it. */
function tokenOfFiles(
  { config, tokenizerConfig }: CheckpointFiles,
  { idOf, nameOf }: TextTokens,
): { readonly name: string; readonly id: number } | undefined {
  const name = tokenizerConfig === undefined ? undefined : tokenNamed(readJsonFile(tokenizerConfig).content.bos_token);
  const ofName = name === undefined ? undefined : idOf(name);
  if (name !== undefined && ofName !== undefined) return { name, id: ofName };
  const id = config === undefined ? undefined : readJsonFile(config).content.bos_token_id;
  const ofId = typeof id === 'number' ? nameOf(id) : undefined;
  return ofId === undefined ? undefined : { name: ofId, id: id as number };
}

interface Row {
  readonly family: FamilyWorld;
  readonly prompt: string;
  readonly response: string;
}

function someRows({ world, examples: { family, prompt, response } }: Corpus): readonly Row[] {
  const counts = world.families.map(() => 0);
  const rows: Row[] = [];
  for (let row = 0; row < family.length; row++) {
    const of = world.families[family[row]];
    if (response[row] >= listedResponses(of) || counts[family[row]]++ >= ROWS) continue;
    const text = tokensText(world.vocabulary, of.prompts[prompt[row]]);
    rows.push({ family: of, prompt: text, response: of.responseTexts[response[row]] });
  }
  return rows;
}

/** Mean log-probability of the rows' responses, nats. */
async function meanLog(
  model: ContextModel,
  tokens: TextTokens,
  lead: readonly number[],
  rows: readonly Row[],
): Promise<number> {
  let sum = 0;
  for (const family of new Set(rows.map((row) => row.family))) {
    const own = rows.filter((row) => row.family === family);
    const responses = [...new Set(own.map(({ response }) => response))];
    const { contexts, trees } = responsePaths(tokens, lead, own[0].prompt, responses, model.mostNodes);
    const asked = contexts(own.map(({ prompt }) => prompt));
    for (const part of trees) {
      const logs = await model.logProbabilities(asked, part.tree);
      own.forEach(({ response }, i) => {
        const leaf = part.responses.indexOf(responses.indexOf(response));
        if (leaf >= 0) sum += logs[i][leaf];
      });
    }
  }
  return sum / rows.length;
}
