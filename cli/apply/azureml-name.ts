/**
 * The service or endpoint that a scoring address of Azure ML names: /api/v1/service/<name>/score, and
 * /api/v1/endpoint/<name>/score of a v2 endpoint; undefined in any other address, as behind a proxy.
 *
 * @example azuremlNameIn('http://10.0.0.4/api/v1/service/demo/score') // 'demo'
 */
export const azuremlNameIn = (url: string): string | undefined =>
  /\/(?:service|endpoint)\/([^/]+)\/score/.exec(new URL(url).pathname)?.[1];
