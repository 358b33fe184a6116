import type { ResolvedConfig } from '../../config/resolve.ts';
import { bundleScript } from '../../load/generator/bundle-script.ts';
import { type Examined, examineScript } from '../../load/generator/examine-script.ts';
import { findK6 } from '../../load/k6/find.ts';
import { redactorFor } from '../../load/plan/secrets.ts';
import { problemText } from '../../reports/words/run/problems.ts';

/**
 * Looks at the script of a config, or at its payload functions, as a test does before its load: bundles it and lets k6
 * read it. Nothing is sent.
 *
 * @throws HeadroomError for a script that can't be run
 */
export const readScriptOf = async (
  config: ResolvedConfig,
  note: (text: string) => void,
): Promise<Examined> => {
  const script = await bundleScript(config);
  const { path } = await findK6({
    configuredPath: config.k6.path,
    extensions: config.k6.extensions,
    releasesUrl: config.k6.releases,
    onProgress: note,
  });
  const redact = redactorFor(config.endpoints);
  const { notes, unmeasured, ...examined } = await examineScript({ k6: path, script, config, redact });
  const told = unmeasured.map((sentBy) => problemText({ code: 'notMeasured', sentBy }).detail);
  return { ...examined, unmeasured, notes: [...notes, ...told] };
};
