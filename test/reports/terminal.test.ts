import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderSummary } from '../../reports/terminal.ts';
import { fitsInto } from '../../reports/text-table.ts';
import { spikeResult } from '../builders/result.ts';
import {
  emptyResult,
  interruptedResult,
  unansweredResult,
  unknownClusterResult,
} from '../builders/result-variants.ts';

const plain = { color: false, width: 100 };

describe('the summary on the terminal', () => {
  it('reads as its golden text', async () => {
    await expect(`${renderSummary({ result: spikeResult() }, plain)}\n`).toMatchFileSnapshot(
      '../golden/reports/summary.txt',
    );
  });

  it('says whose formula it compares with where the platform is another one', () => {
    const result = spikeResult();
    const { run } = result;
    const elsewhere = { ...run, config: { ...run.config, autoscaler: null } };
    const said = /It is the formula of Azure ML's help page,\s+taken for every platform/;
    expect(renderSummary({ result: { ...result, run: elsewhere } }, plain)).toMatch(said);
    expect(renderSummary({ result }, plain)).not.toMatch(said);
  });

  it('says the same in colour', () => {
    const coloured = renderSummary({ result: spikeResult() }, { ...plain, color: true });
    expect(coloured).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured)).toBe(renderSummary({ result: spikeResult() }, plain));
  });

  it.each([60, 80, 120])('keeps to %d columns', (width) => {
    const lines = renderSummary({ result: spikeResult() }, { ...plain, width }).split('\n');
    const table = /^ {2}(objective|error share|p95 latency|phase|baseline|spike|recovery)/;
    const fitting = (line: string): boolean => !table.test(line) && !line.includes('://');
    const held = width < 80 ? lines.filter(fitting) : lines;
    expect(Math.max(...held.map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  it('says what the objectives rest on beside them, or below where that does not fit', () => {
    const linesAt = (width: number): string[] =>
      renderSummary({ result: spikeResult() }, { ...plain, width }).split('\n');
    expect(linesAt(120).find((line) => line.startsWith('  error share'))).toMatch(/not met +270 of /);
    expect(linesAt(80)).toContainEqual(expect.stringMatching(/^ {2}error share: 270 of .* requests$/));
  });

  it('leaves out columns of the phases that do not fit', () => {
    const headOf = (width: number): string =>
      renderSummary({ result: spikeResult() }, { ...plain, width })
        .split('\n')
        .find((line) => line.startsWith('  phase'))!;
    expect(headOf(200)).toContain('planned');
    expect(headOf(100)).not.toContain('planned');
    expect(headOf(80)).toMatch(/sent .*ok .*failed .*error share .*p95/);
  });

  it('puts kinds of failure together where naming each does not fit', () => {
    const result = spikeResult();
    const codes = Object.fromEntries(
      ['400', '401', '500', '501', '502', '503'].map((code, i) => [code, i + 1]),
    );
    const phases = result.phases.map((phase) => ({ ...phase, outcomes: { '200': 9, ...codes } }));
    const lines = renderSummary({ result: { ...result, phases } }, { ...plain, width: 80 }).split('\n');
    const rows = lines.filter((line) => /^ {2}(phase|baseline|spike|recovery) /.test(line));
    expect(rows.filter((line) => line.includes('6 × 503'))).toHaveLength(3);
    expect(rows.filter((line) => /\d+ others/.test(line))).toHaveLength(3);
    expect(Math.max(...rows.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('breaks cells of the phases where even one kind of failure is too long', () => {
    const result = spikeResult();
    const phases = result.phases.map((phase) => ({
      ...phase,
      outcomes: { '200': 9, refused: 360_000, reset: 3 },
    }));
    const text = renderSummary({ result: { ...result, phases } }, { ...plain, width: 80 });
    const table = /^ {2}phase .*?\n\n/ms.exec(text)![0];
    expect(table.match(/360,000 × connection/g)).toHaveLength(3);
    expect(fitsInto(table, 80)).toBe(true);
  });

  it('counts where every request went', () => {
    expect(renderSummary({ result: spikeResult() }, plain)).toContain(
      '2,000 sent = 1,730 × 200 + 261 × 503 + 9 × 504 + 0 without a known end',
    );
    expect(renderSummary({ result: unansweredResult() }, plain)).toContain(
      '2,000 sent = 2,000 without a known end',
    );
  });

  it('sends no escape sequence that came in with a name', () => {
    const bad = '\u001b]0;owned\u0007\u001b[2J';
    const result = spikeResult();
    const { run, findings, phases } = result;
    const written = renderSummary(
      {
        result: {
          ...result,
          run: { ...run, config: { ...run.config, target: { ...run.config.target, url: bad } } },
          findings: findings.map((finding) => ({ ...finding, outcomes: [bad] })),
          phases: phases.map((phase) => ({ ...phase, name: bad, outcomes: { [bad]: 1 } })),
        },
      },
      plain,
    );
    expect(written).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it('marks a run that did not reach its end, and says what is unknown', () => {
    expect(renderSummary({ result: interruptedResult() }, plain)).toContain(
      'Interrupted: asked to stop (Ctrl-C, SIGTERM or a client of mcp).',
    );
    expect(renderSummary({ result: emptyResult() }, plain)).toMatch(/^\? CAN'T TELL/);
    expect(renderSummary({ result: emptyResult() }, plain)).toContain('No request was sent');
    expect(renderSummary({ result: unknownClusterResult() }, plain)).toContain(
      'desired replicas rose after it: unknown: the config names no cluster',
    );
  });
});
