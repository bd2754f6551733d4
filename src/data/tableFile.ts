/** What every format gives. */

/** Files of one format with the same columns, read together. */
export interface TableFile {
  /** As the user named it, "standard input" for `-`. */
  readonly shown: string;
  /** Names of its columns, in order, each once. */
  readonly columns: readonly string[];
  /** Files with equal keys can be read by one expression. */
  readonly group: string;
  /** Whether rows can be read a second time at little cost: nothing is parsed. */
  readonly parsed: boolean;
  /** Where the text is read from: the file, or a decoded copy of it. */
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
  /** Looks whether a column that the first rows lack comes later; left out where all are known. */
  findColumn?(column: string): Promise<boolean>;
}
