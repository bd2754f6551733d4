import { expect, test } from '@jest/globals';
import { readableModel } from '../../src/audit/readableModel.js';

test('a model that a server calls by the path of its file has the name of the file', () => {
  expect(readableModel('/home/me/models/SmolLM2-135M-Instruct.Q4_1.gguf')).toBe('SmolLM2-135M-Instruct.Q4_1.gguf');
  expect(readableModel('C:\\models\\tiny.gguf')).toBe('tiny.gguf');
  expect(readableModel('/models/own/')).toBe('own');
});

test('other names stay as they are', () => {
  for (const name of ['gpt-5', 'HuggingFaceTB/SmolLM2-135M', 'm', '/']) expect(readableModel(name)).toBe(name);
});
