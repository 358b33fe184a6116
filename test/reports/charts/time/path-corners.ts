type Corner = { readonly x: number; readonly y: number };

/** The corners that the M, h and v commands of a path go through, in their order. */
export const cornersOf = (path: string): Corner[] => {
  const corners: Corner[] = [];
  for (const [, command, first, second] of path.matchAll(/([Mhv])(-?[\d.]+)(?: (-?[\d.]+))?/g)) {
    const { x, y } = corners.at(-1) ?? { x: 0, y: 0 };
    if (command === 'M') corners.push({ x: Number(first), y: Number(second) });
    if (command === 'h') corners.push({ x: x + Number(first), y });
    if (command === 'v') corners.push({ x, y: y + Number(first) });
  }
  return corners;
};

/** The height of a staircase in each second; null where nothing is drawn. */
export const topsBySecond = (path: string, seconds: number): (number | null)[] => {
  const tops = new Array<number | null>(seconds).fill(null);
  for (const run of path.split('M').slice(1)) {
    const corners = cornersOf(`M${run}`);
    corners.forEach(({ x, y }, i) => {
      for (let second = x; second < (corners[i + 1]?.x ?? x); second++) tops[second] = y;
    });
  }
  return tops;
};
