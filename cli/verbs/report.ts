import type { ArgumentsCamelCase, Argv } from 'yargs';

type Arguments = {
  readonly run: string;
  readonly format: readonly string[];
  readonly 'exit-code': boolean;
  readonly json: boolean;
};

/** Formats of which each chart is a file. */
const chartFormats = ['svg', 'vega-lite'] as const;

/** `headroom report`: how yargs shows and reads it. */
export const reportCommand = {
  command: 'report <run>',
  describe: 'make the report of a recorded run again: report.html, report.md, junit.xml, result.json',
  builder: (args: Argv) =>
    args
      .positional('run', { type: 'string', demandOption: true, describe: 'the run folder' })
      .option('format', {
        type: 'string',
        array: true,
        choices: ['csv', ...chartFormats],
        default: [] as string[],
        describe:
          'also write: csv, the seconds of the run; svg, every chart as a file in charts/; vega-lite, every chart as a ' +
          'specification with its numbers, to draw it again',
      })
      .option('exit-code', {
        type: 'boolean',
        default: false,
        describe: 'end with the exit code of the test: 3 for an SLO that is not met',
      })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'print result.json instead of the summary',
      }),
  handler: async ({ run, format, exitCode, json }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { writeReport } = await import('../write-report.ts');
    const { announce, told } = await import('../ci/announce.ts');
    const { printResult } = await import('../output/print-result.ts');
    const { nextCommand, nextLine } = await import('../output/next-command.ts');
    const { exitCodeOfResult } = await import('../exit-codes.ts');
    const written = await writeReport(run);
    printResult({ ...written, json });
    if (format.includes('csv')) {
      const { writeSeconds } = await import('../write-seconds.ts');
      const paths = await writeSeconds(run, written.result.timeline);
      if (!json) for (const path of paths) console.log(`seconds: ${path}`);
    }
    for (const kind of chartFormats.filter((one) => format.includes(one))) {
      const { writeCharts } = await import('../write-charts.ts');
      const paths = await writeCharts(run, written.report, kind);
      if (!json) for (const path of paths) console.log(`chart: ${path}`);
    }
    const next = nextCommand(written);
    if (!json && next !== undefined) console.log(nextLine(next));
    await announce(written, told({ json }));
    if (exitCode) process.exitCode = exitCodeOfResult(written.result);
  },
};
