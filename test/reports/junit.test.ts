import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../reports/junit.ts';
import { provenReport, spikeProof } from '../builders/planned-report.ts';
import { spikeResult } from '../builders/result.ts';
import { emptyResult, interruptedResult, thresholdMissedResult } from '../builders/result-variants.ts';
import { slowResult } from '../builders/slow-result.ts';

/** Checks well-formedness the hard way: every tag opens, closes and nests, every text is escaped. Returns the names. */
const elementsOf = (xml: string): string[] => {
  const names: string[] = [];
  const open: string[] = [];
  const tag = /<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  tag.lastIndex = xml.indexOf('?>') + 2;
  while (tag.lastIndex < xml.length) {
    const at = tag.lastIndex;
    const match = tag.exec(xml);
    if (match === null) throw new Error(`not XML: ${xml.slice(at, at + 60)}`);
    const [, closing, name, attributes, isEmpty, text] = match;
    if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text ?? attributes ?? '')) throw new Error(`bare & at ${at}`);
    if (name === undefined) continue;
    if (closing === '') names.push(name);
    if (isEmpty === '/') continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) throw new Error(`</${name}> closes nothing at ${at}`);
  }
  if (open.length > 0) throw new Error(`left open: ${open.join()}`);
  return names;
};

describe('the JUnit report', () => {
  it('reads as its golden text', async () => {
    await expect(renderJunit({ result: spikeResult() })).toMatchFileSnapshot('../golden/reports/junit.xml');
  });

  it('names a case alike in every run of a service and scenario, so that a CI server finds its history', () => {
    const { run, ...result } = spikeResult();
    const classnames = ['a', 'b'].map((id) => {
      const xml = renderJunit({ result: { ...result, run: { ...run, id } } });
      return [...xml.matchAll(/classname="([^"]*)"/g)].map(([, name]) => name);
    });
    const [first] = classnames;
    expect(first).toEqual(Array(2).fill('headroom.scoring-example-api-v1-service-sklearn-score.spike'));
    expect(classnames[1]).toEqual(first);
  });

  it('tells of an endpoint what befell that one, not the failures of another', () => {
    const { endpoints, timeline, verdict, findings, ...result } = spikeResult();
    const [own] = endpoints;
    const names = ['score', 'batch'];
    const { load } = timeline;
    const xml = renderJunit({
      result: {
        ...result,
        endpoints: names.map((name) => ({ ...own!, name })),
        timeline: { ...timeline, endpoints: names.map((name) => ({ ...load, name })) },
        verdict: {
          ...verdict,
          checks: names.map((endpoint) => ({ ...verdict.checks[0]!, endpoint, met: false })),
        },
        findings: findings.map((finding) => ({ ...finding, endpoints: [{ name: 'batch', requests: 9 }] })),
      },
    });
    const [score, batch] = names.map(
      (name) => new RegExp(`name="${name}: .*?</testcase>`, 's').exec(xml)![0],
    );
    expect(batch).toContain('(batch): ');
    expect(score).not.toMatch(/batch|Remedy/);
  });

  it('tells of a missed latency why it is over its limit, and the causes of failures in their own case only', () => {
    const xml = renderJunit({ result: slowResult(200, [300, 310]) });
    const [share, latency] = [...xml.matchAll(/<failure .*?<\/failure>/gs)].map(([text]) => text);
    expect(share).toMatch(/over the error limit: 0:21.*Remedy: raise min_instances/s);
    expect(share).not.toContain('Why the p95 latency');
    expect(latency).toContain('Why the p95 latency is over its limit of 200 ms: ');
    expect(latency).not.toMatch(/over the error limit:|Remedy/);
  });

  it('has a case for each threshold of the script, and a failure where it is missed', () => {
    const xml = renderJunit({ result: thresholdMissedResult() });
    expect(xml).toMatch(/<testsuite [^>]*tests="4" failures="1" errors="0"/);
    expect(xml).toMatch(
      /name="threshold bad_bodies of your script: count&lt;1" time="60"><failure message="[^"]*of your script is missed, the limit is count&lt;1" type="threshold">/,
    );
    expect(xml).toMatch(
      /name="threshold http_req_duration of your script: p\(95\)&lt;400" time="60"><\/testcase>/,
    );
  });

  it('gives each case the time that it took, and the suite that of the run', () => {
    const xml = renderJunit({ result: spikeResult() });
    expect(xml).toMatch(/<testsuite [^>]*time="60"/);
    expect([...xml.matchAll(/<testcase [^>]*time="(\d+)"/g)].map(([, time]) => time)).toEqual(['60', '60']);
  });

  it('gives a proof the time of its re-run where that is this one, and none where it is another', () => {
    const { result, verification } = provenReport();
    const own = { ...verification!, verifiedBy: result.run.id };
    const times = [renderJunit({ result, ownProof: own }), renderJunit(provenReport())].map(
      (xml) => /<testcase [^>]*name="advice"(?: time="(\d+)")?>/.exec(xml)?.[1],
    );
    expect(times).toEqual(['60', undefined]);
  });

  it.each([
    ['confirmed', undefined],
    ['predictionOff', 'failure'],
    ['refuted', 'failure'],
    ['cantTell', 'error'],
  ] as const)('makes of a proof that is %s: %s', (verdict, element) => {
    const { result, ...files } = provenReport({ verification: spikeProof({ verdict }) });
    const advice = /<testcase [^>]*name="advice"[^>]*>\s*(?:<(\w+) )?/.exec(
      renderJunit({ result, ...files }),
    );
    expect(advice?.[1]).toBe(element);
  });

  it('names a service on this machine alike, whatever port it got', () => {
    const { run, ...result } = spikeResult();
    const classnames = ['http://127.0.0.1:35145/score', 'http://localhost:8080/score'].map((url) => {
      const config = { ...run.config, target: { ...run.config.target, url } };
      return /classname="([^"]*)"/.exec(renderJunit({ result: { ...result, run: { ...run, config } } }))?.[1];
    });
    expect(classnames).toEqual(Array(2).fill('headroom.localhost-score.spike'));
  });

  it('tells run, title, tags and commit as properties', () => {
    const { run, ...result } = spikeResult();
    const commit = { id: '0123456789abcdef0123456789abcdef01234567', branch: 'main', hasChanges: false };
    const xml = renderJunit({
      result: { ...result, run: { ...run, title: 'a "b"', tags: ['x', 'y'], commit } },
    });
    expect(xml).toContain('<property name="title" value="a &quot;b&quot;"/>');
    expect(xml).toContain('<property name="tags" value="x y"/>');
    expect(xml).toContain(`<property name="commit" value="${commit.id}"/>`);
    expect(elementsOf(xml).filter((name) => name === 'property')).toHaveLength(4);
  });

  it('has a test case for each objective, and a failure with measured value and limit for each that is missed', () => {
    const xml = renderJunit({ result: spikeResult() });
    expect(elementsOf(xml)).toEqual([
      'testsuites',
      'testsuite',
      'properties',
      'property',
      'testcase',
      'failure',
      'testcase',
    ]);
    expect(xml).toContain('<failure message="error share is 13.5 %, the limit is at most 1 %"');
    expect(xml).toContain('tests="2" failures="1" errors="0"');
  });

  it('makes an objective that can not be told an error, never a pass', () => {
    const xml = renderJunit({ result: emptyResult() });
    expect(elementsOf(xml).filter((name) => name === 'error')).toHaveLength(2);
    expect(xml).toContain('tests="2" failures="0" errors="2"');
  });

  it('skips what a person ended before it could be told', () => {
    const xml = renderJunit({ result: { ...emptyResult(), run: interruptedResult().run } });
    expect(elementsOf(xml).filter((name) => name === 'skipped')).toHaveLength(2);
    expect(xml).toContain('tests="2" failures="0" errors="0" skipped="2"');
    expect(xml).toContain('the run was interrupted: ');
  });

  it('stays XML, whatever a run is called', () => {
    const result = spikeResult();
    const bad = ']]></failure>"\u0000\u001b\n<&';
    const xml = renderJunit({
      result: {
        ...result,
        run: { ...result.run, id: bad },
        findings: result.findings.map((finding) => ({ ...finding, outcomes: [bad] })),
      },
    });
    expect(elementsOf(xml)).toHaveLength(7);
    expect(xml).toContain(']]&gt;&lt;/failure&gt;&quot;\ufffd\ufffd');
    expect(xml).not.toMatch(/[^\P{Cc}\n]/u);
  });
});
