package headroom

import (
	"reflect"

	"go.k6.io/k6/v2/js/modules"
	"go.k6.io/k6/v2/lib"
)

// anyModule stands for imports that are not known.
const anyModule = "k6/x/any"

// importsOf lists what a script and all its parts have imported or required while k6 read them; later they can't. The
// list is in an exported field of a type that is not exported, so it is found by name; in another k6 anything may
// have been imported.
func importsOf(of lib.Runner) []string {
	value := reflect.Indirect(reflect.ValueOf(of))
	if value.Kind() != reflect.Struct {
		return []string{anyModule}
	}
	bundle := reflect.Indirect(value.FieldByName("Bundle"))
	if bundle.Kind() != reflect.Struct {
		return []string{anyModule}
	}
	field := bundle.FieldByName("ModuleResolver")
	if !field.IsValid() || !field.CanInterface() {
		return []string{anyModule}
	}
	resolver, isResolver := field.Interface().(*modules.ModuleResolver)
	if !isResolver {
		return []string{anyModule}
	}
	return resolver.Imported()
}
