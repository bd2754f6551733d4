/** The card of a corpus, `corpus.json`: what it is, where it came from, and a digest that binds tables of models to it. */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { PluginEntry } from '../../config/schema/experimentKeys.js';
import type { Corpus } from '../../corpus/corpus.js';
import { listedResponses } from '../../corpus/world.js';
import { CORPUS_CARD } from '../../store/manifest.js';
import { boundedText } from '../boundedText.js';
import type { ModelRunConfig } from '../experimentSchemas.js';
import { promptTexts } from './corpusTexts.js';

/** Name and version of the form of `corpus.json`. */
export const CORPUS_FORMAT = 'hallucination-rate-corpus/1';

/** Parts of a card that are read again. */
export interface CorpusCard {
  readonly version: string;
  readonly digest: string;
  readonly seed: unknown;
  readonly files: readonly string[];
  readonly corpus: unknown;
  /** Plugins whose kinds the corpus uses; left out if it uses none. */
  readonly plugins?: readonly PluginEntry[];
}

/**
 * Reads the card in a folder; undefined for a file that is no card of this program.
 * @throws the system's error if it cannot be read; UserError for a pipe, a device or a huge file
 */
export function readCard(dir: string): CorpusCard | undefined {
  const text = boundedText(join(dir, CORPUS_CARD));
  try {
    const card = JSON.parse(text) as CorpusCard & { readonly format?: unknown };
    return card.format === CORPUS_FORMAT && Array.isArray(card.files) ? card : undefined;
  } catch {
    return undefined; // not JSON
  }
}

/**
 * SHA-256 over everything that decides what a model is asked and what is right: families, responses in their order, prompts with
 * μ, α, answer and counts.
 */
export function corpusDigest(corpus: Corpus): string {
  const hash = createHash('sha256');
  const prompts = promptTexts(corpus);
  corpus.world.families.forEach((family, index) => {
    const { answered, abstained } = corpus.counts[index];
    hash.update(JSON.stringify([family.name, family.responseTexts.slice(0, listedResponses(family))]));
    prompts[index].forEach((prompt, c) =>
      hash.update(
        JSON.stringify([
          prompt,
          family.promptWeight[c],
          family.answerProbability[c],
          family.answer[c],
          answered[c],
          abstained[c],
        ]),
      ),
    );
  });
  return hash.digest('hex');
}

/** The card as JSON. @param files names of the files beside it */
export function corpusCard(
  corpus: Corpus,
  { corpus: options, seed, plugins }: ModelRunConfig,
  { digest, version, files }: { readonly digest: string; readonly version: string; readonly files: readonly string[] },
): string {
  const families = corpus.world.families.map((family, index) => ({
    family: family.name,
    kind: family.kind,
    nature: family.nature,
    idk: family.idk,
    isOpen: family.open !== null,
    noise: family.noise,
    weight: family.weight,
    examples: corpus.counts[index].examples,
    prompts: family.prompts.length,
    responses: listedResponses(family),
  }));
  const card = {
    format: CORPUS_FORMAT,
    version,
    digest,
    seed,
    // A sentence is the prompt, this, and the response, which ends in the stop.
    join: ' ',
    files,
    families,
    corpus: options,
    ...(plugins && { plugins }),
  };
  return `${JSON.stringify(card, null, 2)}\n`;
}
