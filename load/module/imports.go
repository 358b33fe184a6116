package headroom

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

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

// refuseUnfenced refuses a script with a module whose connections the fence can't hold: the browser, and extensions
// that nobody vouched for. The tool has refused those that the script imports by name; require() may make up a name.
func refuseUnfenced(imported, vouchedFor []string) error {
	for _, name := range imported {
		isUnfenced := name == "k6/browser" || name == "k6/experimental/browser" ||
			strings.HasPrefix(name, "k6/x/") && name != moduleName
		if isUnfenced && !slices.Contains(vouchedFor, name) {
			return fmt.Errorf("%s opens connections of its own: the fence can't hold them; leave it out or, if you know "+
				"where it connects, name it in safety.allowUnfenced", name)
		}
	}
	return nil
}
