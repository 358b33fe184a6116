import { messageOf } from '../../errors/headroom-error.ts';
import { withoutSecretShapes } from '../../errors/redact/shapes.ts';
import { secretLengthMin, withoutValues } from '../../errors/redact/values.ts';

/** The user of a kubeconfig, as far as it names a login plugin with an environment of its own. */
type PluginUser = {
  readonly exec?: {
    readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  } | null;
} | null;

const secretName = /secret|password|token|key/i;

const secretsOf = (user: PluginUser): readonly string[] =>
  (user?.exec?.env ?? [])
    .filter(({ name, value }) => secretName.test(name) && value.length >= secretLengthMin)
    .map(({ value }) => value);

/**
 * Why a login failed, in plain words. The library throws what its code stumbles over; a plugin's own words are shown without
 * what may be a secret.
 *
 * @param waitedMs since the request that asked for the login
 */
export const loginReason = (
  error: unknown,
  { user, waitedMs }: { readonly user: PluginUser; readonly waitedMs: number },
): string => {
  // A JSON error quotes what it could not parse, which may be a token.
  if (error instanceof SyntaxError) return 'its answer is not an ExecCredential in JSON';
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `it gave no answer within ${Math.round(waitedMs / 1000)} s`;
  if (!user?.exec) return messageOf(error).trim();
  // The library reads `status` of whatever JSON the plugin has printed.
  if (error instanceof TypeError)
    return 'its answer is JSON, but no ExecCredential: it has no status with a token or a client certificate';
  const said = withoutSecretShapes(withoutValues(secretsOf(user))(messageOf(error).trim()));
  return said === '' ? 'it ended with an error and said nothing' : said;
};
