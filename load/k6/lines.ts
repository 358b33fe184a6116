/** Of a longer line only the beginning and the end are kept: the fields that tell what it is are there. */
const longestLine = { head: 48 * 1024, tail: 4 * 1024 };

const shortened = (line: string): string =>
  line.length <= longestLine.head + longestLine.tail + 1
    ? line
    : `${line.slice(0, longestLine.head)}…${line.slice(-longestLine.tail)}`;

/** One line of a program's output. */
export type Line = {
  readonly text: string;
  /** False for what stands after the last newline: its writer was killed half way, or is still writing. */
  readonly isWhole: boolean;
};

/** Splits text into lines in bounded memory, however long a line is. */
export const linesOf = async function* (
  chunks: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<Line> {
  let rest = '';
  for await (const chunk of chunks) {
    const parts = `${rest}${chunk}`.split('\n');
    rest = shortened(parts.pop() ?? '');
    for (const part of parts) yield { text: shortened(part), isWhole: true };
  }
  if (rest !== '') yield { text: rest, isWhole: false };
};
