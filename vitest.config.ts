import { defineConfig } from 'vitest/config';

/** Tests that fire small loads: apart from those that compute, as a starved generator gets no verdict. */
const live = ['test/e2e/**/*.test.ts', 'test/load/module.test.ts', 'test/package/**/*.test.ts'];

/** Tests of pure functions. They share the modules that they import: importing them costs more than most of them do. */
const pure = ['planner', 'reports', 'oracles', 'scenarios', 'errors'].map(
  (room) => `test/${room}/**/*.test.ts`,
);

/** A test of a pure function that puts another module in a module's place, so it can't share them. */
const replacing = ['test/planner/platforms/new-knob.test.ts'];

const inFirstGroup = { maxWorkers: '100%', sequence: { groupOrder: 0 } } as const;

export default defineConfig({
  test: {
    globalSetup: ['test/get-k6.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: pure, exclude: replacing, isolate: false, ...inFirstGroup },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/long/**', 'test/kube/**', ...live, ...pure],
          ...inFirstGroup,
        },
      },
      { extends: true, test: { name: 'replacing', include: replacing, ...inFirstGroup } },
      {
        extends: true,
        test: { name: 'live', include: live, maxWorkers: 2, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
