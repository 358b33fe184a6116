import { type RunSpec, runSpecVariable } from './run-spec.ts';

/** What the tool asked for; read once per virtual user, at init. */
export const run: RunSpec = JSON.parse(__ENV[runSpecVariable] ?? '{}');
