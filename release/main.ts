/**
 * `npm run release [folder]`: k6 with Headroom's module for every platform, into release/archives or the given folder.
 * A web server over that folder is what HEADROOM_K6_RELEASES names.
 */
import { join, resolve } from 'node:path';
import { releasePlatforms } from '../load/k6/release-names.ts';
import { makeRelease } from './archives.ts';

const root = resolve(process.argv[2] ?? join(import.meta.dirname, 'archives'));
const folder = await makeRelease({ platforms: releasePlatforms, root, onProgress: console.log });
console.log(folder);
