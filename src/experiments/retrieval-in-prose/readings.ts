/** Readings of the tables: answers about people of whom training states nothing, with and without a passage. */
import { type MeasuredFamily, stratum } from '../../results/measured.js';

export const FAMILY = 'cities';

export type Read = (family: MeasuredFamily) => number | null;

export const rightBehindPassage: Read = ({ passage }) => passage.given.unanswered.accuracy;
export const wrongBehindPassage: Read = ({ passage }) => passage.given.unanswered.wrong;
export const errorBehindOther: Read = ({ passage }) => passage.other.unanswered.errorRate;
export const abstentionAlone: Read = (family) => stratum(family, 0).abstentionRate;
export const wrongAlone: Read = (family) => stratum(family, 0).wrong;
