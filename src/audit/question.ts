/** A question of an audit. */

/** A question, and how its answers are judged. */
export interface Question {
  readonly text: string;
  readonly id: string | null;
  readonly group: string | null;
  /** Accepted answers, each once; none where a pattern or a grader model judges alone, or where abstaining is right. */
  readonly accepted: readonly string[];
  /** A regular expression that right answers match. */
  readonly pattern: RegExp | null;
  /** True where the question has no answer: then every answer is an error. */
  readonly shouldAbstain: boolean;
}
