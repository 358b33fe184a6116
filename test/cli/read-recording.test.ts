import { expect, it } from 'vitest';
import { readRecording } from '../../cli/read-recording.ts';
import { analyze } from '../../planner/result/build-result.ts';
import { deploymentLine } from '../builders/cluster.ts';
import { countsLine, endLine } from '../builders/load.ts';
import { completeRun, startSecond } from '../builders/run.ts';
import { writeRunFolder } from '../builders/run-folder.ts';

const second = (offset: number) => countsLine({ second: startSecond + offset, outcomes: { '200': 5 } });

it.each([1_000_000_000, -3600])(
  'a line %i s from the load is damaged: it makes no timeline of years',
  async (far) => {
    const lines = Array.from({ length: 40 }, (_, offset) => second(offset));
    const folder = await writeRunFolder({
      run: completeRun(),
      load: [...lines, second(far), endLine()],
      cluster: [deploymentLine({ atMs: startSecond * 1000, desired: -3 })],
      droppedLines: 0,
    });
    const recording = await readRecording(folder);
    expect(recording.load).toHaveLength(41);
    expect(recording.cluster, 'no service has fewer than 0 replicas').toEqual([]);
    expect(recording.droppedLines).toBe(2);
    expect(analyze(recording).timeline.seconds).toBe(40);
  },
);
