import { defineConfig } from 'vitest/config';

/** Tests that take minutes: millions of simulated requests, k6 built from source. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    // Loads and kills are timed by the machine: one file has it for itself.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
