/** The CI server that a command runs on, as far as it has words of its own: by the variables that each documents. */
type CiServer = 'github' | 'azure';

/**
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables and
 * https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables
 */
export const ciServerOf = (env: Readonly<Record<string, string | undefined>>): CiServer | undefined => {
  if (env['GITHUB_ACTIONS'] === 'true') return 'github';
  return env['TF_BUILD']?.toLowerCase() === 'true' ? 'azure' : undefined;
};
