import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPlannedTraffic } from '../../../config/trace/read-planned.ts';
import { HeadroomError } from '../../../errors/headroom-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-planned-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string) => {
  const file = join(folder, 'traffic.csv');
  writeFileSync(file, text);
  return readPlannedTraffic(file);
};

describe('a file to plan for', () => {
  it('holds counts, time stamps or a day', () => {
    expect(read('count\n3\n0\n2')).toMatchObject({ kind: 'trace', reading: { perSecond: [3, 0, 2] } });
    expect(read('timestamp\n0.2\n2.5\n0.9')).toMatchObject({
      kind: 'trace',
      reading: { kind: 'times', perSecond: [2, 0, 1] },
    });
    const steps = [
      { atSecond: 0, rate: 3 },
      { atSecond: 28_800, rate: 20 },
    ];
    expect(read('hour,rate\n0,3\n8,20')).toEqual({
      kind: 'day',
      profile: { columns: { time: 'hour', rate: 'rate' }, rows: steps, steps },
    });
  });

  it('names the option of the command line that decides', () => {
    expect(() => read('time,value\n2024-05-01 10:00:00,3\n2024-05-01 10:01:00,4')).toThrow(HeadroomError);
    try {
      read('time,value\n2024-05-01 10:00:00,3\n2024-05-01 10:01:00,4');
    } catch (error) {
      expect((error as HeadroomError).details[0]?.fix).toContain("say it with --unit 'count'");
    }
  });

  it('asks what its gaps are with the option to type', () => {
    const lines = ['time,requests', ...[0, 1, 2, 5, 6].map((minute) => `2024-05-01 10:0${minute}:00,90`)];
    expect(() => read(lines.join('\n'))).toThrow(
      expect.objectContaining({
        details: [expect.objectContaining({ fix: expect.stringMatching(/^--gaps 'zero' if/) })],
      }),
    );
  });

  it('that is a day takes no option of a trace', () => {
    const file = join(folder, 'traffic.csv');
    writeFileSync(file, 'hour,rate\n0,3\n8,20');
    expect(readPlannedTraffic(file, { column: undefined }).kind).toBe('day');
    expect(() => readPlannedTraffic(file, { timeZone: 'Europe/Berlin', step: 60 })).toThrow(
      '--time-zone, --step: the file is a day',
    );
  });

  it('that is not there is named', () => {
    expect(() => readPlannedTraffic(join(folder, 'none.csv'))).toThrow("--for: the file can't be read");
  });
});
