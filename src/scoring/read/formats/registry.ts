/** Formats of graded answers. A format is a file of this folder, or of `programs` for what a program writes, and a line here. */
import { answers } from './answers.js';
import { flags } from './flags.js';
import type { GradedFormat } from './gradedFormat.js';
import { models } from './models.js';
import { abstentionBench } from './programs/abstentionBench.js';
import { deepEval } from './programs/deepEval.js';
import { everyEvalEver } from './programs/everyEvalEver.js';
import { halluLens } from './programs/halluLens.js';
import { helm } from './programs/helm.js';
import { hle } from './programs/hle.js';
import { inspect } from './programs/inspect/inspect.js';
import { inspectSamples } from './programs/inspect/inspectSamples.js';
import { lighteval } from './programs/lighteval.js';
import { lmEval } from './programs/lmEval.js';
import { openaiEvals } from './programs/openaiEvals.js';
import { openRubricAudit } from './programs/openRubricAudit.js';
import { promptfoo, promptfooLines } from './programs/promptfoo.js';
import { simpleEvals } from './programs/simpleEvals.js';
import { simpleqa } from './simpleqa.js';
import { wide } from './wide.js';

/** In the order in which they are tried: what a program writes is known by more columns than a table of people's own. */
const formats = [
  openRubricAudit,
  lmEval,
  inspectSamples,
  everyEvalEver,
  helm,
  lighteval,
  openaiEvals,
  promptfooLines,
  simpleqa,
  flags,
  answers,
  wide,
  models,
  inspect,
  hle,
  promptfoo,
  deepEval,
  simpleEvals,
  abstentionBench,
  halluLens,
] as const;

export type FormatName = (typeof formats)[number]['name'];

export const FORMATS: readonly (GradedFormat & { readonly name: FormatName })[] = formats;

/** The format as which a table is read that none recognises: it says what the table lacks. */
export const PLAIN = answers;

/** The format of tables whose cells, and not whose columns, tell what they are. */
export const WIDE = wide;

export const FORMAT_NAMES: readonly FormatName[] = FORMATS.map(({ name }) => name);

/** Columns of tables that people write themselves, for help and messages. */
export const OWN_COLUMNS = [answers, flags, simpleqa, wide, models].map(({ columns }) => columns).join('; or ');

/** Files other than tables, for help and messages. */
export const OTHER_FILES: readonly string[] = ['logs of evaluation programs'];
