export { azuremlV1SdkArguments } from './dialects/azureml-v1.ts';
export { dialects } from './dialects.ts';
export { policySettingsOf, type RouterSettings, scalingSettingsOf } from './policy-settings.ts';
export type { Dialect, DialectName, ScalingSettings, SettingsKey } from './settings.ts';
export type { Trap } from './trap.ts';
