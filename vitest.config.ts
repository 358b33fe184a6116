import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/get-k6.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['test/long/**', 'test/kube/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
