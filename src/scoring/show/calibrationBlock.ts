/** Calibration of stated confidences on the screen. */
import type { CalibrationName } from '../calibrationReport.js';
import type { ScoredModel } from '../scoreReport.js';
import { type ModelColumn, modelTable, noted, shownNumber, titled } from './modelTable.js';

type Calibration = NonNullable<ScoredModel['calibration']>;

export function calibrationBlock(models: readonly ScoredModel[], width: number): readonly (readonly string[])[] {
  const calibrated = models.filter(({ calibration }) => calibration !== undefined);
  if (calibrated.length === 0) return [];
  const figure = (
    heading: string,
    name: CalibrationName,
    value: (calibration: Calibration) => number | null,
  ): ModelColumn => ({
    heading,
    width: Math.max(8, heading.length + 2),
    cell: ({ calibration }) => shownNumber(value(calibration!)),
    interval: ({ calibration }) => {
      const shown = value(calibration!);
      return shown === null ? null : { value: shown, interval: calibration!.intervals[name] };
    },
  });
  const hasHle = calibrated.some(({ calibration }) => calibration!.hle !== null);
  const columns: readonly ModelColumn[] = [
    { heading: 'answered', width: 10, cell: ({ calibration }) => String(calibration!.answered) },
    figure('ECE', 'ece', ({ ece }) => ece),
    figure('adaptive', 'adaptiveEce', ({ adaptiveEce }) => adaptiveEce),
    figure('debiased', 'debiasedL2', ({ debiasedL2 }) => debiasedL2),
    ...(hasHle ? [figure('HLE', 'hle', ({ hle }) => hle)] : []),
    figure('Brier', 'brier', ({ brier }) => brier),
    figure('AUROC', 'auroc', ({ auroc }) => auroc),
    figure('area', 'riskCoverageArea', ({ riskCoverage }) => riskCoverage.area),
  ];
  const without = calibrated.reduce((sum, { calibration }) => sum + calibration!.withoutConfidence, 0);
  const note = [
    `Over answered questions with a stated confidence${without > 0 ? ` (${without} had none)` : ''}.`,
    'ECE: over bins of equal width; adaptive: over bins of equal mass; debiased: their l2 error less what noise adds;',
    ...(hasHle ? ["HLE: as Humanity's Last Exam reports it;"] : []),
    'AUROC: right answers are surer than wrong ones; area: under the risk–coverage curve.',
  ].join(' ');
  return titled('calibration of stated confidences', noted(modelTable(calibrated, columns, width), note, width), width);
}
