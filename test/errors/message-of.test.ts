import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { messageOf } from '../../errors/headroom-error.ts';

// A device that is always full: of Linux.
it.skipIf(!existsSync('/dev/full'))('says in words that a disk is full while a file is written', async () => {
  const error = await writeFile('/dev/full', 'text').catch((thrown: unknown) => thrown);
  expect(messageOf(error)).toBe('no space is left on the disk');
});
