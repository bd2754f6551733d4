/** Vega-Lite specification → SVG text, without a browser or a canvas. */
import type { TopLevelSpec } from 'vega-lite';
import { escapeHtml } from '../page/escape.js';
import type { Spec } from './figure.js';
import { hoverSpots, type Scene } from './hoverSpots.js';

/**
 * @param id prefix of the picture's own ids, which would clash between several pictures in one page
 * @param label description of the picture for screen readers
 */
export async function renderSvg(spec: Spec, id: string, label: string): Promise<string> {
  // Loaded only when a picture is drawn: loading takes half of the command line's starting time.
  const vega = await import('vega');
  const { compile } = await import('vega-lite');
  const config = (spec.config ?? {}) as Spec;
  const compiled = compile({
    ...spec,
    config: { ...config, mark: { tooltip: true, ...(config.mark as Spec | undefined) } },
  } as unknown as TopLevelSpec).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: 'none' });
  try {
    const svg = await view.toSVG();
    const { root } = view.scenegraph() as unknown as { readonly root: Scene };
    // The spots go into the outermost group, which the margins shift; it ends before the definitions.
    const whole = svg.replace(
      /<\/g>((?:<defs>(?:(?!<defs>).)*<\/defs>)?<\/svg>\s*)$/s,
      (_, end: string) => `${hoverSpots(root)}</g>${end}`,
    );
    return scopeIds(whole, id)
      .replaceAll(PART_ROLE, '')
      .replace('<svg ', `<svg role="img" aria-label="${escapeHtml(label)}" `);
  } finally {
    view.finalize();
  }
}

/** Roles that Vega gives to groups of marks, without names: the picture is one image, with one description. */
const PART_ROLE = / role="graphics-\w+" aria-roledescription="[^"]*"/g;

/** Renumbers ids, which Vega counts up through the life of the process, so that equal specifications give equal pictures. */
function scopeIds(svg: string, id: string): string {
  const safe = id.replace(/[^\w-]/g, '-');
  const names = new Map<string, string>();
  for (const [, name] of svg.matchAll(/ id="([^"]+)"/g)) if (!names.has(name)) names.set(name, `${safe}-${names.size}`);
  return svg
    .replace(/ id="([^"]+)"/g, (_, name: string) => ` id="${names.get(name)}"`)
    .replace(/url\(#([^)]+)\)/g, (_, name: string) => `url(#${names.get(name) ?? name})`);
}
