/** The option `training.stages` of a run: the families of the stages must be those of the corpus. */
import { didYouMean } from '../../errors/didYouMean.js';
import { UserError } from '../../errors/userError.js';
import { modelKindOf } from '../../models/registry.js';
import type { ModelRunConfig } from '../experimentSchemas.js';

/**
 * Checks the stages of a training.
 * @throws UserError for a family that the corpus does not have or that no stage teaches, and for models without steps
 */
export function requireStages({ corpus, training, posttraining, model }: ModelRunConfig): void {
  const { stages } = training;
  if (stages === undefined) return;
  const refuse = (keyPath: string, summary: string, found: string, allowed: string, hint?: string): UserError =>
    new UserError({ code: 'out-of-range', summary, keyPath, found, allowed, ...(hint !== undefined && { hint }) });
  if (!('network' in modelKindOf(model.kind)))
    throw refuse('training.stages', 'only networks are trained in stages', `the model ${model.kind}`, 'a network');
  if (posttraining !== undefined)
    throw refuse('posttraining', 'grading after stages is not known', 'training.stages, too', 'one of them');
  const names = Object.keys(corpus.families);
  stages.forEach(({ families, replay }, i) => {
    const unknown = families.find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw refuse(
        `training.stages.${i}.families`,
        'the corpus has no such family',
        unknown,
        names.join(', '),
        didYouMean(unknown, names),
      );
    const earlier = stages.slice(0, i).flatMap((stage) => stage.families);
    if (replay > 0 && earlier.every((name) => families.includes(name)))
      throw refuse(`training.stages.${i}.replay`, 'there is nothing to replay', String(replay), '0');
  });
  const untaught = names.find((name) => stages.every(({ families }) => !families.includes(name)));
  if (untaught !== undefined)
    throw refuse('training.stages', 'a family is taught in no stage', untaught, 'every family in some stage');
}
