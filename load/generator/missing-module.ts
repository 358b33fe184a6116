import type { ErrorDetails } from '../../errors/headroom-error.ts';

/** Go modules of extensions that scripts often import, by the name they register. Where to look, not a promise. */
const homes: Readonly<Record<string, string>> = {
  'k6/x/sse': 'github.com/phymbert/xk6-sse',
  'k6/x/redis': 'github.com/grafana/xk6-redis',
  'k6/x/dns': 'github.com/grafana/xk6-dns',
  'k6/x/disruptor': 'github.com/grafana/xk6-disruptor',
  'k6/x/kubernetes': 'github.com/grafana/xk6-kubernetes',
  'k6/x/sql': 'github.com/grafana/xk6-sql',
  'k6/x/faker': 'github.com/grafana/xk6-faker',
  'k6/x/exec': 'github.com/grafana/xk6-exec',
  'k6/x/kafka': 'github.com/mostafa/xk6-kafka',
};

const fixOf = (name: string): string => {
  if (!name.startsWith('k6/x/')) return 'correct the name: k6 has no such module';
  const example = `${homes[name] ?? 'github.com/<owner>/<repository>'}@v<version>`;
  return `name its Go module, and k6 is built with it: k6: { extensions: ['${example}'] }; what it connects to is not fenced, so name it in safety.allowUnfenced, too: ['${name}']`;
};

/**
 * What to say of an import that this k6 was built without.
 *
 * @param extensions Go modules of `k6.extensions`, each with its version
 */
export const missingModule = (name: string, extensions: readonly string[]): ErrorDetails => {
  const built = extensions.length === 0 ? '' : `, which was built with ${extensions.join(', ')}`;
  return { what: `the module ${name} is not in this k6${built}`, fix: fixOf(name) };
};
