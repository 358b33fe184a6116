// Command k6 is stock k6. Headroom builds it from this module, because go.sum pins every dependency
// and `go install …@version` fails behind a proxy that serves no list of versions.
package main

import "go.k6.io/k6/v2/cmd"

func main() { cmd.Execute() }
