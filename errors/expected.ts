/** What a value in a settings file must be, for the message of the error that refuses another one. */
export const expected = {
  number: 'a number',
  onOrOff: 'true or false, without quotes',
  wholeNumber: 'a whole number',
  percentage: 'a percentage, such as 70',
  wholePercentage: 'a whole percentage, such as 70',
  seconds: 'a number of seconds',
  duration: 'a duration, such as 60s or 1m30s',
  quantity: 'a quantity, such as 10 or 500m',
  isoDuration: 'an ISO 8601 duration, such as PT5S or PT0.5S',
  scalingRules: 'a set of scaling rules (stabilizationWindowSeconds, selectPolicy, policies)',
} as const;

/** What the one document of a settings file is called, in messages. */
export const documentNames = {
  'azureml-v1': 'deployment configuration of an AKS web service',
  'azureml-v2': 'Azure ML online deployment',
  hpa: 'HorizontalPodAutoscaler or ScaledObject',
  'keda-http': 'HTTPScaledObject',
  knative: 'Knative Service or InferenceService',
} as const;
