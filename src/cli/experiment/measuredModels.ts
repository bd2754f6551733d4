/** The runs of `measure`: models of several kinds on one corpus. */
import { sep } from 'node:path';
import { UserError } from '../../errors/userError.js';
import { knownModelKind } from '../../models/registry.js';
import type { ServerModelOptions } from '../../models/servers/serverOptions.js';
import type { LoadedPlugin } from '../../plugins/loadPlugin.js';
import { isStudy } from '../../sweep/experimentSchemas.js';
import type { RunTask } from '../../sweep/run/executeRun.js';
import type { Sweep } from '../../sweep/sweep.js';
import type { CorpusCard } from '../../sweep/tables/corpusCard.js';
import type { Scalar } from '../../sweep/tables/runResult.js';
import { tasksOf } from './loadTasks.js';

/** Flags that name models, with the kind of each and the option that holds its place. */
const FLAGS = { table: 'file', checkpoint: 'folder', kind: 'kind' } as const;
type Flag = keyof typeof FLAGS;

/**
 * Returns a run for each model.
 * @param servers options of models on a server
 * @param set overrides; one of `model` goes to the kinds that have the option
 * @throws UserError
 */
export function measuredModels(
  models: Readonly<Record<Flag, readonly string[]>>,
  servers: readonly Partial<ServerModelOptions>[],
  { corpus, seed, measurement }: Pick<CorpusCard, 'corpus' | 'seed'> & { readonly measurement?: unknown },
  place: string,
  set: readonly string[],
  plugins: readonly LoadedPlugin[],
): Pick<Sweep, 'name' | 'tasks' | 'source'> {
  const flags = (Object.keys(FLAGS) as Flag[]).filter((flag) => models[flag].length > 0);
  if (flags.length === 0 && servers.length === 0)
    throw new UserError({
      code: 'no-model',
      summary: 'no model to measure',
      allowed: `${Object.keys(FLAGS)
        .map((flag) => `--${flag}`)
        .join(' or ')}, once or several times, or --server URL --model NAME`,
    });
  for (const flag of flags) requireNamedOnce(flag, models[flag]);
  const sourceOf = (of: Readonly<Record<string, unknown>>): string =>
    JSON.stringify({ name: 'measured', corpus, seed, ...(measurement !== undefined && { measurement }), ...of });
  const source = (flag: Flag): string =>
    sourceOf(
      flags.length === 1 && models[flag].length === 1
        ? { model: { kind: flag, [FLAGS[flag]]: models[flag][0] } }
        : {
            model: { kind: flag, [FLAGS[flag]]: flag === 'kind' ? models.kind[0] : '' },
            sweep: { [`model.${FLAGS[flag]}`]: models[flag] },
          },
    );
  const kinds: readonly (Flag | 'server')[] = [...flags, ...(servers.length > 0 ? (['server'] as const) : [])];
  const setsFor = (flag: Flag | 'server'): readonly string[] => setsOf(flag, kinds, set, models.kind);
  const groups = [
    ...flags.map((flag) =>
      ofFlag(`--${flag} ${models[flag].join(', ')}`, place, () => tasksOf(source(flag), place, setsFor(flag), plugins)),
    ),
    ...servers.map((server) =>
      tasksOf(sourceOf({ model: { kind: 'server', ...server } }), place, setsFor('server'), plugins),
    ),
  ];
  const places = [...flags.flatMap((flag) => models[flag]), ...servers.map(({ model = '' }) => model)];
  const tasks = groups.flatMap((group) => group.tasks).map((task) => withName(named(task, places), places.length > 1));
  const shown = tasks.map(shownModel);
  return {
    name: groups[0].name,
    tasks,
    source: sourceOf(shown.length === 1 ? { model: shown[0] } : { model: shown[0], sweep: { model: shown } }),
  };
}

/** Returns what it makes, and tells mistakes about the model with the flag, which the user wrote, and not with a place in the card. */
function ofFlag<T>(flag: string, place: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw error.amended((problem) => {
      const isOfModel = /^(?:model|sweep)\b/.test(problem.keyPath ?? '');
      const isInCard = problem.where === place || problem.where?.startsWith(`${place}:`) === true;
      return isOfModel && isInCard ? { ...problem, where: flag } : problem;
    });
  }
}

/** @throws UserError for a model that is named twice */
function requireNamedOnce(flag: Flag, named: readonly string[]): void {
  const twice = named.find((each, at) => named.indexOf(each) < at);
  if (twice === undefined) return;
  throw new UserError({
    code: 'same-run-twice',
    summary: 'a model is named twice',
    where: `--${flag}`,
    found: twice,
    allowed: 'each model once',
  });
}

/** A model as the report shows it: its kind, its place, and what stands before every text. */
function shownModel({ config }: RunTask): unknown {
  if (isStudy(config)) return undefined;
  if (config.model.kind === 'server') return config.model;
  const { kind, file, folder, start } = config.model as Readonly<Record<string, unknown>>;
  return { kind, file, folder, start };
}

/** Overrides for one kind: those of a model's option that only other kinds have are left out. */
function setsOf(
  flag: Flag | 'server',
  flags: readonly (Flag | 'server')[],
  set: readonly string[],
  kinds: readonly string[],
): readonly string[] {
  return set.filter((each) => {
    const [, option] = /^\s*model\.(\w+)/.exec(each) ?? [];
    return (
      option === undefined || hasOption(flag, option, kinds) || !flags.some((other) => hasOption(other, option, kinds))
    );
  });
}

function hasOption(flag: Flag | 'server', option: string, kinds: readonly string[]): boolean {
  return (flag === 'kind' ? kinds : [flag]).some((kind) => option in (knownModelKind(kind)?.options.shape ?? {}));
}

/**
 * A run with the short name of its model among its parameters, if there are several models, and the token that begins every
 * text of a checkpoint: figures hang on it.
 */
function named(task: RunTask, places: readonly string[]): RunTask {
  if (isStudy(task.config)) return task;
  const { model } = task.config;
  const flag = (Object.keys(FLAGS) as Flag[]).find((each) => each === model.kind);
  if (flag === undefined) return task;
  const place = (model as Readonly<Record<string, unknown>>)[FLAGS[flag]] as string;
  const start = checkpointOf(task)?.start;
  const parameters: Record<string, Scalar> = {
    ...(places.length > 1 && { [`model.${FLAGS[flag]}`]: shortName(place, places) }),
    ...(start !== undefined && { 'model.start': start }),
  };
  return { ...task, parameters };
}

/** The last parts of a path, as many as no other place shares. */
function shortName(place: string, places: readonly string[]): string {
  const parts = place.split(sep).filter((part) => part !== '');
  const ends = parts.map((_, i) => parts.slice(parts.length - 1 - i).join(sep));
  return ends.find((end) => places.filter((each) => `${sep}${each}`.endsWith(`${sep}${end}`)).length === 1) ?? place;
}

/** A run of a model on a server with its name among its parameters, where there are several models. */
function withName(task: RunTask, isOneOfSeveral: boolean): RunTask {
  if (!isOneOfSeveral || isStudy(task.config) || task.config.model.kind !== 'server') return task;
  return { ...task, parameters: { ...task.parameters, 'model.model': task.config.model.model } };
}

function checkpointOf({ config }: RunTask): { readonly folder: string; readonly start: string } | undefined {
  if (isStudy(config) || config.model.kind !== 'checkpoint') return undefined;
  const { folder, start = 'none' } = config.model;
  return { folder, start };
}

/** Lines that say what stands before every text of each checkpoint. */
export function framingWords(tasks: readonly RunTask[]): readonly string[] {
  return tasks.flatMap((task) => {
    const checkpoint = checkpointOf(task);
    if (checkpoint === undefined) return [];
    const { folder, start } = checkpoint;
    return [
      `${folder}: ${start === 'none' ? 'nothing stands before a text' : `${start} stands before every text`} (model.bos)`,
    ];
  });
}
