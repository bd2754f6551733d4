export { birds } from './family.js';
export { commonest } from './model.js';
