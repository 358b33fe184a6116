import type { Result } from '../../runs/schema/result.ts';
import type { Annotation } from './annotations.ts';

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
 * Issues of an Azure Pipelines job, a line each; there is no command for a notice. The rules of escaping are those of the
 * agent: src/Agent.Sdk/CommandStringConvertor.cs in https://github.com/microsoft/azure-pipelines-agent
 */
export const azureIssues = (annotations: readonly Annotation[]): string[] =>
  annotations
    .filter(({ level }) => level !== 'notice')
    .map(
      ({ level, title, message }) =>
        `##vso[task.logissue type=${level}]${escapeText(`Headroom: ${title}. ${message}`)}`,
    );

/** What Azure Pipelines shows of a run beside its issues: the summary and the test results. */
export const azurePublished = ({ run }: Result, { markdownPath, junitPath }: PublishedFiles): string[] => [
  `##vso[task.uploadsummary]${escapeText(markdownPath)}`,
  `##vso[results.publish type=JUnit;mergeResults=false;runTitle=${escapeText(`Headroom ${run.config.load.scenario}`)};publishRunAttachments=false;resultFiles=${escapeText(junitPath)}]`,
];
