import { defineConfig } from 'vitest/config';

// What a test sees is not to depend on who started the tests: the tool writes commands as it was started itself.
delete process.env['npm_command'];

const isLeftOut = process.env['HEADROOM_SKIP_KUBE'] === '1';
if (isLeftOut) console.log('HEADROOM_SKIP_KUBE=1: the tests on a real Kubernetes control plane are left out');

/** A load that others starve gets no verdict, so it has the machine for itself. */
const loop = 'test/kube/loop.test.ts';

/** Tests on a real Kubernetes control plane, built from source once: they need Go, and minutes on the first run. */
export default defineConfig({
  test: {
    passWithNoTests: isLeftOut,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: isLeftOut ? [] : ['test/get-k6.ts', 'test/kube/control-plane/binaries.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'kube',
          include: isLeftOut ? [] : ['test/kube/**/*.test.ts'],
          exclude: [loop],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'loop', include: isLeftOut ? [] : [loop], sequence: { groupOrder: 1 } },
      },
    ],
  },
});
