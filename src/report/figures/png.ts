/** SVG → PNG, with the fonts of the system. */
import { UserError } from '../../errors/userError.js';

/** Pixels a picture's unit: twice, so that print and dense screens show no steps. */
const ZOOM = 2;

/** Tried in this order where a picture's own families are not installed; all hold Greek letters and p̂'s combining sign. */
const SANS = ['Segoe UI', 'Helvetica Neue', 'Arial', 'Liberation Sans', 'DejaVu Sans', 'Noto Sans'];

const PROBE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="30"><text x="5" y="20" font-family="sans-serif" font-size="12">err δ</text></svg>';

/** What this needs of the library's options. */
interface Fonts {
  readonly loadSystemFonts: boolean;
  readonly sansSerifFamily?: string;
  readonly defaultFontFamily?: string;
}

/**
 * @param fonts of the system, unless said otherwise
 * @throws UserError where no font is installed: the picture would have no words
 */
export async function pngOf(svg: string, fonts: Fonts = { loadSystemFonts: true }): Promise<Uint8Array> {
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
      summary: 'a PNG picture needs a font, and none is installed',
      where: '--plot',
      hint: 'install one, such as DejaVu (Debian: apt-get install fonts-dejavu-core), or write FILE.svg',
    });
  }
  // The families of a picture are names of browsers; their order says sans-serif at its end.
  const plain = svg.replace(/font-family="[^"]*"/g, 'font-family="sans-serif"');
  return new Resvg(plain, { font, fitTo: { mode: 'zoom', value: ZOOM } }).render().asPng();
}
