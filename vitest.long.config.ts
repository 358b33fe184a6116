import { defineConfig } from 'vitest/config';

/** Tests that take minutes: millions of simulated requests, k6 built from source. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
