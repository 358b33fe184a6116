import { formatQuantity } from './format.ts';

/** One thing that `headroom lint` has to say of a file. */
export type Finding = {
  readonly file: string;
  /** The name of the object, or its kind; null: it could not be read. */
  readonly object: string | null;
  readonly level: 'error' | 'warning' | 'note';
  readonly rule: string;
  readonly line: number | null;
  readonly what: string;
  readonly fix: string;
};

type Summary = {
  readonly files: number;
  /** Objects that configure scaling. */
  readonly objects: number;
  readonly errors: number;
  readonly warnings: number;
};

const findingText = ({ file, line, level, what, fix }: Finding): string =>
  `${file}${line === null ? '' : `:${line}`}: ${level}: ${what}${fix === '' ? '' : `\n    ${fix}`}`;

/** Findings in the form that editors and CI logs turn into links (`file:line: level: …`), then what they come to. */
export const renderLint = (findings: readonly Finding[], summary: Summary): string => {
  const { files, objects, errors, warnings } = summary;
  const end =
    objects === 0
      ? `nothing in ${formatQuantity(files, 'file')} configures scaling in a form that Headroom reads`
      : `${formatQuantity(objects, 'object')} in ${formatQuantity(files, 'file')}: ${formatQuantity(errors, 'error')}, ${formatQuantity(warnings, 'warning')}`;
  return [...findings.map(findingText), end].join('\n');
};
