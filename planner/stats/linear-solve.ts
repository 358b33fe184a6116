/** Rows of a matrix. */
export type Matrix = readonly (readonly number[])[];

/** A pivot this small, once all columns and rows are scaled to 1, counts as zero. */
const singularBelow = 1e-13;

const largestOf = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

/**
 * Solves matrix x = rhs for a small dense square matrix by Gaussian elimination with partial pivoting, O(n³).
 * Columns and rows are scaled first, so that the units of the unknowns do not matter.
 *
 * @returns undefined for a matrix that is singular to rounding
 * @example solveLinear([[2, 0], [1, 4]], [2, 9]) // [1, 2]
 */
export const solveLinear = (matrix: Matrix, rhs: readonly number[]): number[] | undefined => {
  const n = matrix.length;
  const columnScale = matrix.map((_, j) => largestOf(matrix.map((row) => row[j]!)));
  const rows = matrix.map((row, i) => {
    const scaled = row.map((entry, j) => entry / columnScale[j]!);
    const rowScale = largestOf(scaled);
    return [...scaled, rhs[i]!].map((entry) => entry / rowScale);
  });
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++)
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    if (!(Math.abs(rows[pivot]![column]!) > singularBelow)) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    eliminateBelow(rows, column);
  }
  return substituteBack(rows).map((value, j) => value / columnScale[j]!);
};

const eliminateBelow = (rows: number[][], column: number): void => {
  const from = rows[column]!;
  for (const row of rows.slice(column + 1)) {
    const factor = row[column]! / from[column]!;
    for (let j = column; j < row.length; j++) row[j]! -= factor * from[j]!;
  }
};

const substituteBack = (rows: readonly (readonly number[])[]): number[] => {
  const n = rows.length;
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let rest = rows[i]![n]!;
    for (let j = i + 1; j < n; j++) rest -= rows[i]![j]! * x[j]!;
    x[i] = rest / rows[i]![i]!;
  }
  return x;
};

/** Inverse of a small square matrix, column by column; undefined when it is singular. */
export const invertMatrix = (matrix: Matrix): number[][] | undefined => {
  const columns = matrix.map((_, i) =>
    solveLinear(
      matrix,
      matrix.map((_row, j) => (i === j ? 1 : 0)),
    ),
  );
  if (columns.some((column) => column === undefined)) return undefined;
  return matrix.map((_, i) => columns.map((column) => column![i]!));
};

/**
 * Weighted normal equations of a design: Xᵀ W X and Xᵀ W y.
 *
 * @param design one row per observation
 */
export const normalEquations = (
  design: Matrix,
  y: readonly number[],
  weights?: readonly number[],
): { readonly matrix: number[][]; readonly rhs: number[] } => {
  const width = design[0]?.length ?? 0;
  const matrix = Array.from({ length: width }, () => new Array<number>(width).fill(0));
  const rhs = new Array<number>(width).fill(0);
  design.forEach((row, t) => {
    const weight = weights?.[t] ?? 1;
    for (let i = 0; i < width; i++) {
      rhs[i]! += weight * row[i]! * y[t]!;
      for (let j = 0; j < width; j++) matrix[i]![j]! += weight * row[i]! * row[j]!;
    }
  });
  return { matrix, rhs };
};
