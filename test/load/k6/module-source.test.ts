import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copyModule, moduleHash, moduleSources } from '../../../load/k6/module-source.ts';
import { temporaryFolder } from './stand-ins.ts';

const writeModule = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'cmd/k6'), { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
};

const files = {
  'go.mod': 'module a',
  'go.sum': '',
  'plan.go': 'package a',
  'cmd/k6/main.go': 'package main',
};

it('gives the same hash for the same sources in another folder', async () => {
  expect(await moduleHash(await writeModule(files))).toBe(await moduleHash(await writeModule(files)));
});

it('gives another hash when a source changes, comes, goes or moves', async () => {
  const { 'plan.go': plan, ...without } = files;
  const variants = [
    files,
    { ...files, 'plan.go': 'package a // changed' },
    { ...files, 'more.go': 'package a' },
    without,
    { ...without, 'other.go': plan },
    { ...without, 'go.sum': plan, 'plan.go': '' },
  ];
  const hashes = await Promise.all(variants.map(async (one) => moduleHash(await writeModule(one))));
  expect(new Set(hashes).size).toBe(variants.length);
});

it('leaves out what no build reads: tests and notes', async () => {
  const noisy = { ...files, 'plan_test.go': 'package a', 'notes.txt': 'hello', 'plan.go.orig': '' };
  expect(await moduleHash(await writeModule(noisy))).toBe(await moduleHash(await writeModule(files)));
});

it('copies what it hashes', async () => {
  const target = await temporaryFolder();
  await copyModule(target);
  expect(await moduleSources(target)).toEqual(await moduleSources());
  expect(await moduleSources(target)).toContain('cmd/k6/main.go');
  expect(await moduleHash(target)).toBe(await moduleHash());
});
