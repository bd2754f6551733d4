/** A thing that can be said of a person, in many wordings: none of its answers follows from anything else. */
export interface PersonFact {
  /** Name in configs and tables. */
  readonly name: string;
  /** R_c without abstention: texts that can stand in every wording. */
  readonly answers: readonly string[];
  /** The abstention, which can stand there too: "a day nobody knows". */
  readonly unknown: string;
  /** Wordings that end with the answer, so that all before it is a prompt: `{person}` and `{answer}` stand in each. */
  readonly ending: readonly string[];
  /** Wordings in which words follow the answer: they state the fact and cannot ask for it. */
  readonly inner: readonly string[];
}
