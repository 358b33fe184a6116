import type { ConfigInput } from './schema/config.ts';

/**
 * Gives k6.config.ts its types; returns what it was given. This is what `import { defineConfig } from 'kube-headroom'`
 * imports, so it must stay free of imports that k6 cannot run: a payload function brings the config file into the bundle.
 */
export const defineConfig = (config: ConfigInput): ConfigInput => config;
