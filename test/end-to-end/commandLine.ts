/** Runs the built command line as a user would. */
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = path.resolve('dist/cli/main.js');

export function hallucinationRate(...args: readonly string[]): Promise<Outcome> {
  return withInput('', ...args);
}

/** @param input what the program finds on standard input */
export function withInput(input: string, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const program = execFile(process.execPath, [MAIN, ...args], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    program.stdin!.on('error', () => undefined).end(input); // a program may end without reading it
  });
}

export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'hallucination-rate-'));
}

/** An experiment that runs in a few seconds: a transformer, counted models and references on facts and brackets. */
export const SMALL = `
name: small
corpus:
  examples: 300
  families:
    birthdays: { kind: arbitrary-facts, weight: 2, prompts: 200, answerProbability: 0.8, frequency: { kind: zipf, exponent: 0.7 } }
    brackets: { kind: brackets, prompts: 30, kinds: 2, depth: 2, length: 4 }
model: { kind: transformer, layers: 1, width: 16 }
training: { steps: 60, batchSize: 32, learningRate: 0.01, warmupSteps: 5 }
measurement: { curvePoints: 2 }
sweep:
  model.kind: [transformer, ngram, calibrated-learner, abstainer]
seed: 7
`;

export function experimentFile(text: string = SMALL, name = 'small.yaml'): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
}
