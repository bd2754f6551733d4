/** Reading the tables of two languages, of one of which a part is shown. */
import { numberAt, type ReportTables, rowsOf } from '../../results/reportTables.js';

const OTHER = 'families.other';

export interface KnowledgeRun {
  readonly seed: number;
  readonly width: number;
  readonly parameters: number;
  /** f: share of the other language's facts that training shows. */
  readonly share: number;
  /** Regret against answering iff right, by the number of graded answers from which it was learnt when to answer. */
  readonly regret: ReadonlyMap<number, number>;
  /** Error of the model that answers above a confidence of ½, as trained. */
  readonly errorAboveHalf: number;
  /** Its regret: those errors, and right answers that it keeps back. */
  readonly regretAsTrained: number;
  readonly errorOnShown: number;
  readonly areaUnderRoc: number;
}

export function knowledgeRuns({ runs }: ReportTables): readonly KnowledgeRun[] {
  return rowsOf(runs).flatMap((row): KnowledgeRun[] => {
    const at = (path: string): number => numberAt(runs, `${OTHER}.${path}`, row) ?? NaN;
    const regret = new Map<number, number>();
    for (let place = 0; Number.isFinite(at(`answers.recalibrated.${place}.examples`)); place++)
      regret.set(at(`answers.recalibrated.${place}.examples`), at(`answers.recalibrated.${place}.regret`));
    const width = numberAt(runs, 'parameters.model.width', row);
    if (width === null) return [];
    return [
      {
        seed: numberAt(runs, 'seed', row) ?? 0,
        width,
        parameters: numberAt(runs, 'model.trainableParameters', row) ?? NaN,
        share: 1 - at('heldOut.mass'),
        regret,
        errorAboveHalf: at('rules.0.errorRate'),
        regretAsTrained: at('rules.0.errorRate') + at('answers.accuracy') - at('rules.0.accuracy'),
        errorOnShown: at('byCount.5.errorRate'),
        areaUnderRoc: at('answers.areaUnderRoc'),
      },
    ];
  });
}

/** Runs by the width of their network, rising. */
export function modelsOf(runs: readonly KnowledgeRun[]): readonly (readonly KnowledgeRun[])[] {
  return [...new Set(runs.map(({ width }) => width))]
    .sort((a, b) => a - b)
    .map((width) => runs.filter((run) => run.width === width));
}
