import type { ResolvedConfig } from '../../config/resolve.ts';
import { type ErrorDetails, HeadroomError } from '../../errors/headroom-error.ts';
import type { Runners } from '../../runs/schema/load/runners.ts';
import type { PlanDocument } from '../../runs/schema/load-plan.ts';
import { requestHeadersOf, secretVariablesOf } from './secrets.ts';

/** Stands in a header for the value of a variable: the other side is load/module/pod.go. */
const placeholderOf = (name: string): string => `{{env:${name}}}`;

/** Names of headers whose literal value is hardly meant for everyone who may read ConfigMaps. */
const secretName = /auth|key|token|secret|password|cookie|signature|credential/i;

const literalSecrets = ({ endpoints, file }: ResolvedConfig): ErrorDetails[] =>
  endpoints.flatMap(({ headers, place }) =>
    Object.entries(headers)
      .filter(([name, value]) => typeof value === 'string' && secretName.test(name))
      .map(([name]) => ({
        what: `the header ${name} has its value in the config: pods would get it in a ConfigMap, which many may read`,
        where: `${file} → ${place}.headers`,
        fix: `name an environment variable, { env: 'NAME' }, and the Secret that holds it in load.runners.secrets`,
      })),
  );

const mayHoldKey = (url: string): boolean => {
  const { username, password, search } = new URL(url);
  return `${username}${password}${search}` !== '';
};

const secretUrls = ({ endpoints, file }: ResolvedConfig): ErrorDetails[] =>
  endpoints
    .filter(({ url }) => mayHoldKey(url))
    .map(({ place }) => ({
      what: 'the url has a user, a password or a query: pods would get it in a ConfigMap, which many may read',
      where: `${file} → ${place}.url`,
      fix: 'give the key by a header with { env }',
    }));

const missingRefs = (config: ResolvedConfig, runners: Runners): ErrorDetails[] =>
  secretVariablesOf(config.endpoints)
    .filter((name) => runners.where === 'cluster' && runners.secrets[name] === undefined)
    .map((name) => ({
      what: `pods have no value for ${name}: load.runners.secrets does not name it`,
      where: `${config.file} → load.runners.secrets`,
      fix: `secrets: { ${name}: { secret: '<name of the Secret>', key: '<its key>' } }`,
    }));

const clientKey = ({ target, file }: ResolvedConfig): ErrorDetails[] =>
  target.tls?.keyFile === undefined
    ? []
    : [
        {
          what: 'a client certificate can not be given to runners in pods: its key would stand in a ConfigMap',
          where: `${file} → target.tls.keyFile`,
          fix: "fire from this machine: load.runners { where: 'local' }",
        },
      ];

/**
 * What a pod gets: the plan, and no value of any secret. Keys are named by variables that Kubernetes fills.
 *
 * @throws HeadroomError E_CONFIG for what can't be given to a pod without showing a secret
 */
export const podDocumentOf = (
  config: ResolvedConfig,
  runners: Runners,
  { plan, secret }: PlanDocument,
): PlanDocument => {
  const faults = [
    ...literalSecrets(config),
    ...secretUrls(config),
    ...missingRefs(config, runners),
    ...clientKey(config),
  ];
  if (faults.length > 0) throw new HeadroomError('E_CONFIG', faults);
  return {
    plan,
    secret: {
      endpoints: secret.endpoints.map((endpoint, i) => {
        const contentType = endpoint.headers['Content-Type'] ?? null;
        return { ...endpoint, headers: requestHeadersOf(config.endpoints[i]!, contentType, placeholderOf) };
      }),
      clientCertificate: null,
      caPem: secret.caPem,
      insecureSkipVerify: secret.insecureSkipVerify,
      secrets: {},
      redact: [],
      fromEnvironment: secretVariablesOf(config.endpoints),
    },
    runner: { index: null, count: runners.count },
  };
};
