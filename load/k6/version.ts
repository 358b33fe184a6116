import { type Refusal, runCommand } from './command.ts';

/** The k6 that Headroom links its module into and was measured with; load/module/go.mod requires the same one. */
export const pinnedK6Version = 'v2.2.0';

/**
 * The version of Headroom's k6 module that this tool speaks with: its own. Plan, control and stream between the two are
 * no public format, so any other version is refused.
 */
export const moduleVersion = '0.1.0';

/** The import that the module registers, so that `k6 version` tells its version (load/module/version.go). */
const markOfAnyVersion = /^k6\/x\/headroom\/(v\S+)$/;

const supportedMajor = 2;

const versionTimeLimitMs = 20_000;

/** What `k6 version` tells. */
type K6Version = {
  /** As k6 prints it: "v2.2.0". */
  readonly version: string;
  /** Its first number. */
  readonly major: number;
  /** Go modules built in, each with its version: "github.com/grafana/xk6-faker@v0.5.2". */
  readonly extensions: readonly string[];
  /** Version of Headroom's module: "v0.1.0"; null for a k6 without it. */
  readonly module: string | null;
};

/**
 * Reads the answer of `k6 version`. Its first word is the name of the file that was run, whatever that is.
 *
 * @example parseK6Version('k6 v2.2.0 (go1.26.8, linux/amd64)')?.version // 'v2.2.0'
 */
export const parseK6Version = (text: string): K6Version | null => {
  const match = /^\S+ v?((\d+)\.\d+\.\d+\S*) \(/.exec(text);
  if (match === null) return null;
  const registered = [...text.matchAll(/^ +(\S*) (\S*), (\S+) \[\S+\]$/gm)];
  const extensions = registered.filter(([, module, version]) => module && version?.startsWith('v'));
  const marks = registered.flatMap(([, , , name = '']) => markOfAnyVersion.exec(name)?.[1] ?? []);
  return {
    version: `v${match[1]}`,
    major: Number(match[2]),
    extensions: extensions.map(([, module, version]) => `${module}@${version}`),
    module: marks[0] ?? null,
  };
};

/** A k6 that answered. */
export type UsableK6 = {
  /** Absolute. */
  readonly path: string;
  /** As k6 prints it: "v2.2.0". */
  readonly version: string;
};

const refusalOf = (path: string, k6: K6Version, extensions: readonly string[]): string | null => {
  if (k6.major !== supportedMajor) return `${path} is k6 ${k6.version}, not k6 v${supportedMajor}`;
  if (k6.module === null)
    return `${path} is k6 ${k6.version} without Headroom's module, which fires and records the load`;
  if (k6.module !== `v${moduleVersion}`)
    return `${path} has Headroom's module ${k6.module}, this is Headroom v${moduleVersion}`;
  const missing = extensions.filter((extension) => !k6.extensions.includes(extension));
  return missing.length > 0 ? `${path} was built without ${missing.join(', ')}` : null;
};

/**
 * Whether a file is a k6 that Headroom can drive: k6 v2 with Headroom's module of this very version, and with the given
 * extensions in exactly the given versions. Runs it as `k6 version`.
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
  const reason = refusalOf(path, k6, extensions);
  return reason === null ? { path, version: k6.version } : { reason };
};
