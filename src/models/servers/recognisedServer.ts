/** Finds out which server stands at an address, and what it says of the model. */
import { UserError } from '../../errors/userError.js';
import type { Server } from '../../servers/server.js';

export const DIALECTS = ['vllm', 'llama.cpp', 'openai', 'sampled'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** Statements of a server about itself and a model, as far as they stay the same. */
export type Served = Readonly<Record<string, string | number>>;

export interface RecognisedServer {
  readonly dialect: Dialect;
  readonly served: Served;
  /** Number of tokens of the model; undefined where the server does not say. */
  readonly vocabulary: number | undefined;
}

/**
 * Asks for the version, the properties and the models of a server.
 * @param wanted the dialect that the user named, or `auto`
 * @throws UserError for a model that the server does not have, and for a server that no dialect fits
 */
export async function recogniseServer(
  server: Server,
  model: string,
  wanted: Dialect | 'auto',
): Promise<RecognisedServer> {
  const [version, properties, models] = await Promise.all([
    partOf(server, '/version'),
    partOf(server, '/props'),
    partOf(server, '/v1/models'),
  ]);
  const listed = (Array.isArray(models?.data) ? models.data : []) as readonly Record<string, unknown>[];
  const isLlama = properties !== undefined && 'default_generation_settings' in properties;
  // A server may call a model by the path of its file, which is not the same on every machine.
  const entry = listed.find(
    ({ id, aliases }) => id === model || lastName(id) === model || (Array.isArray(aliases) && aliases.includes(model)),
  );
  if (entry === undefined && listed.length > 0) throw otherModel(server.url, model, listed);
  const meta = (entry?.meta ?? {}) as Record<string, unknown>;
  const isVllm = entry?.owned_by === 'vllm' || (version !== undefined && typeof version.version === 'string');
  // Whoever has neither vLLM's names nor llama.cpp's may still repeat texts; the test before the measurement finds out.
  const dialect = wanted !== 'auto' ? wanted : isLlama ? 'llama.cpp' : isVllm ? 'vllm' : 'openai';
  return {
    dialect,
    served: plain({
      root: entry?.root,
      context: entry?.max_model_len ?? meta.n_ctx,
      parameters: meta.n_params,
      bytes: meta.size,
      file: lastName(properties?.model_path),
      quantisation: properties?.model_ftype,
      build: properties?.build_info ?? version?.version,
    }),
    vocabulary: typeof meta.n_vocab === 'number' ? meta.n_vocab : undefined,
  };
}

/** The JSON object at a path; undefined where the server has no such path, or something else is there. */
async function partOf(server: Server, path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const part = await server.get(path);
    return typeof part === 'object' && part !== null ? (part as Record<string, unknown>) : undefined;
  } catch (error) {
    const { code, status } = error as { readonly code?: string; readonly status?: number };
    if (code === 'not-json' || status === 404 || status === 405 || status === 400) return undefined;
    throw error;
  }
}

/** The last name of a path. */
function lastName(place: unknown): string | undefined {
  return typeof place === 'string' ? place.split(/[\\/]/).at(-1) : undefined;
}

/** The texts and numbers among some values. */
function plain(values: Readonly<Record<string, unknown>>): Served {
  return Object.fromEntries(
    Object.entries(values).filter(
      (pair): pair is [string, string | number] =>
        (typeof pair[1] === 'string' && pair[1] !== '') || typeof pair[1] === 'number',
    ),
  );
}

function otherModel(where: string, model: string, listed: readonly Record<string, unknown>[]): UserError {
  return new UserError({
    code: 'no-model',
    summary: 'the server has no model of that name',
    where,
    found: model,
    allowed: listed.map(({ id }) => String(id)).join(', '),
    hint: '--model NAME',
  });
}
