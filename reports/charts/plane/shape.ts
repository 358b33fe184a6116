import { type PointShape, shapePaths } from '../point-shapes.ts';

/** A shape about its middle, to be used again under `name`. */
export const shapeOf = (name: string, shape: PointShape, scale = 1): string =>
  `<path id="${name}" d="${shapePaths[shape]}" transform="scale(${scale}) translate(-13,-5)"/>`;

/** A shape of that name at a place. */
export const useOf = (name: string, x: string, y: number): string =>
  `<use href="#${name}" x="${x}" y="${y}"/>`;
