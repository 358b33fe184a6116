import { assumed, documented, type Fact } from './fact.ts';
import type { StatusMeaning } from './platform.ts';

/** What codes mean by the HTTP standards and by common use, where a platform documents nothing of its own. */
export const commonStatusCodes = {
  '408': assumed('timeout', 'https://www.rfc-editor.org/rfc/rfc9110#section-15.5.9'),
  // Azure ML managed online endpoints: the container answered with another code than 200.
  '424': assumed(
    'modelFailed',
    'https://learn.microsoft.com/azure/machine-learning/how-to-troubleshoot-online-endpoints#http-status-codes',
  ),
  // Overload in most gateways, and in the standard "too many requests in a given amount of time".
  '429': assumed('overload', 'https://www.rfc-editor.org/rfc/rfc6585#section-4'),
  '500': assumed('modelFailed', 'https://www.rfc-editor.org/rfc/rfc9110#section-15.6.1'),
  '502': assumed('replicaUnreachable', 'https://www.rfc-editor.org/rfc/rfc9110#section-15.6.3'),
  '503': assumed('overload', 'https://www.rfc-editor.org/rfc/rfc9110#section-15.6.4'),
  '504': assumed('timeout', 'https://www.rfc-editor.org/rfc/rfc9110#section-15.6.5'),
} as const satisfies Readonly<Record<string, Fact<StatusMeaning>>>;

const helpPage = 'https://learn.microsoft.com/azure/machine-learning/v1/how-to-troubleshoot-deployment';

/** The help page of Azure ML for scoring services of v1, on AKS, ACI or a local container. */
export const helpPageStatusCodes = {
  ...commonStatusCodes,
  '500': documented(
    'modelFailed',
    'https://github.com/microsoft/azureml-inference-server (routes.py: an exception in run())',
  ),
  '502': documented('modelFailed', `${helpPage}#http-status-code-502`),
  '503': documented('overload', `${helpPage}#http-status-code-503`),
  '504': documented('timeout', `${helpPage}#http-status-code-504`),
} as const satisfies Readonly<Record<string, Fact<StatusMeaning>>>;
