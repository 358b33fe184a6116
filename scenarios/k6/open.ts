const isAbsolute = (path: string): boolean => /^(\/|[a-z]+:\/\/)/.test(path);

/** k6's `open`, for a script that is bundled: a path is relative to the script, as it would be without the bundle. */
export const open = (path: string, mode?: 'b'): unknown => {
  const place = isAbsolute(path) ? path : `${HEADROOM_SCRIPT_FOLDER}/${path}`;
  const original = globalThis.open as unknown as (path: string, mode?: 'b') => unknown;
  return mode === undefined ? original(place) : original(place, mode);
};
