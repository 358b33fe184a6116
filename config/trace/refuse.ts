import { type ErrorDetails, HeadroomError } from '../../errors/headroom-error.ts';

/** Faulty lines that one message lists. */
const faultsMax = 5;

/** @throws HeadroomError E_CONFIG with the first faults and how to fix them, when there are any */
export const refuse = (
  faults: readonly ErrorDetails[],
  { fix, of }: { readonly fix: string; readonly of: string },
): void => {
  if (faults.length === 0) return;
  const rest = faults.length - faultsMax;
  const more = rest > 0 ? [{ what: `${of}: ${rest} more lines like these` }] : [];
  const all = [...faults.slice(0, faultsMax), ...more];
  throw new HeadroomError(
    'E_CONFIG',
    all.map((fault, i) => (i === all.length - 1 ? { ...fault, fix } : fault)),
  );
};
