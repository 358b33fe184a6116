import { documented } from './fact.ts';

const spec = 'https://keda.sh/docs/latest/reference/scaledobject-spec/';

/** KEDA's ScaledObject: it makes an HPA, which scales between 1 and the maximum; KEDA itself goes to 0 and back. */
export const scaledObject = {
  minReplicas: documented(0, spec),
  maxReplicas: documented(100, spec),
} as const;

/** What KEDA's documents and source state of its triggers. */
export const triggers = {
  /** The keys of their metadata that hold the target; of several that are there the first counts. */
  targetKeys: documented(
    [
      'value',
      'threshold',
      'queueLength',
      'lagThreshold',
      'desiredReplicas',
      'messageCount',
      'targetValue',
      'queryValue',
      'targetQueryValue',
      'targetMetricValue',
      'thresholdValue',
      'listLength',
      'unprocessedEventThreshold',
    ],
    'https://keda.sh/docs/latest/scalers/',
  ),
  /** How the name of the HPA's metric begins after the number of the trigger, where that is not the trigger's type. */
  metricNames: documented(
    {
      'apache-kafka': 'kafka',
      'artemis-queue': 'artemis',
      'aws-kinesis-stream': 'aws-kinesis',
      'aws-sqs-queue': 'aws-sqs',
      couchdb: 'coucdb',
      'gcp-cloudtasks': 'gcp-ct',
      'gcp-pubsub': 'gcp-ps',
      'kubernetes-workload': 'workload',
      'metrics-api': 'metric-api',
      'redis-cluster': 'redis',
      'redis-cluster-streams': 'redis-streams',
      'redis-sentinel': 'redis',
      'redis-sentinel-streams': 'redis-streams',
      'solace-direct-messaging': 'solace-dm',
      'solace-event-queue': 'solace',
      'splunk-observability': 'signalfx',
    },
    'https://github.com/kedacore/keda/tree/main/pkg/scalers',
  ),
} as const;
