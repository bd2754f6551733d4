/** The runs of an experiment: every combination is checked against the schema, then expanded into its seeds. */
import { type Problem, UserError } from '../../errors/userError.js';
import { canonical, canonicalJson } from '../canonicalJson.js';
import type { KeyPath } from '../paths.js';
import type { CheckedExperiment, ExperimentSchema, RunConfig } from '../schema/experimentSchema.js';
import { expandSeeds, type Seed, seedCount } from '../schema/seeds.js';
import { combination, combinationCount } from './combinations.js';
import { writtenDraw } from './drawValues.js';
import { isDrawn, isSwept, locateProblem } from './locateProblem.js';
import { problemsOf } from './schemaProblems.js';
import type { WrittenExperiment } from './writtenExperiment.js';

export type Parameters = Readonly<Record<string, unknown>>;

export interface ResolvedRun<Config = RunConfig> {
  readonly config: Config;
  /** Drawn and swept dotted paths and this run's values, in the order of the file. */
  readonly parameters: Parameters;
  /** The same as `config.seed`. */
  readonly seed: Seed;
}

export interface Checked<Config> {
  readonly experiment: CheckedExperiment<Config>;
  readonly parameters: Parameters;
}

// Days of work on a thousand machines; a larger sweep is probably a mistake.
const MAX_RUNS = 100_000;

export function checkCombinations<Config>(
  written: WrittenExperiment,
  schema: ExperimentSchema<Config>,
  locate: (path: KeyPath) => string,
): { readonly checked: readonly Checked<Config>[]; readonly problems: readonly Problem[] } {
  const { draw, problems: ofDraw } = writtenDraw(written, schema.tree);
  if (ofDraw.length > 0)
    return { checked: [], problems: ofDraw.map((problem) => locateProblem(problem, written, [], draw, locate)) };
  const count = draw.runs * combinationCount(written.sweep);
  if (count > MAX_RUNS) return { checked: [], problems: [tooMany(count, locate(['sweep']))] };
  const checked: Checked<Config>[] = [];
  const met = new Map<string, { readonly problem: Problem; readonly mention: string | undefined; times: number }>();
  for (let index = 0; index < count; index++) {
    const { value, choice, parameters } = combination(written, draw, index, schema.tree);
    const result = schema.check.safeParse(value);
    if (result.success) {
      checked.push({ experiment: result.data, parameters });
      continue;
    }
    for (const unplaced of problemsOf(result.error.issues, schema.tree, value)) {
      const problem = locateProblem(unplaced, written, choice, draw, locate);
      // Drawn values differ from config to config, and one of them is example enough.
      const key = JSON.stringify(isDrawn(unplaced, draw) ? { ...problem, found: undefined } : problem);
      const mention =
        isSwept(unplaced, written) || isDrawn(unplaced, draw) ? undefined : `met with ${parameterWords(parameters)}`;
      const before = met.get(key);
      if (before === undefined) met.set(key, { problem, mention, times: 1 });
      else before.times++;
    }
  }
  // A problem of every combination does not come from the sweep, so its message does not mention the sweep.
  const problems = [...met.values()].map(({ problem, mention, times }) =>
    times < count ? withHint(problem, mention) : problem,
  );
  return { checked, problems };
}

/**
 * Expands each combination into its seeds.
 *
 * @param where place of the sweep, for messages
 * @throws UserError for too many runs, and for two equal runs, because each would count as evidence
 */
export function resolveRuns<Config>(checked: readonly Checked<Config>[], where: string): ResolvedRun<Config>[] {
  const count = checked.reduce((sum, { experiment }) => sum + seedCount(experiment.seeds), 0);
  if (count > MAX_RUNS) throw new UserError(tooMany(count, where));
  const twins = sameConfig(checked);
  if (twins !== undefined) {
    const found = twins.map(({ parameters }) => parameterWords(parameters)).join(' and again ');
    throw new UserError({
      code: 'same-run-twice',
      summary: 'two combinations are the same run',
      keyPath: 'sweep',
      where,
      found,
      allowed: 'each value once',
    });
  }
  return checked.flatMap(({ experiment, parameters }) =>
    expandSeeds(experiment.seed, experiment.seeds).map((seed) => ({
      config: runConfig(experiment, seed),
      parameters,
      seed,
    })),
  );
}

function sameConfig<Config>(checked: readonly Checked<Config>[]): readonly Checked<Config>[] | undefined {
  const seen = new Map<string, Checked<Config>>();
  for (const each of checked) {
    const key = canonicalJson(each.experiment);
    const twin = seen.get(key);
    if (twin !== undefined) return [twin, each];
    seen.set(key, each);
  }
  return undefined;
}

/** The config of a run: the experiment without its name, number of seeds, draws and quick form, on which no result depends. */
function runConfig<Config>(experiment: CheckedExperiment<Config>, seed: Seed): Config {
  const { name: _name, seeds: _seeds, quick: _quick, draw: _draw, ...config } = experiment;
  return canonical({ ...config, seed }) as unknown as Config;
}

function tooMany(count: number, where: string): Problem {
  return {
    code: 'too-many-runs',
    summary: 'too many runs',
    keyPath: 'sweep',
    where,
    found: String(count),
    allowed: `at most ${MAX_RUNS} of one experiment, seeds included`,
  };
}

function withHint(problem: Problem, hint: string | undefined): Problem {
  return { ...problem, hint: [problem.hint, hint].filter((each) => each !== undefined).join('; ') || undefined };
}

function parameterWords(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([path, value]) => `${path} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
