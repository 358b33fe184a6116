import { kubernetes } from '../platforms/kubernetes.ts';
import { dialects } from './dialects.ts';
import type { DialectName, Reading, ScalingSettings } from './settings.ts';

type Bounded = Pick<Reading, 'settings'> & Partial<Pick<Reading, 'form' | 'defaults'>>;

/**
 * The bounds that a file or an object sets, with the documented ones of its kind where it says none. KEDA goes from 0 to 1 and
 * back by itself; the HPA that it makes scales from 1 on.
 *
 * @example boundsIn('hpa', { form: 'scaled-object', settings: { maxReplicas: 9 }, defaults: { minReplicas: 0, maxReplicas: 100 } }) // { minReplicas: 1, maxReplicas: 9 }
 */
export const boundsIn = (
  name: DialectName,
  { form, settings, defaults = dialects[name].defaults }: Bounded,
): Pick<ScalingSettings, 'minReplicas' | 'maxReplicas'> => {
  const { minReplicas, maxReplicas } = { ...defaults, ...settings };
  const isKedas = form === 'scaled-object' && minReplicas === 0;
  const least = isKedas ? kubernetes.bounds.value.minReplicasLeast : minReplicas;
  return {
    ...(least !== undefined && { minReplicas: least }),
    ...(maxReplicas !== undefined && { maxReplicas }),
  };
};
