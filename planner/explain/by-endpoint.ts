import type { Finding, Findings } from '../../runs/schema/result/findings.ts';
import type { Timeline } from '../../runs/schema/result/timeline.ts';

type Endpoints = NonNullable<Finding['endpoints']>;

/**
 * Names the endpoints that the requests of each finding went to. Causes are found on the sum: the replicas that ran
 * out of room are those of all endpoints.
 *
 * @param findings as found on the whole load
 */
export const byEndpoint = (findings: Findings, { endpoints }: Timeline): Findings => {
  if (endpoints === undefined) return findings;
  const endpointsFor = (cause: Finding['cause']): Endpoints => {
    const cells = findings.causeBySecond.filter((cell) => cell.cause === cause);
    return endpoints
      .map(({ name, outcomes }) => ({
        name,
        requests: cells.reduce((sum, { outcome, second }) => sum + (outcomes[outcome]?.[second] ?? 0), 0),
      }))
      .filter(({ requests }) => requests > 0)
      .sort((a, b) => b.requests - a.requests);
  };
  return {
    ...findings,
    findings: findings.findings.map((finding) =>
      finding.requests === 0 ? finding : { ...finding, endpoints: endpointsFor(finding.cause) },
    ),
  };
};
