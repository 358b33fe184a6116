export { boundsIn } from './bounds.ts';
export { azuremlV1SdkArguments } from './dialects/azureml-v1/sdk-arguments.ts';
export { dialects } from './dialects.ts';
export { decidedFor } from './for-object.ts';
export { lintText } from './lint.ts';
export {
  changesTo,
  type FieldChange,
  fieldChanges,
  type ItemChange,
  inItems,
  itemOf,
  type ListItem,
} from './live-changes.ts';
export { inItsNames, metricMeantBy, simulatedOf } from './metric-names.ts';
export { defaultTolerance, isOutOfReach, mostUtilization } from './most-utilization.ts';
export { withoutBoundsElsewhere, withoutTargetsElsewhere } from './part-of-object.ts';
export {
  comparableBehavior,
  decidedSettingsOf,
  metricsWithoutWords,
  policySettingsOf,
  scalingSettingsOf,
} from './policy-settings.ts';
export type {
  DialectName,
  ObjectNames,
  OtherMetric,
  Reading,
  ScalingSettings,
  SettingsKey,
} from './settings.ts';
export { scaledObjectBoundsText } from './shared-targets.ts';
export { removedEntries } from './text/changes.ts';
export { isSame } from './text/same.ts';
export type { Trap } from './trap.ts';
export {
  comparisonWith,
  type Difference,
  movedSettingsOf,
  routerKeys,
  undecidedDifferences,
} from './undecided.ts';
export { quantity } from './units.ts';
