/** The studies, by the name that a config gives them. A new study is a file and a line here. */

import { leaderboards } from './leaderboards/leaderboards.js';
import { monofactStudy } from './monofact/monofact.js';
import type { StudyKind } from './study.js';
import { testTakers } from './testTakers/testTakers.js';
import { worlds } from './worlds/worlds.js';

export const studies = [worlds, monofactStudy, testTakers, leaderboards] as const;

/** The study of that name. @throws Error for a name that no study has: of a run stored by another program */
export function studyKindOf(name: string): StudyKind {
  const study = (studies as readonly StudyKind[]).find(({ kind }) => kind === name);
  if (study === undefined) throw new Error(`there is no study ${name}`);
  return study;
}
