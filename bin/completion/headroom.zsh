#compdef headroom
# zsh completion of headroom
#   headroom completion zsh > "${fpath[1]}/_headroom"
_headroom() {
  local -a verbs options
  verbs=(
    'init:write k6.config.ts, a request and CI workflows for a service of the cluster or a URL'
    'doctor:look at what is often wrong before a load: k6, endpoint, cluster, rights, autoscaler'
    'test:fire the load of k6.config.ts at the endpoint, watch the replicas, and report what happened'
    'report:make the report of a recorded run again: report.html, report.md, junit.xml, result.json'
    'open:open the report of a run in the browser, the newest where none is named'
    'runs:list the recorded runs: verdict, peak, proof, title, commit, tags; prune old ones, name baselines'
    'explain:why requests failed, and why the service did not scale: of a run, of a dump, of container logs'
    'plan:calibrate a simulation by recorded runs and recommend settings, with probability and price'
    'capacity:how much load the settings in use hold, and those advised: by simulation, without a search'
    'compare:whether runs of the same load differ beyond chance: better, same, worse, or can’t tell'
    'apply:show what an advice changes in the cluster or in Azure, by a dry run there; write it with --yes'
    'rollback:restore what was in the cluster or in Azure before apply, verify or tune wrote; show it without --yes'
    'verify:prove an advice: apply it, fire the same load again, score the prediction'
    'tune:test, plan, apply and verify until an advice is confirmed'
    'simulate:simulate endpoint and autoscaler: what would happen, without firing a request'
    'sandbox:a scoring service on this machine, with a router, replicas and autoscaler like the real ones'
    'demo:the whole loop on a laptop, without a cluster: sandbox, spike, advice, the same spike again'
    'lint:find traps in settings files: HPA, KEDA, Knative, KServe, Azure ML v1 and v2'
    'migrate:show Azure ML v1 and v2 side by side, and the v2 deployment that does what a v1 file says'
    'rbac:print the least rights that a test of this service needs, for kubectl apply -f -'
    'clean:show what tests that crashed left in the cluster for their runners; remove it with --yes'
    'k6:get k6 with Headroom’s module: find it, build it with Go, or download it'
    'config:check: every fault of k6.config.ts, or what it would do; schema: its JSON Schema'
    'mcp:tools for an agent over stdio: what_if, why, is_it_proven, compare, runs, and test, which asks first'
    'completion:print a script that completes verbs and options: bash, zsh or fish'
  )
  if (( CURRENT == 2 )); then
    _describe verb verbs
    return
  fi
  local verb="$words[2]"
  case "$verb $words[3]" in
    'runs prune'|'runs baseline') (( CURRENT > 3 )) && verb="$verb $words[3]" ;;
  esac
  if [[ "$words[CURRENT]" != -* ]]; then
    case "$verb $words[CURRENT-1]" in
    'report --format') compadd -- csv svg vega-lite; return ;;
    'runs runs') compadd -- prune baseline; return ;;
    'plan --unit') compadd -- count perSecond perMinute perHour eachRow; return ;;
    'plan --gaps') compadd -- zero interpolate; return ;;
    'plan --date-order') compadd -- dayFirst monthFirst; return ;;
    'rbac --kind') compadd -- statefulset rollout keda keda-http knative kserve no-autoscaler; return ;;
    'config config') compadd -- schema check; return ;;
    'completion completion') compadd -- bash zsh fish; return ;;
    esac
  fi
  case "$verb" in
    help) _describe verb verbs; return ;;
    init) options=('--help:show help' '--verbose:show the cause of an error' '--folder:where the files are written' '--kubeconfig:default: KUBECONFIG, then ~/.kube/config' '--context:default: the current one' '--namespace:look for services in this one only' '--key-env:environment variable with the key or token' '--yes:take the defaults, ask nothing' '--overwrite:write files again that are there') ;;
    doctor) options=('--help:show help' '--verbose:show the cause of an error' '--config:the config file' '--yes:also start a pod of load.runners.image, which reports its version, and remove it' '--json:print the findings as JSON') ;;
    test) options=('--help:show help' '--verbose:show the cause of an error' '--config:the config file' '--runs:folder in which the run folder is made' '--title:what the run is called in lists and reports; before that of the config' '--tag:a word by which the run is found again, such as nightly; beside those of the config' '--dry-run:print the plan, read the script, and fire nothing' '--repeat:fire the load so many times, each a run of its own: more runs show smaller differences' '--force:fire the load whatever the endpoint answers to the first request' '--quiet:print only the answer, no progress' '--json:print result.json (or the plan) on stdout; of repeats one line for each') ;;
    report) options=('--help:show help' '--verbose:show the cause of an error' '--format:also write: csv, the seconds of the run; svg, every chart as a file in charts/; vega-lite, every chart as a specification with its numbers, to draw it again' '--exit-code:end with the exit code of the test: 3 for an SLO that is not met' '--json:print result.json instead of the summary') ;;
    open) options=('--help:show help' '--verbose:show the cause of an error' '--runs:folder with the run folders') ;;
    runs) options=('--help:show help' '--verbose:show the cause of an error' '--runs:folder with the run folders' '--tag:only runs with this tag' '--json:print JSON') ;;
    'runs prune') options=('--help:show help' '--verbose:show the cause of an error' '--runs:folder with the run folders' '--keep:keep so many of the newest' '--older-than:remove those older than 12h, 30d or 8w' '--yes:remove them') ;;
    'runs baseline') options=('--help:show help' '--verbose:show the cause of an error' '--runs:folder with the run folders' '--remove:forget the name; its run stays') ;;
    explain) options=('--help:show help' '--verbose:show the cause of an error' '--logs:files (kubectl logs, docker logs, get_logs(), az ml), or pods whose logs are read from the cluster' '--from:a dump: a folder of `kubectl get deploy,rs,pods,hpa,events,nodes -o json` and of logs' '--selector:of a dump that holds several services: app=…' '--kubeconfig:of a pod; default: what kubectl uses' '--context:of a pod; default: the current one' '--namespace:of a pod (default: default) or a dump' '--json:print the findings as JSON') ;;
    plan) options=('--help:show help' '--verbose:show the cause of an error' '--peak:plan for a spike this many times as high, such as 2x' '--for:plan for a trace (numbers of requests, or one row for each: CSV, JSON, access logs), or for a day: time_of_day,rate' '--column:of --for: the column to read, such as requests' '--unit:of --for: what a number counts (default: by the name of its column)' '--step:of --for: seconds of a row, such as 60' '--gaps:of --for: what a step without a number is: no requests, or on the line between the numbers around it' '--time-zone:of --for: zone of times that name none (default: UTC)' '--date-order:of --for: what 1/5/2024 means, if the dates do not show it' '--margin:the SLO must hold at a peak so much higher, a share (default: plan.margin of the config, 0.2)' '--confidence:chance of meeting the SLO that the advice must have, a share (default: plan.confidence of the config, 0.95)' '--spike-share:share of time under the load, for the cost; the rest is at its baseline (default: plan.spikeShare of the config, 0.01). With a day: under the recorded spike, added to its highest level (default: no spike)' '--budget:the most replicas that an advice may have; only this lowers a maximum in use' '--max-replicas:' '--price-per-replica-hour:price of a replica per hour, in any currency' '--price-per-node-hour:price of a node per hour, in any currency; a node that is filled by half counts half; needs --pods-per-node' '--pods-per-node:replicas that one node holds; needs --price-per-node-hour' '--settings:your own settings file: a patched copy, comments kept, is written beside the fresh ones' '--seed:the same runs and seed give the same advice' '--quiet:print only the answer, no progress' '--json:print recommendation.json') ;;
    capacity) options=('--help:show help' '--verbose:show the cause of an error' '--confidence:chance of meeting the SLO, a share (default: plan.confidence of the config, 0.95)' '--seed:the same run and seed give the same answer' '--json:print JSON') ;;
    compare) options=('--help:show help' '--verbose:show the cause of an error' '--baseline:compare with the run that `headroom runs baseline` keeps under this name' '--runs-folder:with --baseline: where they are kept' '--also-base:further runs of the base: repeats of the same' '--tolerance:a difference that does not matter: p95=5%, errors=0.2%, service=3%, recovery=2s, replicas=1' '--can-find:compare nothing: say how small a difference from the base 1, 2, 4 and 8 runs would find' '--unlike:compare although the loads differ' '--html:also write this HTML file: every figure, and both sides in charts over each other' '--json:print JSON') ;;
    apply) options=('--help:show help' '--verbose:show the cause of an error' '--config:the config file' '--object:Kind/name to write to, such as HorizontalPodAutoscaler/score (default: what scales the service)' '--yes:write it' '--force:write also where a GitOps tool keeps the object as Git has it' '--recreated:it is the recorded cluster, and the objects of the service were recreated since the run') ;;
    rollback) options=('--help:show help' '--verbose:show the cause of an error' '--config:the config file' '--yes:restore it') ;;
    verify) options=('--help:show help' '--verbose:show the cause of an error' '--config:the config file' '--runs:folder in which the re-run is recorded' '--applied:you have applied the settings already' '--began-with:ready replicas when the load begins, as you state it where the cluster can’t be read' '--margin:after a proof that confirms, fire the load once more at the peak with the margin of the plan' '--yes:the advice may be put into effect: cluster, Azure or sandbox' '--force:fire the load whatever the endpoint answers to the first request' '--recreated:it is the recorded cluster, and the objects of the service were recreated since the run' '--quiet:print only the answer, no progress' '--json:print verification.json') ;;
    tune) options=('--help:show help' '--verbose:show the cause of an error' '--config:the config file' '--runs:folder in which the runs are recorded' '--rounds:try at most this many advices' '--budget-minutes:start no round that would end later' '--margin:after a proof that confirms, fire the load once more at the peak with the margin of the plan' '--yes:the advice may be put into effect: cluster, Azure or sandbox' '--force:fire the load whatever the endpoint answers to the first request' '--quiet:print only the answer, no progress' '--json:print JSON') ;;
    simulate) options=('--help:show help' '--verbose:show the cause of an error' '--from:run folder: simulate the recorded service as it was, and with the changes below' '--target:what if: the rule’s target, in its own unit: 0.7' '--min:what if: least replicas' '--max:what if: most replicas' '--replicas:what if: a fixed number, without autoscaler' '--peak:what if: a spike this many times as high, such as 2x' '--change:what if: any other fields of a model file, as JSON: ’{"router": {"queueWaitLimitMs": 1000}}’' '--print-model:with --from: print the model as a file for this verb, and simulate nothing' '--json:print JSON: an array for several models' '--series:with --json: add per-second series' '--replications:instead of the model’s' '--seed:instead of the model’s' '--workers:threads; the answer does not depend on them' '--report:also draw the models side by side into this HTML file') ;;
    sandbox) options=('--help:show help' '--verbose:show the cause of an error' '--options:JSON file with sandbox options, or - for a line on standard input; those below win over it' '--name:name of the service (demo)' '--namespace:its Kubernetes namespace (default)' '--port:scoring port (8890), 0 for any free one' '--api-port:port of the Kubernetes API (8891), 0 for any free one' '--policy:autoscaler rule (azureml-v1)' '--target-utilization:target utilization as a share (0.7)' '--target:' '--min:fewest replicas (3)' '--max:most replicas (30)' '--replicas:replicas of the policy "fixed"' '--slots:requests that a replica runs at once (1)' '--seed:seed of service times and start-up lags (1)' '--key-env:environment variable with the key that scoring asks for' '--kubeconfig-folder:where the file "kubeconfig" is written, and removed at the end (.headroom/sandbox)' '--json:print one line of JSON when ready' '--exit-with-stdin:end when standard input ends, so with the process that holds it') ;;
    demo) options=('--help:show help' '--verbose:show the cause of an error' '--runs:folder in which the run folder is made' '--quick:a spike of seconds and its report: a first look, without advice and proof') ;;
    lint) options=('--help:show help' '--verbose:show the cause of an error' '--json:print the findings as JSON') ;;
    migrate) options=('--help:show help' '--verbose:show the cause of an error' '--out:write the v2 deployment into this new file' '--json:print it as JSON') ;;
    rbac) options=('--help:show help' '--verbose:show the cause of an error' '--config:the config file' '--namespace:namespace of the service, if not as in the config' '--kind:what the service is made of beside a Deployment, instead of looking into the cluster' '--apply:the rights of apply and rollback, too' '--room:list the pods of all namespaces, too: shows what room the nodes have left, and how many routers Azure ML has' '--logs:the rights of explain --logs <pod>, too' '--runners:instead: the rights to fire from pods (load.runners), and those of the pods' '--user:bind the roles to this user' '--group:bind them to this group' '--service-account:bind them to this account: [namespace/]name') ;;
    clean) options=('--help:show help' '--verbose:show the cause of an error' '--config:the config file' '--namespace:of the runners, if not as in the config' '--yes:remove it') ;;
    k6) options=('--help:show help' '--verbose:show the cause of an error' '--install:print which k6 is used and where it is from (default)' '--version:print its version' '--path:print its path' '--config:config file whose k6.path and k6.extensions apply') ;;
    config) options=('--help:show help' '--verbose:show the cause of an error' '--config:the config file') ;;
    mcp) options=('--help:show help' '--verbose:show the cause of an error' '--config:the config whose load the tool test may fire (default: k6.config.ts, if it is there)' '--runs:folder of the runs') ;;
    completion) options=('--help:show help' '--verbose:show the cause of an error') ;;
  esac
  if [[ "$words[CURRENT]" == -* ]]; then
    _describe option options
  else
    _files
  fi
}
if [ "$funcstack[1]" = _headroom ]; then _headroom "$@"; else compdef _headroom headroom; fi
