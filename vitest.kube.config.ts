import { defineConfig } from 'vitest/config';

const isLeftOut = process.env['HEADROOM_SKIP_KUBE'] === '1';
if (isLeftOut) console.log('HEADROOM_SKIP_KUBE=1: the tests on a real Kubernetes control plane are left out');

/** Tests on a real Kubernetes control plane, built from source once: they need Go, and minutes on the first run. */
export default defineConfig({
  test: {
    include: isLeftOut ? [] : ['test/kube/**/*.test.ts'],
    passWithNoTests: isLeftOut,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: isLeftOut ? [] : ['test/get-k6.ts', 'test/kube/control-plane/binaries.ts'],
  },
});
