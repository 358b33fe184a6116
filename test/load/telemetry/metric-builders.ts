import type { Metric } from '../../../load/telemetry/otlp-decode.ts';
import { sketchOf } from '../../../planner/stats/sketch.ts';

export type Tags = Readonly<Record<string, string | boolean>>;
export type Window = { readonly fromMs: number; readonly toMs: number };

/** Builders of decoded metrics that share one window. */
export const metricsOf = (window: Window) => ({
  sum: (name: string, ...points: readonly (readonly [number, Tags])[]): Metric => ({
    kind: 'sum',
    name,
    points: points.map(([value, tags]) => ({ ...window, value, attributes: new Map(Object.entries(tags)) })),
  }),
  /** As fine as OpenTelemetry makes it for close values. */
  histogram: (name: string, ...points: readonly (readonly [readonly number[], Tags])[]): Metric => ({
    kind: 'histogram',
    name,
    points: points.map(([values, tags]) => ({
      ...window,
      sketch: sketchOf(values, 8),
      attributes: new Map(Object.entries(tags)),
    })),
  }),
  gauge: (name: string, value: number): Metric => ({
    kind: 'gauge',
    name,
    points: [{ ...window, fromMs: 0, value, attributes: new Map() }],
  }),
});
