/** Runs in running text: what does not fit together with it. */
import { UserError } from '../../errors/userError.js';
import { modelKindOf } from '../../models/registry.js';
import type { ModelRunConfig } from '../experimentSchemas.js';

/**
 * Checks a run with `corpus.text`.
 * @throws UserError for options that have no meaning there
 */
export function requireProse({ corpus, training, posttraining, model }: ModelRunConfig): void {
  if (corpus.text === undefined) return;
  const refuse = (keyPath: string, found: string, allowed: string): UserError =>
    new UserError({ code: 'not-in-prose', summary: 'this does not go with corpus.text', keyPath, found, allowed });
  const kind = modelKindOf(model.kind);
  if (model.kind === 'ngram') throw refuse('model.kind', 'ngram, which counts facts alone', 'a network');
  if ('network' in kind && training.loss !== 'all')
    throw refuse('training.loss', training.loss, 'all: every token of the text is learnt');
  if (posttraining !== undefined) throw refuse('posttraining', 'training under a grader', 'none');
}
