import type { Health } from '../../../runs/schema/result/health.ts';
import type { Result } from '../../../runs/schema/result.ts';

type Bodies = Extract<Health, { readonly check: 'bodies' }>;

/**
 * Which successes before the load had a body that reports an error, and why that matters; no full stop at the end.
 *
 * @param namesEndpoints whether the run has several endpoints
 * @example errorBodiesText([{ endpoint: 'default', status: 200, body: '{"error": "no model"}' }], false)
 * // 'the request before the load was answered 200 with a body that reports an error: {"error": "no model"}. The load counts …'
 */
export const errorBodiesText = (errors: Bodies['errors'], namesEndpoints: boolean): string => {
  const told = errors.map(
    ({ endpoint, status, body }) =>
      `the request before the load${namesEndpoints ? ` to ${endpoint}` : ''} was answered ${status} with a body that reports an error: ${body}`,
  );
  return `${told.join('; ')}. The load counts every 2xx as a success: look into the bodies, or let a script check them`;
};

/** The warning that stands beside a verdict; undefined where no body told of an error. */
export const errorBodiesWarning = ({ health, endpoints }: Result): string | undefined => {
  const found = health.find((one) => one.check === 'bodies');
  return found === undefined ? undefined : `But ${errorBodiesText(found.errors, endpoints.length > 1)}.`;
};
