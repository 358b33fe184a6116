import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { until } from '../until.ts';
import type { Api } from './api.ts';

/** The definitions as the projects publish them, from their Go modules: checked by Go's checksum database. */
const published = [
  { module: 'github.com/kedacore/keda/v2@v2.21.0', file: 'config/crd/bases/keda.sh_scaledobjects.yaml' },
  { module: 'knative.dev/serving@v0.51.0', file: 'config/core/300-resources/service.yaml' },
] as const;

/** The module of KEDA's HTTP add-on is not served, so its fields are written down here, as its types have them. */
const httpScaledObject = {
  metadata: { name: 'httpscaledobjects.http.keda.sh' },
  spec: {
    group: 'http.keda.sh',
    scope: 'Namespaced',
    names: { kind: 'HTTPScaledObject', plural: 'httpscaledobjects', singular: 'httpscaledobject' },
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  hosts: { type: 'array', items: { type: 'string' } },
                  host: { type: 'string' },
                  pathPrefixes: { type: 'array', items: { type: 'string' } },
                  targetPendingRequests: { type: 'integer' },
                  scaledownPeriod: { type: 'integer' },
                  replicas: {
                    type: 'object',
                    properties: { min: { type: 'integer' }, max: { type: 'integer' } },
                  },
                  scaleTargetRef: {
                    type: 'object',
                    properties: {
                      apiVersion: { type: 'string' },
                      kind: { type: 'string' },
                      name: { type: 'string' },
                      deployment: { type: 'string' },
                      service: { type: 'string' },
                      port: { type: 'integer' },
                    },
                  },
                  scalingMetric: {
                    type: 'object',
                    properties: {
                      concurrency: { type: 'object', properties: { targetValue: { type: 'integer' } } },
                      requestRate: {
                        type: 'object',
                        properties: {
                          targetValue: { type: 'integer' },
                          window: { type: 'string' },
                          granularity: { type: 'string' },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};

const folderOf = async (module: string): Promise<string> => {
  const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', module]);
  return (JSON.parse(stdout) as { Dir: string }).Dir;
};

/** The k6-operator's TestRun, as its project publishes it (Apache-2.0). */
const testRun = {
  module: 'github.com/grafana/k6-operator@v1.5.0',
  file: 'config/crd/bases/k6.io_testruns.yaml',
} as const;

type Definition = typeof httpScaledObject;

const served = async (api: Api, { spec }: Definition): Promise<void> => {
  const { group, names, versions } = spec;
  const path = `/apis/${group}/${versions[0]!.name}/${names.plural}`;
  // The API server tells of no moment from which on it serves a kind: it is asked until it does.
  await until(`the API server serves ${path}`, async () => (await api.status(path)) === 200);
};

const readPublished = async ({
  module,
  file,
}: (typeof published)[number] | typeof testRun): Promise<Definition> =>
  parse(await readFile(join(await folderOf(module), file), 'utf8')) as Definition;

/** Installs the kinds of KEDA, of its HTTP add-on and of Knative. */
export const installCrds = async (api: Api): Promise<void> =>
  install(api, [httpScaledObject, ...(await Promise.all(published.map(readPublished)))]);

/** Installs the TestRun of the k6-operator. */
export const installTestRun = async (api: Api): Promise<void> => install(api, [await readPublished(testRun)]);

const install = async (api: Api, definitions: readonly Definition[]): Promise<void> => {
  for (const { metadata, spec } of definitions) {
    const { conversion: _, ...withoutWebhook } = spec as Definition['spec'] & { conversion?: unknown };
    await api.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: metadata.name },
      spec: withoutWebhook,
    });
  }
  await Promise.all(definitions.map((definition) => served(api, definition)));
};
