import { describe, expect, it, vi } from 'vitest';
import { print, printAnswer, printNote, shownOn, usesColor } from '../../../cli/output/print.ts';
import { simulationsText } from '../../../cli/output/print-simulations.ts';
import { formatError, HeadroomError } from '../../../errors/headroom-error.ts';
import { escapeMarkdown } from '../../../reports/markdown-text.ts';
import { fitsInto, textTable, wrapText } from '../../../reports/text-table.ts';
import { simulationOf } from '../../builders/simulation.ts';

/** What a pod's name, a key or a body may hold: it clears a screen, turns the direction, ends a line elsewhere. */
const hostile = 'pod\u001b[2J\u202egpj.\u2028x\u0007';
const shown = 'pod\\u{1b}[2J\\u{202e}gpj.\\u{2028}x\\u{7}';

describe('what strangers wrote', () => {
  it('is shown and steers nothing, wherever text for people goes', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    print(`a\n${hostile}`);
    printNote(hostile);
    expect([log.mock.calls, error.mock.calls]).toEqual([[[`a\n${shown}`]], [[shown]]]);
    log.mockRestore();
    error.mockRestore();
    expect(formatError(new HeadroomError('E_CLUSTER', { what: hostile, where: hostile, fix: hostile }))).toBe(
      `E_CLUSTER: ${shown}\n  at ${shown}\n  fix: ${shown}`,
    );
    expect(textTable(['name'], [[hostile]])).toBe(`name\n${shown}`);
    expect(wrapText(hostile, 80)).toEqual([shown]);
    expect(escapeMarkdown(hostile)).toBe('pod\\\\u{1b}\\[2J\\\\u{202e}gpj. x\\\\u{7}');
  });

  it('stays as it is in JSON, which machines read', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    printAnswer({ name: hostile }, { asJson: true, text: () => '' });
    const [[json]] = log.mock.calls as [[string]];
    log.mockRestore();
    expect(JSON.parse(json)).toEqual({ name: hostile });
  });
});

describe('a long line', () => {
  it('is broken on a terminal, further in, and stays whole in a pipe', () => {
    const line = '  now: holds a step to 20/s';
    expect(shownOn({ isTTY: true, columns: 16 }, line)).toBe('  now: holds a\n    step to 20/s');
    expect(shownOn({ isTTY: false, columns: 16 }, line)).toBe(line);
    // A terminal without a window tells no width.
    expect(shownOn({ isTTY: true, columns: 0 }, line)).toBe(line);
  });
});

describe('answers of several models', () => {
  const models = [simulationOf(), simulationOf({ name: 'a-model-with-a-name-that-takes-room.json' })];

  it('stand side by side where they fit, else one below the other', () => {
    const rowsOf = (width: number): string[] =>
      simulationsText(models, width)
        .split('\n')
        .filter((line) => line.startsWith('ready replicas'));
    expect(rowsOf(200)).toHaveLength(1);
    expect(rowsOf(80)).toHaveLength(2);
    expect(fitsInto(simulationsText(models, 80).split('\n\n').slice(0, 2).join('\n'), 80)).toBe(true);
  });
});

describe('colour', () => {
  const terminal = { isTTY: true, hasColors: () => true };
  const pipe = { isTTY: false, hasColors: () => false };

  it.each([
    ['a terminal', terminal, {}, true],
    ['a pipe', pipe, {}, false],
    ['a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }, true],
    ['a terminal with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
    ['a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['a terminal with both', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, true],
  ] as const)('on %s', (_, stream, env, expected) => {
    expect(usesColor(stream, env)).toBe(expected);
  });
});
