/** Kinds of models, by the name that a config gives them. A new kind is a file and a line here. */
import type { z } from 'zod';
import { noSuchKind, pluginKinds } from '../config/schema/pluginKinds.js';
import { checkpoint } from './checkpoints/checkpoint.js';
import { responseTable } from './imported/responseTable.js';
import type { CountedModelKind, ImportedModelKind, NetworkKind } from './modelKind.js';
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

/** A kind of model of any form. */
export type AnyModelKind = CountedModelKind | ImportedModelKind | NetworkKind;

/** Returns the kind of that name, of the list above or of a plugin; undefined where there is none. */
export function knownModelKind(name: unknown): AnyModelKind | undefined {
  const known = [...modelKinds, ...pluginKinds().models] as readonly AnyModelKind[];
  return known.find(({ kind }) => kind === name);
}

/** Returns the kind of that name. @throws UserError where there is none */
export function modelKindOf(name: string): AnyModelKind {
  const kind = knownModelKind(name);
  if (kind === undefined) throw noSuchKind('model', name);
  return kind;
}

/** True for a kind that a plugin defines. */
export function isOfPlugin(name: string): boolean {
  return !modelKinds.some(({ kind }) => kind === name);
}
