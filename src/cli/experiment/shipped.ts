/** Experiments that are shipped with the program. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExperimentClaims } from '../../claims/claim.js';
import { didYouMean } from '../../errors/didYouMean.js';
import { UserError } from '../../errors/userError.js';

/** Path of a shipped experiment, whatever the working folder. It is the same from `src/` and from `dist/`. */
export function experimentFile(experiment: string): string {
  return fileURLToPath(new URL(`../../../experiments/${experiment}.yaml`, import.meta.url));
}

/** The claims of all shipped experiments. They are loaded on request, because other commands start sooner without them. */
export async function shippedClaims(): Promise<readonly ExperimentClaims[]> {
  const { experimentClaims } = await import('../../experiments/index.js');
  return experimentClaims;
}

/** Names of the shipped experiments, sorted. */
export function shippedNames(): readonly string[] {
  return readdirSync(dirname(experimentFile('x')))
    .flatMap((file) => (file.endsWith('.yaml') ? [basename(file, '.yaml')] : []))
    .sort();
}

export interface ShippedExperiment {
  readonly name: string;
  /** The claim that it tests, in a sentence without its source. */
  readonly claim: string;
  /** Time that it takes, in words; null where its file says nothing. */
  readonly time: string | null;
}

/** All shipped experiments, as the heads of their files describe them. */
export function shippedExperiments(): readonly ShippedExperiment[] {
  return shippedNames().map((name) => {
    const [head] = /^(?:#.*\n)+/.exec(readFileSync(experimentFile(name), 'utf8')) ?? [''];
    const text = head.replaceAll(/\n?# ?/g, ' ').replaceAll(/\s+/g, ' ');
    const [, sentence = ''] = /Claims?: (.*?)[.;:](?: |$)/.exec(text.replaceAll(SOURCES, '')) ?? [];
    const claim = sentence.includes(')') ? sentence : sentence.split(' (')[0]; // cut within a parenthesis
    const [, time = null] = /(\b(?:About|about) [^.:]*?) on two cores/.exec(text) ?? [];
    return { name, claim, time: time === null ? null : time.toLowerCase() };
  });
}

/** Sources and rows of the list of claims, in parentheses. */
const SOURCES = / \((?:[^()]*\b\d{4}\b[^()]*|rows? [^()]*)\)/g;

/**
 * The path of a file; where there is none, that of the file which ships with the program under the same path, such as
 * `corpora/capitals/training.csv`, wherever one stands.
 */
export function shippedFile(file: string): string {
  if (!/^(experiments|corpora)\//.test(file) || existsSync(file)) return file;
  const shipped = fileURLToPath(new URL(`../../../${file}`, import.meta.url));
  return existsSync(shipped) ? relative('.', shipped) : file;
}

/**
 * The path of a file, or of the shipped experiment of that name.
 * @throws UserError for a name that is neither
 */
export function namedExperiment(file: string): string {
  if (existsSync(file)) return file;
  if (!/^[\w-]+$/.test(file)) return shippedFile(file);
  if (shippedNames().includes(file)) return relative('.', experimentFile(file));
  throw new UserError({
    code: 'missing-file',
    summary: 'no such file, and no shipped experiment of that name',
    where: file,
    allowed: 'the path of an experiment file (YAML), or the name of a shipped experiment',
    hint: didYouMean(file, shippedNames()) ?? '`hallucination-rate list` names the shipped experiments',
  });
}
