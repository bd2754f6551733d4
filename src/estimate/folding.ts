/** Texts that `--normalize` takes for the same. */
import type { Database } from '../data/database.js';
import { registerTextFunction } from '../data/textFunction.js';

const IGNORED = /\p{Default_Ignorable_Code_Point}+/gu;
const WHITE = /[\s\p{Z}\u0085]+/gu;
const FOLDED_ONLY = /\p{Changes_When_Casefolded}/gu;

/**
 * NFKC case folding (Unicode UAX #44, `NFKC_Casefold`), then one space for white space and none at the ends: case ("STRASSE",
 * "Straße"), full-width and half-width forms, ligatures, non-breaking spaces and characters without width make no difference;
 * diacritics do.
 */
export function fold(text: string): string {
  const plain = text.normalize('NFKC').replace(IGNORED, '').toLowerCase();
  // Lower case leaves a part of case folding out: ß → ss, ς → σ. Dotless ı is another letter than i, in folding and here.
  const folded = plain.replace(FOLDED_ONLY, (letter) => letter.toUpperCase().toLowerCase());
  return folded.normalize('NFKC').replace(WHITE, ' ').trim();
}

const NAME = 'folded';

export function registerFolding(database: Database): void {
  registerTextFunction(database, NAME, fold);
}

/** SQL of `fold`. Plain ASCII, which most data are, stays in the database. */
export function normalized(text: string): string {
  return `CASE WHEN strlen(${text}) = length(${text}) THEN trim(regexp_replace(lower(${text}), '[\\s\\v]+', ' ', 'g')) ELSE ${NAME}(${text}) END`;
}
