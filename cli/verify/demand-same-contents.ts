import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { bundleScript } from '../../load/generator/bundle-script.ts';
import { contentsOf } from '../../load/plan/contents.ts';
import { readAllPayloads } from '../../load/plan/payloads.ts';
import type { Run } from '../../runs/schema/run.ts';

type Contents = NonNullable<Run['contents']>;

type Where = { readonly folder: string; readonly note: (text: string) => void };

const contentsNow = async (config: ResolvedConfig): Promise<Contents> => {
  if (config.script !== undefined) return contentsOf(config, await bundleScript(config), []);
  return contentsOf(config, { userFiles: [] }, await readAllPayloads(config.endpoints));
};

/** What is another one by content now, in words; none where all is as it was recorded. */
const differences = ({ endpoints }: ResolvedConfig, recorded: Contents, now: Contents): string[] => [
  ...(recorded.script === now.script ? [] : ['the script or a file that it imports']),
  ...endpoints
    .filter((_, i) => recorded.payloads[i] !== now.payloads[i])
    .map(({ name }) => `what is sent${endpoints.length === 1 ? '' : ` to ${name}`}`),
];

const causesOf = ({ script }: ResolvedConfig): string =>
  script === undefined
    ? 'the files and the config of the recorded run; lines that end by CRLF instead of LF differ too, and so does a body that is made again when the config is read, such as by Date.now() (make it in a payload function)'
    : 'the script of the recorded run; lines that end by CRLF instead of LF differ too';

/**
 * A script or a payload that was edited after the run fires another load by the same name, which proves nothing of the advice. What a
 * script opens and what a payload function calls is not looked at. A recording without marks of its contents is taken by its names,
 * and that is noted.
 *
 * @param config for the service and the requests of the recorded run: see `demandSameService`
 * @throws HeadroomError E_USAGE that names what differs; E_SCENARIO, E_CONFIG for what can't be read
 */
export const demandSameContents = async (
  config: ResolvedConfig,
  { contents }: Run,
  { folder, note }: Where,
): Promise<void> => {
  const now = await contentsNow(config);
  if (contents === undefined) {
    if (config.script !== undefined || config.endpoints.some(({ payload }) => payload !== ''))
      note(
        `the recording is older than this check: whether ${config.script === undefined ? 'what is sent' : 'the script'} was edited since then is not known`,
      );
    return;
  }
  const differing = differences(config, contents, now);
  if (differing.length === 0) return;
  throw new HeadroomError('E_USAGE', {
    what: `${differing.join(', ')}: not the same content as in the recorded run, so its load would not prove the advice`,
    where: folder,
    fix: `bring back ${causesOf(config)}; or record the load again with \`headroom test\` and plan from that`,
  });
};
