/**
 * The tables of a sweep are the same bytes under another Node: `OTHER_NODE=/path/to/node npm test -- test/end-to-end/otherNode`. Without
 * the variable the test is skipped.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { experimentFile, temporaryFolder } from './commandLine.js';

const OTHER_NODE = process.env.OTHER_NODE;

/** Laws, models and metrics that take powers, logarithms and exponentials, and a network. */
const EXPERIMENT = `
name: nodes
corpus:
  examples: 400
  families:
    people: { kind: arbitrary-facts, prompts: 200, responses: 40, answerProbability: 0.8, frequency: { kind: pareto, shape: 1.2 } }
    places: { kind: arbitrary-facts, prompts: 150, responses: 500, frequency: { kind: zipf, exponent: 0.7 } }
    rates: { kind: arbitrary-facts, prompts: 400, responses: 30, frequency: { kind: singleton-rate, target: 0.3 } }
    brackets: { kind: brackets, prompts: 30, kinds: 2, depth: 2, length: 4 }
model: { kind: transformer, layers: 1, width: 16 }
training: { steps: 60, batchSize: 32, learningRate: 0.01, warmupSteps: 5 }
measurement:
  curvePoints: 4
  answers: true
  temperatures: [0, 0.5, 2]
  confidenceTargets: [0.5, 0.9]
  agreement: [2, 3, 5]
sweep:
  model.kind: [transformer, ngram, calibrated-learner, memoriser, retrieval]
seed: 7
`;
const TABLES = ['runs.arrow', 'curves.arrow', 'responses.arrow'];

(OTHER_NODE === undefined ? test.skip : test)(
  'tables are the same bytes under another Node',
  () => {
    const file = experimentFile(EXPERIMENT, 'nodes.yaml');
    const [here, there] = [process.execPath, OTHER_NODE!].map((node) => {
      const store = temporaryFolder();
      execFileSync(node, ['dist/cli/main.js', 'run', file, '--out', store, '--responses'], { stdio: 'pipe' });
      return TABLES.map((name) => readFileSync(path.join(store, 'nodes', name)));
    });
    TABLES.forEach((name, at) => {
      expect([name, here[at].length > 1000, here[at].equals(there[at])]).toEqual([name, true, true]);
    });
  },
  300_000,
);
