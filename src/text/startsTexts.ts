/** The part of a `tokenizer.json` that puts a token before every text. @param start its name; its id is 0 */
export function startsTexts(start: string): object {
  const token = { SpecialToken: { id: start, type_id: 0 } };
  const text = (id: string): object => ({ Sequence: { id, type_id: 0 } });
  return {
    type: 'TemplateProcessing',
    single: [token, text('A')],
    pair: [token, text('A'), token, text('B')],
    special_tokens: { [start]: { id: start, ids: [0], tokens: [start] } },
  };
}
