package headroom

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.k6.io/k6/v2/metrics"
)

// Tags by which every sample of an iteration tells its phase and, where there are several, its endpoint; samples of
// setup() have none.
const (
	phaseTag    = "phase"
	endpointTag = "endpoint"
)

// userMetadata is the name under which samples carry the number of their virtual user, in scripts with WebSocket or
// gRPC. Metadata, unlike tags, makes no new time series in k6. But k6 copies it for every sample: in a script with one
// HTTP request, which is found without it, that was 3 % of all CPU.
const userMetadata = "headroom_user"

// keptFor is how long an iteration with operations can be found after its end: samples reach the output a little
// later.
const keptFor = 5 * time.Second

// operationModules are k6's modules whose requests are known by their samples alone.
var operationModules = []string{
	"k6/ws", "k6/websockets", "k6/experimental/websockets", "k6/net/grpc", "k6/experimental/grpc",
}

// hasOperations tells whether a script with these imports may use WebSocket or gRPC. An extension may.
func hasOperations(imported []string) bool {
	return slices.ContainsFunc(imported, func(name string) bool {
		return slices.Contains(operationModules, name) || strings.HasPrefix(name, "k6/x/") && name != moduleName
	})
}

// beginIteration makes everything that a user sends and measures from now on belong to an arrival.
func (g *generator) beginIteration(u *user, it *iteration) {
	if u.phase != it.key.phase || u.endpoint != it.key.endpoint {
		u.phase, u.endpoint = it.key.phase, it.key.endpoint
		u.state.Tags.Modify(func(tags *metrics.TagsAndMeta) {
			tags.SetTag(phaseTag, g.plan.Phases[it.key.phase].Name)
			if len(g.plan.Endpoints) > 1 {
				tags.SetTag(endpointTag, g.plan.Endpoints[it.key.endpoint].Name)
			}
			if g.hasOperations {
				tags.SetMetadata(userMetadata, strconv.FormatUint(u.vu.GetID(), 10))
			}
		})
	}
	g.chooseScenario(u, it)
	if g.hasOperations {
		u.operations.begin(it)
	}
	u.iteration.Store(it)
}

// noPhase is the phase of a user before its first iteration.
const noPhase = -1

// endIteration ends that.
func (g *generator) endIteration(u *user) { u.iteration.Store(nil) }

// keyOfSample is where a sample of a script counts: in the second in which it was measured, and in the phase and for the
// endpoint of its arrival. ofArrival is false for samples of setup().
func (g *generator) keyOfSample(sample metrics.Sample) (key cellKey, ofArrival bool) {
	name, ofArrival := sample.Tags.Get(phaseTag)
	if !ofArrival {
		return cellKey{second: beforeStart}, false
	}
	phase := slices.IndexFunc(g.plan.Phases, func(of planPhase) bool { return of.Name == name })
	endpoint := 0
	if of, isTagged := sample.Tags.Get(endpointTag); isTagged {
		endpoint = slices.IndexFunc(g.plan.Endpoints, func(one planEndpoint) bool { return one.Name == of })
	}
	return g.keyOfLater(cellKey{phase: max(phase, 0), endpoint: max(endpoint, 0)}, sample.Time), true
}

// userOf finds the virtual user that a sample carries; nil for none.
func (g *generator) userOf(sample metrics.Sample) *user {
	id, err := strconv.ParseUint(sample.Metadata[userMetadata], 10, 64)
	if err != nil {
		return nil
	}
	return g.users.withID(id)
}

// operationIterations keeps the last iterations of a user who opened a connection for WebSocket or gRPC: only they
// can have operations, whose samples come later than they.
type operationIterations struct {
	mu     sync.Mutex
	active bool
	list   []*iteration // oldest first
}

// begin notes an iteration, if the user has operations at all.
func (o *operationIterations) begin(it *iteration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.active {
		o.add(it)
	}
}

// activate notes the iteration that opens a connection, and from now on all others of its user.
func (o *operationIterations) activate(it *iteration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.active = true
	o.add(it)
}

// add needs the lock.
func (o *operationIterations) add(it *iteration) {
	if last := len(o.list) - 1; last >= 0 && !it.firedAt.After(o.list[last].firedAt) {
		return
	}
	old := 0
	for old+1 < len(o.list) && it.firedAt.Sub(o.list[old+1].firedAt) > keptFor {
		old++ // the one after it has begun so long ago that nothing of it is still to come
	}
	o.list = append(o.list[old:], it)
}

// at is the iteration that ran at a moment; nil if it is not known.
func (o *operationIterations) at(moment time.Time) *iteration {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := len(o.list) - 1; i >= 0; i-- {
		if !o.list[i].firedAt.After(moment) {
			return o.list[i]
		}
	}
	return nil
}
