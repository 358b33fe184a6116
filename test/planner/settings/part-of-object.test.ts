import { describe, expect, it } from 'vitest';
import { dialects } from '../../../planner/settings/index.ts';
import { withoutTargetsElsewhere } from '../../../planner/settings/part-of-object.ts';
import { userText } from './user-files.ts';

const patch = userText('hpa-kustomize-patch.yaml');
const decided = { minReplicas: 7, maxReplicas: 33, targetUtilization: 0.5 };

describe('a patch of Kustomize without metrics', () => {
  it('gets the bounds alone, as its metrics would take the place of those of the base', () => {
    const kept = withoutTargetsElsewhere(dialects.hpa.readingOf(patch), decided, { targetUtilization: 0.5 });
    expect(dialects.hpa.write(patch, kept)).toBe(
      patch.replace('maxReplicas: 24', 'maxReplicas: 33').replace('minReplicas: 4', 'minReplicas: 7'),
    );
  });

  it('is refused where the advice changes the target', () => {
    const own = dialects.hpa.readingOf(patch);
    expect(() => withoutTargetsElsewhere(own, decided, { targetUtilization: 0.7 })).toThrow(
      'a part of an HPA that lists no metrics',
    );
  });
});

it.each([
  [
    'a patch that lists metrics',
    `${patch}    metrics:\n    - type: Resource\n      resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } }\n`,
  ],
  ['a whole HPA', userText('hpa-crlf.yaml')],
])('%s gets its targets', (_name, text) => {
  const own = dialects.hpa.readingOf(text);
  expect(withoutTargetsElsewhere(own, decided, { targetUtilization: 0.7 })).toEqual(decided);
});
