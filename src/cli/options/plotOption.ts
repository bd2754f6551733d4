/** `--plot FILE`: checked before any work is done for it. */
import { stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { UserError } from '../../errors/userError.js';
import { PLOT_FORMATS, type PlotFormat } from '../../report/figures/plotFile.js';

/**
 * The format that a file's name asks for.
 * @throws UserError for another ending, or a folder that is not there
 */
export async function plotFormat(file: string): Promise<PlotFormat> {
  const format = PLOT_FORMATS.find((each) => `.${each}` === extname(file).toLowerCase());
  if (format === undefined)
    throw new UserError({
      code: 'usage',
      summary: 'no picture of this kind',
      where: '--plot',
      found: JSON.stringify(file),
      allowed: 'FILE.svg, FILE.png or FILE.html',
    });
  const folder = await stat(dirname(file)).catch(() => null);
  if (folder === null || !folder.isDirectory())
    throw new UserError({
      code: 'not-writable',
      summary: 'no folder for the picture',
      where: '--plot',
      found: JSON.stringify(dirname(file)),
    });
  return format;
}
