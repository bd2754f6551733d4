/** The power of claims about trained models, by their ids. `npm run power` writes this file. */
import type { Power } from '../claims/claim.js';

export const CLAIM_POWER: Readonly<Record<string, Power>> = {};
