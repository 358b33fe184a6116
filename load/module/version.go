package headroom

import "go.k6.io/k6/v2/js/modules"

// moduleVersion is the version of plan, stream and JS API together, which is that of the tool: these are no public
// format. The tool refuses a k6 that has another one.
const moduleVersion = "0.1.0"

// The names of imports are all that `k6 version` tells of a module that is linked from a folder: Go knows no version of
// it. So the version stands in a name of its own, which the tool reads (load/k6/version.ts); no script imports it.
func init() { modules.Register("k6/x/headroom/v"+moduleVersion, new(jsModule)) }
