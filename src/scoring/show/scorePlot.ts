/** The figures of graded answers as a file. A command loads this module only when a picture is asked for. */
import type { PlotFormat } from '../../report/figures/formats/plotFormat.js';
import { plotFile } from '../../report/figures/plotFile.js';
import { scoreFigures } from './scoreFigures.js';
import { scorePage } from './scorePage.js';

/**
 * @param page the report, the names of its files, and doubts about them in words: arguments of the HTML page
 * @throws UserError for a PNG or PDF without fonts
 */
export function scorePlot(format: PlotFormat, ...page: Parameters<typeof scorePage>): Promise<string | Uint8Array> {
  return plotFile(scoreFigures(page[0]), format, () => scorePage(...page));
}
