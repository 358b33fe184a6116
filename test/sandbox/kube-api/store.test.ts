import { describe, expect, it } from 'vitest';
import { createStore, type KubeObject } from '../../../sandbox/kube-api/store.ts';

const object = (name: string, value = 0): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, uid: name, creationTimestamp: '2026-11-23T03:29:00Z' },
  value,
});

describe('the store', () => {
  it('makes no change of a state that is already there', () => {
    const store = createStore();
    store.put('pods', object('a'));
    const version = store.version();
    store.put('pods', object('a'));
    store.remove('pods', 'b');
    expect(store.version()).toBe(version);
    store.put('pods', object('a', 1));
    expect(store.version()).toBe(version + 1);
  });

  it('tells before and after of each change, and the last state of what is removed', () => {
    const store = createStore();
    const start = store.version();
    store.put('pods', object('a', 1));
    store.put('pods', object('a', 2));
    store.remove('pods', 'a');
    const changes = store.changesAfter(start);
    if (changes === 'gone') return expect.unreachable();
    expect(changes.map((one) => [one.previous?.['value'], one.object['value'], one.deleted])).toEqual([
      [undefined, 1, false],
      [1, 2, false],
      [2, 2, true],
    ]);
    expect(changes.map((one) => one.object.metadata.resourceVersion)).toEqual(
      [1, 2, 3].map((n) => String(start + n)),
    );
    expect(store.list('pods')).toEqual([]);
  });

  it('keeps a bounded history and says where it no longer reaches', () => {
    const store = createStore(3);
    const start = store.version();
    for (let value = 1; value <= 5; value++) store.put('pods', object('a', value));
    expect(store.changesAfter(start + 1)).toBe('gone');
    expect(store.changesAfter(start + 2)).toHaveLength(3);
    expect(store.changesAfter(start + 5)).toEqual([]);
  });
});
