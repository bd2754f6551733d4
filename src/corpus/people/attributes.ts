/** Things that can be said of a person in prose. A new one is a file and a line here. */
import type { Attribute } from './attribute.js';
import { birthday } from './birthday.js';
import { city } from './city.js';
import { dish } from './dish.js';
import { employer } from './employer.js';

export const attributes: readonly Attribute[] = [birthday, city, employer, dish];
