import { it } from 'vitest';
import { buildPolicy } from '../planner/recommend/builders.ts';
import { costsWhatTheDayCosts } from '../planner/recommend/day-cost.ts';

it('a plan for a day of an HPA costs what the whole day costs, simulated from midnight to midnight', () => {
  costsWhatTheDayCosts(buildPolicy({ kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] }));
});
