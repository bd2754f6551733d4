/** The runs of `measure`: models of several kinds on one corpus. */
import { UserError } from '../../errors/userError.js';
import { modelKinds } from '../../models/registry.js';
import type { ServerModelOptions } from '../../models/servers/serverOptions.js';
import { isStudy } from '../../sweep/experimentSchemas.js';
import type { RunTask } from '../../sweep/run/executeRun.js';
import type { Sweep } from '../../sweep/sweep.js';
import type { CorpusCard } from '../../sweep/tables/corpusCard.js';
import type { Scalar } from '../../sweep/tables/runResult.js';
import { tasksOf } from './loadTasks.js';

/** Flags that name models, with the kind of each and the option that holds its place. */
const FLAGS = { table: 'file', checkpoint: 'folder' } as const;
type Flag = keyof typeof FLAGS;

/**
 * Returns a run for each model.
 * @param servers options of models on a server
 * @param set overrides; one of `model` goes to the kinds that have the option
 * @throws UserError
 */
export function measuredModels(
  named: Readonly<Record<Flag, readonly string[]>>,
  servers: readonly Partial<ServerModelOptions>[],
  { corpus, seed }: CorpusCard,
  place: string,
  set: readonly string[],
): Pick<Sweep, 'name' | 'tasks' | 'source'> {
  const flags = (Object.keys(FLAGS) as Flag[]).filter((flag) => named[flag].length > 0);
  if (flags.length === 0 && servers.length === 0)
    throw new UserError({
      code: 'no-model',
      summary: 'no model to measure',
      allowed: `${Object.keys(FLAGS)
        .map((flag) => `--${flag}`)
        .join(' or ')}, once or several times, or --server URL --model NAME`,
    });
  const sourceOf = (models: Readonly<Record<string, unknown>>): string =>
    JSON.stringify({ name: 'measured', corpus, seed, ...models });
  const source = (flag: Flag): string =>
    sourceOf(
      flags.length === 1 && named[flag].length === 1
        ? { model: { kind: flag, [FLAGS[flag]]: named[flag][0] } }
        : { model: { kind: flag, [FLAGS[flag]]: '' }, sweep: { [`model.${FLAGS[flag]}`]: named[flag] } },
    );
  const kinds: readonly (Flag | 'server')[] = [...flags, ...(servers.length > 0 ? (['server'] as const) : [])];
  const models: readonly object[] = [
    ...flags.flatMap((kind) => named[kind].map((each) => ({ kind, [FLAGS[kind]]: each }))),
    ...servers.map((server) => ({ kind: 'server', ...server })),
  ];
  const groups = [
    ...flags.map((flag) => tasksOf(source(flag), place, setsOf(flag, kinds, set))),
    ...servers.map((server) =>
      tasksOf(sourceOf({ model: { kind: 'server', ...server } }), place, setsOf('server', kinds, set)),
    ),
  ];
  return {
    name: groups[0].name,
    tasks: groups.flatMap(({ tasks }) => tasks).map((task) => withName(withFraming(task), models.length > 1)),
    source:
      servers.length === 0 && flags.length === 1
        ? source(flags[0])
        : sourceOf(models.length === 1 ? { model: models[0] } : { model: models[0], sweep: { model: models } }),
  };
}

/** Overrides for one kind: those of a model's option that only other kinds have are left out. */
function setsOf(flag: Flag | 'server', flags: readonly (Flag | 'server')[], set: readonly string[]): readonly string[] {
  return set.filter((each) => {
    const [, option] = /^\s*model\.(\w+)/.exec(each) ?? [];
    return option === undefined || hasOption(flag, option) || !flags.some((other) => hasOption(other, option));
  });
}

function hasOption(flag: Flag | 'server', option: string): boolean {
  return option in modelKinds.find(({ kind }) => kind === flag)!.options.shape;
}

/** A run of a checkpoint with its folder and the token that begins every text among its parameters: figures hang on both. */
function withFraming(task: RunTask): RunTask {
  const checkpoint = checkpointOf(task);
  if (checkpoint === undefined) return task;
  const parameters: Record<string, Scalar> = { 'model.folder': checkpoint.folder, 'model.start': checkpoint.start };
  return { ...task, parameters: { ...task.parameters, ...parameters } };
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
