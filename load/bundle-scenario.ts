import { bundleForK6, ownModule } from '../config/bundle.ts';
import type { ResolvedConfig } from '../config/resolve.ts';

/**
 * Bundles what k6 runs: the config's script, or the built-in scoring request, inside Headroom's entry. A config
 * whose payload is a function is bundled along, as only k6 can call it.
 *
 * @throws HeadroomError E_SCENARIO
 */
export const bundleScenario = (config: ResolvedConfig, outfile: string): Promise<void> =>
  bundleForK6(ownModule('scenarios/lib/entry'), outfile, {
    'k6/http': ownModule('scenarios/lib/http'),
    'headroom:script': config.script ?? ownModule('scenarios/score'),
    'headroom:config':
      typeof config.target.payload === 'function' ? config.file : ownModule('scenarios/lib/empty-config'),
  });
