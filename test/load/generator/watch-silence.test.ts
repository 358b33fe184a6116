import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchSilence } from '../../../load/generator/watch-silence.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const watched = () => {
  const told: string[] = [];
  const watch = watchSilence({ onNotice: () => told.push('notice'), onEnd: () => told.push('end') });
  return { ...watch, told };
};

describe('watchSilence', () => {
  it('says it after 4 s without a line, and ends it after 10 s, each once', () => {
    const { told } = watched();
    vi.advanceTimersByTime(3_999);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['notice']);
    vi.advanceTimersByTime(5_999);
    expect(told).toEqual(['notice']);
    vi.advanceTimersByTime(20_000);
    expect(told).toEqual(['notice', 'end']);
  });

  it('begins anew with each line', () => {
    const { heard, told } = watched();
    for (let second = 0; second < 60; second += 3) {
      vi.advanceTimersByTime(3_000);
      heard();
    }
    expect(told).toEqual([]);
  });

  it('takes a standstill of this process for one second: the lines that came meanwhile are read after it', () => {
    const { told } = watched();
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
  });

  it('is quiet once it is stopped', () => {
    const { stop, told } = watched();
    stop();
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
  });
});
