/** From an experiment file and overrides to the checked list of its runs. */
import { basename } from 'node:path';
import { type Problem, UserError } from '../../errors/userError.js';
import { isMapping, type Mapping } from '../paths.js';
import type { ExperimentSchema, RunConfig } from '../schema/experimentSchema.js';
import type { SchemaNode } from '../schema/jsonSchema.js';
import { foundWords } from '../wording.js';
import { NO_DRAW } from './drawValues.js';
import { locateProblem } from './locateProblem.js';
import { applyOverride } from './overrides.js';
import { readExperimentFile } from './readExperimentFile.js';
import { checkCombinations, type ResolvedRun, resolveRuns } from './resolveRuns.js';
import { type WrittenExperiment, writtenExperiment } from './writtenExperiment.js';
import { parseYaml } from './yamlText.js';

/** An experiment file that was read, checked and expanded into the runs of its sweep and seeds. */
export interface Experiment<Config = RunConfig> {
  readonly name: string;
  /** The config of the first run. */
  readonly base: Config;
  /** Combinations in the order of the sweep, its last key changing fastest; the seeds of a combination follow each other. */
  readonly runs: readonly ResolvedRun<Config>[];
}

export interface LoadOptions {
  /** Overrides `key=value`, applied in this order. */
  readonly set?: readonly string[];
  /** Applies the file's own `quick` overrides first. */
  readonly quick?: boolean;
}

/** The schema of a file, or a function that chooses it by the file's content. */
export type SchemaChoice<Config> = ExperimentSchema<Config> | ((file: Mapping) => ExperimentSchema<Config>);

/**
 * @param file path as the user wrote it, which messages repeat
 * @throws UserError with all problems found
 */
export function loadExperiment<Config extends object>(
  file: string,
  options: LoadOptions,
  schema: SchemaChoice<Config>,
): Experiment<Config> {
  return resolveExperiment(readExperimentFile(file), file, options, schema);
}

/** Does the same as `loadExperiment` for a text in memory. */
export function resolveExperiment<Config extends object>(
  text: string,
  file: string,
  { set = [], quick = false }: LoadOptions,
  choice: SchemaChoice<Config>,
): Experiment<Config> {
  const { value, locate } = parseYaml(text, (line, column) => `${file}:${line}:${column}`);
  if (value === undefined)
    throw new UserError({ code: 'empty-file', summary: 'the file is empty', where: file, allowed: EXPERIMENT });
  if (!isMapping(value))
    throw new UserError({
      code: 'not-a-mapping',
      summary: 'not an experiment',
      where: file,
      found: foundWords(value),
      allowed: EXPERIMENT,
    });
  const schema = typeof choice === 'function' ? choice(value) : choice;

  const inFile = writtenExperiment(
    {
      name: nameOfFile(file),
      ...value,
    },
    schema.tree,
  );
  const ofSweep = inFile.problems.map((problem) => locateProblem(problem, inFile.written, [], NO_DRAW, locate));
  const overridden = withOverrides(inFile.written, [...(quick ? quickOf(value) : []), ...set], schema.tree);
  const { checked, problems } = checkCombinations(overridden.written, schema, locate);
  refuse([...ofSweep, ...overridden.problems, ...problems]);

  const runs = resolveRuns(checked, locate(['sweep']));
  return { name: checked[0].experiment.name, base: runs[0].config, runs };
}

/** The name of an experiment that states none: its file's, with `_` for characters that a name cannot have. */
function nameOfFile(file: string): string {
  return basename(file)
    .replace(/\.[^.]+$/, '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\w-]+/g, '_')
    .replace(/^[_-]+/, '')
    .slice(0, 64);
}

/** The experiment's quick overrides. If `quick` is not a list of strings, the check of the schema reports it. */
function quickOf({ quick }: Mapping): readonly string[] {
  return Array.isArray(quick) ? quick.map(String) : [];
}

const EXPERIMENT = 'a mapping with the keys corpus, model and others';

function withOverrides(
  inFile: WrittenExperiment,
  set: readonly string[],
  tree: SchemaNode,
): { readonly written: WrittenExperiment; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const written = set.reduce((at, text) => {
    try {
      return applyOverride(at, text, tree);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
      return at;
    }
  }, inFile);
  return { written, problems };
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new UserError(problems[0], problems.slice(1));
}
