/**
 * What the API server says in the body of an answer that is no success.
 *
 * @example messageIn({ kind: 'Status', message: 'pods "a" not found' }) // 'pods "a" not found'
 */
export const messageIn = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : String(body);
