type Summary = (data: unknown) => unknown;

const isPlainName = (name: string): boolean =>
  !name.startsWith('/') && name !== 'stdout' && name !== 'stderr';

const placed = (files: object, folder: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      isPlainName(name) ? `${folder}/${name}` : name,
      content as unknown,
    ]),
  );

/**
 * A script's handleSummary() whose files are written where the tool was started, as `k6 run` would: k6 itself runs in
 * the script's folder. Without one it gives no file.
 *
 * @example besideTheCaller(() => ({ 'a.json': '{}' }), '/home/me')({}) // { '/home/me/a.json': '{}' }
 */
export const besideTheCaller =
  (summary: Summary | undefined, folder: string): Summary =>
  (data) => {
    const files = summary?.(data) ?? {};
    if (files instanceof Promise)
      return files.then((later: object | undefined) => placed(later ?? {}, folder));
    return typeof files === 'object' ? placed(files, folder) : files;
  };
