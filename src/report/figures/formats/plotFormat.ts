/** Formats of pictures by the ending of their file; `html` is a page. */
export const PLOT_FORMATS = ['svg', 'png', 'pdf', 'html'] as const;
export type PlotFormat = (typeof PLOT_FORMATS)[number];
