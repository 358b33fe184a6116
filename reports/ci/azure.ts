import type { Report } from '../report.ts';
import { annotationsOf } from './annotations.ts';

/** Absolute paths of what is published beside the log. */
type PublishedFiles = { readonly markdownPath: string; readonly junitPath: string };

/** ";" would end a property, "]" the command; "%" begins an escape. */
const escapeText = (text: string): string =>
  text
    .replaceAll('%', '%AZP25')
    .replaceAll(';', '%3B')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll(']', '%5D');

/**
 * Logging commands of Azure Pipelines, a line each: issues of the run, its summary, and its test results. The rules of
 * escaping are those of the agent: src/Agent.Sdk/CommandStringConvertor.cs in
 * https://github.com/microsoft/azure-pipelines-agent
 */
export const azureCommands = (report: Report, { markdownPath, junitPath }: PublishedFiles): string[] => {
  const { load } = report.result.run.config;
  const issues = annotationsOf(report).filter(({ level }) => level !== 'notice');
  return [
    ...issues.map(
      ({ level, title, message }) =>
        `##vso[task.logissue type=${level}]${escapeText(`Headroom: ${title}. ${message}`)}`,
    ),
    `##vso[task.uploadsummary]${escapeText(markdownPath)}`,
    `##vso[results.publish type=JUnit;mergeResults=false;runTitle=${escapeText(`Headroom ${load.scenario}`)};publishRunAttachments=false;resultFiles=${escapeText(junitPath)}]`,
  ];
};
