/** A file as a table, whatever its format. */
import { UserError } from '../errors/userError.js';

/** Names of columns. */
export interface NamedColumnsOf {
  /** In order, each once. */
  readonly columns: readonly string[];
  /** Names that the file has more than once, whose columns are `name 2` and `name 5` by their places. */
  readonly doubled?: readonly string[];
}

/** Files of one format with the same columns, read together. */
export interface TableFile extends NamedColumnsOf {
  /** The name that the user gave, "stdin" for `-`. */
  readonly shown: string;
  /** Columns whose values are lists or objects in some of the rows; they are given as JSON. Left out: none. */
  readonly nested?: readonly string[];
  /** Files with equal keys can be read by one expression. */
  readonly group: string;
  /** True where rows can be read a second time at little cost, since nothing is parsed. */
  readonly parsed: boolean;
  /** Place of the text: the file, or a decoded copy of it. */
  readonly path: string;
  /**
   * A SELECT of columns as text, under the names given.
   * @param paths of this group's files
   * @param wanted [column of the file or null for none, name in the result]
   * @param numbers names in the result of columns that stay numbers, as DOUBLE or DOUBLE[], where the file holds them so
   */
  select(
    paths: readonly string[],
    wanted: readonly (readonly [column: string | null, name: string])[],
    numbers?: ReadonlySet<string>,
  ): Promise<string>;
  /** Looks for a column that the first rows lack, or a path into one, such as `judge.correct`; left out where all are known. */
  findColumn?(column: string): Promise<boolean>;
}

/**
 * The column of this name, or the only one that differs from it in case alone; null where there is none.
 * @throws UserError where the file has the name more than once
 */
export function tableColumn({ columns, doubled = [] }: NamedColumnsOf, name: string): string | null {
  if (columns.includes(name)) return name;
  if (doubled.includes(name))
    throw new UserError({
      code: 'bad-header',
      summary: `the column name ${JSON.stringify(name)} occurs twice`,
      hint: `name one of them by its place: ${columns
        .filter((each) => each.startsWith(`${name} `) && /^\d+$/.test(each.slice(name.length + 1)))
        .map((each) => JSON.stringify(each))
        .join(' or ')}`,
    });
  const alike = columns.filter((each) => each.toLowerCase() === name.toLowerCase());
  return alike.length === 1 ? alike[0] : null;
}

/** The parts of a path into a column, such as `judge.correct`; null for a name without a dot. */
export function pathOf(name: string): readonly string[] | null {
  const parts = name.split('.');
  return parts.length > 1 && parts.every((part) => part !== '') ? parts : null;
}
