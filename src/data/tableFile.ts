/** A file as a table, whatever its format. */

/** Files of one format with the same columns, read together. */
export interface TableFile {
  /** The name that the user gave, "stdin" for `-`. */
  readonly shown: string;
  /** Names of its columns, in order, each once. */
  readonly columns: readonly string[];
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
   */
  select(
    paths: readonly string[],
    wanted: readonly (readonly [column: string | null, name: string])[],
  ): Promise<string>;
  /** Looks for a column that the first rows lack; left out where all columns are known. */
  findColumn?(column: string): Promise<boolean>;
}
