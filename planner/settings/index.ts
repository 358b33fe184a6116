export { azuremlV1SdkArguments } from './dialects/azureml-v1.ts';
export { dialects } from './dialects.ts';
export { policySettingsOf, scalingSettingsOf } from './policy-settings.ts';
export type { DialectName, ScalingSettings } from './settings.ts';
