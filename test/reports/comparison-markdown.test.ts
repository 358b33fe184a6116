import { describe, expect, it } from 'vitest';
import { comparisonMarkdown } from '../../reports/comparison-markdown.ts';
import { comparedRun, slowerComparison } from '../builders/comparison.ts';

describe('a comparison in Markdown', () => {
  it('has the verdict first, then every figure with the interval of its difference', () => {
    const written = comparisonMarkdown(slowerComparison());
    expect(written).toMatch(/^## Headroom: \S+ worse\n/);
    expect(written).toContain(
      '- base: base-run · spike, peak 30/s\n- compared: new-run · spike, peak 30/s\n',
    );
    expect(written).toContain('- SLO: at most 1 % of the requests fail, p95 latency at most 200 ms\n');
    expect(written).toMatch(/\| p95 latency.*\| 200 ms \| 300 ms \| \+80 ms to \+120 ms \| .*worse \|/);
    expect(written).toContain('40 simulated runs');
    expect(written, 'no further run is needed').not.toContain('of each side');
    expect(written).not.toContain('Warning');
  });

  it('prints what passes the limit of the SLO in as many digits as tell it from the limit', () => {
    const [p95, errors] = slowerComparison().figures;
    const figures = [
      { ...p95!, base: 199.9, compared: 200.3 },
      { ...errors!, base: 0.01, compared: 0.0104 },
    ];
    const written = comparisonMarkdown(slowerComparison({ figures }));
    expect(written).toContain('| 199.9 ms | 200.3 ms |');
    expect(written).toContain('| 1 % | 1.04 % |');
  });

  it('says of a figure without an interval why it has none', () => {
    expect(comparisonMarkdown(slowerComparison())).toMatch(
      /^- requests that fail: the simulated base does not show/m,
    );
  });

  it('says how many runs met their SLO, and whether it was one and the same', () => {
    const met = '- The SLO was met by 1 of 1 base run and by 0 of 1 compared run.';
    expect(comparisonMarkdown(slowerComparison())).toContain(`${met}\n`);
    expect(comparisonMarkdown(slowerComparison({ sameSlo: false }))).toContain(
      `${met} Their SLOs differ: each run is held against its own.`,
    );
  });

  it('names the autoscalers where they differ', () => {
    const other = comparedRun('compared', 'new-run', { autoscaler: 'keda-http' });
    const written = comparisonMarkdown(slowerComparison({ runs: [comparedRun('base', 'base-run'), other] }));
    expect(written).toMatch(/new-run .* autoscaler: keda-http/);
    expect(written).toContain('The autoscalers differ');
    expect(comparisonMarkdown(slowerComparison())).not.toContain('autoscaler');
  });

  it('says of which runs the contents could not be compared', () => {
    const older = comparedRun('base', 'old-run', { hasContents: false });
    const newer = comparedRun('compared', 'new-run');
    const written = comparisonMarkdown(slowerComparison({ runs: [older, newer] }));
    expect(written).toContain('- Recorded before contents were kept: old-run. Whether a script or a payload');
    expect(comparisonMarkdown(slowerComparison())).not.toContain('contents');
  });

  it('does not say that autoscalers differ where the kind of one is not known', () => {
    const unknown = comparedRun('compared', 'new-run', { autoscaler: null });
    const base = comparedRun('base', 'base-run');
    const written = comparisonMarkdown(slowerComparison({ runs: [base, unknown] }));
    expect(written).toMatch(/base-run .* autoscaler: azureml-v1/);
    expect(written).toMatch(/new-run .* autoscaler: not known/);
    expect(written).toContain('It is not known whether the autoscalers differ: a difference may be theirs');
    const other = comparedRun('compared', 'other-run', { autoscaler: 'hpa' });
    const ofThree = comparisonMarkdown(slowerComparison({ runs: [base, unknown, other] }));
    expect(ofThree).toContain('The autoscalers differ');
    const [first, second] = [{ ...base, autoscaler: null }, unknown];
    expect(comparisonMarkdown(slowerComparison({ runs: [first, second] }))).not.toContain('autoscaler');
  });

  it('warns where the loads differ', () => {
    expect(comparisonMarkdown(slowerComparison({ unlike: ['rates'] }))).toMatch(/^> \*\*Warning: /m);
  });

  it('says what would tell where it can not', () => {
    const written = comparisonMarkdown(slowerComparison({ verdict: 'cantTell', runsToTell: 8 }));
    expect(written).toContain("## Headroom: ? can't tell");
    expect(written).toContain('about 8 runs of each side will show it');
  });

  it('keeps names of others inside their cells', () => {
    const written = comparisonMarkdown(
      slowerComparison({
        runs: [
          comparedRun('base', 'base-run', { title: 'a | b <img src=x>' }),
          comparedRun('compared', 'new-run'),
        ],
      }),
    );
    expect(written).toContain('a \\| b &lt;img src=x&gt;');
  });
});
