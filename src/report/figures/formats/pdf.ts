/**
 * SVG → PDF of one page, without loss: resvg turns the picture into plain outlines, letters included, and these few
 * operators of PDF (ISO 32000-1, 8.4 and 8.5) draw outlines. No font is embedded, so that letters cannot be selected.
 */
import { type Fonts, withFonts } from './systemFonts.js';

/** Points of PDF in a pixel of CSS. */
const POINTS = 72 / 96;

/**
 * @param fonts fonts to use; those of the system by default
 * @throws UserError if no font is installed
 */
export async function pdfOf(svg: string, fonts?: Fonts): Promise<Uint8Array> {
  const outlines = (await withFonts(svg, fonts)).toString();
  const [width, height] = ['width', 'height'].map((name) =>
    Number(attributesOf(/<svg [^>]*>/.exec(outlines)![0])[name]),
  );
  const drawing = new Drawing(clipsOf(outlines));
  const body = outlines.replace(/<defs>[^]*?<\/defs>/, '');
  for (const [tag, end, name] of body.matchAll(/<(\/?)(g|path)\b[^>]*>/g)) drawing.add(tag, end === '/', name);
  // y grows downwards in SVG, upwards in PDF.
  const content = `${POINTS} 0 0 ${-POINTS} 0 ${numeral(height * POINTS)} cm\n${drawing.operators.join('\n')}`;
  const states = [...drawing.opacities].map(([alpha, state]) => `/${state} << /ca ${alpha} /CA ${alpha} >>`).join(' ');
  return documentOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${numeral(width * POINTS)} ${numeral(height * POINTS)}] /Contents 4 0 R /Resources << /ExtGState << ${states} >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ]);
}

type Attributes = Readonly<Record<string, string | undefined>>;

/** Elements of the picture as operators of PDF. Opacity of a group is that of each outline in it: groups of ours do not overlap. */
class Drawing {
  readonly operators: string[] = [];
  /** Names of the graphics states, by opacity. */
  readonly opacities = new Map<number, string>();
  private readonly groups: number[] = [1];

  /** @param clips outlines to which groups are cut, by id */
  constructor(private readonly clips: ReadonlyMap<string, string>) {}

  add(tag: string, isEnd: boolean, name: string): void {
    if (isEnd) {
      this.operators.push('Q');
      this.groups.pop();
      return;
    }
    const attributes = attributesOf(tag);
    const alpha = this.groups.at(-1)! * Number(attributes.opacity ?? 1);
    const placed = [...this.clipped(attributes), ...moved(attributes)];
    if (name === 'path') this.operators.push('q', ...placed, ...this.outline(attributes, alpha), 'Q');
    else if (!tag.endsWith('/>')) {
      this.operators.push('q', ...placed);
      this.groups.push(alpha);
    }
  }

  private clipped(attributes: Attributes): string[] {
    const id = /^url\(#(.*)\)$/.exec(attributes['clip-path'] ?? '')?.[1];
    return id === undefined ? [] : [`${this.clips.get(id)!} W n`];
  }

  private outline(attributes: Attributes, alpha: number): string[] {
    const fill = attributes.fill ?? '#000000';
    const stroke = attributes.stroke ?? 'none';
    const evenOdd = attributes['fill-rule'] === 'evenodd' ? '*' : '';
    const shape = operatorsOf(attributes.d!);
    const drawn: string[] = [];
    if (fill !== 'none')
      drawn.push(
        this.transparent(alpha * Number(attributes['fill-opacity'] ?? 1)),
        `${rgb(fill)} rg ${shape} f${evenOdd}`,
      );
    if (stroke !== 'none') {
      const dashes = attributes['stroke-dasharray']?.replaceAll(',', ' ');
      drawn.push(
        this.transparent(alpha * Number(attributes['stroke-opacity'] ?? 1)),
        `${rgb(stroke)} RG ${attributes['stroke-width'] ?? 1} w ${['butt', 'round', 'square'].indexOf(attributes['stroke-linecap'] ?? 'butt')} J ${['miter', 'round', 'bevel'].indexOf(attributes['stroke-linejoin'] ?? 'miter')} j ${attributes['stroke-miterlimit'] ?? 4} M [${dashes === undefined || dashes === 'none' ? '' : dashes}] ${attributes['stroke-dashoffset'] ?? 0} d ${shape} S`,
      );
    }
    return drawn;
  }

  private transparent(alpha: number): string {
    const rounded = Number(alpha.toFixed(4));
    if (!this.opacities.has(rounded)) this.opacities.set(rounded, `A${this.opacities.size}`);
    return `/${this.opacities.get(rounded)} gs`;
  }
}

function attributesOf(tag: string): Attributes {
  return Object.fromEntries([...tag.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

function moved(attributes: Attributes): string[] {
  const matrix = /^matrix\((.*)\)$/.exec(attributes.transform ?? '')?.[1];
  if (matrix === undefined && attributes.transform !== undefined)
    throw new Error(`not a matrix: ${attributes.transform}`);
  return matrix === undefined
    ? []
    : [
        `${matrix
          .trim()
          .split(/[\s,]+/)
          .join(' ')} cm`,
      ];
}

/** Outlines of the definitions, by the id of their clipping path. */
function clipsOf(outlines: string): ReadonlyMap<string, string> {
  return new Map(
    [...outlines.matchAll(/<clipPath id="([^"]*)"[^>]*>([^]*?)<\/clipPath>/g)].map(([, id, inner]) => [
      id,
      [...inner.matchAll(/<path[^>]*>/g)].map(([tag]) => operatorsOf(attributesOf(tag).d!)).join(' '),
    ]),
  );
}

/** An outline of M, L, Q, C and Z, as resvg writes them, as operators. */
function operatorsOf(outline: string): string {
  let [x, y] = [0, 0];
  return [...outline.matchAll(/([MLQCZ])([^MLQCZ]*)/g)]
    .map(([, letter, text]) => {
      const at =
        text.trim() === ''
          ? []
          : text
              .trim()
              .split(/[\s,]+/)
              .map(Number);
      const [fromX, fromY] = [x, y];
      if (at.length > 0) [x, y] = at.slice(-2);
      if (letter === 'Z') return 'h';
      if (letter !== 'Q') return `${at.map(numeral).join(' ')} ${letter.toLowerCase()}`;
      // PDF has cubic curves alone: their control points lie two thirds of the way to that of the quadratic one.
      const [qx, qy] = at;
      const cubic = [
        fromX + (2 * (qx - fromX)) / 3,
        fromY + (2 * (qy - fromY)) / 3,
        x + (2 * (qx - x)) / 3,
        y + (2 * (qy - y)) / 3,
        x,
        y,
      ];
      return `${cubic.map(numeral).join(' ')} c`;
    })
    .join(' ');
}

function rgb(colour: string): string {
  const [, ...parts] = /^#(..)(..)(..)$/.exec(colour) ?? [];
  if (parts.length === 0) throw new Error(`not a colour of six digits: ${colour}`);
  return parts.map((part) => numeral(Number.parseInt(part, 16) / 255)).join(' ');
}

/** A number without an exponent, which PDF does not know. */
function numeral(value: number): string {
  return String(Number(value.toFixed(4)));
}

/** A file of these objects, numbered from 1, the first of which is the catalogue. */
function documentOf(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.4\n';
  const places: string[] = [];
  objects.forEach((object, at) => {
    places.push(`${String(text.length).padStart(10, '0')} 00000 n \n`);
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
