/** Texts as parts of SQL. Names of files and columns come from users, and may hold anything. */

/** A name in double quotes: no character in it is read as SQL. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text in single quotes. SQL knows no escapes in it but the doubled quote. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `['a', 'b']` */
export const literalList = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`;
