/** SVG with the fonts of the system, which resvg draws or turns into outlines. */
import type { Resvg } from '@resvg/resvg-js';
import { UserError } from '../../../errors/userError.js';

/** Font families to try, in this order. All of them have Greek letters and the combining sign of p̂. */
const SANS = ['Segoe UI', 'Helvetica Neue', 'Arial', 'Liberation Sans', 'DejaVu Sans', 'Noto Sans'];

const PROBE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="30"><text x="5" y="20" font-family="sans-serif" font-size="12">err δ</text></svg>';

/** Options of the library that are used here. */
export interface Fonts {
  readonly loadSystemFonts: boolean;
  readonly sansSerifFamily?: string;
  readonly defaultFontFamily?: string;
}

/**
 * Opens a picture for drawing.
 * @param fonts fonts to use; those of the system by default
 * @param zoom pixels per unit of the picture
 * @throws UserError if no font is installed, because the picture would have no text
 */
export async function withFonts(svg: string, fonts: Fonts = { loadSystemFonts: true }, zoom = 1): Promise<Resvg> {
  const { Resvg } = await import('@resvg/resvg-js'); // binary inside: loaded when a picture is asked for
  const writes = (font: Fonts): boolean => new Resvg(PROBE, { font }).getBBox() !== undefined;
  const families =
    fonts.sansSerifFamily === undefined
      ? SANS.map((family): Fonts => ({ ...fonts, sansSerifFamily: family, defaultFontFamily: family }))
      : [];
  const font = [...families, fonts].find(writes);
  if (font === undefined) {
    throw new UserError({
      code: 'no-fonts',
      summary: 'a PNG or PDF picture needs a font, and none is installed',
      where: '--plot',
      hint: 'install one, such as DejaVu (Debian: apt-get install fonts-dejavu-core), or write FILE.svg',
    });
  }
  // The picture lists font families for browsers, with sans-serif last; here sans-serif is the family found above.
  const plain = svg.replace(/font-family="[^"]*"/g, 'font-family="sans-serif"');
  return new Resvg(plain, { font, fitTo: { mode: 'zoom', value: zoom } });
}
