import { type Refusal, runCommand } from './command.ts';

/** The k6 that Headroom builds, downloads and was measured with; load/k6/module/go.mod requires the same one. */
export const pinnedK6Version = 'v2.2.0';

const supportedMajor = 2;

const versionTimeLimitMs = 20_000;

export type K6Version = {
  /** As k6 prints it: "v2.2.0". */
  readonly version: string;
  readonly major: number;
  /** Go modules built in, each with its version: "github.com/grafana/xk6-faker@v0.5.2". */
  readonly extensions: readonly string[];
};

/**
 * Reads the answer of `k6 version`. Its first word is the name of the file that was run, whatever that is.
 *
 * @example parseK6Version('k6 v2.2.0 (go1.26.8, linux/amd64)')?.version // 'v2.2.0'
 */
export const parseK6Version = (text: string): K6Version | null => {
  const match = /^\S+ v?((\d+)\.\d+\.\d+\S*) \(/.exec(text);
  if (match === null) return null;
  const extensions = [...text.matchAll(/^ +(\S+) (v\S+), \S+ \[\S+\]$/gm)];
  return {
    version: `v${match[1]}`,
    major: Number(match[2]),
    extensions: extensions.map(([, module, version]) => `${module}@${version}`),
  };
};

/** A k6 that answered. */
export type UsableK6 = {
  /** Absolute. */
  readonly path: string;
  /** As k6 prints it: "v2.2.0". */
  readonly version: string;
};

/**
 * Whether a file is a k6 that Headroom can drive (the environment variables of its telemetry are those of k6 v2) and
 * has the given extensions in exactly the given versions. Runs it as `k6 version`.
 */
export const tryK6 = async (
  path: string,
  environment: NodeJS.ProcessEnv,
  extensions: readonly string[] = [],
): Promise<UsableK6 | Refusal> => {
  const answer = await runCommand(path, ['version'], { environment, timeLimitMs: versionTimeLimitMs });
  if ('reason' in answer) return answer;
  const k6 = parseK6Version(answer.stdout);
  if (k6 === null)
    return { reason: `${path} answers "${answer.stdout.trim().slice(0, 80)}", no version of k6` };
  if (k6.major !== supportedMajor)
    return { reason: `${path} is k6 ${k6.version}, not k6 v${supportedMajor}` };
  const missing = extensions.filter((extension) => !k6.extensions.includes(extension));
  if (missing.length > 0) return { reason: `${path} was built without ${missing.join(', ')}` };
  return { path, version: k6.version };
};
