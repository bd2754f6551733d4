import { config, LONG } from './jest.config.js';

// Their programs use every core by themselves.
export default { ...config, maxWorkers: 1, testRegex: [`${LONG}.*\\.test\\.ts$`] };
