import { describe, expect, it } from 'vitest';
import { drawsToShow, hardestDraws, type Lab, openLab } from '../../../../planner/recommend/trials/lab.ts';
import { peakTimes } from '../../../../planner/traffic/load.ts';
import { buildRequest } from '../builders.ts';

const { calibration, load, slo, current } = buildRequest();

/** A lab whose load is so many times as large: draw k has place k in the order of hardness. */
const labOf = (times: number, draws: number): { readonly lab: Lab; readonly hardestFirst: number[] } => {
  const options = { calibration, load: peakTimes(load, times), slo, current, seed: 1 };
  const lab = openLab({ ...options, spikeShare: 1, margin: 0, draws });
  return { lab, hardestFirst: lab.worlds.map((_, draw) => draw) };
};

const shownOf = (times: number, draws: number): number[] => {
  const { lab, hardestFirst } = labOf(times, draws);
  return drawsToShow(lab, hardestFirst);
};

const meanOf = (places: readonly number[]): number =>
  places.reduce((sum, place) => sum + place, 0) / places.length;

describe('draws for what is shown', () => {
  it('are spread over all hardnesses, and so are the first of them', () => {
    const shown = shownOf(1, 40);
    expect(new Set(shown).size).toBe(10);
    expect(Math.abs(meanOf(shown) - 19.5)).toBeLessThan(1);
    expect(Math.abs(meanOf(shown.slice(0, 4)) - 19.5)).toBeLessThan(1);
  });

  it('are fewer of a large service, of which two are as hard as all', () => {
    const shown = shownOf(2000, 18);
    expect(shown.length).toBe(5);
    expect(Math.abs(meanOf(shown) - 8.5)).toBeLessThan(1);
    expect(Math.abs(meanOf(shown.slice(0, 2)) - 8.5)).toBeLessThan(1);
  });

  it('are all of them where there are few', () => {
    expect(shownOf(1, 3).toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });
});

describe('draws in which something must hold', () => {
  const askedOf = (times: number): readonly number[] => {
    const { lab, hardestFirst } = labOf(times, 18);
    return hardestDraws(lab, hardestFirst);
  };

  it('are all of them for a small service', () => {
    expect(askedOf(1)).toEqual(Array.from({ length: 18 }, (_, draw) => draw));
  });

  it('are the hardest half for a large one', () => {
    expect(askedOf(2000)).toEqual(Array.from({ length: 9 }, (_, draw) => draw));
  });
});
