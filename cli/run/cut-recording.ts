import { HeadroomError } from '../../errors/headroom-error.ts';
import { shellPath } from '../../errors/shell-path.ts';

type Recorded = {
  /** The run folder. */
  readonly folder: string;
  /** The load went on until the disk took no more. */
  readonly isCut: boolean;
};

/** A fault of the disk that holds a run, with what is left of the load and how it is reported. */
export const recordedUntil = (fault: HeadroomError, { folder, isCut }: Recorded): HeadroomError =>
  new HeadroomError(
    fault.code,
    fault.details.map(({ what, fix, ...told }) => ({
      ...told,
      what: `${isCut ? 'the load was ended, as ' : ''}${what}`,
      fix: `${fix}; then headroom report ${shellPath(folder)} reports what was recorded${isCut ? ' until then' : ''}`,
    })),
  );

/**
 * Work on the folder of a load that was fired to its end.
 *
 * @throws HeadroomError as the work; E_DISK with how the load is reported once there is room
 */
export const afterLoad = async <Value>(folder: string, work: () => Promise<Value>): Promise<Value> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HeadroomError) || error.code !== 'E_DISK') throw error;
    throw recordedUntil(error, { folder, isCut: false });
  }
};
