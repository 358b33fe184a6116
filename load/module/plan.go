package headroom

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"
)

// planVariable names the descriptor that carries the plan. The value itself never stands in the environment.
const planVariable = "HEADROOM_PLAN_FD"

// planDocument is what the tool writes to the plan's descriptor. Its other side is runs/schema/load-plan.ts.
type planDocument struct {
	Plan   loadPlan   `json:"plan"`
	Secret loadSecret `json:"secret"`
	// Runner is this process's part of the plan, where several share it; nil: it fires all of it, when it is ready.
	Runner *runnerShare `json:"runner,omitempty"`
}

// loadPlan is what the run folder keeps as plan.json: nothing secret is in it.
type loadPlan struct {
	SchemaVersion int             `json:"schemaVersion"`
	Seed          uint64          `json:"seed"`
	Generator     string          `json:"generator"`
	StartAtMs     *int64          `json:"startAtMs"` // epoch ms, whole second; nil: the next one after setup()
	Phases        []planPhase     `json:"phases"`
	Arrivals      planArrivals    `json:"arrivals"`
	Endpoints     []planEndpoint  `json:"endpoints"`
	Work          planWork        `json:"work"`
	Connections   planConnections `json:"connections"`
	Retries       *planRetries    `json:"retries,omitempty"` // nil: a request is sent once
	Limits        planLimits      `json:"limits"`
	Fence         planFence       `json:"fence"`
}

// planPhase covers the seconds [FromSecond, ToSecond) of the plan.
type planPhase struct {
	Name       string `json:"name"`
	FromSecond int    `json:"fromSecond"`
	ToSecond   int    `json:"toSecond"`
}

// planArrivals holds whole counts for each second; the tool drew them, they are the plan.
type planArrivals struct {
	Placement string      `json:"placement"` // random, even or exact
	PerSecond []int       `json:"perSecond"`
	OffsetsMs [][]float64 `json:"offsetsMs,omitempty"` // only with exact: ms inside each second, ascending
	// PerEndpoint holds the counts of each endpoint, in the order of the plan's endpoints. They add up to PerSecond.
	PerEndpoint [][]int `json:"perEndpoint"`
}

// planEndpoint is one request that arrivals send; its address, headers and payloads are in the secret.
type planEndpoint struct {
	Name            string      `json:"name"`
	Method          string      `json:"method"`
	TimeoutMs       float64     `json:"timeoutMs"`
	FollowRedirects bool        `json:"followRedirects"`
	DiscardBody     bool        `json:"discardBody"` // always true: nobody could look at a kept body
	Payload         planPayload `json:"payload"`
}

// timeout is when the client gives a request up.
func (e *planEndpoint) timeout() time.Duration {
	return time.Duration(e.TimeoutMs * float64(time.Millisecond))
}

// planWork is what an arrival does: the request of its endpoint, or an iteration of the script.
type planWork struct {
	Kind         string `json:"kind"` // request or script
	UsersAtStart int    `json:"usersAtStart,omitempty"`
	UsersMax     int    `json:"usersMax,omitempty"`
	// FirstIterationMs is how long an iteration is taken to last until the first ones have ended.
	FirstIterationMs float64 `json:"firstIterationMs,omitempty"`
	// Mix holds the functions of a script that arrivals run; without it they run its default function.
	Mix []planFunction `json:"mix,omitempty"`
}

// planFunction is one function of a script, with its share of the arrivals.
type planFunction struct {
	Scenario string  `json:"scenario,omitempty"` // of the script's own options: its name, environment and tags hold
	Exec     string  `json:"exec"`
	Weight   float64 `json:"weight"`
	// Endpoint is whose arrivals run it; "" for those of all.
	Endpoint string `json:"endpoint,omitempty"`
}

// planPayload says how the secret's payloads are used: the first one always, each in turn, or drawn by the seed.
type planPayload struct {
	Kind  string `json:"kind,omitempty"` // one, inTurn or random
	Count int    `json:"count,omitempty"`
}

// planConnections decides which pods get load behind a balancer of connections.
type planConnections struct {
	Mode          string   `json:"mode"` // reuse, perUser or new
	MaxAgeSeconds *float64 `json:"maxAgeSeconds"`
	HTTP2         bool     `json:"http2"`
}

// planRetries is how a client tries a failed request again. Its other side, and what a simulation makes of it, is
// runs/schema/load/retries.ts.
type planRetries struct {
	CountMax      int      `json:"countMax"` // of one request
	BackoffMs     float64  `json:"backoffMs"`
	BackoffGrowth float64  `json:"backoffGrowth"`
	BackoffMaxMs  float64  `json:"backoffMaxMs"`
	JitterShare   float64  `json:"jitterShare"`
	BudgetShare   *float64 `json:"budgetShare"`  // of all first requests; nil: no budget
	RetryAfterMs  *float64 `json:"retryAfterMs"` // nil: Retry-After is not obeyed
}

// planLimits bounds what the load may do to the endpoint and to this machine.
type planLimits struct {
	InFlightMax          int          `json:"inFlightMax"`
	RequestsPerSecondMax float64      `json:"requestsPerSecondMax"`
	GraceSeconds         float64      `json:"graceSeconds"`
	AutoStop             planAutoStop `json:"autoStop"`
}

// planAutoStop ends a load that mostly fails.
type planAutoStop struct {
	MaxErrorShare float64 `json:"maxErrorShare"`
	WindowSeconds int     `json:"windowSeconds"`
	OverdueMs     float64 `json:"overdueMs"`
}

// planFence lists every host, or host:port, that may be connected to.
type planFence struct {
	Hosts []string `json:"hosts"`
	Proxy *string  `json:"proxy"`
	// AllowUnfenced are modules that may be imported though they open connections of their own.
	AllowUnfenced []string `json:"allowUnfenced,omitempty"`
}

// loadSecret is never written anywhere.
type loadSecret struct {
	Endpoints          []endpointSecret   `json:"endpoints"` // in the order of the plan's
	ClientCertificate  *clientCertificate `json:"clientCertificate"`
	CaPem              *string            `json:"caPem"`
	InsecureSkipVerify bool               `json:"insecureSkipVerify"`
	Secrets            map[string]string  `json:"secrets"`
	Redact             []string           `json:"redact"`
	// FromEnvironment are the keys of a pod: variables that Kubernetes fills. Headers hold a placeholder for them.
	FromEnvironment []string `json:"fromEnvironment,omitempty"`
}

// endpointSecret is what a request to an endpoint holds.
type endpointSecret struct {
	URL      string            `json:"url"`
	Headers  map[string]string `json:"headers"`
	Payloads [][]byte          `json:"payloads"` // base64 in the document
}

// clientCertificate is a certificate and its key in PEM.
type clientCertificate struct {
	CertPem string `json:"certPem"`
	KeyPem  string `json:"keyPem"`
}

// documentFromEnvironment reads the plan to the end and closes its descriptor, so that no script can read it. Without
// the variable there is no plan and the binary is plain k6.
func documentFromEnvironment() (*planDocument, error) {
	if folder, found := os.LookupEnv(bundleVariable); found {
		return podDocument(folder)
	}
	text, found := os.LookupEnv(planVariable)
	if !found {
		return nil, nil
	}
	descriptor, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return nil, fmt.Errorf("%s must be the number of an open descriptor, not %q", planVariable, text)
	}
	file := os.NewFile(uintptr(descriptor), "plan")
	if file == nil {
		return nil, fmt.Errorf("%s names descriptor %d, which is not open", planVariable, descriptor)
	}
	defer file.Close()
	return readDocument(file)
}

// readDocument reads one plan and refuses what it does not know: a field that is ignored would be a wish not heard.
func readDocument(from io.Reader) (*planDocument, error) {
	document, err := decodeDocument(from)
	if err != nil {
		return nil, err
	}
	if err := document.validate(); err != nil {
		return nil, fmt.Errorf("the plan is refused: %w", err)
	}
	return document, nil
}

func decodeDocument(from io.Reader) (*planDocument, error) {
	decoder := json.NewDecoder(from)
	decoder.DisallowUnknownFields()
	document := new(planDocument)
	if err := decoder.Decode(document); err != nil {
		return nil, fmt.Errorf("the plan can't be read: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the plan can't be read: something follows it")
	}
	return document, nil
}

// seconds is the length of the plan.
func (p *loadPlan) seconds() int { return len(p.Arrivals.PerSecond) }

// longestTimeout is how long a client waits at most.
func (p *loadPlan) longestTimeout() time.Duration {
	longest := time.Duration(0)
	for i := range p.Endpoints {
		longest = max(longest, p.Endpoints[i].timeout())
	}
	return longest
}

// planned is the number of all arrivals.
func (p *loadPlan) planned() int {
	total := 0
	for _, count := range p.Arrivals.PerSecond {
		total += count
	}
	return total
}

// phaseAt is the index of the phase that holds a second of the plan.
func (p *loadPlan) phaseAt(second int) int {
	for i := range p.Phases {
		if second < p.Phases[i].ToSecond {
			return i
		}
	}
	return len(p.Phases) - 1
}
