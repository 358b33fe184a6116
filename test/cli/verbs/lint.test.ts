import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { headroom } from '../../builders/headroom.ts';
import { headroomHere } from '../../builders/in-process.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';
import { userText } from '../../planner/settings/user-files.ts';

const lint = async (
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  run = headroomHere,
) => {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return run(['lint', ...Object.keys(files), ...args], folder);
};

const clean = userText('knative-service.yaml');
const slipped = userText('hpa-slipped-behavior.yaml');

describe('headroom lint', () => {
  it('names each trap with file and line, and fails if one of them is an error', async () => {
    const { code, stdout } = await lint({ 'good.yaml': clean, 'slip.yaml': slipped }, [], headroom);
    expect(code).toBe(2);
    expect(stdout).toContain(
      'slip.yaml:9: error: spec.scaleDown has no effect in this place\n    it belongs at spec.behavior.scaleDown',
    );
    expect(stdout).toContain('2 objects in 2 files: 1 error, 0 warnings');
  });

  it('refuses UTF-16, Latin-1 and what is no text, by name: read as UTF-8 they would hold other letters', async () => {
    const folder = await temporaryFolder();
    const latin = Buffer.from(clean.replace(/^/, '# gr\u00f6\u00dfe\n'), 'latin1');
    for (const [name, content, why] of [
      ['windows.yaml', Buffer.from(`\ufeff${slipped}`, 'utf16le'), 'in UTF-16: save it as UTF-8'],
      ['latin.yaml', latin, 'not in UTF-8 (line 1), but perhaps in Latin-1'],
    ] as const) {
      await writeFile(join(folder, name), content);
      const refused = await headroomHere(['lint', name], folder);
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(why)]);
    }
    await writeFile(join(folder, 'good.yaml'), clean);
    await writeFile(join(folder, 'packed.yaml'), gzipSync(slipped));
    const packed = await headroomHere(['lint', 'good.yaml', 'packed.yaml'], folder);
    expect([packed.code, packed.stderr]).toEqual([2, expect.stringContaining('unpack it first')]);
  });

  it('passes warnings and notes', async () => {
    const { code, stdout } = await lint({ 'old.yaml': userText('hpa-v1.yaml') });
    expect(code).toBe(0);
    expect(stdout).toContain('old.yaml:1: warning: autoscaling/v1 is an old version of the API');
  });

  it('tells what lies between two objects of a file', async () => {
    const hpa = (name: string): string => userText('hpa-crlf.yaml').replace(/^( *name: ).*/m, `$1${name}`);
    const { code, stdout } = await lint({ 'two.yaml': `${hpa('one')}\n---\n${hpa('two')}` });
    expect(code).toBe(2);
    expect(stdout).toMatch(/two\.yaml:\d+: error: HorizontalPodAutoscaler one scales Deployment \S+ already/);
  });

  it('reads a script of the SDK, whatever other tools make of it', async () => {
    const text = userText('azureml-v1-deploy.py').replace('utilization=70', 'utilization=0.7');
    const { code, stdout } = await lint({ 'deploy.py': text });
    expect(code).toBe(2);
    expect(stdout).toContain('deploy.py:8: error: the target utilization is 0.7 %');
    expect(stdout).toContain('write a percentage: 70 rather than 0.7');
  });

  it('gives the findings as JSON', async () => {
    const { code, stdout } = await lint({ 'slip.yaml': slipped }, ['--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      objects: 1,
      errors: 1,
      warnings: 0,
      findings: [{ file: 'slip.yaml', object: 'slip', level: 'error', rule: 'misplaced-key', line: 9 }],
    });
  });

  it('reports what it can not read as an error of that file, a template with what to do', async () => {
    const { code, stdout } = await lint({
      'chart.yaml':
        'kind: HorizontalPodAutoscaler\n{{- if .Values.spec }}\nspec: {{ .Values.spec }}\n{{- end }}\n',
    });
    expect(code).toBe(2);
    expect(stdout).toContain('1 object in 1 file: 1 error, 0 warnings');
    expect(stdout).toMatch(/chart\.yaml:2: error: .*\n {4}this is a template: render it first/);
  });

  it('says so where nothing configures scaling: a slip in the name of a file must not pass', async () => {
    const { code, stdout } = await lint({ 'service.yaml': 'apiVersion: v1\nkind: Service\n' });
    expect(code).toBe(2);
    expect(stdout).toContain('nothing in 1 file configures scaling');
    expect((await lint({}, ['none.yaml'])).stderr).toContain('none.yaml');
  });
});
