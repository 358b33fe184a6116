import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../config/resolve.ts';
import { HeadroomError } from '../../../errors/headroom-error.ts';

const target = { kind: 'kubernetes', url: 'http://127.0.0.1:9/score' };
const load = { scenario: 'soak', ratePerSecond: 5, soakSeconds: 5 };

/** "path: what | fix" of every fault. */
const faultsOf = (changes: object): string[] => {
  try {
    resolveConfig({ target, load, ...changes }, '/c/k6.config.ts');
  } catch (error) {
    if (!(error instanceof HeadroomError)) throw error;
    return error.details.map(
      ({ what, where, fix }) => `${where?.replace('/c/k6.config.ts → ', '')}: ${what} | ${fix}`,
    );
  }
  return [];
};

const hpa = { kind: 'hpa', maxReplicas: 8 };
const cpu70 = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
};

describe('an autoscaler as people paste it', () => {
  it('is not what has the type that the schema knows', () => {
    const external = { name: 's0-prometheus', type: 'External', source: 'requestRate', targetValue: 15 };
    expect(faultsOf({ autoscaler: { ...hpa, metrics: [external] } })).toEqual([]);
  });

  it.each<readonly [name: string, autoscaler: object, path: string, right: string]>([
    [
      'metrics of the HPA YAML',
      { ...hpa, metrics: [cpu70] },
      'autoscaler.metrics[0]',
      '{ name: "cpu", targetValue: 0.7 }',
    ],
    [
      'a percentage of an HPA',
      { ...hpa, metrics: [{ targetValue: 70 }] },
      'autoscaler.metrics[0].targetValue',
      '7,000 %: did you mean 0.7?',
    ],
    [
      'a metric of the pods without its name',
      { ...hpa, metrics: [{ targetValue: 0.6 }, { source: 'requestRate', targetValue: 5 }] },
      'autoscaler.metrics[1].name',
      "name: 'requests_in_flight'",
    ],
    [
      'a metric of the service without its name',
      { ...hpa, metrics: [{ type: 'External', source: 'concurrency', targetValue: 5 }] },
      'autoscaler.metrics[0].name',
      'has no name',
    ],
    [
      'a metric that does not say what it counts, where its name does',
      { ...hpa, metrics: [{ type: 'Pods', name: 'requests_in_flight', targetValue: 4 }] },
      'autoscaler.metrics[0].source',
      "add source: 'concurrency', if",
    ],
    [
      'a metric of which nothing tells what it counts',
      { ...hpa, metrics: [{ name: 'score', targetValue: 0.5 }] },
      'autoscaler.metrics[0].source',
      "add source: 'concurrency', 'requestRate', 'utilization' or 'none'",
    ],
    [
      'a metric of the service that does not say what it counts',
      { ...hpa, metrics: [{ type: 'External', name: 's0-prometheus', targetValue: 15 }] },
      'autoscaler.metrics[0].source',
      "does not say what s0-prometheus counts | add source: 'concurrency', 'requestRate' or 'none'",
    ],
    [
      'memory, which no simulation has',
      { ...hpa, metrics: [{ targetValue: 0.6 }, { name: 'memory', targetValue: 0.8 }] },
      'autoscaler.metrics[1].source',
      "add source: 'none'",
    ],
    [
      'autoscaling/v1',
      { ...hpa, targetCPUUtilizationPercentage: 70 },
      'autoscaler.targetCPUUtilizationPercentage',
      'metrics: [{ targetValue: 0.7 }]',
    ],
    [
      'a ScaledObject',
      { kind: 'scaledobject', maxReplicas: 8 },
      'autoscaler.kind',
      "'hpa' for a ScaledObject",
    ],
    [
      'a percentage of Knative',
      { kind: 'knative', target: 10, targetUtilization: 70 },
      'autoscaler.targetUtilization',
      'did you mean 0.7?',
    ],
    [
      'an HTTPScaledObject',
      {
        kind: 'keda-http',
        minReplicas: 0,
        maxReplicas: 10,
        scalingMetric: { concurrency: { targetValue: 10 } },
      },
      'autoscaler.scalingMetric',
      "metric: 'concurrency', targetValue: 10",
    ],
    [
      'the bounds of an HTTPScaledObject',
      { kind: 'keda-http', replicas: { min: 0, max: 8 } },
      'autoscaler.replicas',
      'minReplicas: 0, maxReplicas: 8',
    ],
    [
      'a percentage of Azure ML v2',
      { kind: 'azureml-v2', target_utilization_percentage: 70 },
      'autoscaler.target_utilization_percentage',
      'write targetUtilization: 0.7',
    ],
    [
      'a kind in capitals',
      { ...hpa, kind: 'HPA', metrics: [{ targetValue: 0.7 }] },
      'autoscaler.kind',
      "write 'hpa'",
    ],
    ['a kind of target', { kind: 'aks-v1' }, 'autoscaler.kind', "write 'azureml-v1'"],
    [
      'a name of the file',
      { kind: 'azureml-v1', autoscale_min_replicas: 2 },
      'autoscaler.autoscale_min_replicas',
      'write minReplicas',
    ],
  ])('is named with the right word, alone: %s', (_, autoscaler, path, right) => {
    const faults = faultsOf({ autoscaler });
    expect(faults).toHaveLength(1);
    expect(faults[0]?.split(': ')[0]).toBe(path);
    expect(faults[0]).toContain(right);
  });

  it('lists the keys of its own kind only, and never suggests the key itself', () => {
    const [fault] = faultsOf({
      autoscaler: { ...hpa, metrics: [{ targetValue: 0.5 }], stepLaw: 'proportional' },
    });
    expect(fault).toContain('unknown key "stepLaw"');
    expect(fault).not.toMatch(/did you mean "stepLaw"|refreshSeconds/);
    const [rate] = faultsOf({ load: { ...load, baselineSeconds: 5 } });
    expect(rate).not.toContain('did you mean "baselineSeconds"');
    expect(rate).toMatch(/known keys: .*soakSeconds|did you mean "soakSeconds/);
    expect(rate).not.toContain('holdSeconds');
  });

  it.each([
    [{ target: { ...target, kind: 'hpa' } }, "autoscaler.kind: 'hpa'"],
    [{ target: { ...target, kind: 'k8s' } }, "write 'kubernetes'"],
    [{ target: { ...target, kind: 'aks' } }, "'aks-v1' or 'aks-v2'"],
    [{ target: { ...target, payload: { data: [[1]] } } }, 'write payload: { json: … }'],
    [{ target: { ...target, payload: { json: { a: Number.NaN } } } }, '"a" is NaN, which JSON does not have'],
    [{ target: { ...target, payload: { json: [() => 10] } } }, '"0" is a function, which JSON does not have'],
    [{ target: { ...target, payload: { json: undefined } } }, 'has nothing to send'],
    [
      { target: { ...target, payload: { json: { id: 2 ** 60 } } } },
      'has 1152921504606847000, a whole number above 2^53',
    ],
    [{ target: { ...target, payload: { fiel: './x' } } }, 'did you mean "file"?'],
    [{ load: { ...load, soakMs: 5000, soakSeconds: undefined } }, 'did you mean "soakSeconds: 5"?'],
    [{ load: { ...load, soakSeconds: '5m' } }, 'did you mean 300?'],
    [{ load: { ...load, ratePerSecond: '20' } }, 'did you mean 20?'],
    [
      { load: { scenario: 'spike', baselineRatePerSecond: 1, peakRatePerSecond: 2, spikeSeconds: 5 } },
      'write holdSeconds',
    ],
    [{ load: { ...load, durationSeconds: 5 } }, 'write soakSeconds'],
    [{ load: { scenario: 'replay', file: 'a.csv' } }, 'write trace: "a.csv"'],
    [{ load: { scenario: 'replay' } }, "write trace: './export.csv'"],
    [{ slo: { maxErrorShare: 5 } }, 'did you mean 0.05?'],
    [{ slo: { maxErrorShare: '1 %' } }, 'did you mean 0.01?'],
    [{ target: { ...target, requestTimeoutMs: 10 } }, 'did you mean 10000?'],
    [{ safety: { allowedHosts: ['https://scoring.example/x'] } }, 'without http://'],
  ])('elsewhere too: %j', (changes, right) => {
    expect(faultsOf(changes).join('\n')).toContain(right);
  });
});

describe('all faults', () => {
  it('come at once: of the form, of files, of environment variables and of the plan', () => {
    const faults = faultsOf({
      tagret: {},
      target: {
        ...target,
        requestTimeoutMs: 'soon',
        auth: { env: 'HEADROOM_TEST_KEY_THAT_IS_NOT_SET' },
        payload: { file: './no-such.json' },
      },
      load: { ...load, ratePerSecond: 5000 },
    }).join('\n');
    expect(faults).toContain('unknown key "tagret"');
    expect(faults).toContain('target.requestTimeoutMs is "soon"');
    expect(faults).toContain('HEADROOM_TEST_KEY_THAT_IS_NOT_SET is not set');
    expect(faults).toContain('no such file /c/no-such.json');
    expect(faults).toContain('the plan reaches 5000 requests/s');
  });

  it('are in our own words', () => {
    const faults = faultsOf({
      target: { url: 3, headers: [], payload: { file: 3 }, method: 'post' },
      load: { scenario: 'soak', ratePerSecond: Number.NaN, soakSeconds: 1.5 },
      slo: null,
      k6: { extensions: 'x' },
      seed: -1,
    }).join('\n');
    expect(faults).not.toMatch(
      /Invalid|Too (small|big)|Unrecognized|received|expected (string|int|record|array)\b/,
    );
    expect(faults).toContain('target.payload.file');
    expect(faults).toContain('expected a whole number');
  });
});

describe('retries', () => {
  it('are those of the built-in request: a script tries again by itself', () => {
    const retried = { load: { ...load, retries: { countMax: 2 } } };
    expect(faultsOf(retried)).toEqual([]);
    expect(faultsOf({ ...retried, script: './k6.config.ts' }).join('\n')).toContain(
      'load.retries is for the built-in request',
    );
  });
});

describe('what is allowed and hardly meant', () => {
  const warned = (changes: object): string =>
    resolveConfig({ target, load, ...changes }, '/c/k6.config.ts').warnings.join('\n');
  const spike = { scenario: 'spike', baselineRatePerSecond: 60, peakRatePerSecond: 10 };

  it('is warned of, and nothing else', () => {
    expect(warned({})).toBe('');
    expect(warned({ load: spike })).toContain('10 requests/s is not above the baseline of 60');
    expect(warned({ safety: { allowedHosts: ['127.0.0.1', 'other.example'] } })).toContain('other.example');
    expect(warned({ slo: { p95LatencyMs: 0.8 } })).toContain('write 800');
  });

  it('a storm of retries is warned of where it would end the load at the cap', () => {
    const retries = { countMax: 20 };
    const stormy = { load: { ...load, ratePerSecond: 100, retries } };
    expect(warned(stormy)).toContain('up to 2100 requests/s');
    expect(warned({ ...stormy, safety: { maxRatePerSecond: 3000 } })).toBe('');
    expect(warned({ load: { ...load, ratePerSecond: 100, retries: { ...retries, budgetShare: 0.1 } } })).toBe(
      '',
    );
  });

  it('many virtual users count only where a script has any', () => {
    const long = { target: { ...target, requestTimeoutMs: 60_000 }, load: { ...load, ratePerSecond: 100 } };
    expect(warned(long)).toBe('');
    expect(warned({ ...long, target: { ...long.target, payload: () => 'x' } })).toContain(
      '6000 virtual users',
    );
  });
});

describe('what looks like a placeholder in apply.command', () => {
  const told = (...command: string[]): string[] => faultsOf({ apply: { command } });

  it.each([
    [
      '{setting}',
      'holds {setting}, which nothing fills in | did you mean {settings}? (known are {settings} and {recommendation})',
    ],
    ['--file={Settings}', 'did you mean {settings}?'],
    ['{{settings}}', 'holds {{settings}}, which nothing fills in | did you mean {settings}?'],
    ['args={setings}', 'did you mean {settings}?'],
    ['file={settingsFile}', 'did you mean {settings}?'],
    ['{minReplica}', 'as HEADROOM_MIN_REPLICAS; known are {settings} and {recommendation}'],
    ['min={min_replicas}', 'as HEADROOM_MIN_REPLICAS;'],
    ['{{ maxReplicas }}', 'as HEADROOM_MAX_REPLICAS;'],
    [
      '{x}',
      'which nothing fills in | known are {settings} and {recommendation}; braces that the program itself reads take blanks inside: { x }',
    ],
    [`-f \${settings}`, 'write {settings}, or "$HEADROOM_SETTINGS"'],
    ['$HEADROOM_MIN_REPLICA', 'which the command does not get | did you mean HEADROOM_MIN_REPLICAS?'],
    ['print $ENV{HEADROOM_MIN_REPLICA}', 'did you mean HEADROOM_MIN_REPLICAS?'],
    ['$HEADROOM_MAX_REPLICAS', "no shell reads the arguments | let a shell read it: ['sh', '-c', '…']"],
    [`\${HEADROOM_SETTINGS}`, 'write {settings}, or let a shell'],
  ])('%s is refused', (argument, refusal) => {
    const faults = told('kubectl', argument);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`apply.command[1]: apply.command[1] holds `);
    expect(faults[0]).toContain(refusal);
  });

  it('is not filled in where the program stands', () => {
    expect(told('{settings}')).toEqual([
      'apply.command[0]: apply.command[0] holds {settings}, which nothing fills in: it is the program | name a program first, then its arguments',
    ]);
  });

  it.each([
    ['kubectl', 'apply', '-f', '{settings}', '--note={recommendation}'],
    ['kubectl', 'patch', 'hpa', 'score', '-p', '{"spec":{"minReplicas":3}}'],
    ['kubectl', 'get', 'hpa', '-o', 'jsonpath={.spec.minReplicas}'],
    ['curl', '-w', '%{http_code}', 'http://host/{a,b}'],
    ['git', 'log', 'HEAD@{upstream}', 'HEAD^{commit}'],
    ['grep', String.raw`\p{Letter}{3}`],
    ['find', '-exec', 'cat', '{}', ';'],
    ['docker', 'ps', '--format', '{{.ID}} {{json .}}'],
    ['awk', '{ print $1 }'],
    ['sh', '-c', `awk '{print}' {settings}; jq '{spec}'; sed '/a/{d}'; for f in {a..z}; do :; done`],
    ['jq', '{ settings }', '{settings }', '{ minReplicas }'],
    ['perl', '-e', 'print $ENV{HEADROOM_MIN_REPLICAS}, $ENV{ HEADROOM_MIN_REPLICAS }, $env->{x}, @ENV{all}'],
    ['helm', 'upgrade', 'score', './chart', '--set', 'args={verbose},a.b[0]={on}'],
    ['sh', '-c', `kubectl scale --replicas="$HEADROOM_MIN_REPLICAS" && echo \${minReplicas}`],
    ['/usr/bin/env', 'bash', '-c', `cat "\${HEADROOM_SETTINGS%%:*}"`],
  ])('%s … is the program’s own', (...command) => {
    expect(told(...command)).toEqual([]);
  });
});

describe('what looks like a placeholder in an address or a header', () => {
  const told = (changes: object): string[] => faultsOf({ target: { ...target, ...changes } });

  it.each([
    ['http://127.0.0.1:9/{deployment}/score', '{…}'],
    ['http://{host}/score', '{…}'],
    ['http://<name>.example/score', '<…>'],
    [`http://127.0.0.1:9/score?v=\${version}`, '$' + '{…}'],
    ['http://127.0.0.1:9/{{ name }}', '{{…}}'],
  ])('%s is refused', (url, form) => {
    expect(told({ url })).toEqual([
      expect.stringContaining(
        `target.url: target.url holds ${form}, which nothing fills in | write the address`,
      ),
    ]);
  });

  it.each([
    [`Bearer \${KEY}`, '$' + '{…}'],
    ['Bearer $KEY', '$NAME'],
    ['<api-key>', '<…>'],
    ['Token {{key}}', '{{…}}'],
  ])('Authorization: %s is refused, and not repeated', (value, form) => {
    expect(told({ headers: { Authorization: value } })).toEqual([
      `target.headers.Authorization: the header Authorization holds ${form}, which nothing fills in | name the variable that holds the value: { env: 'SCORING_KEY', prefix: 'Bearer ' }`,
    ]);
  });

  it('is none where a service has such signs', () => {
    const url = 'http://127.0.0.1:9/$batch/models/1:predict?x={"a":1}&y=a<b';
    const headers = {
      'X-Id': '{3f2504e0-4f89-11d3-9a0c-0305e82c3301}',
      Link: '<http://127.0.0.1>; rel=next',
      'X-Json': '{"a":1}',
    };
    expect(told({ url, headers })).toEqual([]);
  });
});
