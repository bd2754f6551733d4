/** p̂ of every prompt × every response as a table, from which every metric can be computed again. */
import { join } from 'node:path';
import type { World } from '../../corpus/world.js';
import { openBatchWriter } from '../../store/batchWriter.js';
import { gatherTables } from '../../store/gatherTables.js';
import { worldTexts } from '../run/worldTexts.js';
import { SCHEMA_VERSION } from './resultTables.js';

/** Name of the table, in a run's folder and in the experiment's folder. */
export const RESPONSES_FILE = 'responses.arrow';

/** Rows buffered before they are written to the disk: 2.5 MB. */
const BATCH_ROWS = 65_536;

export interface ResponsesWriter {
  /**
   * Adds the rows of a prompt, one for each response.
   * @param family index in `world.families`
   * @param prompt index in the family's prompts
   * @param probabilities p̂(r|c), [responseCount + 1], IDK last
   */
  write(family: number, prompt: number, probabilities: ArrayLike<number>): void;
  /** Completes the file, which cannot be read without it. */
  close(): void;
}

/**
 * Opens the `responses.arrow` of a run: one row for every prompt × every response of R_c and IDK.
 * Columns: `run`, `family`, `prompt`, `response` (texts, dictionary-encoded), `mu` (μ(c) within the family, repeated on all
 * rows of a prompt), `p` and `pHat` (p(r|c) and p̂(r|c): conditional on the prompt), `valid` (r ∈ V_c). Memory holds one batch
 * of rows. Families whose response set is too large to enumerate have no rows.
 */
export function openResponses(path: string, run: string, world: World): ResponsesWriter {
  const texts = worldTexts(world);
  const output = openBatchWriter(
    path,
    {
      run: { type: 'category', dictionary: [run] },
      family: texts.family,
      prompt: texts.prompt.field,
      response: texts.response.field,
      mu: { type: 'float64' },
      p: { type: 'float64' },
      pHat: { type: 'float64' },
      valid: { type: 'bool' },
    },
    { schemaVersion: String(SCHEMA_VERSION) },
  );
  const batch = {
    run: new Int32Array(BATCH_ROWS),
    family: new Int32Array(BATCH_ROWS),
    prompt: new Int32Array(BATCH_ROWS),
    response: new Int32Array(BATCH_ROWS),
    mu: new Float64Array(BATCH_ROWS),
    p: new Float64Array(BATCH_ROWS),
    pHat: new Float64Array(BATCH_ROWS),
    valid: new Uint8Array(BATCH_ROWS),
  };
  let rows = 0;
  const flush = () => {
    if (rows > 0) output.write(rows, batch);
    rows = 0;
  };
  return {
    write(family, prompt, probabilities) {
      const { name, responseCount, answer, answerProbability, promptWeight } = world.families[family];
      if (probabilities.length !== responseCount + 1)
        throw new RangeError(`${name} has ${responseCount + 1} responses, got ${probabilities.length}`);
      const alpha = answerProbability[prompt];
      for (let response = 0; response <= responseCount; response++) {
        const isAnswer = response === answer[prompt];
        const isIdk = response === responseCount;
        batch.family[rows] = family;
        batch.prompt[rows] = texts.prompt.positions[family][prompt];
        batch.response[rows] = texts.response.positions[family][response];
        batch.mu[rows] = promptWeight[prompt];
        batch.p[rows] = isAnswer ? alpha : isIdk ? 1 - alpha : 0;
        batch.pHat[rows] = probabilities[response];
        batch.valid[rows] = isAnswer || isIdk ? 1 : 0;
        if (++rows === BATCH_ROWS) flush();
      }
    },
    close() {
      flush();
      output.close();
    },
  };
}

/**
 * Joins the `responses.arrow` of many runs into one table, batch by batch, with joint dictionaries.
 * @throws RangeError for no runs
 */
export async function gatherResponses(runFolders: readonly string[], outFile: string): Promise<void> {
  await gatherTables(
    runFolders.map((folder) => join(folder, RESPONSES_FILE)),
    outFile,
    { schemaVersion: String(SCHEMA_VERSION) },
  );
}
