/** Texts that a table may hold, numbered, and their places in each family. */
import { tokensText } from '../../corpus/vocabulary.js';
import { listedResponses, type World } from '../../corpus/world.js';

/** Different texts, and the place of each in every family. */
export interface NamedTexts {
  readonly texts: readonly string[];
  /** Place of each text among those of a family, −1 where it is none of them, [families][texts]. */
  readonly places: readonly Int32Array[];
}

/** Texts of the cells of a table: of families, and of prompts and responses where no ids name them. */
export interface TableTexts {
  readonly family: readonly string[];
  readonly prompt: NamedTexts | null;
  readonly response: NamedTexts | null;
}

/** @param by which of prompts and responses are named by their texts */
export function tableTexts(
  { families, vocabulary }: World,
  by: { readonly prompt: boolean; readonly response: boolean },
): TableTexts {
  const prompts = (): NamedTexts =>
    numbered(families.map((family) => family.prompts.map((tokens) => tokensText(vocabulary, tokens))));
  const responses = (): NamedTexts =>
    numbered(families.map((family) => family.responseTexts.slice(0, listedResponses(family))));
  return {
    family: families.map(({ name }) => name),
    prompt: by.prompt ? prompts() : null,
    response: by.response ? responses() : null,
  };
}

function numbered(families: readonly (readonly string[])[]): NamedTexts {
  const texts = [...new Set(families.flat())];
  const numbers = new Map(texts.map((text, number) => [text, number]));
  const places = families.map((own) => {
    const place = new Int32Array(texts.length).fill(-1);
    own.forEach((text, at) => {
      place[numbers.get(text)!] = at;
    });
    return place;
  });
  return { texts, places };
}
