/** After a failed login no other is begun for so long; it doubles with each further one. */
const firstMs = 5_000;
const mostMs = 60_000;

/** What became of the last logins: whether another one may be begun yet. */
type LoginPauses = {
  /** Why no login is begun now; null: one may be. */
  readonly refusal: () => { readonly error: unknown } | null;
  readonly failed: (error: unknown) => void;
  readonly succeeded: () => void;
};

/**
 * Pauses between logins that fail. Each request asks for one, and watches ask again and again: a login plugin that opens a browser,
 * or an account that is locked after some tries, must not be asked each time. Within a pause the last failure counts.
 * A first pause is shorter than the time after which a watch counts as lost.
 *
 * @param nowMs a steady clock
 */
export const createLoginPauses = (nowMs: () => number): LoginPauses => {
  let failures = 0;
  let untilMs = 0;
  let last: unknown;
  return {
    refusal: () => (failures > 0 && nowMs() < untilMs ? { error: last } : null),
    failed: (error) => {
      untilMs = nowMs() + Math.min(mostMs, firstMs * 2 ** failures);
      failures += 1;
      last = error;
    },
    succeeded: () => {
      failures = 0;
    },
  };
};
