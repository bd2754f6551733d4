import { describe, expect, test } from '@jest/globals';
import { abstentionsWith, isAbstention } from '../../src/audit/grade/abstentions.js';
import { holdsAccepted, type Match, ruledOutcome } from '../../src/audit/grade/gradeAnswer.js';
import { GRADER_TEMPLATE, gradeIn, gradeRequest } from '../../src/audit/grade/graderModel.js';
import type { Question } from '../../src/audit/question.js';

function question(some: Partial<Question> = {}): Question {
  return { text: 'q', id: null, group: null, accepted: ['Paris'], pattern: null, shouldAbstain: false, ...some };
}
function rules(match: Match = 'normalised', ...own: string[]) {
  return { match, abstentions: abstentionsWith(own) };
}

describe('abstentions', () => {
  test('are those of the lexicon, whatever their signs, and the user’s', () => {
    const known = abstentionsWith(['Keine Ahnung']);
    for (const text of [
      "I don't know",
      'i don’t know.',
      '**I do not know**',
      '"IDK!"',
      ' keine ahnung… '.replace('…', '.'),
    ])
      expect(isAbstention(text, known)).toBe(true);
    for (const text of ["I don't know, perhaps Paris", 'Paris', '']) expect(isAbstention(text, known)).toBe(false);
  });
});

describe('rules', () => {
  test('an accepted answer is right in normalised form, or letter by letter', () => {
    expect(ruledOutcome('the PARIS.', question(), rules())).toBe('right');
    expect(ruledOutcome('the PARIS.', question(), rules('exact'))).toBeNull();
    expect(ruledOutcome(' Paris ', question(), rules('exact'))).toBe('right');
    expect(ruledOutcome('Lyon', question({ accepted: ['Paris', 'Lyon'] }), rules())).toBe('right');
    expect(ruledOutcome('It is Paris', question(), rules())).toBeNull();
  });

  test('an answer may hold an accepted one, unless it has words of an abstention', () => {
    expect(ruledOutcome('It is Paris, of course.', question(), rules('contains'))).toBe('right');
    expect(ruledOutcome('Paris', question(), rules('contains'))).toBe('right');
    expect(ruledOutcome('a Parisian', question(), rules('contains'))).toBeNull();
    expect(ruledOutcome("I don't know, perhaps Paris", question(), rules('contains'))).toBeNull();
  });

  test('a pattern may judge', () => {
    expect(ruledOutcome('It is PARIS', question({ accepted: [], pattern: /\bparis\b/iu }), rules())).toBe('right');
    expect(ruledOutcome('parisian', question({ accepted: [], pattern: /^paris$/iu }), rules())).toBeNull();
  });

  test('a question without an answer has no right one', () => {
    const none = question({ accepted: [], shouldAbstain: true });
    expect(ruledOutcome('IDK', none, rules())).toBe('abstention');
    expect(ruledOutcome('Paris', none, rules())).toBeNull();
  });

  test('an answer that holds an accepted one is told apart', () => {
    expect(holdsAccepted('It is Paris, of course', question())).toBe(true);
    expect(holdsAccepted('Parisian', question())).toBe(false);
  });
});

describe('a grader model', () => {
  test.each([
    ['CORRECT', 'right'],
    ['correct.', 'right'],
    ['**INCORRECT**', 'error'],
    ['Grade: NOT_ATTEMPTED', 'abstention'],
    ['not attempted', 'abstention'],
    ['A', 'right'],
    ['(B)', 'error'],
    ['C: NOT_ATTEMPTED', 'abstention'],
    ['The gold answer is Paris.\n\nGrade: INCORRECT', 'error'],
  ])('%j is a grade', (reply, outcome) => {
    expect(gradeIn(reply)).toBe(outcome);
  });

  test.each([['It is not INCORRECT, but CORRECT'], [''], ['A: INCORRECT'], ['Paris'], ['CORRECT or INCORRECT']])(
    '%j is no grade, and nothing is guessed from it',
    (reply) => {
      expect(gradeIn(reply)).toBeNull();
    },
  );

  test('is asked with the question, the accepted answers and the answer, in one pass', () => {
    const body = gradeRequest(question({ text: 'Is {answer} it?', accepted: ['x', 'y'] }), '{question}', {
      model: 'g',
      template: GRADER_TEMPLATE,
      maxTokens: 9,
      agreement: null,
    });
    const [{ content }] = (body as { messages: { content: string }[] }).messages;
    expect(content).toContain('Question: Is {answer} it?\nAccepted answers: x | y\nAnswer to grade: {question}\n');
    expect(body).toMatchObject({ model: 'g', temperature: 0, max_tokens: 9 });
  });
});
