import { expect, test } from '@jest/globals';
import { spokenHtml } from '../../src/report/page/spokenHtml.js';
import type { Reply, StatedFact } from '../../src/results/spoken.js';

const reply: Reply = {
  family: 'f',
  nature: 'arbitrary',
  prompt: 'Mira <b> was born on',
  shown: 0,
  abstained: 0,
  answer: 'May 3 .',
  right: 0.002,
  said: 'January 11 .',
  probability: 0.04,
  outcome: 'error',
  abstention: 0,
  invalid: 0,
};
const fact: StatedFact = {
  family: 'f',
  from: 6,
  until: 17,
  subject: 'Mira',
  said: 'May 4',
  outcome: 'wrong',
  shown: 2,
  answer: 'May 3',
};

test('answers with what is right; facts in a text marked in their place; all escaped', () => {
  const html = spokenHtml({
    setting: 'seed=5',
    steps: [
      { step: 3, replies: [], texts: [{ beginning: '', text: 'Hello Mira May 4. & more', facts: [fact] }] },
      { step: 9, replies: [reply], texts: [] },
    ],
  });
  expect(html).toContain(
    '<li class="error"><span class="asked">Mira &#60;b&#62; was born on …</span><br>January 11 (p 0.040) – made up: never shown; it is May 3 (p 0.0020)</li>',
  );
  expect(html).toContain('<h3>What it writes after step 3</h3>');
  expect(html).toContain(
    'Hello <mark class="wrong">Mira May 4.</mark> <small>[wrong: shown 2 times; it is May 3]</small> &#38; more …',
  );
  expect(html).not.toContain('after step 9');
});

test('a run that said nothing has no section', () => {
  expect(spokenHtml({ setting: '', steps: [{ step: 1, replies: [], texts: [] }] })).toBe('');
});
