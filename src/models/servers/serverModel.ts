/** Models that run on a server, which is asked for the probability of every response to every prompt. */
import { tokensText } from '../../corpus/vocabulary.js';
import type { FamilyWorld, World } from '../../corpus/world.js';
import { UserError } from '../../errors/userError.js';
import { keyFrom } from '../../servers/apiKey.js';
import { openAnswers } from '../../servers/keptAnswers.js';
import { openServer } from '../../servers/server.js';
import { askResponses, listedResponses, requireListed } from '../imported/wholeResponses.js';
import type { ImportedModelKind } from '../modelKind.js';
import { type AskedServer, askedServer } from './askedServer.js';
import { recogniseServer } from './recognise.js';
import { ASIDE, type ServerModelOptions, serverOptions } from './serverOptions.js';
import type { AskedFamily } from './tokenModel.js';

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
    const { environment } = asking;
    const answers = openAnswers(asking.file, asking.others);
    try {
      const asked = await openModel(options, world, { environment, answers });
      const { tolerance, url } = options;
      const families = new Map(askedFamilies(world).map((family) => [family.name, family]));
      await requireSums(asked, [...families.values()], tolerance, url);
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
        { tolerance, where: url },
        onProgress,
      );
      return { ...model, remarks: asked.remarks() };
    } finally {
      answers.close();
    }
  },
};

/** A family as it is asked, with the place of each prompt. */
export interface PlacedFamily extends AskedFamily {
  readonly placeOf: ReadonlyMap<string, number>;
}

export function askedFamilies(world: World): readonly PlacedFamily[] {
  return world.families.map((family) => {
    const prompts = family.prompts.map((tokens) => tokensText(world.vocabulary, tokens));
    return {
      name: family.name,
      prompts,
      responses: family.responseTexts.slice(0, listedResponses(family)),
      kept: prompts.map((_, place) => keptOf(family, place)),
      placeOf: new Map(prompts.map((prompt, place) => [prompt, place])),
    };
  });
}

/** The answer, of whose probability the logarithm is taken, and the abstention. */
function keptOf({ answer, responseCount, idk }: FamilyWorld, place: number): readonly number[] {
  return idk === 'valid' ? [answer[place], responseCount] : [answer[place]];
}

/** Opens the server of a model, and makes sure that it is the one that the config was pinned to. */
async function openModel(
  options: ServerModelOptions,
  world: World,
  {
    environment,
    answers,
  }: { readonly environment: NodeJS.ProcessEnv; readonly answers: ReturnType<typeof openAnswers> },
): Promise<AskedServer> {
  const { url, model, atOnce, mostRequests, seconds, keyVariable, served } = options;
  const server = openServer({ url, key: keyFrom(environment, keyVariable), atOnce, most: mostRequests, seconds });
  const recognised = await recogniseServer(server, model, options.dialect);
  const changed = Object.keys({ ...served, ...recognised.served }).find(
    (key) => served !== undefined && served[key] !== recognised.served[key],
  );
  if (changed !== undefined)
    throw new UserError({
      code: 'other-model',
      summary: 'the server has another model now',
      keyPath: `model.served.${changed}`,
      where: server.url,
      found: String(recognised.served[changed] ?? 'nothing'),
      allowed: String(served?.[changed] ?? 'nothing'),
      hint: 'begin the command anew, and it is measured as another model',
    });
  return askedServer(server, recognised, options, askedFamilies(world), answers);
}

/** Prompts of a family whose sums are looked at before all are asked. */
const LOOKED_AT = 3;

/** @throws UserError where the responses of one of the first prompts have more probability than 1 */
async function requireSums(
  asked: AskedServer,
  families: readonly PlacedFamily[],
  tolerance: number,
  where: string,
): Promise<void> {
  for (const family of families)
    for (let place = 0; place < Math.min(LOOKED_AT, family.prompts.length); place++) {
      const logs = await asked.logProbabilities(family, place);
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

/** Waits for all, also where one of them fails, so that the others are kept. @throws the first error */
async function all<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
