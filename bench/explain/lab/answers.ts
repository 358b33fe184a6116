/**
 * How real front ends and model servers answer when they fail: status, headers and body as their source or their users
 * have them.
 */

/** An answer of HTTP, without when it comes. */
export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
};

const html = { 'content-type': 'text/html' };
const plain = { 'content-type': 'text/plain' };
const json = { 'content-type': 'application/json' };

/** ingress-nginx, `error_page` of nginx itself. */
const nginx = (status: number, title: string): Answer => ({
  status,
  headers: html,
  body: `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
});

/** An AWS Application Load Balancer. */
const alb = (status: number, title: string): Answer => ({
  status,
  headers: { ...html, server: 'awselb/2.0' },
  body: `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n</body>\r\n</html>\r\n`,
});

/** Envoy, as in Istio and azureml-fe-v2. */
const envoy = (status: number, body: string): Answer => ({
  status,
  headers: { ...plain, server: 'istio-envoy' },
  body,
});

/** A managed online endpoint of Azure ML: 424 for whatever its container answered but 200, which headers tell. */
const managed = (status: string, reason: string, body: string): Answer => ({
  status: 424,
  headers: {
    ...plain,
    'ms-azureml-model-error-statuscode': status,
    'ms-azureml-model-error-reason': reason,
  },
  body,
});

export const answers = {
  ok: { status: 200, headers: json, body: '{"result":[0.5]}' },

  // github.com/Azure/MachineLearningNotebooks issues 647, 1004, 450.
  feOverloaded: {
    status: 503,
    headers: { ...plain, server: 'Cowboy' },
    body: 'Too many requests for service scoring (overloaded)',
  },
  feNoReady: {
    status: 503,
    headers: { ...plain, server: 'Cowboy' },
    body: 'No ready replicas for service scoring',
  },
  feClosed: {
    status: 502,
    headers: { ...plain, server: 'Cowboy' },
    body: 'Replica closed connection before replying',
  },
  feTimeout: { status: 504, headers: { ...plain, server: 'Cowboy' }, body: '' },
  // github.com/microsoft/azureml-inference-server, routes.py: what run() raised.
  runFailed: {
    status: 500,
    headers: {
      ...plain,
      'x-ms-run-function-failed': 'True',
      'x-ms-run-fn-exec-ms': '12.411',
      'x-ms-server-version': 'azmlinfsrv/1.5.1',
    },
    body: "KeyError: 'sepal_width'",
  },
  // docs: an exception in run() behind azureml-fe is 502.
  feRunFailed: {
    status: 502,
    headers: { ...plain, server: 'Cowboy', 'x-ms-run-function-failed': 'True' },
    body: "An unexpected error occurred in scoring script. Traceback (most recent call last): KeyError: 'sepal_width'",
  },

  nginxNoEndpoints: nginx(503, 'Service Temporarily Unavailable'),
  nginxBadGateway: nginx(502, 'Bad Gateway'),
  nginxTimeout: nginx(504, 'Gateway Time-out'),
  nginxLimited: nginx(429, 'Too Many Requests'),
  nginxNoRoute: nginx(404, 'Not Found'),

  albBadGateway: alb(502, 'Bad Gateway'),
  albTimeout: alb(504, 'Gateway Time-out'),
  albNoTargets: alb(503, 'Service Temporarily Unavailable'),

  // envoy source: "upstream connect error or disconnect/reset before headers. reset reason: …".
  envoyReset: envoy(
    503,
    'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
  ),
  envoyRefused: envoy(
    503,
    'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure, transport failure reason: delayed connect error: Connection refused',
  ),
  envoyNoHealthy: envoy(503, 'no healthy upstream'),
  envoyTimeout: envoy(504, 'upstream request timeout'),
  envoyLimited: {
    status: 429,
    headers: { ...plain, server: 'istio-envoy', 'x-local-rate-limit': 'true' },
    body: 'local_rate_limited',
  },

  // knative/serving pkg/queue/breaker.go: ErrRequestQueueFull.
  queueProxyFull: { status: 503, headers: plain, body: 'pending request queue full\n' },
  activatorTimeout: {
    status: 503,
    headers: plain,
    body: 'activator request timeout: context deadline exceeded\n',
  },
  // kedacore/http-add-on interceptor: a cold start that took longer than its readiness timeout.
  interceptorNotReady: { status: 502, headers: plain, body: 'Bad Gateway' },

  // text-generation-inference: more requests than its queue takes.
  modelOverloaded: {
    status: 429,
    headers: json,
    body: '{"error":"Model is overloaded","error_type":"overloaded"}',
  },
  /** A model server with a bounded number of requests. */
  serverBusy: { status: 503, headers: json, body: '{"error":"server busy: all workers are in use"}' },
  // tritonserver, HTTP: a model that is not loaded.
  modelNotFound: {
    status: 404,
    headers: json,
    body: '{"error":"Request for unknown model: \'scoring\' is not found"}',
  },
  // Azure ML managed online endpoints: learn.microsoft.com, "HTTP status codes"; the body of 408 is of azure-docs#94105.
  managedTimeout: { status: 408, headers: plain, body: 'upstream request timeout' },
  managedRunFailed: managed('500', 'INTERNAL SERVER ERROR', "KeyError: 'sepal_width'"),
  managedContainerFull: managed('503', 'Service Unavailable', '{"error":"Exceeds maximum queue size"}'),

  // ray-project/ray, serve/_private/proxy.py: request_timeout_s has passed.
  rayTimeout: {
    status: 408,
    headers: { ...plain, server: 'uvicorn' },
    body: 'Request 4f0c timed out after 1.5s.',
  },
  // text-generation-inference, router/src/server.rs: GenerationError.
  generationFailed: {
    status: 424,
    headers: json,
    body: '{"error":"Request failed during generation: Server error: CUDA out of memory.","error_type":"generation"}',
  },
  // KServe python server: what predict() raised.
  kserveFailed: { status: 500, headers: json, body: '{"error":"ValueError : Input contains NaN."}' },
} as const satisfies Readonly<Record<string, Answer>>;
