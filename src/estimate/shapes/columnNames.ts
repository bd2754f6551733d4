/** Names of columns in common use, the likelier ones first. Case makes no difference where the name is unique. */

/** Columns of conversations: lists of messages. */
export const CONVERSATIONS: readonly string[] = [
  'messages',
  'conversations',
  'conversation',
  'contents',
  'dialog',
  'dialogue',
  'chat',
  'turns',
  'data',
];

/** Columns that make a prompt. */
export const PROMPTS: readonly (readonly string[])[] = [
  ['instruction', 'input'],
  ['instruction'],
  ['prompt'],
  ['question'],
  ['query'],
  ['problem'],
  ['input'],
  ['inputs'],
  ['user'],
  ['human'],
];

export const RESPONSES: readonly string[] = [
  'completion',
  'response',
  'answer',
  'output',
  'chosen',
  'preferred_output',
  'completions',
  'answers',
  'target',
  'targets',
  'solution',
  'correct_answer',
  'answerKey',
  'best_answer',
  'best answer',
  'reference_answer',
  'gold_answer',
  'expected_answer',
  'ground_truth',
  'possible_answers',
  'answers_spans',
  'assistant',
  'gpt',
];

/** Responses that hold their prompt, too. */
export const WITH_PROMPT = 'chosen';

/**
 * Columns on which a question depends, and which are therefore a part of its prompt: what the text says, the choices, what the
 * system was told, the tools that there are, the picture (Dolly, SQuAD, BoolQ, RACE, MMLU, MedMCQA, LLaMA-Factory, TRL, VQA, Spider).
 */
export const COMPANIONS: readonly string[] = [
  'system',
  'system_prompt',
  'system_instruction',
  'systemInstruction',
  'history',
  'tools',
  'functions',
  'context',
  'contexts',
  'passage',
  'passages',
  'paragraph',
  'article',
  'document',
  'documents',
  'support',
  'evidence',
  'background',
  'facts',
  'abstract',
  'premise',
  'schema',
  'knowledge',
  'story',
  'table',
  'db_id',
  'choices',
  'options',
  'endings',
  'opa',
  'opb',
  'opc',
  'opd',
  'hint',
  'lecture',
  'picture',
  'pictures',
  'photo',
  'image',
  'images',
  'image_id',
  'image_url',
  'image_path',
  'image_file',
  'video',
  'videos',
  'video_id',
  'audio',
  'audios',
];

/** Names of columns of single choices: `option_a`, `choice1`, `opt3`. */
export const CHOICES = /^(?:opt|option|choice|ending)[ _-]?(?:[a-h]|\d+)$/i;

/** Columns of choices that are letters (CMMLU, C-Eval). */
export const LETTERED: readonly string[] = ['A', 'B', 'C'];
export const MORE_LETTERS = /^[A-H]$/;

/** Names of columns of pictures, sounds and films. */
export const MEDIA = /^(?:images?|image_(?:id|url|path|file)|pictures?|photo|videos?|video_id|audios?)$/i;

/** Columns of triples: a subject and a relation ask for an object. */
export const TRIPLES: readonly (readonly [subject: string, relation: string, object: string])[] = [
  ['subject', 'predicate', 'object'],
  ['subject', 'relation', 'object'],
  ['subject', 'property', 'object'],
  ['subj', 'prop', 'obj'],
  ['subj', 'rel', 'obj'],
  ['subj', 'pred', 'obj'],
  ['head', 'relation', 'tail'],
  ['h', 'r', 't'],
  ['s', 'p', 'o'],
  ['node1', 'label', 'node2'],
];

/** Columns of raw text, in which no column is a prompt. */
export const TEXTS: readonly string[] = ['text', 'content', 'raw_content', 'body', 'document'];
