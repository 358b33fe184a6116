import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { utf8Text } from '../../errors/encoding.ts';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { type Model, parseModel } from '../../runs/schema/model/model.ts';
import { isPlainMap } from '../../runs/schema/plain.ts';

const readModel = async (file: string, changes: Partial<Model>): Promise<Model> => {
  const text = await readFile(file)
    .then(utf8Text)
    .catch((cause: unknown) => {
      throw new HeadroomError('E_MODEL', {
        what: `can't read the model: ${messageOf(cause)}`,
        where: file,
        fix: 'give the path of a model file in JSON',
      });
    });
  try {
    const content: unknown = JSON.parse(text);
    const model = parseModel(isPlainMap(content) ? { ...content, ...changes } : content, file);
    return { name: basename(file), ...model };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new HeadroomError('E_MODEL', {
      what: `the model is not JSON: ${cause.message}`,
      where: file,
      fix: 'correct the syntax; JSON has no comments and no trailing commas',
    });
  }
};

/**
 * Model files; a model without a name gets that of its file.
 *
 * @param changes taken instead of what the files say
 * @throws HeadroomError E_MODEL with every fault of every file
 */
export const readModels = async (files: readonly string[], changes: Partial<Model>): Promise<Model[]> => {
  const read = await Promise.allSettled(files.map((file) => readModel(file, changes)));
  const faults = read.flatMap((result) => {
    if (result.status === 'fulfilled') return [];
    if (result.reason instanceof HeadroomError) return result.reason.details;
    throw result.reason;
  });
  if (faults.length > 0) throw new HeadroomError('E_MODEL', faults);
  return read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
};
