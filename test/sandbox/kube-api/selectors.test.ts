import { describe, expect, it } from 'vitest';
import { parseFieldSelector, parseLabelSelector } from '../../../sandbox/kube-api/selectors.ts';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'a',
    uid: 'a',
    creationTimestamp: '',
    labels: { app: 'demo', 'ml.azure.com/endpoint-name': 'blue' },
  },
  status: { phase: 'Running' },
};

describe('a label selector', () => {
  // Source of the forms: kubernetes.io/docs/concepts/overview/working-with-objects/labels
  it.each([
    ['', true],
    ['app=demo', true],
    ['app==demo', true],
    ['app!=demo', false],
    ['app=other', false],
    ['none!=x', true],
    ['app', true],
    ['none', false],
    ['!none', true],
    ['!app', false],
    ['app in (x, demo)', true],
    ['app notin (x,demo)', false],
    ['none notin (x)', true],
    ['app=demo,ml.azure.com/endpoint-name=blue', true],
    ['app in (demo,x),ml.azure.com/endpoint-name=red', false],
  ])('%j selects: %s', (text, expected) => {
    const selector = parseLabelSelector(text);
    expect(selector.kind === 'selector' && selector.matches(pod)).toBe(expected);
  });

  it('that can not be read is a fault', () => {
    for (const text of ['a b', 'a in x', '=b', 'a=b,,'])
      expect(parseLabelSelector(text).kind, text).toBe('fault');
  });
});

describe('a field selector', () => {
  const fields = ['metadata.name', 'status.phase', 'spec.nodeName'];

  it.each([
    ['metadata.name=a', true],
    ['metadata.name!=a', false],
    ['metadata.name=a,status.phase==Pending', false],
    ['spec.nodeName=', true],
  ])('%j selects: %s', (text, expected) => {
    const selector = parseFieldSelector(text, fields);
    expect(selector.kind === 'selector' && selector.matches(pod)).toBe(expected);
  });

  it('of a field that can not be selected is a fault', () => {
    expect(parseFieldSelector('spec.x=1', fields)).toEqual({
      kind: 'fault',
      message: 'field label not supported: spec.x',
    });
  });
});
