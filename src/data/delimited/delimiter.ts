/** The delimiter of a CSV or TSV file, by its first line. */

const DELIMITERS = [',', ';', '\t', '|'];

/**
 * The delimiter that stands most often in the first line outside quotes. In a file that calls itself TSV it is the tab, where
 * the line has one.
 * @param text the file's beginning, decoded
 */
export function delimiterOf(text: string, format: 'csv' | 'tsv'): string {
  const unquoted = text
    .replace(/^\s+/, '')
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/[\r\n]/, 1)[0];
  const count = (delimiter: string): number => unquoted.split(delimiter).length;
  if (format === 'tsv' && count('\t') > 1) return '\t';
  const candidates = format === 'tsv' ? ['\t', ...DELIMITERS] : DELIMITERS;
  return candidates.reduce((best, each) => (count(each) > count(best) ? each : best));
}
