import { describe, expect, it } from 'vitest';
import { headroomHere } from '../builders/in-process.ts';

/** No such folder: what is refused here is refused before anything is read. */
const run = 'no-such-run';

/** A command line, what the message says of the value, and what it says to write instead. */
const table: readonly (readonly [line: string, what: string, fix: string])[] = [
  [`plan ${run} --confidence 95`, '--confidence is 95', '0.95 for 95 %'],
  [`plan ${run} --confidence 0`, '--confidence is 0', 'between 0 and 1'],
  [`plan ${run} --confidence 1`, '--confidence is 1', 'between 0 and 1'],
  [`plan ${run} --confidence -0.5`, '--confidence is -0.5', 'between 0 and 1'],
  [`plan ${run} --confidence high`, '--confidence is "high", which is not a number', '0.95 for 95 %'],
  [`plan ${run} --confidence`, '--confidence has no value', '0.95 for 95 %'],
  [
    `plan ${run} --confidence 0.9 --confidence 0.8`,
    '--confidence is given 2 times: 0.9, 0.8',
    'give it once',
  ],
  ['runs prune --older-than -5d', '--older-than is "-5d"', '12h, 30d, 8w'],
  [`plan ${run} --margin 20`, '--margin is 20', '0.2 for 20 %'],
  [`plan ${run} --margin -1`, '--margin is -1', 'from 0 to 3'],
  [`plan ${run} --spike-share 2`, '--spike-share is 2', '0.01 for 1 %'],
  [`plan ${run} --max-replicas 0`, '--max-replicas is 0', 'whole number of replicas'],
  [`plan ${run} --max-replicas 1.5`, '--max-replicas is 1.5', 'whole number of replicas'],
  [`plan ${run} --budget -2`, '--budget is -2', 'whole number of replicas'],
  [`plan ${run} --budget many`, '--budget is "many", which is not a number', 'whole number of replicas'],
  [`plan ${run} --price-per-replica-hour -3`, '--price-per-replica-hour is -3', 'not below 0'],
  [`plan ${run} --price-per-replica-hour 1,5`, '"1,5", which is not a number', '0.25'],
  [
    `plan ${run} --price-per-node-hour 2`,
    '--price-per-node-hour needs --pods-per-node',
    'give --pods-per-node',
  ],
  [
    `plan ${run} --pods-per-node 4`,
    '--pods-per-node needs --price-per-node-hour',
    'leave --pods-per-node out',
  ],
  [`explain ${run} --namespace score`, '--namespace needs --logs or --from', 'leave --namespace out'],
  [`explain ${run} --selector app=score`, '--selector needs --from', 'leave --selector out'],
  [`explain ${run} --context prod`, '--context needs --logs', 'leave --context out'],
  ['simulate model.json --series', '--series needs --json', 'give --json too, or leave --series out'],
  [
    `simulate --from ${run} --print-model --report a.html`,
    '--report does nothing beside --print-model',
    'leave',
  ],
  [`simulate model.json --from ${run} --print-model`, '<models> does nothing beside --print-model', 'leave'],
  [`compare ${run} x --runs-folder runs`, '--runs-folder needs --baseline', 'give --baseline too'],
  ['rbac --runners --room', '--room does nothing beside --runners', 'leave one of them out'],
  ['rbac --runners --kind keda', '--kind does nothing beside --runners', 'leave one of them out'],
  ['config schema --config x.ts', '--config does nothing with headroom config schema', 'leave --config out'],
  [`runs baseline main ${run} --remove`, '<run> does nothing beside --remove', 'leave one of them out'],
  ['lint -', '"-" has no place here', 'name a file: /dev/stdin'],
  ['lint package.json -', '"-" has no place here', 'name a file: /dev/stdin'],
  ['explain --logs package.json -', '"-" has no place here', 'name a file: /dev/stdin'],
  ['rbac -', '"-" has no place here', 'write: headroom rbac'],
  ['explain --logs -', 'no pod has such a name', 'name a file'],
  ['rbac --namespace -', '--namespace is "-"', 'give the name of a namespace'],
  ['runs baseline', 'runs baseline needs more than its name', 'headroom runs baseline <name> [run]'],
  ['runs prune old', '"old" has no place here', 'write: headroom runs prune'],
  ['runs prune --keep 3 --tag nightly', 'there is no option --tag', 'headroom runs --help'],
  [`plan ${run} --price-per-node-hour 2 --pods-per-node 0.5`, '--pods-per-node is 0.5', 'whole number'],
  [
    `plan ${run} --price-per-node-hour 2 --pods-per-node 4 --price-per-replica-hour 1`,
    'exclude each other',
    'leave one',
  ],
  [
    `plan ${run} --settings no-such.yaml`,
    '--settings is "no-such.yaml", and there is no such file',
    'your own settings file',
  ],
  [`plan ${run} --settings .`, '--settings is ".", which is not a file', 'your own settings file'],
  [`plan ${run} --for no-such.csv`, '--for is "no-such.csv", and there is no such file', 'name a file'],
  [`plan ${run} --column requests`, '--column needs --for', 'leave --column out'],
  [`plan ${run} --peak 2x --for package.json`, '--peak and --for exclude each other', 'leave one'],
  [`plan ${run} --for package.json --unit perWeek`, 'unit is "perWeek"', 'perHour'],
  [`plan ${run} --for package.json --unit persecond`, 'unit is "persecond"', 'did you mean "perSecond"?'],
  [`plan ${run} --for package.json --step 0`, '--step is 0', 'seconds above 0'],
  [`plan ${run} --peak 0x`, '--peak is "0x"', '2x'],
  [`plan ${run} --peak -1`, '--peak is "-1"', '2x'],
  [`plan ${run} --peak`, '--peak has no value', '2x'],
  [`plan ${run} --seed 1.5`, '--seed is 1.5', 'whole number'],
  [`plan ${run} --seed -1`, '--seed is -1', 'not below 0'],
  [`plan ${run} --json=yes`, '--json is "yes"', 'write --json'],
  [`plan ${run} --dryrun`, 'there is no option --dryrun', 'headroom plan --help'],
  [`plan ${run} --mraget 0.3`, 'there is no option --mraget', 'did you mean --margin?'],
  [`plan ${run} --settigns x.yaml`, 'there is no option --settigns', 'did you mean --settings?'],
  ['runs prune --keep 0', '--keep is 0', 'whole number of runs'],
  ['runs prune --keep 1.5', '--keep is 1.5', 'whole number of runs'],
  ['runs prune --older-than 30', '--older-than is "30"', '30d'],
  ['runs prune --keep 3 --older-than 30d', '--keep and --older-than exclude each other', 'leave one'],
  ['test --tag two,words', '--tag is "two,words"', 'one word'],
  ['test --title=', '--title has no value', 'short line'],
  ['plan', 'plan needs more than its name', 'headroom plan <runs..>'],
  ['plna x', 'there is no verb "plna"', 'did you mean headroom plan?'],
  ['help plna', 'there is no verb "plna"', 'did you mean headroom plan?'],
  ['frobnicate', 'there is no verb "frobnicate"', 'the verbs are: init, doctor'],
  ['--versoin', 'there is no option --versoin', 'did you mean --version?'],
  ['test --dryrun', 'there is no option --dryrun', 'did you mean --dry-run?'],
  ['test --dry-rnu', 'there is no option --dry-rnu', 'did you mean --dry-run?'],
  ['test now', '"now" has no place here', 'headroom test'],
  ['test --config=', '--config has no value', '--help'],
  ['test --config', '--config has no value', '--help'],
  ['test --runs --dry-run', '--runs has no value', '--help'],
  ['config check --config', '--config has no value', '--help'],
  ['test --config a.ts --config b.ts', '--config is given 2 times: a.ts, b.ts', 'give it once'],
  ['test --no-config', 'there is no option --no-config', 'did you mean --config?'],
  ['test --runs= --dry-run', '--runs has no value', '--help'],
  ['tune --rounds 0', '--rounds is 0', 'whole number'],
  ['tune --rounds 1.5 --budget-minutes -1', '--budget-minutes is -1', 'minutes above 0'],
  ['tune --yes=maybe', '--yes is "maybe"', 'write --yes'],
  ['tune --yes --yes=false', '--yes is given twice', 'give it once'],
  [`verify ${run} --began-with 1.5`, '--began-with is 1.5', 'number of ready replicas'],
  [`verify ${run} --began-with -1`, '--began-with is -1', 'number of ready replicas'],
  [`capacity ${run} --confidence 95`, '--confidence is 95', '0.95 for 95 %'],
  [`capacity ${run} other`, '"other" has no place here', 'headroom capacity <run>'],
  [`compare ${run}`, 'it takes two runs to compare', '--baseline'],
  [`compare ${run} x --tolerance p95`, '--tolerance is "p95"', 'p95=5%'],
  [`compare ${run} x --tolerance errors=5ms`, '--tolerance is "errors=5ms"', 'errors=0.2%'],
  [`compare ${run} x --tolerance`, '--tolerance has no value', 'p95=5%'],
  [`simulate --from ${run} --workers 0`, '--workers is 0', 'threads'],
  [`simulate --from ${run} --replications 0`, '--replications is 0', 'simulated runs'],
  [`simulate --from ${run} --replications 1e9`, '--replications is 1000000000', 'to 100,000'],
  [`simulate --from ${run} --min 5 --max 3`, '--min is 5, above --max, which is 3', 'exchange'],
  [`simulate --from ${run} --min -1`, '--min is -1', 'whole number of replicas'],
  [`simulate --from ${run} --replicas 2.5`, '--replicas is 2.5', 'whole number of replicas'],
  [`simulate --from ${run} --replicas 3 --min 2`, 'exclude each other', 'leave one'],
  [`simulate --from ${run} --change {`, '--change is "{"', 'JSON object'],
  [`simulate --from ${run} --change []`, '--change is "[]"', 'JSON object'],
  ['simulate --min 3 model.json', '--min needs --from', 'give --from'],
  ['simulate', 'nothing to simulate', '--from runs/<run>'],
  ['simulate no-such.json', "can't read the model", 'JSON'],
  ['simulate model.json --report no-such-folder/x.html', '--report is', 'folder that exists'],
  ['sandbox --port 99999', '--port is 99999', 'from 1 to 65535'],
  ['sandbox --port x', '--port is "x", which is not a number', 'from 1 to 65535'],
  ['sandbox --slots 0', '--slots is 0', 'whole number of requests'],
  ['sandbox --min 5 --max 3', '--min is 5, above --max', 'exchange'],
  ['sandbox --options no-such.json', "the sandbox options can't be read", 'JSON file'],
  ['sandbox --key-env two-words', '--key-env is "two-words"', 'name of a variable'],
  ['rbac --kind Deploymnt', 'kind is "Deploymnt"', 'one of'],
  ['rbac --user a --group b', '--user and --group exclude each other', 'leave one'],
  ['rbac --service-account a/b/c', '--service-account is "a/b/c"', '[namespace/]name'],
  ['rbac --namespace Bad_Name', '--namespace is "Bad_Name"', 'name of a namespace'],
  ['k6 --version --path', 'exclude each other', 'leave one'],
  ['config chekc', 'what is "chekc"', 'did you mean "check"?'],
  ['config', 'config needs more than its name', 'headroom config <what>'],
  ['lint no-such.yaml', "can't be read: there is no such file", 'settings files that exist'],
  ['lint k6.config.ts', 'is a config of Headroom', 'headroom config check --config k6.config.ts'],
  ['lint package.json cli/main.ts', 'cli/main.ts is not a settings file', 'YAML or JSON'],
  ['lint .', "can't be read", 'settings files that exist'],
  ['migrate no-such.json', "can't be read: there is no such file", 'file of Azure ML'],
  ['explain', 'nothing to explain is named', '--logs'],
  ['explain --logs', '--logs has no value', '--help'],
  [`apply ${run} --object score`, '--object is "score"', 'HorizontalPodAutoscaler/score'],
  ['init not-a-url --yes', '<url> is "not-a-url"', 'http://scoring.example/score'],
  ['init ftp://x/score --yes', '<url> is "ftp://x/score"', 'http://scoring.example/score'],
];

describe('an odd option', () => {
  it.each(table)('refuses the command line: headroom %s', async (line, what, fix) => {
    const { code, stdout, stderr } = await headroomHere(line.split(' '));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^E_(USAGE|CONFIG|MODEL): /);
    expect(stderr).toContain(what);
    expect(stderr.slice(stderr.indexOf('fix: '))).toContain(fix);
  });

  it('is told together with all others of the same line', async () => {
    const { stderr } = await headroomHere(`plan ${run} --confidence 95 --seed x --budget 0`.split(' '));
    expect(stderr.match(/^E_USAGE: /gm)).toHaveLength(3);
  });

  it('is told in English, whatever the language of the system', async () => {
    process.env['LC_ALL'] = 'de_DE.UTF-8';
    const { stderr } = await headroomHere(['test', '--dryrun']);
    delete process.env['LC_ALL'];
    expect(stderr).toContain('did you mean --dry-run?');
  });
});
