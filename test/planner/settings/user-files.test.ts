import { describe, expect, it } from 'vitest';
import { dialects, removedEntries, type ScalingSettings } from '../../../planner/settings/index.ts';
import { openDocuments } from '../../../planner/settings/text/edit.ts';
import {
  decidedFor,
  dialectOf,
  filesWithoutCpu,
  namesOf,
  refusedFiles,
  userFiles,
  userText,
} from './user-files.ts';

const read = userFiles.filter((name) => !(name in refusedFiles));

/** The words under which a decided setting may stand in a line of some dialect. */
const words: Readonly<Partial<Record<keyof ScalingSettings, RegExp>>> = {
  minReplicas: /min_?-?(?:replica|instance|scale)|replicas|"?min"?:/i,
  maxReplicas: /max_?-?(?:replica|instance|scale)|replicas|"?max"?:/i,
  targetUtilization:
    /target|averageUtilization|value: ["']|metrics:|- type: Resource|resource:|name: cpu|type: Util/i,
  metric: /scalingMetric|concurrency|requestRate|targetPendingRequests/,
  targetValue: /scalingMetric|concurrency|requestRate|targetValue|targetPendingRequests/,
};

/** What goes along with a decision: autoscaling is turned on, and what a server filled in is left out. */
const alongside =
  /scale_type|scale_settings|type: (?:default|"?target_utilization)|annotations: ?$|autoscaling\.knative\.dev\/(?:min|max|target)|^ {4}metadata:$/;

const lines = (text: string): string[] => text.split('\n');

/** Lines of one text that the other does not have, each as often as it is there more. */
const onlyIn = (one: string, other: string): string[] => {
  const left = new Map<string, number>();
  for (const line of lines(other)) left.set(line, (left.get(line) ?? 0) + 1);
  return lines(one).filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
};

const isDecided = (line: string, decided: ScalingSettings): boolean =>
  alongside.test(line) || Object.keys(decided).some((key) => words[key as keyof ScalingSettings]?.test(line));

describe('files as people have them', () => {
  it('are at least thirty, of every dialect', () => {
    expect(read.length).toBeGreaterThanOrEqual(30);
    expect(new Set(read.map(dialectOf))).toEqual(new Set(Object.keys(dialects)));
  });

  it.each(Object.entries(refusedFiles))(
    '%s is refused with its reason, and never written',
    (name, reason) => {
      const dialect = dialects[dialectOf(name)];
      expect(() => dialect.readingOf(userText(name))).toThrow(reason);
      expect(() => dialect.write(userText(name), decidedFor(name))).toThrow(reason);
    },
  );

  it.each(read)('%s: what is written touches only the lines of what was decided', (name) => {
    const [dialect, before, decided] = [dialects[dialectOf(name)], userText(name), decidedFor(name)];
    const after = dialect.write(before, decided, namesOf(name));
    expect(dialect.readingOf(after, namesOf(name)).settings).toMatchObject(decided);
    const isFromServer = dialect
      .readingOf(before, namesOf(name))
      .traps.some(({ rule }) => rule === 'server-fields');
    const gone = isFromServer ? [] : onlyIn(before, after);
    expect(gone.filter((line) => !isDecided(line, decided))).toEqual([]);
    expect(onlyIn(after, before).filter((line) => !isDecided(line, decided))).toEqual([]);
  });

  it.each(read)('%s: what was read, written back, is the same file but for fields of the server', (name) => {
    const [dialect, before] = [dialects[dialectOf(name)], userText(name)];
    const reading = dialect.readingOf(before, namesOf(name));
    const after = dialect.write(before, reading.settings, namesOf(name));
    if (reading.traps.some(({ rule }) => rule === 'server-fields')) expect(after).not.toBe(before);
    else expect(after).toBe(before);
  });

  it.each(filesWithoutCpu)('%s: gets no CPU metric, as it follows something else', (name) => {
    const dialect = dialects[dialectOf(name)];
    expect(() => dialect.write(userText(name), { targetUtilization: 0.5 })).toThrow(
      /no such (?:metric|trigger)/,
    );
  });
});

describe('an object as `kubectl get -o yaml` shows it', () => {
  const before = userText('hpa-kubectl-get.yaml');
  const after = dialects.hpa.write(before, { maxReplicas: 50 });

  it('loses what the server filled in, and each of these is told', () => {
    expect(removedEntries(before, after).map(({ path, line }) => `${line} ${path}`)).toEqual([
      '7 items.0.metadata.annotations.kubectl.kubernetes.io/last-applied-configuration',
      '10 items.0.metadata.creationTimestamp',
      '11 items.0.metadata.managedFields',
      '19 items.0.metadata.resourceVersion',
      '20 items.0.metadata.uid',
      '43 items.0.status',
    ]);
  });

  it('keeps all else, the rules of its behavior among it', () => {
    const { settings } = dialects.hpa.readingOf(after);
    expect(settings.behavior?.scaleDown).toMatchObject({
      selectPolicy: 'Min',
      stabilizationWindowSeconds: 900,
    });
    expect(openDocuments(after)[0]!.value).toMatchObject({
      kind: 'List',
      items: [{ metadata: { name: 'ranker', annotations: { team: 'search' } } }],
    });
  });
});

describe('arguments of the SDK in a script', () => {
  const name = 'azureml-v1-deploy.py';

  it('are read where they stand, not in a comment', () => {
    expect(dialects['azureml-v1'].readingOf(userText(name))).toMatchObject({
      form: 'sdk-arguments',
      settings: { minReplicas: 2, maxReplicas: 10, targetUtilization: 0.7, requestTimeoutMs: 30_000 },
    });
  });

  it('are replaced there, and a new one goes on a line of its own', () => {
    const after = dialects['azureml-v1'].write(userText(name), { minReplicas: 4, queueWaitMs: 800 });
    expect(onlyIn(after, userText(name))).toEqual([
      '    autoscale_min_replicas=4,  # night',
      '    max_request_wait_time=800,',
    ]);
  });

  it('that only running the script would tell are refused with their line', () => {
    const text = userText(name).replace('=10,', '=MOST,');
    expect(() => dialects['azureml-v1'].readingOf(text)).toThrow(/autoscale_max_replicas is MOST/);
  });
});
