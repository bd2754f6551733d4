/** The words between what a prompt is about and its answer, such as "was born on". */

/**
 * The words of the relation of a world's family number `ordinal` of its kind. Past the end of the list a number before the
 * last word tells relations apart: "was born 5 on".
 * @param relations at least one, all different
 */
export function relationWords(relations: readonly string[], ordinal: number): string[] {
  const words = relations[ordinal % relations.length].split(' ');
  if (ordinal >= relations.length) words.splice(-1, 0, String(ordinal + 1));
  return words;
}
