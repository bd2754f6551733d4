/** Checkpoints that another program exported to ONNX: token ids in, logits of every position out. */
import { type AnswerTree, responseLogProbabilities } from '../../corpus/answerTree.js';
import { type OnnxFeed, type OnnxFile, type OnnxSlot, openOnnxFile } from '../../engine/compiled.js';
import { type Problem, UserError } from '../../errors/userError.js';
import type { CheckpointFiles } from './checkpointFiles.js';
import type { ContextModel } from './contextModel.js';
import { readJsonFile } from './jsonFile.js';

/** Inputs of an export: those that are fed, and those that begin empty. */
const FED = ['input_ids', 'attention_mask', 'position_ids'];
const IDS = 'input_ids';
/** Switch of exports that hold the graphs with and without earlier keys. */
const BRANCH = 'use_cache_branch';
const LOGITS = 'logits';

/** Largest number of logits of a run, 128 MiB. */
const MOST_LOGITS = 2 ** 25;
/** Largest number of sequences of a run. */
const MOST_SEQUENCES = 256;

/** Computes logits of all positions of sequences. */
interface Sequences {
  readonly vocabularySize: number;
  /** @returns logits, [sequences × longest × vocabulary], and the length of the longest sequence */
  logits(sequences: readonly Int32Array[]): Promise<{ readonly data: Float32Array; readonly longest: number }>;
}

/**
 * @throws UserError for a file that ONNX Runtime does not load, for inputs that are not known, and for an export whose
 *   earlier logits hang on later tokens
 */
export async function exportedModel(
  { weights: [file], config }: CheckpointFiles,
  threads: number,
): Promise<ContextModel> {
  const opened = await openOnnxFile(file, threads).catch((error: Error) => {
    throw bad(file, { summary: 'ONNX Runtime does not load the file', found: error.message });
  });
  const run = sequencesOf(opened, file);
  const { data } = await run([Int32Array.of(0)]);
  const model: Sequences = {
    vocabularySize: data.length,
    logits: async (sequences) => ({ data: (await run(sequences)).data, longest: longestOf(sequences) }),
  };
  await requireCausal(model, file);
  const content = config === undefined ? {} : readJsonFile(config).content;
  const positions = content.n_positions ?? content.max_position_embeddings;
  return {
    trainableParameters: 0,
    vocabularySize: model.vocabularySize,
    maxPositions: typeof positions === 'number' ? positions : Infinity,
    mostNodes: Infinity,
    logProbabilities: (contexts, tree) => scored(model, contexts, tree),
    dispose: () => opened.dispose(),
  };
}

/** Returns the function that feeds sequences, padded on the right. @throws UserError for inputs that are not known */
function sequencesOf(
  { inputs, outputs, run }: OnnxFile,
  file: string,
): (sequences: readonly Int32Array[]) => Promise<{ readonly data: Float32Array }> {
  const ids = inputs.find(({ name }) => name === IDS);
  if (ids === undefined)
    throw bad(file, { summary: `the export has no input ${IDS}`, found: namesOf(inputs), allowed: FED.join(', ') });
  const fixed = ids.shape.find((size) => typeof size === 'number');
  if (fixed !== undefined)
    throw bad(file, {
      summary: 'the export reads sequences of one size alone',
      found: `${IDS} [${ids.shape.join(', ')}]`,
      allowed: 'any number of sequences of any length',
      hint: 'export it with dynamic axes',
    });
  const logits = outputs.find(({ name }) => name === LOGITS);
  if (logits === undefined || logits.type !== 'float32')
    throw bad(file, {
      summary: `the export must give float32 ${LOGITS}`,
      found: logits === undefined ? namesOf(outputs) : `${LOGITS} of ${logits.type}`,
    });
  for (const input of inputs)
    if (!FED.includes(input.name) && input.name !== BRANCH && !canBeEmpty(input))
      throw bad(file, {
        summary: 'the export asks for an input that this program does not know',
        found: `${input.name} (${input.type ?? 'no tensor'}) [${input.shape.join(', ')}]`,
        allowed: `${FED.join(', ')}; past_key_values of known heads and widths, which begin empty`,
        hint: 'export it without earlier keys (use_cache=False): docs/other-models.md',
      });
  return async (sequences) => {
    const longest = longestOf(sequences);
    const shape = [sequences.length, longest];
    const filled = (value: (sequence: Int32Array, at: number) => number): OnnxFeed => ({
      values: Int32Array.from({ length: sequences.length * longest }, (_, i) =>
        value(sequences[Math.floor(i / longest)], i % longest),
      ),
      shape,
    });
    const feeds: Record<string, OnnxFeed> = {
      [IDS]: filled((sequence, at) => sequence[at] ?? 0),
      attention_mask: filled(({ length }, at) => Number(at < length)),
      position_ids: filled((_, at) => at),
      [BRANCH]: { values: Int32Array.of(0), shape: [1] },
    };
    for (const { name, shape: past } of inputs)
      feeds[name] ??= { values: new Int32Array(0), shape: [sequences.length, Number(past[1]), 0, Number(past[3])] };
    try {
      return await run(feeds, LOGITS);
    } catch (error) {
      throw bad(file, { summary: 'ONNX Runtime cannot compute the export', found: (error as Error).message });
    }
  };
}

/** Earlier keys and values [batch, heads, length, width], of which there are none. */
function canBeEmpty({ type, shape: [, heads, length, width] }: OnnxSlot): boolean {
  return type === 'float32' && typeof heads === 'number' && typeof length === 'string' && typeof width === 'number';
}

function longestOf(sequences: readonly Int32Array[]): number {
  return sequences.reduce((longest, { length }) => Math.max(longest, length), 0);
}

/** Largest change of a logit that is rounding, as a share of the largest logit. */
const ROUNDING = 1e-4;

/**
 * Makes sure that logits hang on earlier tokens alone, and not on padding or on other sequences: exports have lost their
 * causal mask without a word.
 */
async function requireCausal({ vocabularySize, logits }: Sequences, file: string): Promise<void> {
  const tokens = Int32Array.from({ length: 6 }, (_, i) => (1 + 7 * i) % vocabularySize);
  const changed = tokens.slice();
  changed[5] = (tokens[5] + 1) % vocabularySize;
  const before = 5 * vocabularySize;
  const { data: both } = await logits([tokens, changed]);
  const [first, second] = [both.subarray(0, before), both.subarray(6 * vocabularySize, 6 * vocabularySize + before)];
  const largest = first.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const moved = (other: Float32Array): number =>
    other.reduce((most, value, i) => Math.max(most, Math.abs(value - first[i])), 0);
  if (!Number.isFinite(largest))
    throw bad(file, { summary: 'the export gives logits that are no numbers', found: String(largest) });
  const byToken = moved(second);
  if (!(byToken <= ROUNDING * largest))
    throw bad(file, {
      summary: 'the export has lost its causal mask: a later token changes earlier logits',
      found: `by ${byToken.toPrecision(2)}`,
      hint: `export ${IDS} alone, without attention_mask: docs/other-models.md`,
    });
  const { data: alone } = await logits([tokens.subarray(0, 5)]);
  const { data: padded } = await logits([tokens.subarray(0, 5), Int32Array.from([...tokens, ...tokens])]);
  const byPadding = Math.max(moved(alone), moved(padded.subarray(0, before)));
  if (byPadding <= ROUNDING * largest) return;
  throw bad(file, {
    summary: 'the logits of the export hang on padding, or on other sequences of the batch',
    found: `a change of ${byPadding.toPrecision(2)}`,
    hint: `export ${IDS} alone, with dynamic axes: docs/other-models.md`,
  });
}

/** Scores all edges of a tree. A sequence to each node without inner nodes behind it passes all others. */
async function scored(
  model: Sequences,
  contexts: readonly Int32Array[],
  tree: AnswerTree,
): Promise<readonly Float64Array[]> {
  const { prefixes, edgePrefix, edgeToken } = tree;
  const carrier = carriers(tree);
  const ends = [...new Set(carrier)];
  const edgesOfEnd = new Map(ends.map((end) => [end, [] as number[]]));
  edgePrefix.forEach((node, edge) => edgesOfEnd.get(carrier[node])!.push(edge));
  const edgeLogs = contexts.map(() => new Float64Array(edgeToken.length));
  const asked = contexts.flatMap((context, row) => ends.map((end) => ({ row, end, context })));
  const longest = longestOf(contexts) + ends.reduce((most, end) => Math.max(most, prefixes[end].length), 0);
  const sequences = Math.floor(MOST_LOGITS / (longest * model.vocabularySize));
  const batch = Math.max(1, Math.min(MOST_SEQUENCES, sequences));
  for (let from = 0; from < asked.length; from += batch) {
    const part = asked.slice(from, from + batch);
    const run = await model.logits(part.map(({ context, end }) => Int32Array.from([...context, ...prefixes[end]])));
    part.forEach(({ row, end, context }, i) => {
      const normalisers = new Map<number, number>();
      for (const edge of edgesOfEnd.get(end)!) {
        const place = i * run.longest + context.length - 1 + prefixes[edgePrefix[edge]].length;
        const logits = run.data.subarray(place * model.vocabularySize, (place + 1) * model.vocabularySize);
        const normaliser = normalisers.get(place) ?? logSumExp(logits);
        normalisers.set(place, normaliser);
        edgeLogs[row][edge] = logits[edgeToken[edge]] - normaliser;
      }
    });
  }
  return edgeLogs.map((logs) => responseLogProbabilities(tree, logs));
}

/** Returns for each inner node one that lies behind it, or itself, and has no inner nodes behind it. */
function carriers({ prefixes, edgePrefix, edgeParent }: AnswerTree): readonly number[] {
  const parent = new Map<number, number>();
  edgePrefix.forEach((node, edge) => {
    if (node > 0) parent.set(node, edgePrefix[edgeParent[edge]]);
  });
  const carrier: number[] = [];
  for (let node = prefixes.length - 1; node >= 0; node--) {
    carrier[node] ??= node;
    const above = parent.get(node);
    if (above !== undefined) carrier[above] ??= carrier[node];
  }
  return carrier;
}

function logSumExp(logits: Float32Array): number {
  const largest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  return largest + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

function namesOf(slots: readonly OnnxSlot[]): string {
  return slots.map(({ name }) => name).join(', ');
}

function bad(where: string, problem: Omit<Problem, 'code' | 'where'>): UserError {
  return new UserError({ code: 'unsupported-export', where, ...problem });
}
