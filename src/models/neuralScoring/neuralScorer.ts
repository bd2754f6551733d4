/** Turns a network and its parameters into a LanguageModel, exactly: float32 logits (and, where few are wanted, the sums that make
 * probabilities of them) from the engine, float64 from there on. */
import type { AnswerTree } from '../../corpus/answerTree.js';
import type { Engine } from '../../engine/engine.js';
import type { Executable } from '../../engine/program.js';
import type { LanguageModel } from '../languageModel.js';
import { type Network, parameterCount } from '../networks/network.js';
import { scoreContexts } from './scoreContexts.js';
import { scorePaths } from './scorePaths.js';
import { scoreTree } from './scoreTree.js';
import { type ScoringShape, scoringProgram } from './scoringProgram.js';

export interface NeuralScorer {
  /** The model at these parameters, [parameterCount]; valid until the scorer is disposed of. */
  modelAt(theta: Float32Array): LanguageModel;
  dispose(): Promise<void>;
}

/** Scoring programs are prepared once per shape and serve every state of the parameters. */
export function neuralScorer(network: Network, engine: Engine): NeuralScorer {
  const prepared = new Map<string, Promise<Executable>>();
  const prepare = (shape: ScoringShape): Promise<Executable> => {
    const { batch, slots, rows, picked } = shape;
    const key = [batch, slots, rows, picked].join(' ');
    const known = prepared.get(key);
    if (known !== undefined) return known;
    const executable = engine.prepare(scoringProgram(network, shape));
    prepared.set(key, executable);
    return executable;
  };
  return {
    modelAt: (theta) => {
      const scored = { network, theta, prepare };
      return {
        kind: network.kind,
        trainableParameters: parameterCount(network),
        vocabularySize: network.vocabularySize,
        ...(network.window !== undefined && { window: network.window }),
        nextTokenLogProbabilities: (contexts) => scoreContexts(scored, contexts),
        // Only a network that sees what the layout shows can read all branches of a tree at once.
        ...(network.reads === 'visible' && {
          answerTreeLogProbabilities: (prompts: readonly Int32Array[], tree: AnswerTree) =>
            scoreTree(scored, prompts, tree),
        }),
        pathLogProbabilities: (prompts, paths) => scorePaths(scored, prompts, paths),
      };
    },
    dispose: async () => {
      for (const executable of prepared.values()) await (await executable).dispose();
      prepared.clear();
    },
  };
}
