/** Words between the subject of a prompt and its answer, such as "was born on". */

/**
 * Returns the words of the relation for family number `ordinal` of its kind in a world. Past the end of the list, a
 * number before the last word makes the relation different: "was born 5 on".
 * @param relations at least one, all different
 */
export function relationWords(relations: readonly string[], ordinal: number): string[] {
  const words = relations[ordinal % relations.length].split(' ');
  if (ordinal >= relations.length) words.splice(-1, 0, String(ordinal + 1));
  return words;
}
