import { renderSummary } from '../../reports/terminal.ts';
import type { Result } from '../../runs/schema/result.ts';

const defaultColumns = 100;

/** The result on stdout: a summary for people, or JSON for machines. */
export const printResult = ({
  result,
  htmlPath,
  json,
}: {
  result: Result;
  htmlPath: string;
  json: boolean;
}): void => {
  if (json) {
    console.log(JSON.stringify(result));
    return;
  }
  const { stdout } = process;
  console.log(
    renderSummary(result, {
      color: stdout.isTTY && stdout.hasColors(),
      width: stdout.columns ?? defaultColumns,
    }),
  );
  console.log(`report: ${htmlPath}`);
};
