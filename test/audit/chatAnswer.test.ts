import { describe, expect, test } from '@jest/globals';
import { chatAnswer, requireChatAnswer, tokenCounts, withoutThinking } from '../../src/audit/ask/chatAnswer.js';

function said(message: object, finish = 'stop'): object {
  return { choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }] };
}

describe('an answer of a chat', () => {
  test('is its text, without blanks around it, also in parts', () => {
    expect(chatAnswer(said({ content: ' Paris.\n' }))).toEqual({ text: 'Paris.' });
    expect(
      chatAnswer(
        said({
          content: [
            { type: 'text', text: 'Pa' },
            { type: 'text', text: 'ris' },
          ],
        }),
      ),
    ).toEqual({
      text: 'Paris',
    });
  });

  test('is what stands behind its thoughts', () => {
    expect(chatAnswer(said({ content: '<think>Lyon? No.</think>\n\nParis' }))).toEqual({ text: 'Paris' });
    expect(withoutThinking('begun in the prompt</think>Paris')).toBe('Paris');
    expect(withoutThinking('<THINK>a</think> <think>b</THINK>Paris')).toBe('Paris');
    expect(withoutThinking('a < b')).toBe('a < b');
  });

  test.each([
    [said({ content: '<think>Lyon, or' }), 'thinking without an end'],
    [said({ content: '<think>x</think><think>Lyon' }), 'thinking without an end'],
    [said({ content: 'The capital of' }, 'length'), 'cut off'],
    [said({ content: '' }), 'empty'],
    [said({ content: null }), 'empty'],
    [said({ content: '<think>x</think> ' }), 'empty'],
    [said({ content: null, tool_calls: [{ function: { name: 'search' } }] }, 'tool_calls'), 'a call of a tool'],
    [said({ content: null, tool_calls: [{}] }), 'a call of a tool'],
    [said({ content: 'x' }, 'content_filter'), 'removed by a content filter'],
  ])('that cannot be graded says why', (answer, unusable) => {
    expect(chatAnswer(answer)).toEqual({ unusable });
  });

  test('may be a refusal, which has a field of its own', () => {
    expect(chatAnswer(said({ content: null, refusal: "I can't help." }))).toEqual({ refusal: "I can't help." });
  });

  test.each([
    [{ error: { message: 'no credit' } }, /no credit/],
    [{ choices: [{ finish_reason: 'error', message: { content: '' }, error: { message: 'upstream' } }] }, /upstream/],
    [{ choices: [] }, /does not answer as a chat does/],
    [{ choices: [{ text: 'Paris' }] }, /choices\[0\]\.message/],
    [['Paris'], /does not answer/],
    [null, /does not answer/],
  ])('of another form is refused before it is kept', (answer, words) => {
    expect(() => requireChatAnswer(answer, 'http://x')).toThrow(words);
  });

  test('tells its tokens, where the server counts them', () => {
    expect(tokenCounts({ usage: { prompt_tokens: 12, completion_tokens: 3 } })).toEqual({ prompt: 12, completion: 3 });
    expect(tokenCounts({ usage: { prompt_tokens: -1, completion_tokens: '3' } })).toEqual({
      prompt: null,
      completion: null,
    });
    expect(tokenCounts(null)).toEqual({ prompt: null, completion: null });
  });
});
