import { expect, it } from 'vitest';
import { cpuQuantity } from '../../../../sandbox/kube-api/objects/service.ts';

it.each([
  [0.1, '100m'],
  [4, '4'],
  [1.5, '1500m'],
])('%s cores are the quantity %s', (cores, quantity) => {
  expect(cpuQuantity(cores)).toBe(quantity);
});
