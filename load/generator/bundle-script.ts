import { dirname } from 'node:path';
import { bundleForK6 } from '../../config/bundle/bundle.ts';
import type { K6Script } from '../../config/bundle/k6-script.ts';
import { ownModule } from '../../config/bundle/own-package.ts';
import { runsScript } from '../../config/endpoints.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';

/**
 * Bundles what k6 runs: the config's script; or a payload function, with the config that holds it; or nothing but
 * the built-in request. The text stays in memory: it holds whatever literals the user's files hold.
 *
 * @throws HeadroomError E_SCENARIO
 */
export const bundleScript = async (config: ResolvedConfig): Promise<K6Script> => {
  const { script, file } = config;
  if (script !== undefined) {
    const of = { folder: dirname(script), modules: { 'headroom:script': script } };
    const bundled = await bundleForK6(ownModule('scenarios/k6/script'), of);
    if (bundled.isCommonJs) return bundleForK6(ownModule('scenarios/k6/common-js'), of);
    if (!bundled.exports.includes('handleSummary')) return bundled;
    return bundleForK6(ownModule('scenarios/k6/script-with-summary'), of);
  }
  const entry = runsScript(config) ? 'scenarios/k6/payload' : 'scenarios/k6/request';
  return bundleForK6(ownModule(entry), { folder: dirname(file), modules: { 'headroom:config': file } });
};
