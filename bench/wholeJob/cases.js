// @ts-check
/** Writes the networks of the main job for another program: rows of training, prompts, answer trees and truth. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkLexicon } from '../../dist/corpus/lexicon.js';
import { loadLexicon } from '../../dist/store/loadLexicon.js';
import { corpusOf } from '../../dist/sweep/run/executeRun.js';
import { measuredSteps } from '../../dist/training/schedule.js';
import { longestSentence } from '../../dist/training/train.js';
import { trainingSet } from '../../dist/training/trainingSet.js';

/** @typedef {import('../../dist/sweep/experimentSchemas.js').ModelRunConfig} ModelRunConfig */

/**
 * Writes a folder for each network.
 * @param {string} directory
 * @param {readonly ModelRunConfig[]} configs
 */
export function writeNetworks(directory, configs) {
  const lexicon = checkLexicon(loadLexicon());
  configs.forEach((config, i) => {
    const folder = path.join(directory, String(i));
    mkdirSync(folder);
    const corpus = corpusOf(config, lexicon);
    const { world } = corpus;
    const set = trainingSet(corpus, config.training.loss);
    const write = (/** @type {string} */ name, /** @type {ArrayLike<number>} */ values, /** @type {boolean} */ whole) =>
      writeFileSync(path.join(folder, `${name}.bin`), whole ? Int32Array.from(values) : Float64Array.from(values));
    write('tokens', set.tokens, true);
    write('asked', set.asked, true);
    write('labels', set.labels, true);
    const families = world.families.map(({ name, prompts, tree, answer, promptWeight }) => {
      const longest = Math.max(...prompts.map(({ length }) => length));
      write(
        `${name}.prompts`,
        prompts.flatMap((prompt) => Array.from({ length: longest }, (_, t) => prompt[t] ?? -1)),
        true,
      );
      write(`${name}.answers`, answer, true);
      write(`${name}.weights`, promptWeight, false);
      const { prefixes, edgePrefix, edgeToken, edgeParent, leafEdge } = tree;
      return {
        name,
        prompts: prompts.length,
        longest,
        tree: {
          prefixes: prefixes.map((prefix) => [...prefix]),
          edgePrefix: [...edgePrefix],
          edgeToken: [...edgeToken],
          edgeParent: [...edgeParent],
          leafEdge: [...leafEdge],
        },
      };
    });
    const { training, measurement, model } = config;
    writeFileSync(
      path.join(folder, 'network.json'),
      JSON.stringify({
        model,
        training,
        vocabulary: world.vocabulary.words.length,
        positions: longestSentence(world),
        rows: set.rows,
        slots: set.slots,
        predictions: set.predictions,
        measured: measuredSteps(training.steps, measurement.curvePoints),
        families,
      }),
    );
  });
}
