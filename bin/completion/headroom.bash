# bash completion of headroom
#   headroom completion bash >> ~/.bashrc
_headroom() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "init doctor test report open runs explain plan capacity compare apply rollback verify tune simulate sandbox demo lint migrate rbac clean k6 config mcp completion help --help --version" -- "$cur"))
    return
  fi
  case "$verb ${COMP_WORDS[2]}" in
    'runs prune'|'runs baseline') [ "$COMP_CWORD" -gt 2 ] && verb="$verb ${COMP_WORDS[2]}" ;;
  esac
  case "$verb $prev" in
    'report --format') words="csv svg vega-lite" ;;
    'runs runs') words="prune baseline" ;;
    'plan --unit') words="count perSecond perMinute perHour eachRow" ;;
    'plan --gaps') words="zero interpolate" ;;
    'plan --date-order') words="dayFirst monthFirst" ;;
    'rbac --kind') words="statefulset rollout keda keda-http knative kserve no-autoscaler" ;;
    'config config') words="schema check" ;;
    'completion completion') words="bash zsh fish" ;;
  esac
  if [ -n "$words" ] && [ "${cur#-}" = "$cur" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    return
  fi
  case "$verb" in
    help) words="init doctor test report open runs explain plan capacity compare apply rollback verify tune simulate sandbox demo lint migrate rbac clean k6 config mcp completion exit-codes" ;;
    init) words="--help --verbose --folder --kubeconfig --context --namespace --key-env --yes --overwrite" ;;
    doctor) words="--help --verbose --config --yes --json" ;;
    test) words="--help --verbose --config --runs --title --tag --dry-run --repeat --force --quiet --json" ;;
    report) words="--help --verbose --format --exit-code --json" ;;
    open) words="--help --verbose --runs" ;;
    runs) words="--help --verbose --runs --tag --json" ;;
    'runs prune') words="--help --verbose --runs --keep --older-than --yes" ;;
    'runs baseline') words="--help --verbose --runs --remove" ;;
    explain) words="--help --verbose --logs --from --selector --kubeconfig --context --namespace --json" ;;
    plan) words="--help --verbose --peak --for --column --unit --step --gaps --time-zone --date-order --margin --confidence --spike-share --budget --max-replicas --price-per-replica-hour --price-per-node-hour --pods-per-node --settings --seed --quiet --json" ;;
    capacity) words="--help --verbose --confidence --seed --json" ;;
    compare) words="--help --verbose --baseline --runs-folder --also-base --tolerance --can-find --unlike --html --json" ;;
    apply) words="--help --verbose --config --object --yes --force --recreated" ;;
    rollback) words="--help --verbose --config --yes" ;;
    verify) words="--help --verbose --config --runs --applied --began-with --margin --yes --force --recreated --quiet --json" ;;
    tune) words="--help --verbose --config --runs --rounds --budget-minutes --margin --yes --force --quiet --json" ;;
    simulate) words="--help --verbose --from --target --min --max --replicas --peak --change --print-model --json --series --replications --seed --workers --report" ;;
    sandbox) words="--help --verbose --options --name --namespace --port --api-port --policy --target-utilization --target --min --max --replicas --slots --seed --key-env --kubeconfig-folder --json --exit-with-stdin" ;;
    demo) words="--help --verbose --runs --quick" ;;
    lint) words="--help --verbose --json" ;;
    migrate) words="--help --verbose --out --json" ;;
    rbac) words="--help --verbose --config --namespace --kind --apply --room --logs --runners --user --group --service-account" ;;
    clean) words="--help --verbose --config --namespace --yes" ;;
    k6) words="--help --verbose --install --version --path --config" ;;
    config) words="--help --verbose --config" ;;
    mcp) words="--help --verbose --config --runs" ;;
    completion) words="--help --verbose" ;;
  esac
  if [ "$verb" = help ] || [ "${cur#-}" != "$cur" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _headroom headroom
