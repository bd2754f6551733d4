/** Names that a plugin's function gets, for plugins that cannot find this package from their own folder. */

import { z } from 'zod';
import * as tensorflow from '../engine/tensors.js';
import { UserError } from '../errors/userError.js';
import { defineFamily } from './defineFamily.js';
import { defineFrequency } from './defineFrequency.js';
import { defineGrader } from './defineGrader.js';
import { defineModel } from './defineModel.js';

/** TensorFlow.js as this program uses it. A network must take its operations from here, not from another copy. */
export const tf: typeof tensorflow = tensorflow;

/** The argument of a plugin whose default export is a function. */
export const pluginLibrary = { defineFamily, defineFrequency, defineModel, defineGrader, z, tf, UserError } as const;

/** The argument of a plugin whose default export is a function. */
export type PluginLibrary = typeof pluginLibrary;
