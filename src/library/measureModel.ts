/** Measurements of models of any origin. */
import type { Corpus } from '../corpus/corpus.js';
import { UserError } from '../errors/userError.js';
import type { LanguageModel } from '../models/languageModel.js';
import { knownModelKind } from '../models/registry.js';
import { modelOfTexts, type TextModel } from '../plugins/textModel.js';
import type { FamilyMeasurement } from '../results/familyMeasurement.js';
import { requireWholeResponses } from '../sweep/run/executeRun.js';
import { measureFamilies } from '../sweep/run/measureRun.js';
import { requireUnprompted } from '../sweep/run/unpromptedRun.js';
import { checkedSections, toldAs } from './callerOptions.js';

/** Options of `measure`: the section `measurement` of an experiment (docs/config.md), and a seed. */
export interface MeasurementOptions extends Readonly<Record<string, unknown>> {
  /** Seed of the draws, where responses or labels are sampled; by default 1. */
  readonly seed?: number;
}

const CALL = 'measure(model, corpus, …)';

/**
 * Measures a model on every family of a corpus, with the figures of a run.
 * @param model a language model, or a function from a prompt and its responses to their log-probabilities
 * @returns measurements by the name of the family
 * @throws UserError about the options, or about numbers of the function that are no log-probabilities
 */
export function measureModel(
  model: LanguageModel | TextModel,
  corpus: Corpus,
  { seed = 1, ...measurement }: MeasurementOptions = {},
): Promise<Record<string, FamilyMeasurement>> {
  return toldAs(CALL, 'measurement', async () => {
    const config = checkedSections({ measurement, seed }, CALL, 'measurement');
    const options = { ...config.measurement, seed };
    const given: unknown = model;
    if (typeof given === 'function') {
      requireWholeResponses(options.temperatures);
      if (options.unprompted !== undefined) throw notPrompted();
      return measureFamilies(await modelOfTexts('text', corpus.world, given as TextModel, CALL), corpus, options);
    }
    if (!isLanguageModel(given))
      throw new UserError({
        code: 'no-model',
        summary: 'not a model',
        found: given === null ? 'null' : typeof given,
        allowed:
          'a function (prompt, responses, family) => log-probabilities, or a language model, such as `train` gives',
      });
    const known = { ...config, model: { ...config.model, kind: given.kind } } as typeof config;
    if (knownModelKind(given.kind) !== undefined) requireUnprompted(known, corpus);
    return measureFamilies(given, corpus, options);
  });
}

function isLanguageModel(value: unknown): value is LanguageModel {
  return typeof (value as LanguageModel | null | undefined)?.nextTokenLogProbabilities === 'function';
}

function notPrompted(): UserError {
  return new UserError({
    code: 'out-of-range',
    summary: 'statements without a prompt cannot be measured',
    keyPath: 'measurement.unprompted',
    found: 'a function of prompts',
    allowed: 'a network, or an n-gram model',
  });
}
