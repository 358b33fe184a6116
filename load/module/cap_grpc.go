package headroom

import (
	"time"

	"google.golang.org/grpc/balancer"
	"google.golang.org/grpc/balancer/pickfirst"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/status"
)

// codeCapped is the code of a call that was not sent, as it would have been one too many. No server sends it.
const codeCapped codes.Code = 9999

// cappedBalancer is the name of the balancer that asks for leave.
const cappedBalancer = "headroom_capped"

// capGRPC lets each gRPC call of this process ask for leave before it is sent: where gRPC picks the connection of a
// call. That is a balancer, and which one a client uses is said by the resolver of its address: both are the places
// that k6 leaves open. It must be called while the process starts.
func capGRPC(permit func(time.Time) bool) {
	balancer.Register(&cappedBuilder{Builder: balancer.Get(pickfirst.Name), permit: permit})
	for _, scheme := range []string{"passthrough", "dns"} { // the default of k6's client, and gRPC's own
		resolver.Register(&cappedResolver{resolver.Get(scheme)})
	}
}

// cappedResolver finds addresses as gRPC's own does, and names the balancer.
type cappedResolver struct{ resolver.Builder }

// Build makes the resolver of one client.
func (r *cappedResolver) Build(
	target resolver.Target, of resolver.ClientConn, options resolver.BuildOptions,
) (resolver.Resolver, error) {
	return r.Builder.Build(target, &resolvedConn{of}, options)
}

type resolvedConn struct{ resolver.ClientConn }

// UpdateState tells the client its addresses.
func (c *resolvedConn) UpdateState(state resolver.State) error {
	state.ServiceConfig = c.ParseServiceConfig(`{"loadBalancingConfig": [{"` + cappedBalancer + `": {}}]}`)
	return c.ClientConn.UpdateState(state)
}

// cappedBuilder makes gRPC's own balancer, asked for leave.
type cappedBuilder struct {
	balancer.Builder
	permit func(time.Time) bool
}

// Name is the name by which it is found.
func (*cappedBuilder) Name() string { return cappedBalancer }

// Build makes the balancer of one client.
func (b *cappedBuilder) Build(of balancer.ClientConn, options balancer.BuildOptions) balancer.Balancer {
	return b.Builder.Build(&cappedConn{ClientConn: of, permit: b.permit}, options)
}

type cappedConn struct {
	balancer.ClientConn
	permit func(time.Time) bool
}

// UpdateState tells the client how calls find their connection from now on.
func (c *cappedConn) UpdateState(state balancer.State) {
	state.Picker = &cappedPicker{Picker: state.Picker, permit: c.permit}
	c.ClientConn.UpdateState(state)
}

type cappedPicker struct {
	balancer.Picker
	permit func(time.Time) bool
}

// Pick picks the connection of a call, or refuses the call. One that has to wait for a connection asks when it is there.
func (p *cappedPicker) Pick(of balancer.PickInfo) (balancer.PickResult, error) {
	picked, err := p.Picker.Pick(of)
	if err == nil && !p.permit(time.Now()) {
		return balancer.PickResult{}, status.Error(codeCapped, errCapped.Error())
	}
	return picked, err
}
