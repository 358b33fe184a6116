import { describe, expect, it } from 'vitest';
import { scriptNotes, unmeasuredAmong } from '../../../load/generator/script-notes.ts';

const facts = {
  functions: ['default'],
  scenarios: {},
  replaced: ['ext', 'noConnectionReuse', 'stages', 'vus'],
};

describe('what is said of a script before the load', () => {
  it('tells what of its options does not hold, and who decides instead', () => {
    expect(scriptNotes({ script: '/s/a.ts', facts, mix: [] })).toEqual([
      "a.ts: its own load (stages, vus) is replaced by the plan's arrivals",
      "a.ts: noConnectionReuse is not used; load.connections of the config decides, as in connections: { mode: 'new' }",
      'a.ts: not used here: ext',
    ]);
  });

  it('names what is sent and not counted: extensions, the browser, gRPC streams', () => {
    const imports = ['k6/http', 'k6/net/grpc', 'k6/x/sql', 'k6/browser', 'k6/x/headroom'];
    expect(unmeasuredAmong(imports, 'const s = new grpc.Stream(client, "a.B/C")')).toEqual([
      'k6/browser',
      'k6/x/sql',
      'streams of k6/net/grpc',
    ]);
    expect(unmeasuredAmong(['k6/net/grpc'], 'client.invoke("a.B/C", {})')).toEqual([]);
  });
});
