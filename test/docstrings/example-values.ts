import { expect } from 'vitest';
import { expectPrinted } from '../planner/near.ts';

/** Code and value of each `@example code // value`; examples without a value only show how to call. */
export const examplesIn = (source: string): { code: string; value: string }[] =>
  [...source.matchAll(/@example([\s\S]*?)(?=\*\/|\n \* @)/g)].flatMap(([, text]) => {
    const [code, value] = text!
      .replace(/\n \* ?/g, '\n')
      .trim()
      .split(' // ');
    return value === undefined ? [] : [{ code: code!, value }];
  });

/** Numbers to the digits printed; of an object the keys that the example shows. */
export const expectShown = (actual: unknown, shown: unknown): void => {
  if (typeof shown === 'number' && typeof actual === 'number') expectPrinted(actual, String(shown));
  else if (typeof shown === 'object' && shown !== null && typeof actual === 'object' && actual !== null)
    for (const [key, value] of Object.entries(shown))
      expectShown((actual as Record<string, unknown>)[key], value);
  else expect(actual).toEqual(shown);
};
