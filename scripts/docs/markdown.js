// @ts-check
/** Prose in Markdown. */

/**
 * Escapes what Markdown would take for marks.
 * @param {string} text
 */
export function prose(text) {
  return text.replaceAll('*', '\\*').replaceAll('<', '&lt;').replaceAll('[', '\\[');
}

/**
 * Escapes a cell of a table.
 * @param {string} text
 */
export function cell(text) {
  return prose(text).replaceAll('|', '\\|');
}

/**
 * The anchor that GitHub gives a heading, also used for rows of tables.
 * @param {string} heading
 */
export function anchor(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
