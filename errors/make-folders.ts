import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const makeOne = async (path: string): Promise<boolean> => {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (await isFolder(path)) return false;
    throw error;
  }
};

/**
 * Makes a folder, with those above it. Node's own `mkdir` with `recursive` tries for ever where a folder that is there lets
 * none be made and says ENOENT, as /proc does.
 *
 * @returns whether it was not there
 * @throws the system's error
 */
export const makeFolders = async (path: string): Promise<boolean> => {
  try {
    return await makeOne(path);
  } catch (error) {
    const above = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === path) throw error;
    await makeFolders(above);
    return await makeOne(path);
  }
};
