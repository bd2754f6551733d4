/** Kinds of models, by the name that a config gives them. A new kind is a file and a line here. */
import type { z } from 'zod';
import { checkpoint } from './checkpoints/checkpoint.js';
import { responseTable } from './imported/responseTable.js';
import { gru } from './networks/gru.js';
import { lstm } from './networks/lstm.js';
import { mlp } from './networks/mlp.js';
import { transformer } from './networks/transformer.js';
import { ngram } from './ngram/ngram.js';
import { abstainer } from './reference/abstainer.js';
import { calibratedLearner } from './reference/calibratedLearner.js';
import { lookup } from './reference/lookup.js';
import { marginal } from './reference/marginal.js';
import { memoriser } from './reference/memoriser.js';
import { retrieval } from './reference/retrieval.js';
import { truth } from './reference/truth.js';
import { uniformModel } from './reference/uniformModel.js';
import { serverModel } from './servers/serverModel.js';

/** All kinds of models that an experiment may name, each with the schema of its options and its maker. */
export const modelKinds = [
  transformer,
  lstm,
  gru,
  mlp,
  ngram,
  calibratedLearner,
  abstainer,
  memoriser,
  lookup,
  retrieval,
  uniformModel,
  marginal,
  truth,
  responseTable,
  checkpoint,
  serverModel,
] as const;

/** Options of a kind, and its `kind`. */
export type ModelOptions = OptionsOf<(typeof modelKinds)[number]>;

type OptionsOf<Kind> = Kind extends { readonly kind: infer Name; readonly options: infer Options extends z.ZodObject }
  ? { readonly kind: Name } & Readonly<z.infer<Options>>
  : never;

/** Returns the kind of that name. */
export function modelKindOf(name: ModelOptions['kind']): (typeof modelKinds)[number] {
  return modelKinds.find(({ kind }) => kind === name)!;
}
