import { expect, test } from 'vitest';
import type { Written } from '../../../cli/apply/apply-settings.ts';
import { whileInForce } from '../../../cli/verify/while-in-force.ts';
import { HeadroomError } from '../../../errors/headroom-error.ts';

const fixAfter = async (written: Written | undefined) => {
  const work = () => Promise.reject(new HeadroomError('E_CLUSTER', { what: 'lost', fix: 'try again' }));
  const error: unknown = await whileInForce(() => written, work).catch((thrown: unknown) => thrown);
  return (error as HeadroomError).details[0]!.fix;
};

test('what fails after an apply tells what is left of it, and no more than is known', async () => {
  const takenBackBy = 'headroom rollback runs/a --yes';
  expect(await fixAfter({ how: 'kubernetes', takenBackBy })).toBe(
    `try again; the advised settings stay in force: ${takenBackBy} takes them back`,
  );
  expect(await fixAfter({ how: 'sandbox', takenBackBy: null })).toBe(
    'try again; the advised settings stay in force',
  );
  expect(await fixAfter({ how: 'command', takenBackBy: null })).toBe(
    'try again; what apply.command set stays in force',
  );
  expect(await fixAfter(undefined), 'they are not in force').toBe('try again');
});
