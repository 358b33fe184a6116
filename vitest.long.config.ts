import { defineConfig } from 'vitest/config';

// What a test sees is not to depend on who started the tests: the tool writes commands as it was started itself.
delete process.env['npm_command'];

/** Tests that only compute: they share the machine. */
const computing = [
  'accuracy-bench',
  'advice-monotone',
  'advice-same',
  'balancing-open',
  'censored',
  'compare',
  'guard',
  'plan-day-cost',
  'plan-day-monotone',
  'service-factor',
  'settings-files',
  'setup',
  'stations',
  'time-varying',
].map((name) => `test/long/${name}.test.ts`);

/** Tests that take minutes: millions of simulated requests, k6 built from source. */
export default defineConfig({
  test: {
    testTimeout: 600_000,
    hookTimeout: 600_000,
    projects: [
      {
        extends: true,
        test: { name: 'computing', include: computing, maxWorkers: '100%', sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/long/**/*.test.ts'],
          exclude: computing,
          // Loads and kills are timed by the machine: one file has it for itself.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
