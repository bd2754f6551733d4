/** The timelines of a run's facts as an Arrow table, and those of a sweep as one. */
import { join } from 'node:path';
import { tokensText } from '../../corpus/vocabulary.js';
import type { World } from '../../corpus/world.js';
import { gatherTables } from '../../store/gatherTables.js';
import { type Columns, encodeTable } from '../../store/tables.js';
import { SCHEMA_VERSION } from './resultTables.js';

/** Name of the file in a run's folder, and in that of its experiment. */
export const TIMELINES_FILE = 'timelines.arrow';

/** Prompts of one family whose timelines are kept, [kept prompts]. */
export interface TimelinePrompts {
  readonly family: string;
  /** Index of the prompt in its family. */
  readonly prompt: readonly number[];
  /** Number of prompts for which each stands: 1 unless they are a sample. */
  readonly weight: readonly number[];
  /** Rows of training that give the prompt its right answer, and those that give it to any prompt of the same fact. */
  readonly stated: readonly number[];
  readonly factStated: readonly number[];
}

/** One measured step: for each family that was measured exactly, numbers in the order of its kept prompts. */
export interface TimelinePoint {
  readonly step: number;
  readonly families: Record<
    string,
    {
      /** Such rows that were read until this step, repeats included; null where nobody knows. */
      readonly read: readonly (number | null)[];
      readonly factRead: readonly (number | null)[];
      /** p̂ of the four outcomes of asking. */
      readonly right: number[];
      readonly error: number[];
      readonly invalid: number[];
      readonly abstention: number[];
    }
  >;
}

/** Timelines of one run. */
export interface RunTimelines {
  readonly run: string;
  readonly world: World;
  readonly prompts: readonly TimelinePrompts[];
  readonly points: readonly TimelinePoint[];
}

interface Row {
  readonly run: string;
  readonly family: string;
  readonly promptId: number;
  readonly prompt: string;
  readonly weight: number;
  readonly stated: number;
  readonly factStated: number;
  readonly step: number;
  readonly read: number | null;
  readonly factRead: number | null;
  readonly right: number;
  readonly error: number;
  readonly invalid: number;
  readonly abstention: number;
}

/**
 * `timelines.arrow`: one row for each kept prompt and measured step, prompts in the order of their families and steps in
 * theirs. A family that is not measured exactly has no rows.
 * @returns bytes of an Arrow IPC file
 */
export function timelinesTable(runs: readonly RunTimelines[]): Uint8Array {
  const rows = runs.flatMap(rowsOf);
  const column = <Key extends keyof Row>(key: Key): Row[Key][] => rows.map((row) => row[key]);
  const columns: Columns = {
    run: { type: 'category', values: column('run') },
    family: { type: 'category', values: column('family') },
    promptId: { type: 'int32', values: column('promptId') },
    prompt: { type: 'category', values: column('prompt') },
    weight: { type: 'float64', values: column('weight') },
    stated: { type: 'int32', values: column('stated') },
    'byFact.stated': { type: 'int32', values: column('factStated') },
    step: { type: 'int32', values: column('step') },
    read: { type: 'int32', values: column('read') },
    'byFact.read': { type: 'int32', values: column('factRead') },
    right: { type: 'float64', values: column('right') },
    error: { type: 'float64', values: column('error') },
    invalid: { type: 'float64', values: column('invalid') },
    abstention: { type: 'float64', values: column('abstention') },
  };
  return encodeTable(columns, { schemaVersion: String(SCHEMA_VERSION) });
}

function rowsOf({ run, world, prompts, points }: RunTimelines): readonly Row[] {
  return prompts.flatMap(({ family, prompt, weight, stated, factStated }, index) => {
    const measured = points.flatMap(({ step, families }) =>
      family in families ? [{ step, ...families[family] }] : [],
    );
    return prompt.flatMap((promptId, at) => {
      const text = tokensText(world.vocabulary, world.families[index].prompts[promptId]);
      return measured.map(
        ({ step, read, factRead, right, error, invalid, abstention }): Row => ({
          run,
          family,
          promptId,
          prompt: text,
          weight: weight[at],
          stated: stated[at],
          factStated: factStated[at],
          step,
          read: read[at],
          factRead: factRead[at],
          right: right[at],
          error: error[at],
          invalid: invalid[at],
          abstention: abstention[at],
        }),
      );
    });
  });
}

/** Joins the `timelines.arrow` of many runs into one table. @throws RangeError for no runs */
export async function gatherTimelines(runFolders: readonly string[], outFile: string): Promise<void> {
  await gatherTables(
    runFolders.map((folder) => join(folder, TIMELINES_FILE)),
    outFile,
    { schemaVersion: String(SCHEMA_VERSION) },
  );
}
