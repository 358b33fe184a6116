// Command k6 is k6 with Headroom's extension linked in. go.sum of this module pins every dependency, and building
// from here needs neither git nor a proxy that serves lists of versions, as `go install …@version` does.
package main

import (
	"go.k6.io/k6/v2/cmd"

	_ "headroom.example/k6"
)

func main() { cmd.Execute() }
