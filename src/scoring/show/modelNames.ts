/** Names of models as screens and figures show them. */

/** Replaces control characters, which a terminal would obey, and characters that change the direction of a line. */
export function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '\ufffd');
}

/** Plain names of at most `longest` characters. A longer name keeps its beginning and its last letters, with … between. */
export function shortModelNames(names: readonly string[], longest: number): readonly string[] {
  return names.map((name) => {
    const letters = [...plain(name)];
    if (letters.length <= longest) return letters.join('');
    const end = Math.floor((longest - 1) * 0.4);
    return [...letters.slice(0, longest - 1 - end), '…', ...letters.slice(-end)].join('');
  });
}
