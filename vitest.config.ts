import { defineConfig } from 'vitest/config';

/** Tests that fire small loads: apart from those that compute, as a starved generator gets no verdict. */
const live = ['test/e2e/**/*.test.ts', 'test/load/module.test.ts', 'test/package/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/get-k6.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/long/**', 'test/kube/**', ...live],
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'live', include: live, maxWorkers: 2, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
