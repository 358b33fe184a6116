import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';

/**
 * Whether tuning may apply what it plans: asked before its first load, which would be fired for nothing.
 *
 * @throws HeadroomError E_SAFETY where the config says a way to apply settings that needs a person's word, and there is none
 */
export const demandConsent = ({ apply }: Pick<ResolvedConfig, 'apply'>, isAllowed: boolean): void => {
  if (isAllowed || apply === undefined || ('command' in apply && apply.auto)) return;
  const isCommand = 'command' in apply;
  throw new HeadroomError('E_SAFETY', {
    what: `tune applies what it plans, ${isCommand ? 'by apply.command' : 'as the config says'}, and nobody has agreed to that: nothing was fired`,
    where: isCommand ? `apply.command: ${apply.command.join(' ')}` : 'apply',
    fix: `say --yes${isCommand ? ', or set apply.auto in the config' : ''}; headroom test and headroom plan show the advice without applying it`,
  });
};
