import { expect, it } from 'vitest';
import { cpuPerRequestUs, toolCpuSecondsPer10k } from '../../../bench/run/measure.ts';

const start = { requests: 20, cpuSeconds: 0.2, toolCpuSeconds: 0.02 };
const whole = { requests: 10_020, cpuSeconds: 1.2, toolCpuSeconds: 0.03 };

it('takes the start off the CPU of a request', () => {
  expect(cpuPerRequestUs(whole, start)).toBeCloseTo(100);
});

it('takes the start off the CPU of the tool', () => {
  expect(toolCpuSecondsPer10k(whole, start)).toBeCloseTo(0.01);
});
