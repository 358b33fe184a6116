import { z } from 'zod';
import { about } from '../../runs/schema/about.ts';
import { isLoopback } from '../loopback.ts';

const isPrivate = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  return new URL(url).protocol === 'https:' || isLoopback(url);
};

const name = z.string().min(1);

const azureSchema = z.strictObject({
  subscriptionId: name.meta(about('id of the Azure subscription', '00000000-0000-0000-0000-000000000000')),
  resourceGroup: name.meta(about('the resource group of the workspace', 'my-group')),
  workspace: name.meta(about('the Azure ML workspace', 'my-workspace')),
  endpoint: name.meta(about('the Kubernetes online endpoint', 'my-endpoint')),
  deployment: name.meta(about('the deployment of that endpoint', 'blue')),
  managementUrl: z
    .url()
    .refine(isPrivate, 'a token goes there, so it must be https, or on this machine')
    .default('https://management.azure.com')
    .meta(
      about(
        'Azure Resource Manager; another one for sovereign clouds',
        'https://management.usgovcloudapi.net',
      ),
    ),
});

const kubernetesSchema = z.strictObject({
  object: z
    .string()
    .optional()
    .meta(
      about('Kind/name of the object that settings are written to', 'HorizontalPodAutoscaler/score', {
        otherwise: 'what scales the recorded service',
      }),
    ),
});

/** How settings get into effect: one of four ways. */
export const applySchema = z.union(
  [
    z.strictObject({
      kubernetes: kubernetesSchema.meta(
        about('settings are written to the object in the cluster that scales the service', {}),
      ),
    }),
    z.strictObject({
      azure: azureSchema.meta(
        about('a v2 deployment of a Kubernetes online endpoint, written over Azure Resource Manager', {
          subscriptionId: '00000000-0000-0000-0000-000000000000',
          resourceGroup: 'my-group',
          workspace: 'my-workspace',
          endpoint: 'my-endpoint',
          deployment: 'blue',
        }),
      ),
    }),
    z.strictObject({
      sandbox: z.url().meta(about('address of the Kubernetes API of the sandbox', 'http://127.0.0.1:8891')),
    }),
    z.strictObject({
      command: z
        .array(z.string().min(1))
        .min(1)
        .meta(
          about(
            'program and arguments; {settings} and {recommendation} in them stand for paths, without either the recommendation comes last',
            ['kubectl', 'apply', '--server-side', '-f', '{settings}'],
          ),
        ),
      auto: z.boolean().default(false).meta(about('whether the command is run without --yes', true)),
    }),
  ],
  {
    error:
      "expected one of { kubernetes: {} }, { azure: { … } }, { sandbox: 'http://…' } and { command: ['program', …] }",
  },
);
