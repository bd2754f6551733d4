import type { AnswerTree } from '../../corpus/answerTree.js';
import { STOP, tokensText } from '../../corpus/vocabulary.js';
import type { World } from '../../corpus/world.js';
import type { LanguageModel } from '../languageModel.js';
import { promptIndex } from './promptIndex.js';
import { treeConditionals } from './treeConditionals.js';

/**
 * Makes a language model from a table of its responses to each prompt. The probability of the next token is the mass of
 * the responses below its edge of the answer tree; a finished response is followed by the stop. A context must be a
 * prompt of the world, alone or followed by the beginning of one of its responses; for any other the model throws a
 * RangeError, since the table has no entry. If a response set is too large to enumerate, responses that are not in the
 * tree have probability 0.
 * @param distribution p̂(·|c) of a prompt over the responses of its family, [responseCount + 1], IDK last
 */
export function referenceModel(
  kind: string,
  world: World,
  distribution: (family: number, prompt: number) => Float64Array,
): LanguageModel {
  const { families, vocabulary } = world;
  const vocabularySize = vocabulary.words.length;
  const find = promptIndex(world);
  const nodes = families.map(({ tree }) => nodesOf(tree));

  const placeOf = (context: Int32Array): NonNullable<ReturnType<typeof find>> => {
    const place = find(context);
    if (!place)
      throw new RangeError(`a context must begin with a prompt of the world, got "${tokensText(vocabulary, context)}"`);
    return place;
  };

  const noBeginning = (context: Int32Array): RangeError =>
    new RangeError(
      `after its prompt, a context must be the beginning of a response, up to its stop, got "${tokensText(vocabulary, context)}"`,
    );

  // Contexts of one prompt come one after the other, so that its conditionals are computed once.
  let last: { readonly family: number; readonly prompt: number; readonly conditionals: Float64Array } | undefined;
  const conditionalsAt = ({ family, prompt }: NonNullable<ReturnType<typeof find>>): Float64Array => {
    if (last?.family !== family || last.prompt !== prompt) {
      const { tree } = families[family];
      last = { family, prompt, conditionals: new Float64Array(tree.edgeToken.length) };
      treeConditionals(tree, distribution(family, prompt), last.conditionals);
    }
    return last.conditionals;
  };

  /** Writes the next token's log-probabilities after `context` into a row that is −Infinity everywhere. */
  const fillRow = (context: Int32Array, row: Float64Array): void => {
    const place = placeOf(context);
    const { tree } = families[place.family];
    const { children, after } = nodes[place.family];
    let node = 0;
    for (const token of context.subarray(place.length)) {
      const edge = node < 0 ? undefined : children[node].find((each) => tree.edgeToken[each] === token);
      if (edge === undefined) throw noBeginning(context);
      node = after[edge];
    }
    if (node < 0) {
      if (context[context.length - 1] === STOP) throw noBeginning(context);
      row[STOP] = 0;
      return;
    }
    const conditionals = conditionalsAt(place);
    for (const edge of children[node]) row[tree.edgeToken[edge]] = conditionals[edge];
  };

  return {
    kind,
    trainableParameters: 0,
    vocabularySize,
    async nextTokenLogProbabilities(contexts) {
      const rows = new Float64Array(contexts.length * vocabularySize).fill(-Infinity);
      contexts.forEach((context, i) => fillRow(context, rows.subarray(i * vocabularySize, (i + 1) * vocabularySize)));
      return rows;
    },
    async answerTreeLogProbabilities(prompts, tree) {
      const edges = tree.edgeToken.length;
      const logProbabilities = new Float64Array(prompts.length * edges);
      prompts.forEach((tokens, i) => {
        const { family, prompt, length } = placeOf(tokens);
        if (families[family].tree !== tree || length !== tokens.length) {
          throw new RangeError(
            `prompts must be of the family of the answer tree, got "${tokensText(vocabulary, tokens)}"`,
          );
        }
        treeConditionals(tree, distribution(family, prompt), logProbabilities.subarray(i * edges, (i + 1) * edges));
      });
      return logProbabilities;
    },
    async pathLogProbabilities(prompts, paths) {
      return Float64Array.from(prompts, (tokens, i) => {
        const place = placeOf(tokens);
        if (place.length !== tokens.length)
          throw new RangeError(`nothing may follow the prompt, got "${tokensText(vocabulary, tokens)}"`);
        const { tree } = families[place.family];
        const { children, after } = nodes[place.family];
        const conditionals = new Float64Array(tree.edgeToken.length);
        treeConditionals(tree, distribution(place.family, place.prompt), conditionals);
        let node = 0;
        let sum = 0;
        for (const token of paths[i]) {
          const edge = node < 0 ? undefined : children[node].find((each) => tree.edgeToken[each] === token);
          if (edge === undefined) return -Infinity;
          sum += conditionals[edge];
          node = after[edge];
        }
        return sum;
      });
    },
  };
}

/** Returns the edges that leave each node, [nodes], and the node after each edge, −1 if a response ends, [edges]. */
function nodesOf({ prefixes, edgePrefix, edgeParent }: AnswerTree): {
  children: readonly (readonly number[])[];
  after: Int32Array;
} {
  const children: number[][] = prefixes.map(() => []);
  const after = new Int32Array(edgePrefix.length).fill(-1);
  edgePrefix.forEach((node, edge) => {
    children[node].push(edge);
    if (edgeParent[edge] >= 0) after[edgeParent[edge]] = node;
  });
  return { children, after };
}
