/** Models that run on a server, which is asked for the probability of every response to every prompt. */
import { UserError } from '../../errors/userError.js';
import { keyFrom } from '../../servers/apiKey.js';
import { openAnswers } from '../../servers/keptAnswers.js';
import { openServer, type Server } from '../../servers/server.js';
import { askResponses, requireListed } from '../imported/wholeResponses.js';
import type { ImportedModelKind } from '../modelKind.js';
import { askedFamilies, type PlacedFamily } from './askedFamilies.js';
import { type AskedServer, askedServer } from './askedServer.js';
import { drawnModel } from './drawnModel.js';
import { type RecognisedServer, recogniseServer } from './recognisedServer.js';
import { ASIDE, type ServerModelOptions, serverOptions } from './serverOptions.js';

export const serverModel: ImportedModelKind<typeof serverOptions> & { readonly kind: 'server' } = {
  kind: 'server',
  description:
    'Trained elsewhere, and running on a server: vLLM, llama.cpp, or what repeats texts with their log-probabilities as OpenAI did (`measure --server`).',
  options: serverOptions,
  aside: ASIDE,
  isAsked: true,
  async load(options, { corpus: { world }, onProgress, asking }) {
    requireListed(world);
    if (asking === undefined) throw new RangeError('a model on a server needs a file for its answers');
    const answers = openAnswers(asking.file, asking.others);
    try {
      const [server, recognised] = await openModel(options, asking.environment);
      if (recognised.dialect === 'sampled')
        return await drawnModel(server, recognised, options, world, answers, onProgress);
      const placed = askedFamilies(world);
      const asked = await askedServer(server, recognised, options, placed, answers);
      const { tolerance } = options;
      const families = new Map(placed.map((family) => [family.name, family]));
      await requireSums(asked, placed, tolerance, server.url);
      const model = await askResponses(
        'server',
        world,
        {
          trainableParameters: asked.parameters,
          responseLogProbabilities: async (prompts, _, name) => {
            const family = families.get(name)!;
            return all(prompts.map((prompt) => asked.logProbabilities(family, family.placeOf.get(prompt)!)));
          },
        },
        { tolerance, where: server.url },
        onProgress,
      );
      return { ...model, remarks: asked.remarks() };
    } finally {
      answers.close();
    }
  },
};

/** Opens the server of a model, and makes sure that it is the one that the config was pinned to. */
async function openModel(
  options: ServerModelOptions,
  environment: NodeJS.ProcessEnv,
): Promise<readonly [Server, RecognisedServer]> {
  const { url, model, atOnce, mostRequests, seconds, keyVariable, served } = options;
  const server = openServer({ url, key: keyFrom(environment, keyVariable), atOnce, most: mostRequests, seconds });
  const recognised = await recogniseServer(server, model, options.dialect);
  const changed = Object.keys({ ...served, ...recognised.served }).find(
    (key) => served !== undefined && served[key] !== recognised.served[key],
  );
  if (changed === undefined) return [server, recognised];
  throw new UserError({
    code: 'other-model',
    summary: 'the server has another model now',
    keyPath: `model.served.${changed}`,
    where: server.url,
    found: String(recognised.served[changed] ?? 'nothing'),
    allowed: String(served?.[changed] ?? 'nothing'),
    hint: 'begin the command anew, and it is measured as another model',
  });
}

/** Prompts of a family whose sums are looked at before all are asked. */
export const LOOKED_AT = 3;

/** @throws UserError where the responses of one of the first prompts have more probability than 1 */
async function requireSums(
  asked: AskedServer,
  families: readonly PlacedFamily[],
  tolerance: number,
  where: string,
): Promise<void> {
  for (const family of families) {
    const places = [...family.prompts.keys()].slice(0, LOOKED_AT);
    const rows = await all(places.map((place) => asked.logProbabilities(family, place)));
    for (const [place, logs] of rows.entries()) {
      const sum = logs.reduce<number>((total, log) => total + Math.exp(log), 0);
      if (sum <= 1 + tolerance) continue;
      throw new UserError({
        code: 'not-a-distribution',
        summary: 'the probabilities of a prompt add up to more than 1',
        where,
        found: `${sum.toPrecision(8)}: family ${family.name}, "${family.prompts[place]}"`,
        allowed: `at most 1 + ${tolerance}`,
        hint: 'the server does not state the probabilities of the model, or one response begins another: let the template close responses',
      });
    }
  }
}

/** Waits for all, also where one of them fails, so that the others are kept. @throws the first error */
async function all<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
