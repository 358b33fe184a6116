import type { Annotation } from './annotations.ts';

/** The message of a workflow command ends with its line; "%" begins an escape. */
const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** In a property ":" would end the properties, and "," this one. */
const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/**
 * Workflow commands of GitHub Actions that annotate a job, a line each. The rules of escaping are those of GitHub's own
 * toolkit: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
export const githubCommands = (annotations: readonly Annotation[]): string[] =>
  annotations.map(
    ({ level, title, message }) =>
      `::${level} title=${escapeProperty(`Headroom: ${title}`)}::${escapeData(message)}`,
  );
