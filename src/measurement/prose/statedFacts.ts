/** Facts that a text states, in any wording of its world, and whether they are true. */
import type { Corpus } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { StatedFact } from '../../results/spoken.js';

/** Returns a finder of stated facts, in the order of the text. */
export function factFinder({ world, counts }: Corpus): (text: string) => readonly StatedFact[] {
  const families = world.families.flatMap((family, index) => readersOf(family, counts[index].answered));
  return (text) => families.flatMap((read) => read(text)).sort((a, b) => a.from - b.from);
}

function readersOf(family: FamilyWorld, answered: Int32Array): readonly ((text: string) => readonly StatedFact[])[] {
  if (family.inProse === undefined) return [];
  const { wordings } = family.inProse;
  const promptOf = new Map(wordings.subjects.map((subject, prompt) => [subject, prompt]));
  const texts = family.responseTexts.map((text) => text.slice(0, -1));
  const answers = `(?<answer>${texts.map(escaped).join('|')})`;
  return [...wordings.taught, ...wordings.heldOut].map((wording) => {
    const [person, answer] = ['{person}', '{answer}'].map(escaped);
    const pattern = new RegExp(
      escaped(wording).replace(person, '(?<person>\\p{Lu}[^\\s.]*(?: \\p{Lu}[^\\s]*){1,2})').replace(answer, answers),
      'gu',
    );
    return (text) =>
      [...text.matchAll(pattern)].map((match): StatedFact => {
        const { person: subject, answer: said } = match.groups as { readonly person: string; readonly answer: string };
        const place = { family: family.name, from: match.index, until: match.index + match[0].length, subject, said };
        const prompt = promptOf.get(subject);
        if (prompt === undefined) return { ...place, outcome: 'nobody', shown: 0, answer: '' };
        const response = texts.indexOf(said);
        const right = family.answer[prompt];
        const outcome = response === right ? 'right' : response === family.responseCount ? 'abstention' : 'wrong';
        return { ...place, outcome, shown: answered[prompt], answer: texts[right] };
      });
  });
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
