#!/usr/bin/env node
// Starts the CLI on any supported Node: from TypeScript source in a checkout, from dist/ in the installed package
// (Node strips no types under node_modules). The answers that people and scripts ask for most, the version and the help of
// each verb, come from files, so that they need neither yargs nor a compiler; a test keeps them equal to what yargs
// prints.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `E_USAGE: headroom needs Node 22.19 or newer, this is ${process.versions.node}\n` +
      '  fix: npm install node@24 beside it, and npx runs it by that one; a checkout has a Node of its own: npx or npm run use it',
  );
  process.exit(2);
}

/** The first error of standard output. Without a listener the help would end in a stack trace, and `console.log` keeps it to itself. */
let lost;
process.stdout.on('error', (error) => {
  lost ??= error;
});
process.stderr.on('error', () => {}); // nothing is left to tell it on

const beside = (path) => new URL(path, import.meta.url);
const [first, ...rest] = process.argv.slice(2);
const isHelp = (word) => word === '--help' || word === '-h';
/** `plan --help` and `help plan` ask the same. */
const topic = rest.length !== 1 ? '' : first === 'help' ? rest[0] : isHelp(rest[0]) ? first : '';
const topicFile = beside(`./help/${/^[\w-]+$/.test(topic) ? topic : 'none'}.txt`);

/** Whether a folder is there or can be made. */
const canMake = (folder) => {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    return error.code === 'EEXIST';
  }
};

/**
 * Whether Node can keep compiled code: in the folder that NODE_COMPILE_CACHE names, else in that for temporary files. Where that one
 * takes no folder and says ENOENT, as /proc does, Node tries for ever to make it.
 */
const canKeepCompiled = () =>
  process.env.NODE_COMPILE_CACHE !== undefined ||
  (canMake(tmpdir()) && canMake(join(tmpdir(), 'node-compile-cache')));

/** Prints the answer, and gives the exit code. */
const answer = async () => {
  if (existsSync(topicFile)) {
    process.stdout.write(readFileSync(topicFile, 'utf8'));
    return 0;
  }
  if (rest.length === 0 && (first === undefined || first === 'help' || isHelp(first))) {
    process.stdout.write(readFileSync(beside('./help.txt'), 'utf8'));
    return first === undefined ? 2 : 0;
  }
  if (rest.length === 0 && (first === '--version' || first === '-v')) {
    console.log(JSON.parse(readFileSync(beside('../package.json'), 'utf8')).version);
    return 0;
  }
  if (canKeepCompiled()) module.enableCompileCache();
  const installed = import.meta.url.includes('/node_modules/');
  const { main } = await import(installed ? '../dist/cli/main.js' : '../cli/main.ts');
  return main(process.argv.slice(2));
};

const code = await answer();
// A pipe takes 64 KiB at once and the rest as its reader reads; a reader that has gone takes no more.
await Promise.all(
  [process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))),
);
const isLost = lost !== undefined && lost.code !== 'EPIPE';
if (isLost) {
  console.error(
    `E_DISK: the answer can't be written to standard output: ${lost.message}\n` +
      '  fix: check the free space where it goes, and ask again: what is there is not whole',
  );
}
// A login plugin that hangs would hold the process: the verb has ended, so does it.
process.exit(isLost && code === 0 ? 2 : code);
