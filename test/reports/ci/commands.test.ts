import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationsOf } from '../../../reports/ci/annotations.ts';
import { azureIssues, azurePublished } from '../../../reports/ci/azure.ts';
import { githubCommands } from '../../../reports/ci/github.ts';
import { withoutCommands } from '../../../reports/ci/without-commands.ts';
import type { Report } from '../../../reports/report.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { provenReport } from '../../builders/planned-report.ts';
import { spikeResult } from '../../builders/result.ts';
import { emptyResult, thresholdMissedResult } from '../../builders/result-variants.ts';

type Command = {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
};

const pairsOf = (text: string, separator: string, decode: (text: string) => string) =>
  Object.fromEntries(
    text
      .split(separator)
      .filter((pair) => pair !== '')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), decode(pair.slice(pair.indexOf('=') + 1))]),
  );

/** As GitHub's runner reads a line: src/Runner.Common/ActionCommand.cs. */
const readGithub = (line: string): Command | undefined => {
  const text = line.trimStart();
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return undefined;
  const [name = '', ...rest] = text.slice(2, end).split(' ');
  const unescapeData = (escaped: string) =>
    escaped.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const unescapeProperty = (escaped: string) =>
    unescapeData(escaped.replaceAll('%3A', ':').replaceAll('%2C', ','));
  return {
    name,
    properties: pairsOf(rest.join(' '), ',', unescapeProperty),
    data: unescapeData(text.slice(end + 2)),
  };
};

/** As the agent of Azure Pipelines reads a line: src/Microsoft.VisualStudio.Services.Agent/Command.cs. */
const readAzure = (line: string): Command | undefined => {
  const start = line.indexOf('##vso[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  const [name = '', ...rest] = line.slice(start + 6, end).split(' ');
  const decode = (escaped: string) =>
    escaped
      .replaceAll('%3B', ';')
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%5D', ']')
      .replaceAll('%AZP25', '%');
  return { name, properties: pairsOf(rest.join(' '), ';', decode), data: decode(line.slice(end + 1)) };
};

/** A run whose name is text of others: it stands in the next step. */
const runNamed = (id: string): Result => {
  const { run, ...result } = spikeResult();
  return { ...result, run: { ...run, id } };
};

/** The spike, as if it had been met. */
const metResult = (): Result => {
  const result = spikeResult();
  return { ...result, verdict: { ...result.verdict, met: true } };
};

/** All that Azure Pipelines is told of a run. */
const azureCommands = (report: Report, published: Parameters<typeof azurePublished>[1]): string[] => [
  ...azureIssues(annotationsOf(report)),
  ...azurePublished(report.result, published),
];

const files = { markdownPath: '/runs/a;b]/report.md', junitPath: '/runs/a;b]/junit.xml' };

describe('annotations on GitHub Actions', () => {
  it('tell the verdict with its reason and the one next step', () => {
    const [command, ...others] = githubCommands(annotationsOf({ result: spikeResult() })).map(readGithub);
    expect(others).toEqual([]);
    expect(command).toMatchObject({ name: 'error', properties: { title: 'Headroom: SLO not met' } });
    expect(command?.data).toContain('The SLO is not met: 13.5 % of the requests failed (limit 1 %)');
    expect(command?.data).toContain('headroom plan runs/');
  });

  it('are an error, a warning or a notice as the verdict is', () => {
    const names = [spikeResult(), emptyResult(), metResult()].map(
      (result) => readGithub(githubCommands(annotationsOf({ result }))[0]!)?.name,
    );
    expect(names).toEqual(['error', 'warning', 'notice']);
  });

  it('say that a threshold of the script was missed where the SLO was met', () => {
    const [command] = githubCommands(annotationsOf({ result: thresholdMissedResult() })).map(readGithub);
    expect(command).toMatchObject({
      name: 'error',
      properties: { title: 'Headroom: SLO met, threshold of the script not met' },
    });
  });

  it('tell of a re-run what it proved', () => {
    const { result, verification } = provenReport();
    const commands = githubCommands(
      annotationsOf({ result, ownProof: { ...verification!, verdict: 'refuted' } }),
    );
    expect(commands.map(readGithub)[1]).toMatchObject({
      name: 'error',
      properties: { title: 'Headroom: Advice refuted' },
    });
  });
});

describe('logging commands of Azure Pipelines', () => {
  it('raise an issue, add the summary, and publish the test results', () => {
    const commands = azureCommands({ result: spikeResult() }, files).map(readAzure);
    expect(commands.map((command) => command?.name)).toEqual([
      'task.logissue',
      'task.uploadsummary',
      'results.publish',
    ]);
    const [issue, summary, results] = commands;
    expect(issue).toMatchObject({ properties: { type: 'error' } });
    expect(issue?.data).toContain('13.5 % of the requests failed');
    expect(summary?.data).toBe(files.markdownPath);
    expect(results?.properties).toMatchObject({ type: 'JUnit', resultFiles: files.junitPath });
  });

  it('raise no issue where the SLO is met', () => {
    const names = azureCommands({ result: metResult() }, files).map((line) => readAzure(line)?.name);
    expect(names).toEqual(['task.uploadsummary', 'results.publish']);
  });
});

/** Text as an attacker would write it, and any other. */
const foreign = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '::',
        '##vso[',
        '##[',
        ']',
        '\n',
        '\r',
        ' ',
        '\t',
        '%',
        '%0A',
        '%25',
        '%AZP25',
        ';',
        ',',
        '=',
        'set-env name=PATH',
        'task.setvariable variable=PATH',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/);

describe('text of others', () => {
  it('never becomes a command of its own, in whatever command it stands', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        const report = { result: runNamed(text) };
        for (const line of githubCommands(annotationsOf(report))) {
          expect(linesOf(line)).toHaveLength(1);
          expect(readGithub(line)).toMatchObject({ name: 'error', data: expect.stringContaining(text) });
        }
        const paths = { markdownPath: `/${text}/report.md`, junitPath: `/${text}/junit.xml` };
        const azure = azureCommands(report, paths);
        expect(azure.flatMap(linesOf)).toHaveLength(3);
        expect(azure.map(readAzure).map((command) => command?.name)).toEqual([
          'task.logissue',
          'task.uploadsummary',
          'results.publish',
        ]);
        expect(readAzure(azure[1]!)?.data.length).toBeGreaterThan(0);
      }),
    );
  });

  it('holds no command once it is guarded', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        for (const line of linesOf(withoutCommands(text))) {
          expect(readGithub(line)).toBeUndefined();
          expect(readAzure(line)).toBeUndefined();
          expect(line).not.toContain('##[');
        }
      }),
    );
  });

  it('stays the same value in JSON', () => {
    fc.assert(
      fc.property(fc.array(foreign), (texts) => {
        const guarded = withoutCommands(JSON.stringify(texts));
        expect(JSON.parse(guarded)).toEqual(texts);
        expect(linesOf(guarded).map(readAzure)).toEqual([undefined]);
      }),
    );
  });

  it('is left as it is where it holds no command', () => {
    expect(withoutCommands('a::b, std::vector, # 1 [x], ## 2')).toBe('a::b, std::vector, # 1 [x], ## 2');
  });
});
