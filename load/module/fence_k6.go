package headroom

import (
	"errors"
	"net"
	"reflect"

	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/lib/netext"
)

// errNoBaseDialer is why a k6 without the place for the fence does not start.
var errNoBaseDialer = errors.New("this k6 has no base dialer where headroom expects it: without its fence no load " +
	"starts; use the k6 that headroom builds")

// fenceRunner places the fence in k6: on the dialer that it copies into each virtual user (setup() and teardown()
// too), and on the resolver. Both are exported fields of a type that is not exported, so they are found by name; if
// they are not there, nothing may start.
func (f *fence) fenceRunner(of lib.Runner) error {
	if err := f.resolve(); err != nil {
		return err
	}
	value := reflect.ValueOf(of)
	if value.Kind() != reflect.Pointer || value.Elem().Kind() != reflect.Struct {
		return errNoBaseDialer
	}
	dialerField := value.Elem().FieldByName("BaseDialer")
	resolverField := value.Elem().FieldByName("Resolver")
	if !dialerField.IsValid() || !dialerField.CanAddr() || !resolverField.IsValid() || !resolverField.CanSet() {
		return errNoBaseDialer
	}
	dialer, isDialer := dialerField.Addr().Interface().(*net.Dialer)
	if !isDialer || resolverField.Type() != reflect.TypeFor[netext.Resolver]() {
		return errNoBaseDialer
	}
	dialer.ControlContext = f.control
	resolverField.Set(reflect.ValueOf(f))
	return nil
}
