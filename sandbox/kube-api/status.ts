/** An answer that is no object: how the API reports a failure (meta/v1 Status). */
export type Status = {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Record<string, never>;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: string;
  readonly code: number;
};

const failure = (code: number, reason: string, message: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  code,
});

/** 401: no valid token. */
export const unauthorized = failure(401, 'Unauthorized', 'Unauthorized');

/** 404: no such object. */
export const notFound = (resource: string, name: string): Status =>
  failure(404, 'NotFound', `${resource} "${name}" not found`);

/** 400: a request that can't be understood. */
export const badRequest = (message: string): Status => failure(400, 'BadRequest', message);

/** 405: a method that the path does not take. */
export const wrongMethod = failure(
  405,
  'MethodNotAllowed',
  'the server does not allow this method on the requested resource',
);

/** 415: a body in a format that is not accepted. */
export const wrongMediaType = (accepted: readonly string[]): Status =>
  failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );

/** 422: an object that breaks its rules. */
export const invalid = (message: string): Status => failure(422, 'Invalid', message);

/** 410: a watch from before the history that is kept. */
export const gone = (asked: number, oldest: number): Status =>
  failure(410, 'Expired', `too old resource version: ${asked} (${oldest})`);

/** 500: a fault of the sandbox. */
export const internalError = (message: string): Status => failure(500, 'InternalError', message);
