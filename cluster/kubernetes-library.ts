/**
 * What the tool uses of the Kubernetes library, and nothing more. The package ships this module bundled with the
 * library, because the library by itself installs 65 MB of clients for every kind of object: see release/libraries.ts.
 */
export { IsomorphicFetchHttpLibrary, KubeConfig, Log, RequestContext, Watch } from '@kubernetes/client-node';
