import type { EmptyFigure } from '../figure.ts';
import type { Panel } from '../time/model.ts';

/** What most panels have: a level of nothing, on a linear axis. */
export const panelWith = (
  panel: Pick<Panel, 'id' | 'title' | 'howToRead' | 'numbers' | 'unit' | 'ticks' | 'heightPx'> &
    Partial<Panel>,
): Panel => ({ kind: 'panel', scale: 'linear', levels: [], lanes: [], series: [], ...panel });

/** In place of a panel that has nothing to draw. */
export const emptyPanel = (id: string, title: string, why: string): EmptyFigure => ({
  kind: 'empty',
  id,
  title,
  why,
});
