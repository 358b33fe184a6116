import { describe, expect, it } from 'vitest';
import { answerToUnreadable, readLines } from '../../../cli/mcp/unreadable.ts';

describe('the answer to a message that can’t be read (JSON-RPC 2.0, section 5.1)', () => {
  it('is a parse error without an id for what is not JSON', () => {
    expect(answerToUnreadable('{"jsonrpc":"2.0","id":7,')).toEqual({
      jsonrpc: '2.0',
      id: null,
      error: { code: -32_700, message: 'Parse error' },
    });
  });

  it('is an invalid request, with the id where there is one, for JSON that is no message', () => {
    const answers = ['[]', '7', '{"a":1}', '{"jsonrpc":"2.0","id":3,"method":5}', '{"id":"a"}'].map(
      answerToUnreadable,
    );
    expect(answers.map((answer) => [answer?.id, answer?.error.code])).toEqual([
      [null, -32_600],
      [null, -32_600],
      [null, -32_600],
      [3, -32_600],
      ['a', -32_600],
    ]);
  });

  it('is none for an answer, whatever is wrong with it, for a good message and for an empty line', () => {
    for (const line of [
      '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}',
      '{"id":4,"result":7}',
      '{"jsonrpc":"2.0","id":1,"method":"ping"}',
      ' \r',
    ])
      expect(answerToUnreadable(line)).toBeUndefined();
  });
});

describe('lines out of chunks of bytes', () => {
  it('are whole wherever the bytes were cut, within a character too', () => {
    const text = '{"é":1}\n\n"x\u2028y"\nwithout an end';
    for (const size of [1, 2, 3, 100]) {
      const lines: string[] = [];
      const read = readLines((line) => lines.push(line));
      const bytes = Buffer.from(text);
      for (let from = 0; from < bytes.length; from += size) read(bytes.subarray(from, from + size));
      expect(lines).toEqual(['{"é":1}', '', '"x\u2028y"']);
    }
  });
});
