package headroom

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
)

// checkEndpoints wants a request for each endpoint, and counts of arrivals that add up to those of the plan.
func (d *planDocument) checkEndpoints() error {
	plan := &d.Plan
	if len(plan.Endpoints) == 0 || len(d.Secret.Endpoints) != len(plan.Endpoints) {
		return fmt.Errorf("%d endpoints came with the secrets of %d, at least one is needed",
			len(plan.Endpoints), len(d.Secret.Endpoints))
	}
	seen := make(map[string]bool, len(plan.Endpoints))
	for i := range plan.Endpoints {
		of := &plan.Endpoints[i]
		if of.Name == "" || seen[of.Name] {
			return fmt.Errorf("endpoint %d is called %q, expected a name of its own", i, of.Name)
		}
		seen[of.Name] = true
		if err := of.check(&d.Secret.Endpoints[i]); err != nil {
			return fmt.Errorf("endpoint %q: %w", of.Name, err)
		}
	}
	return plan.checkShares()
}

func (e *planEndpoint) check(secret *endpointSecret) error {
	if e.Method == "" || e.TimeoutMs <= 0 {
		return errors.New("a method is needed, and timeoutMs above 0")
	}
	if !e.DiscardBody {
		return errors.New("discardBody must be true: the built-in request keeps no answer")
	}
	if !slices.Contains([]string{"one", "inTurn", "random"}, e.Payload.Kind) {
		return fmt.Errorf("payload.kind %q is none of one, inTurn, random", e.Payload.Kind)
	}
	if len(secret.Payloads) != e.Payload.Count {
		return fmt.Errorf("%d payloads came, payload.count is %d", len(secret.Payloads), e.Payload.Count)
	}
	target, err := url.Parse(secret.URL)
	if err != nil || target.Host == "" || (target.Scheme != "http" && target.Scheme != "https") {
		return errors.New("its url is not that of an http or https endpoint") // its text may hold a key
	}
	return nil
}

// checkShares wants the counts of the endpoints to add up, second by second.
func (p *loadPlan) checkShares() error {
	if len(p.Arrivals.PerEndpoint) != len(p.Endpoints) {
		return fmt.Errorf("perEndpoint has the counts of %d endpoints, there are %d",
			len(p.Arrivals.PerEndpoint), len(p.Endpoints))
	}
	for i, counts := range p.Arrivals.PerEndpoint {
		if len(counts) != p.seconds() {
			return fmt.Errorf("perEndpoint[%d] has %d seconds, perSecond %d", i, len(counts), p.seconds())
		}
	}
	for second, count := range p.Arrivals.PerSecond {
		sum := 0
		for _, counts := range p.Arrivals.PerEndpoint {
			if counts[second] < 0 {
				return fmt.Errorf("second %d has %d arrivals for an endpoint", second, counts[second])
			}
			sum += counts[second]
		}
		if sum != count {
			return fmt.Errorf("second %d has %d arrivals, those of its endpoints add up to %d", second, count, sum)
		}
	}
	return nil
}
