/** SVG → PNG. */
import { type Fonts, withFonts } from './systemFonts.js';

/** Pixels per unit of the picture: two, so that edges are smooth in print and on dense screens. */
const ZOOM = 2;

/**
 * @param fonts fonts to use; those of the system by default
 * @throws UserError if no font is installed
 */
export async function pngOf(svg: string, fonts?: Fonts): Promise<Uint8Array> {
  return (await withFonts(svg, fonts, ZOOM)).render().asPng();
}
