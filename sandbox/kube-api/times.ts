/**
 * metav1.Time: whole seconds, cut off, which is all that a real cluster tells of most moments.
 *
 * @example kubeTime(1795404540999) // '2026-11-23T03:29:00Z'
 */
export const kubeTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/**
 * metav1.MicroTime.
 *
 * @example kubeMicroTime(1795404540999) // '2026-11-23T03:29:00.999000Z'
 */
export const kubeMicroTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z');
