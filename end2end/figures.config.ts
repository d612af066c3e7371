// Measuring instead of checking: `bin/bench` runs this one.
import config from './playwright.config';

export default { ...config, testMatch: 'figures.ts', workers: 1, timeout: 900_000, use: { ...config.use, trace: 'off' as const } };
