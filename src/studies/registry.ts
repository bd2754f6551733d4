/** Studies, by the name that a config gives them. A new study is a file and a line here. */

import { leaderboards } from './leaderboards/leaderboards.js';
import { monofactStudy } from './monofact/monofact.js';
import type { StudyKind } from './study.js';
import { testTakers } from './testTakers/testTakers.js';
import { whoAteWhatStudy } from './whoAteWhat/whoAteWhat.js';
import { worlds } from './worlds/worlds.js';

export const studies = [worlds, monofactStudy, testTakers, leaderboards, whoAteWhatStudy] as const;

/** Returns the study of that name. @throws Error for an unknown name, as a run stored by another version may have */
export function studyKindOf(name: string): StudyKind {
  const study = (studies as readonly StudyKind[]).find(({ kind }) => kind === name);
  if (study === undefined)
    throw new Error(`study must be one of ${studies.map(({ kind }) => kind).join(', ')}, got ${name}`);
  return study;
}
