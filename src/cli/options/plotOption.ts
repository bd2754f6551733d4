/** `--plot FILE`: checked before any work is done. */
import { stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { UserError } from '../../errors/userError.js';
import { PLOT_FORMATS, type PlotFormat } from '../../report/figures/formats/plotFormat.js';

/**
 * The format by the ending of a file's name.
 * @throws UserError for another ending, or a folder that does not exist
 */
export async function plotFormat(file: string): Promise<PlotFormat> {
  const format = PLOT_FORMATS.find((each) => `.${each}` === extname(file).toLowerCase());
  if (format === undefined)
    throw new UserError({
      code: 'usage',
      summary: 'unsupported image format',
      where: '--plot',
      found: JSON.stringify(file),
      allowed: 'FILE.svg, FILE.png, FILE.pdf or FILE.html',
    });
  const folder = await stat(dirname(file)).catch(() => null);
  if (folder === null || !folder.isDirectory())
    throw new UserError({
      code: 'not-writable',
      summary: 'the folder of the picture does not exist',
      where: '--plot',
      found: JSON.stringify(dirname(file)),
    });
  return format;
}
