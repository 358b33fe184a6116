import { describe, expect, it } from 'vitest';
import { sparkline } from '../../reports/sparkline.ts';

describe('sparkline', () => {
  it('shows the course of a series', () => {
    expect(sparkline([0, 0, 36, 18, 1])).toBe('▁▁█▅▂');
  });

  it('keeps a single second of a long series visible', () => {
    const values = new Array<number>(3600).fill(0);
    values[1234] = 1;
    const line = sparkline(values);
    expect([...line]).toHaveLength(60);
    expect(line.indexOf('█')).toBe(20);
  });

  it('shows the last second, too, where it fills no whole character', () => {
    const line = sparkline([...new Array<number>(120).fill(1), 8]);
    expect([...line]).toHaveLength(41);
    expect(line).toMatch(/^▂+█$/);
  });

  it('leaves a gap blank', () => {
    expect(sparkline([1, null, 1])).toBe('█ █');
    expect(sparkline([])).toBe('');
  });
});
