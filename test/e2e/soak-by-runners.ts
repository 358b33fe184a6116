/** A service that holds the load of the runners with ease. */
export const manyReplicas = {
  policy: { kind: 'fixed', replicas: 10 },
  slotsPerReplica: 50,
} as const;

/** A config whose even load several runners of this machine fire together. */
export const soakBy = (scoreUrl: string, count: number, seconds: number, rest = ''): string => `{
  target: { url: '${scoreUrl}', requestTimeoutMs: 4000 },
  load: {
    scenario: 'soak', ratePerSecond: 60, soakSeconds: ${seconds},
    runners: { where: 'local', count: ${count} },
  },
  ${rest}
}`;
