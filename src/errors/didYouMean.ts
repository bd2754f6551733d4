import { closest, distance } from 'fastest-levenshtein';

/** Suggests the known name that a typo probably meant, as a question; undefined if no name is near. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lower = known.map((each) => each.toLowerCase());
  const nearest = closest(name.toLowerCase(), lower);
  const near = distance(name.toLowerCase(), nearest) <= Math.ceil(name.length / 3);
  return near ? `did you mean ${known[lower.indexOf(nearest)]}?` : undefined;
}
