/**
 * A process of its own (node --expose-gc), so that nothing but traces takes memory: prints as JSON how many bytes are kept of
 * each request of each form of a trace, as a table and once it is read.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readingOf } from '../../../config/trace/reading.ts';
import { readTable } from '../../../config/trace/tables/read-table.ts';

const requests = 50_000;
const startMs = Date.UTC(2026, 4, 1);

/** Two requests each second, on one of three paths. */
const rows = Array.from({ length: requests }, (_, i) => ({
  timestamp: new Date(startMs + 500 * i + (i % 400)).toISOString(),
  path: `/score/${i % 3}`,
  status: 200,
}));

const forms = {
  csv: ['timestamp,path,status', ...rows.map((row) => Object.values(row).join(','))].join('\n'),
  jsonLines: rows.map((row) => JSON.stringify(row)).join('\n'),
  accessLog: rows
    .map(({ timestamp, path }) => `- - - [${timestamp}] "GET ${path} HTTP/1.1" 200 2`)
    .join('\n'),
};

const collectGarbage = (globalThis as { gc?: () => void }).gc!;

const usedBytes = async (): Promise<number> => {
  // What a call has left on the stack is let go of in the next turn.
  for (let turn = 0; turn < 3; turn++) {
    await nextTurn();
    collectGarbage();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

const kept: unknown[] = [];

/** Bytes that a value keeps, for each request. The first time also counts what the code itself keeps. */
const bytesOf = async (make: () => unknown): Promise<number> => {
  make();
  const before = await usedBytes();
  kept.push(make());
  const bytes = (await usedBytes()) - before;
  kept.pop();
  return bytes / requests;
};

const found: Record<string, { table: number; reading: number }> = {};
for (const [form, text] of Object.entries(forms))
  found[form] = {
    table: await bytesOf(() => readTable(text, 'trace')),
    reading: await bytesOf(() => readingOf(text, 'trace')),
  };
console.log(JSON.stringify(found));
