import { apiVersionOf, resourceKinds } from './resources.ts';

const groupVersions = [...new Set(resourceKinds.filter(({ group }) => group !== '').map(apiVersionOf))];

const version = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.0+headroom-sandbox',
  platform: `${process.platform}/${process.arch}`,
};

const apiGroupList = {
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groupVersions.map((groupVersion) => {
    const [name, number] = groupVersion.split('/');
    const served = { groupVersion, version: number };
    return { name, versions: [served], preferredVersion: served };
  }),
};

const resourceList = (groupVersion: string) => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion,
  resources: resourceKinds
    .filter((resource) => apiVersionOf(resource) === groupVersion)
    .map(({ name, kind, shortNames, namespaced, verbs }) => ({
      name,
      singularName: kind.toLowerCase(),
      namespaced,
      kind,
      shortNames,
      verbs,
    })),
});

/** What a client asks to learn what the server has, by path. */
export const discoveryDocuments: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['/version', version],
  ['/api', { kind: 'APIVersions', versions: ['v1'] }],
  ['/apis', apiGroupList],
  ['/api/v1', resourceList('v1')],
  ...groupVersions.map((one): [string, unknown] => [`/apis/${one}`, resourceList(one)]),
]);
