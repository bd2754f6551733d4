/** Answers of a model as a screen: what it said, how sure it was, and whether it made that up. */
import type { Reply } from '../../measurement/askModel.js';
import { wrap } from '../../report/terminal/wrap.js';

/** A block for each reply, in their order. */
export function repliesText(replies: readonly Reply[], width: number): string {
  return replies
    .map((reply) => `${wrap(`${spoken(reply.prompt)} …`, width)}\n${wrap(`  ${sentence(reply)}`, width, '    ')}\n`)
    .join('\n');
}

/** A text without the spaces that tokens need. */
function spoken(text: string): string {
  return text.replace(/ \.$/, '').replaceAll(" '", "'");
}

function sentence(reply: Reply): string {
  const { outcome, probability, said, answer, right, abstention, invalid } = reply;
  const words = outcome === 'invalid' ? 'something that is no answer' : spoken(said);
  const truth = `it is ${spoken(answer)} (${share(right)})`;
  const meaning = {
    right: `right: ${timesShown(reply)}`,
    error: `${reply.shown === 0 ? 'made up' : 'wrong'}: ${timesShown(reply)}; ${truth}`,
    abstention: `abstains: ${timesShown(reply)}; ${truth}`,
    invalid: `${timesShown(reply)}; ${truth}`,
  }[outcome];
  const others = [
    ...(outcome !== 'abstention' && abstention > 0.05 ? [`"I don't know" ${share(abstention)}`] : []),
    ...(outcome !== 'invalid' && invalid > 0.05 ? [`no valid answer ${share(invalid)}`] : []),
  ];
  return `${words} (${share(probability)}) – ${[meaning, ...others].join('; ')}`;
}

function timesShown({ shown, abstained, nature }: Reply): string {
  const times = shown === 0 ? 'never shown' : shown === 1 ? 'shown once' : `shown ${shown} times`;
  const asked = shown === 0 && abstained > 0 ? `, ${abstained} × with "I don't know"` : '';
  return `${times}${asked}${nature === 'pattern' ? ', follows a rule' : ''}`;
}

/** A probability in two digits: `p 0.04`, `p < 0.001`. */
function share(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p ${p.toPrecision(2)}`;
}
