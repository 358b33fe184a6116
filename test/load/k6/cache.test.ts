import { describe, expect, it } from 'vitest';
import { cachedK6Path as cachedPath, type Machine } from '../../../load/k6/cache.ts';

const linux: Machine = { platform: 'linux', architecture: 'x64', environment: { HOME: '/home/ada' } };

const cachedK6Path = (machine: Machine, extensions: readonly string[], moduleHash = 'aaaaaaaaaaaa') =>
  cachedPath(machine, { moduleHash, extensions });

describe('cachedK6Path', () => {
  it('lies where each operating system keeps caches', () => {
    expect(cachedK6Path(linux, [])).toMatch(
      /^\/home\/ada\/\.cache\/headroom\/k6\/v2\.2\.0-[0-9a-f]{12}\/k6$/,
    );
    expect(cachedK6Path({ ...linux, platform: 'darwin' }, [])).toMatch(
      /^\/home\/ada\/Library\/Caches\/headroom\/k6\//,
    );
  });

  it('follows XDG_CACHE_HOME, unless it is relative (as its specification demands)', () => {
    const withCache = (path: string) =>
      cachedK6Path({ ...linux, environment: { HOME: '/home/ada', XDG_CACHE_HOME: path } }, []);
    expect(withCache('/var/cache')).toMatch(/^\/var\/cache\/headroom\//);
    expect(withCache('cache')).toBe(cachedK6Path(linux, []));
  });

  it('differs for other extensions, versions, platforms and sources of the module, and not for their order', () => {
    const [a, b] = ['github.com/x/a@v1.0.0', 'github.com/x/b@v1.0.0'];
    const paths = [
      cachedK6Path(linux, []),
      cachedK6Path(linux, [a]),
      cachedK6Path(linux, [a, b]),
      cachedK6Path(linux, ['github.com/x/a@v1.0.1']),
      cachedK6Path({ ...linux, architecture: 'arm64' }, []),
      cachedK6Path(linux, [], 'bbbbbbbbbbbb'),
    ];
    expect(new Set(paths).size).toBe(paths.length);
    expect(cachedK6Path(linux, [b, a])).toBe(cachedK6Path(linux, [a, b]));
  });
});
