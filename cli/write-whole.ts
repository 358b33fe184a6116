import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';

/**
 * Writes a new file of the user's. What could be written only in part, as on a full disk, is removed again: it would pass for
 * the whole.
 *
 * @throws the system's error; EEXIST where there is one already, which stays as it is
 */
export const writeNew = async (file: string, text: string): Promise<void> => {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(file, { force: true });
    throw error;
  }
};

/**
 * Writes a file of the user's anew: into a neighbour that then takes its place, with its rights. A fault leaves it as it is.
 *
 * @throws the system's error
 */
const overwrite = async (file: string, text: string): Promise<void> => {
  // Through a link, so that the link stays one.
  const place = await realpath(file);
  const part = `${place}.${process.pid}.part`;
  await writeNew(part, text);
  try {
    await chmod(part, (await stat(place)).mode);
    await rename(part, place);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
};

/** Writes a file of the user's whole or not at all, whether it is there or not. @throws the system's error */
export const writeWhole = async (file: string, text: string): Promise<void> => {
  try {
    await writeNew(file, text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await overwrite(file, text);
  }
};
