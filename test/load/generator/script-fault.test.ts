import { describe, expect, it } from 'vitest';
import { scriptFaultIn, scriptFaultOf } from '../../../load/generator/script-fault.ts';

describe('an exception of a script', () => {
  it('is shown with the line of the user, not with one of this tool or of a package', () => {
    const text = [
      'TypeError: no rows',
      '\tat parse (file:///node_modules/papaparse/papaparse.js:9:1(2))',
      '\tat rows (file:///lib/rows.ts:4:7(8))',
      '\tat file:///home/me/tool/scenarios/k6/script.ts:9:1(2)',
      '',
    ].join('\n');
    expect(scriptFaultIn(text)).toEqual({ message: 'TypeError: no rows', place: 'lib/rows.ts:4:7' });
  });

  it('names the package that needs what k6 does not have', () => {
    expect(
      scriptFaultOf('ReferenceError: Buffer is not defined', [
        'encode (file:///../node_modules/@scope/csv/lib/index.js:3:1)',
        'a_default (file:///a.ts:2:3)',
      ]),
    ).toEqual({
      message: 'the package @scope/csv needs the global "Buffer", which k6 does not have',
      place: 'a.ts:2:3',
    });
  });

  it('stays as it is where a name of the script itself is missing', () => {
    const message = 'ReferenceError: rows is not defined';
    expect(scriptFaultOf(message, ['reflect.methodValueCall (native)'])).toEqual({
      message,
      place: undefined,
    });
  });
});
