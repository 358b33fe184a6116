import type { ObjectNames } from '../settings.ts';

/** `metadata:` of a new file: the real names, or one to fill in with a comment that says so. */
export const metadataLines = ({ name, namespace }: ObjectNames): string => {
  if (name === undefined) return 'metadata:\n  name: scoring # your name for it';
  return `metadata:\n  name: ${name}${namespace === undefined ? '' : `\n  namespace: ${namespace}`}`;
};

/** What is scaled, below `scaleTargetRef:` of a new file. */
export const targetLines = ({ target }: ObjectNames): string => {
  if (target === undefined)
    return '    apiVersion: apps/v1\n    kind: Deployment\n    name: scoring # your Deployment';
  return `    apiVersion: ${target.apiVersion}\n    kind: ${target.kind}\n    name: ${target.name}`;
};
