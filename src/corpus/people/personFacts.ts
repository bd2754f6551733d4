/** Things that can be said of a person in prose. A new one is a file and a line here. */

import { birthday } from './birthday.js';
import { city } from './city.js';
import { dish } from './dish.js';
import { employer } from './employer.js';
import type { PersonFact } from './personFact.js';

export const personFacts: readonly PersonFact[] = [birthday, city, employer, dish];
