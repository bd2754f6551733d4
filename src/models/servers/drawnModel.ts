/** A model on a server that states no probabilities, as a model of which what it writes is known. */
import type { World } from '../../corpus/world.js';
import type { KeptAnswers } from '../../servers/keptAnswers.js';
import type { Server } from '../../servers/server.js';
import type { DrawnResponses, LanguageModel } from '../languageModel.js';
import { askedFamilies } from './askedFamilies.js';
import { drawnResponses } from './drawnTexts.js';
import type { RecognisedServer } from './recognisedServer.js';
import type { ServerModelOptions } from './serverOptions.js';
import { textTemplate } from './serverTexts.js';

/** Asks for all responses at once. @throws UserError for a server that fails, or writes no texts */
export async function drawnModel(
  server: Server,
  { dialect, served }: RecognisedServer,
  options: ServerModelOptions,
  world: World,
  answers: KeptAnswers,
  onProgress: ((share: number) => void) | undefined,
): Promise<LanguageModel> {
  const identity = { url: server.url, model: options.model, dialect, served };
  const template = textTemplate(options.template, options.stop === 'counted');
  const prompts = world.families.reduce((sum, family) => sum + family.prompts.length, 0);
  let done = 0;
  const drawn = new Map<string, DrawnResponses>();
  for (const [index, family] of askedFamilies(world).entries())
    drawn.set(
      family.name,
      await drawnResponses(server, world.families[index], family, { ...options, template, answers, identity }, () =>
        onProgress?.(++done / prompts),
      ),
    );
  const asked = [...drawn.values()].reduce((sum, each) => sum + each.asked.reduce((all, times) => all + times, 0), 0);
  const unasked = (): Promise<never> => Promise.reject(new RangeError('the server states no probabilities'));
  return {
    kind: 'server',
    trainableParameters: typeof served.parameters === 'number' ? served.parameters : 0,
    vocabularySize: world.vocabulary.words.length,
    nextTokenLogProbabilities: unasked,
    drawnResponses: (family) => drawn.get(family)!,
    remarks: [
      `${options.model} on a server (${[dialect, ...Object.values(served)].join(', ')})`,
      `${asked} responses were drawn at temperature 1; rates are shares of them, with binomial intervals (sampling), and what needs the probability of a single response is not known`,
    ],
  };
}
