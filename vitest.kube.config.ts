import { defineConfig } from 'vitest/config';

/** Tests against a real Kubernetes API server, built from source once: needs Go, and minutes on the first run. */
export default defineConfig({
  test: {
    include: ['test/kube/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ['test/kube/control-plane/binaries.ts'],
  },
});
