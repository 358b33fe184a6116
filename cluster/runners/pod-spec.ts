import type { Runners } from '../../runs/schema/load/runners.ts';
import { containerName } from './names.ts';

/** Runners in pods, as the config describes them. */
export type ClusterRunners = Extract<Runners, { readonly where: 'cluster' }>;

/** What pods of one run have in common. */
export type PodPlace = {
  readonly runners: ClusterRunners;
  readonly namespace: string;
  /** Of the Lease, and of the ConfigMaps by their order. */
  readonly name: string;
  readonly partNames: readonly string[];
};

const bundleFolder = '/headroom/bundle';

/** The k6 options that do not depend on where it runs. Its log becomes the pod's last words: standard output is the stream. */
export const k6Arguments = [
  '--no-usage-report',
  '--summary-mode=disabled',
  '--log-output=file=/dev/termination-log',
  '--secret-source=headroom',
  '--out=headroom',
];

/** The variables of a runner: where its parts are, and its keys by reference to Secrets. */
export const podEnvironment = ({ runners, namespace, name }: PodPlace): object[] => [
  { name: 'HEADROOM_BUNDLE', value: bundleFolder },
  { name: 'HEADROOM_LEASE', value: `${namespace}/${name}` },
  { name: 'HEADROOM_STREAM_FD', value: '1' },
  { name: 'GOGC', value: '400' },
  { name: 'K6_NO_USAGE_REPORT', value: 'true' },
  { name: 'K6_AUTO_EXTENSION_RESOLUTION', value: 'false' },
  ...Object.entries(runners.secrets).map(([variable, { secret, key }]) => ({
    name: variable,
    valueFrom: { secretKeyRef: { name: secret, key } },
  })),
];

/** The parts of the plan as files of one folder. */
export const podVolumes = ({ name, partNames }: PodPlace) => ({
  volumes: [
    {
      name: 'bundle',
      projected: { sources: partNames.map((part) => ({ configMap: { name: `${name}-${part}` } })) },
    },
  ],
  volumeMounts: [{ name: 'bundle', mountPath: bundleFolder, readOnly: true }],
});

/** Nothing that a load needs: no root, no capability, no writing. */
export const podSecurity = {
  pod: {
    runAsNonRoot: true,
    runAsUser: 65_532,
    runAsGroup: 65_532,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  container: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
} as const;

/** Which nodes may run a runner, and with which images. */
export const podPlacement = ({ nodeSelector, tolerations, imagePullSecret }: ClusterRunners) => ({
  ...(nodeSelector && { nodeSelector }),
  ...(tolerations && { tolerations }),
  ...(imagePullSecret && { imagePullSecrets: [{ name: imagePullSecret }] }),
});

/** What the container of a Job runs; one without a plan tells the version of its k6. */
const containerOf = (place: PodPlace) => {
  if (place.partNames.length === 0) return { volumes: [], container: { command: ['k6', 'version'] } };
  const { volumes, volumeMounts } = podVolumes(place);
  const command = ['k6', 'run', '--quiet', ...k6Arguments, '-'];
  return { volumes, container: { command, env: podEnvironment(place), volumeMounts } };
};

/** The pod of a Job: one container whose log is the stream. */
export const podSpecOf = (place: PodPlace): object => {
  const { runners } = place;
  const { volumes, container } = containerOf(place);
  return {
    restartPolicy: 'Never',
    serviceAccountName: runners.serviceAccount,
    terminationGracePeriodSeconds: 30,
    ...podPlacement(runners),
    securityContext: podSecurity.pod,
    volumes,
    containers: [
      {
        name: containerName,
        image: runners.image,
        ...container,
        resources: runners.resources,
        securityContext: podSecurity.container,
      },
    ],
  };
};
