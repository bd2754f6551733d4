/** Models on a server that `measure` names: each is looked up there, so that its run is known by what the server says of it. */

import type { World } from '../../corpus/world.js';
import { printableName } from '../../errors/printable.js';
import { UserError } from '../../errors/userError.js';
import { recogniseServer } from '../../models/servers/recognisedServer.js';
import { type ServerCost, serverCost } from '../../models/servers/serverCost.js';
import { type ServerModelOptions, serverOptions } from '../../models/servers/serverOptions.js';
import { keyFrom } from '../../servers/apiKey.js';
import { openServer } from '../../servers/server.js';
import { isStudy } from '../../sweep/experimentSchemas.js';
import type { RunTask } from '../../sweep/run/executeRun.js';
import type { ServerFlags } from '../options/serverFlags.js';

/**
 * Returns the options of each model, with its dialect and what the server says of it.
 * @throws UserError for flags that lack one another, and for a model that is not there
 */
export async function measuredServers(
  flags: ServerFlags,
  set: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<readonly Partial<ServerModelOptions>[]> {
  const { server: url, model: names } = flags;
  if (url === undefined) {
    if (names.length === 0) return [];
    throw lacking('--model names a model on a server', '--server URL');
  }
  if (names.length === 0) throw lacking('--server needs the name of a model', '--model NAME');
  const asked = {
    url,
    ...(flags.dialect !== undefined && { dialect: flags.dialect }),
    ...(flags.template !== undefined && { template: flags.template }),
    ...(flags.bos !== undefined && { bos: flags.bos }),
    ...(flags.stop !== undefined && { stop: flags.stop }),
    ...(flags.samples !== undefined && { samples: flags.samples }),
    ...(flags.chat && { chat: true }),
    ...(flags.atOnce !== undefined && { atOnce: flags.atOnce }),
    ...(flags.maxRequests !== undefined && { mostRequests: flags.maxRequests }),
    ...(flags.keyVariable !== undefined && { keyVariable: flags.keyVariable }),
  };
  const { atOnce, seconds } = serverOptions.parse({ ...asked, model: names[0] });
  const opened = openServer({ url, key: keyFrom(environment, flags.keyVariable), atOnce, seconds });
  return Promise.all(
    names.map(async (model) => {
      const { dialect, served } = await recogniseServer(opened, model, dialectIn(set) ?? flags.dialect ?? 'auto');
      return { ...asked, model, dialect, served };
    }),
  );
}

/** The cost of asking a server for a model, for `--dry-run`. */
export interface PlannedServer extends ServerCost {
  readonly model: string;
  readonly dialect: string;
}

/** Finds out what the models on servers among some runs would cost. @param world of the corpus of all of them */
export async function plannedServers(
  tasks: readonly RunTask[],
  world: World,
  environment: NodeJS.ProcessEnv,
): Promise<readonly PlannedServer[]> {
  const planned: PlannedServer[] = [];
  for (const { config } of tasks) {
    if (isStudy(config) || config.model.kind !== 'server') continue;
    const { url, model, atOnce, seconds, keyVariable, dialect } = config.model;
    const server = openServer({ url, key: keyFrom(environment, keyVariable), atOnce, seconds });
    const recognised = await recogniseServer(server, model, dialect);
    planned.push({
      model,
      dialect: recognised.dialect,
      ...(await serverCost(server, recognised, config.model, world)),
    });
  }
  return planned;
}

/** A line for each model on a server. */
export function plannedText(servers: readonly PlannedServer[]): string {
  return servers
    .map(({ model, dialect, prompts, contexts, requests, tokens }) => {
      const asked = { openai: 'texts', sampled: 'responses to draw' }[dialect] ?? 'contexts';
      const counts = `${shown(prompts)} prompts, ${shown(contexts)} ${asked}, ${shown(requests)} requests, ${shown(tokens)} tokens sent`;
      const less = asked === 'contexts' ? '; unlikely beginnings are not followed' : '';
      return `${printableName(model)} (${dialect}): at most ${counts}${less}; what is kept of earlier commands is not asked again\n`;
    })
    .join('');
}

function shown(count: number): string {
  return count.toLocaleString('en');
}

/** The dialect that an override names, for which a server is then looked up. */
function dialectIn(set: readonly string[]): ServerModelOptions['dialect'] | undefined {
  const named = set
    .findLast((each) => /^\s*model\.dialect\s*=/.test(each))
    ?.split('=')[1]
    ?.trim();
  return named === undefined ? undefined : serverOptions.shape.dialect.safeParse(named).data;
}

function lacking(summary: string, hint: string): UserError {
  return new UserError({ code: 'incomplete-flags', summary, hint });
}
