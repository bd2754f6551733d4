/** Texts as the tokens of a checkpoint, by its own tokenizer. */
import type { Tokenizer } from '@huggingface/tokenizers';
import { isMapping } from '../../config/paths.js';
import { UserError } from '../../errors/userError.js';
import type { CheckpointFiles } from './checkpointFiles.js';
import { type JsonFile, readJsonFile, unsupported } from './jsonFile.js';

/** The tokenizer of a checkpoint. */
export interface TextTokens {
  readonly file: string;
  /** Tokens of a text, without those that the tokenizer adds. */
  encode(text: string): readonly number[];
  /** The id of one token by its name; undefined for an unknown one. */
  idOf(token: string): number | undefined;
  /** The name of a token by its id; undefined for an unknown one. */
  nameOf(id: number): string | undefined;
  /** Id that stands for text which the vocabulary lacks; undefined if there is none. */
  readonly unknown: number | undefined;
  /** Every word is cut off with the space before it, so that its tokens hang on no other word. */
  readonly cutsWords: boolean;
}

/** Tokenizers of which Python's library makes other tokens than the one that is used here. */
const OTHER_BEHAVIOURS = ['MergedWithPrevious', 'MergedWithNext', 'Contiguous'];

/** @throws UserError for a tokenizer that cannot be read, or of which this program would make other tokens than its maker */
export async function textTokens({ tokenizer, tokenizerConfig }: CheckpointFiles): Promise<TextTokens> {
  const json = readJsonFile(tokenizer);
  requireSameTokens(json);
  const config = tokenizerConfig === undefined ? undefined : readJsonFile(tokenizerConfig);
  const made = await tokenizerOf(json, config?.content ?? {});
  const { model } = json.content;
  const unknownToken = (isMapping(model) ? model.unk_token : undefined) ?? tokenNamed(config?.content.unk_token);
  return {
    file: tokenizer,
    encode: (text) => {
      const { ids }: { readonly ids: readonly (number | undefined)[] } = made.encode(text, {
        add_special_tokens: false,
      });
      // The library gives nothing for a word that it does not know, where no token stands for such words.
      if (ids.every((id) => id !== undefined)) return ids;
      throw new UserError({
        code: 'tokens',
        summary: 'the tokenizer does not know a word, and has no token for such words',
        where: tokenizer,
        found: `"${text}"`,
      });
    },
    idOf: (token) => made.token_to_id(token),
    nameOf: (id) => made.id_to_token(id),
    unknown: typeof unknownToken === 'string' ? made.token_to_id(unknownToken) : undefined,
    cutsWords: cutsAtSpaces(json.content.pre_tokenizer),
  };
}

async function tokenizerOf(json: JsonFile, config: Readonly<Record<string, unknown>>): Promise<Tokenizer> {
  const { Tokenizer } = await import('@huggingface/tokenizers');
  try {
    return new Tokenizer(json.content, config);
  } catch (error) {
    throw new UserError({
      code: 'unsupported-tokenizer',
      summary: 'this program does not know such a tokenizer',
      where: json.file,
      found: (error as Error).message,
    });
  }
}

function requireSameTokens(json: JsonFile): void {
  const { model, pre_tokenizer: split } = json.content;
  if (isMapping(model) && typeof model.dropout === 'number' && model.dropout > 0)
    throw unsupported(json, 'model.dropout', 'nothing: a text would have other tokens each time');
  const parts = isMapping(split) && Array.isArray(split.pretokenizers) ? split.pretokenizers : [split];
  const other = parts.find((part) => isMapping(part) && OTHER_BEHAVIOURS.includes(String(part.behavior)));
  if (other !== undefined) throw unsupported(json, 'pre_tokenizer', 'parts whose behavior is Isolated or Removed');
}

/** Pre-tokenizers that cut at every space, by their own rules. */
const CUT_AT_SPACES = ['WhitespaceSplit', 'Whitespace', 'BertPreTokenizer'];

function cutsAtSpaces(split: unknown): boolean {
  if (!isMapping(split)) return false;
  const { type, pretokenizers } = split;
  if (type === 'Sequence' && Array.isArray(pretokenizers)) return pretokenizers.some(cutsAtSpaces);
  if (type === 'ByteLevel') return split.use_regex !== false;
  return CUT_AT_SPACES.includes(String(type));
}

/** A token as the files name it: by its text, or by a mapping with its content. */
export function tokenNamed(token: unknown): string | undefined {
  const name = isMapping(token) ? token.content : token;
  return typeof name === 'string' ? name : undefined;
}

/**
 * The token that stands before every text, as the option `bos` and the tokenizer's files say.
 * @param bos `auto` for what the tokenizer itself adds, `none`, or the name of a token
 * @returns its name, or `none`
 * @throws UserError where the files contradict each other
 */
export function beginningToken(bos: string, { tokenizer, tokenizerConfig }: CheckpointFiles): string {
  if (bos !== 'auto') return bos;
  const json = readJsonFile(tokenizer);
  const config = tokenizerConfig === undefined ? { file: '', content: {} } : readJsonFile(tokenizerConfig);
  const added = tokensInFront(json.content.post_processor);
  const { add_bos_token: adds } = config.content;
  const own = tokenNamed(config.content.bos_token);
  const contradicts =
    (adds === true && own !== undefined && added[0] !== own) ||
    (adds === false && added.length > 0) ||
    added.length > 1;
  if (contradicts)
    throw new UserError({
      code: 'ambiguous-bos',
      summary: 'the files of the tokenizer do not agree on what stands before a text',
      keyPath: 'model.bos',
      where: tokenizerConfig ?? tokenizer,
      found: `add_bos_token ${String(adds)}, while tokenizer.json puts ${added.length === 0 ? 'nothing' : added.join(' ')} in front`,
      allowed: 'none, or the name of a token',
      hint: 'take what stood before the texts in training',
    });
  return added[0] ?? 'none';
}

/** Tokens that a post-processor puts before a text. */
function tokensInFront(processor: unknown): readonly string[] {
  if (!isMapping(processor)) return [];
  if (processor.type === 'Sequence' && Array.isArray(processor.processors))
    return processor.processors.flatMap(tokensInFront);
  if (processor.type === 'TemplateProcessing' && Array.isArray(processor.single)) {
    const parts = processor.single.filter(isMapping);
    const text = parts.findIndex((part) => 'Sequence' in part);
    return parts
      .slice(0, text)
      .map((part) => (isMapping(part.SpecialToken) ? tokenNamed(part.SpecialToken.id) : undefined))
      .filter((name) => name !== undefined);
  }
  if (processor.type === 'BertProcessing' || processor.type === 'RobertaProcessing')
    return Array.isArray(processor.cls) ? [String(processor.cls[0])] : [];
  return [];
}
