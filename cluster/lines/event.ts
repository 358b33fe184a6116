import type { EventLine } from '../../runs/schema/cluster-series.ts';
import { type RawEvent, timeMs } from './raw.ts';

/**
 * What a controller said about an object. The scheduler fills only `eventTime`, older controllers only the first
 * and last timestamps, so the time is the first that is there of eventTime, lastTimestamp, firstTimestamp.
 */
export const toEventLine = (raw: RawEvent, atMs: number): EventLine => ({
  kind: 'event',
  atMs,
  eventAtMs: timeMs(raw.eventTime) ?? timeMs(raw.lastTimestamp) ?? timeMs(raw.firstTimestamp),
  type: raw.type ?? 'Normal',
  reason: raw.reason ?? '',
  message: raw.message ?? '',
  objectKind: raw.involvedObject?.kind ?? '',
  objectName: raw.involvedObject?.name ?? '',
  count: raw.series?.count ?? raw.count ?? 1,
});
