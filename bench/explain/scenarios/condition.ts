/** A condition in the status of an object, as controllers write it. */
export const condition = (type: string, status: string, reason = '', message = '') => ({
  type,
  status,
  ...(reason !== '' && { reason }),
  ...(message !== '' && { message }),
});
