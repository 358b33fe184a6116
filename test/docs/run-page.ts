import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startSandboxProcess } from '../../cli/sandbox/sandbox-process.ts';
import { launcherPath } from '../../cli/version.ts';
import type { SandboxOptions } from '../../runs/schema/sandbox.ts';
import { fileOf, isRun, oneALine, type Page } from './pages.ts';

/** What stands in the pages for a service of the reader's own, and what the test puts in its place. */
type Stands = { readonly url: string; readonly apiUrl: string; readonly label: string };

const pageUrl = /https?:\/\/scoring\.example\/score/g;

const withStands = (text: string, stands: Stands | undefined): string =>
  stands === undefined
    ? text
    : text
        .replaceAll(pageUrl, stands.url)
        .replaceAll('http://127.0.0.1:8891', stands.apiUrl)
        .replaceAll(/\bapp=score\b/g, stands.label);

/** `npx headroom …` of a reader's project, without npx: a package of that name may be somebody else's. */
const npx = `#!/bin/sh
[ "$1" = headroom ] || { echo "npx $1 is no command of this tool" >&2; exit 98; }
shift
exec "${process.execPath}" "${launcherPath}" "$@"
`;

/** One line of the script, with the exit code that the page says it has. */
const checkedLine = (line: string): string => {
  const [, command = line, codes = '0'] = /^(.*?)\s+# exits with (\d+(?: or \d+)*)$/.exec(line) ?? [];
  const wanted = codes.split(' or ');
  if (command.trim() === '' || command.trim().startsWith('#')) return '';
  return `echo "+ ${command.replaceAll(/["$`\\]/g, '\\$&')}"
${command}
code=$?; case $code in ${wanted.join('|')}) ;; *) echo "it exits with $code, and the page says ${codes}"; exit 99 ;; esac`;
};

const scriptOf = (page: Page, withSlow: boolean): string =>
  page.blocks
    .filter((block) => isRun(block, withSlow))
    .flatMap(({ text }) => oneALine(text).map(checkedLine))
    .join('\n');

/** Writes the files that a page shows into a folder: fences with `file=`. */
export const writeFiles = async (
  { blocks }: Page,
  folder: string,
  stands: Stands | undefined,
): Promise<void> => {
  for (const { words, text } of blocks) {
    const file = fileOf(words);
    if (file === undefined) continue;
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), withStands(text, stands));
  }
};

/**
 * Does what a page says, in a folder: writes its files (fences with `file=`) and runs its commands, one after the other in
 * one shell. A sandbox stands for the reader's service, where the page asks for one. Gives what was printed, and the code.
 */
export const runPage = async (
  page: Page,
  folder: string,
  { withSlow }: { readonly withSlow: boolean },
): Promise<{ readonly code: number; readonly printed: string }> => {
  const bin = join(folder, '.bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'npx'), npx);
  await chmod(join(bin, 'npx'), 0o755);
  const options = page.sandbox as SandboxOptions | undefined;
  const sandbox =
    options === undefined ? undefined : await startSandboxProcess({ kubeconfigFolder: folder, ...options });
  try {
    const name = options?.serviceName ?? 'demo';
    const stands = sandbox && {
      url: sandbox.scoreUrl,
      apiUrl: sandbox.apiUrl,
      label: `azuremlappname=${name}`,
    };
    await writeFiles(page, folder, stands);
    const script = withStands(scriptOf(page, withSlow), stands);
    const env = {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env['PATH']}`,
      ...(sandbox && { KUBECONFIG: sandbox.kubeconfigPath }),
    };
    const ran = promisify(execFile)('bash', ['-c', `${script}\nexit 0`], { cwd: folder, env });
    return await ran.then(
      ({ stdout, stderr }) => ({ code: 0, printed: stdout + stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
        code,
        printed: stdout + stderr,
      }),
    );
  } finally {
    await sandbox?.end();
  }
};
