import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { foldLoad } from '../../planner/timeline/fold-load.ts';
import { readJson } from '../../runs/folder.ts';
import { loadPlanSchema } from '../../runs/schema/load-plan.ts';
import { loadLineSchema } from '../../runs/schema/load-series.ts';
import { runSchema } from '../../runs/schema/run.ts';
import { readSeries } from '../../runs/series-file.ts';
import { resultOf } from './support.ts';

/** Service times of the two paths, in ms; of the second one every fourth answer fails. */
export const times = { '/score': 20, '/embed': 90 } as const;

/** What a target got, by method, path, key and body. */
type Got = Record<string, number>;

/** A service with two paths. */
export const startTarget = async () => {
  const got: Got = {};
  let embeds = 0;
  const server = createServer((request, response) => {
    const path = request.url as keyof typeof times;
    const fails = path === '/embed' && embeds++ % 4 === 3;
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const what = `${request.method} ${path} ${request.headers['x-key'] ?? '-'} ${body}`;
      got[what] = (got[what] ?? 0) + 1;
      setTimeout(() => response.writeHead(fails ? 503 : 200).end(), times[path]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { got, port: (server.address() as AddressInfo).port, close: () => server.close() };
};

/** What a run folder holds of its load. */
export const recordedOf = async (folder: string) => {
  const { lines } = await readSeries(folder, 'load.ndjson', loadLineSchema);
  const plan = await readJson(folder, 'plan.json', loadPlanSchema);
  const run = await readJson(folder, 'run.json', runSchema);
  return { plan, run, load: foldLoad(lines), result: await resultOf(folder) };
};
