/**
 * Turns a network and its parameters into an exact LanguageModel. The engine gives float32 logits and, if only few are
 * asked for, the sums by which they become probabilities; all later sums are in float64.
 */
import type { AnswerTree } from '../../corpus/answerTree.js';
import { START } from '../../corpus/vocabulary.js';
import type { Engine } from '../../engine/engine.js';
import type { Executable } from '../../engine/program.js';
import type { LanguageModel } from '../languageModel.js';
import { type Network, parameterCount } from '../networks/network.js';
import { scoreContexts } from './scoreContexts.js';
import { scorePaths } from './scorePaths.js';
import { scoreTree } from './scoreTree.js';
import { inOneVector, type ParameterInputs, type Prepare, scoringProgram } from './scoringProgram.js';

/** Makes models of one network. */
export interface NeuralScorer {
  /** Returns the model at these parameters, [parameterCount]; valid until the scorer is disposed of. */
  modelAt(theta: Float32Array): LanguageModel;
  /** Frees the prepared programs. */
  dispose(): Promise<void>;
}

/** Scoring programs of a network, each prepared once, for all states of the parameters. */
export interface ScoringPrograms {
  readonly prepare: Prepare;
  /** Frees the prepared programs. */
  dispose(): Promise<void>;
}

/**
 * @param taken the way in which the programs take the parameters
 * @param mostLogits of all prepared programs together, each of which keeps the memory of its logits: those that were prepared first make
 *   room, so that only one program may be in use at a time; left out: all are kept
 */
export function scoringPrograms(
  network: Network,
  engine: Engine,
  taken: ParameterInputs,
  mostLogits = Infinity,
): ScoringPrograms {
  const prepared = new Map<string, { readonly executable: Promise<Executable>; readonly logits: number }>();
  let held = 0;
  return {
    prepare: async (shape) => {
      const { batch, slots, rows, tree, picked } = shape;
      const key = [batch, slots, rows, tree, picked].join(' ');
      const known = prepared.get(key);
      if (known !== undefined) return known.executable;
      const logits = rows * network.vocabularySize;
      for (const [first, other] of prepared) {
        if (held + logits <= mostLogits) break;
        prepared.delete(first);
        held -= other.logits;
        await (await other.executable).dispose();
      }
      const executable = engine.prepare(scoringProgram(network, shape, taken));
      prepared.set(key, { executable, logits });
      held += logits;
      return executable;
    },
    dispose: async () => {
      for (const { executable } of prepared.values()) await (await executable).dispose();
      prepared.clear();
      held = 0;
    },
  };
}

/** Makes a scorer. It prepares a scoring program once per shape, for all states of the parameters. */
export function neuralScorer(network: Network, engine: Engine): NeuralScorer {
  const { prepare, dispose } = scoringPrograms(network, engine, inOneVector(network));
  return {
    modelAt: (theta) => {
      const scored = { network, parameters: { theta }, prepare, lead: [START] };
      return {
        kind: network.kind,
        trainableParameters: parameterCount(network),
        vocabularySize: network.vocabularySize,
        ...(network.window !== undefined && { window: network.window }),
        nextTokenLogProbabilities: (contexts) => scoreContexts(scored, contexts),
        // Only a network that follows the layout can read all branches of a tree at once.
        ...(network.reads === 'visible' && {
          answerTreeLogProbabilities: (prompts: readonly Int32Array[], tree: AnswerTree) =>
            scoreTree(scored, prompts, tree),
        }),
        pathLogProbabilities: (prompts, paths) => scorePaths(scored, prompts, paths),
      };
    },
    dispose,
  };
}
