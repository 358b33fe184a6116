import { findK6 } from '../load/k6/find.ts';

/** Before any test: one k6 for all of them. The first time on a machine it is built, which takes two minutes. */
export const setup = async (): Promise<void> => {
  const { path } = await findK6({ onProgress: (message) => console.log(message) });
  process.env['HEADROOM_K6'] = path;
};
