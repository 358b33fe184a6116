package headroom

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// payload is a body that can be sent any number of times.
type payload struct {
	content []byte
	again   func() (io.ReadCloser, error) // as http.Request.GetBody
}

func newPayload(content []byte) *payload {
	p := &payload{content: content}
	p.again = func() (io.ReadCloser, error) { return p.body(), nil }
	return p
}

// body is one reading of the payload. net/http knows this form as one in memory and sends head and body in one write;
// any other form costs a system call and a packet more.
func (p *payload) body() io.ReadCloser { return io.NopCloser(bytes.NewReader(p.content)) }

// requestForm is the scoring request but for its payload. Requests share its URL and headers, which no transport
// changes; nothing is cloned for each of them.
type requestForm struct {
	template http.Request
	payloads []*payload
	order    string // as in the plan: one, inTurn or random
	seed     uint64
	timeout  time.Duration
	follow   bool // redirects
}

// newRequestForms makes the form of each endpoint, in the plan's order.
func newRequestForms(document *planDocument) ([]*requestForm, error) {
	forms := make([]*requestForm, len(document.Plan.Endpoints))
	for i := range forms {
		form, err := newRequestForm(&document.Plan.Endpoints[i], &document.Secret.Endpoints[i])
		if err != nil {
			return nil, err
		}
		form.seed = document.Plan.Seed
		forms[i] = form
	}
	return forms, nil
}

// newRequestForm takes user and password out of the URL into the header where they belong.
func newRequestForm(of *planEndpoint, secret *endpointSecret) (*requestForm, error) {
	target, err := url.Parse(secret.URL)
	if err != nil {
		return nil, errBadURL
	}
	template := http.Request{
		Method: of.Method, URL: target, Host: target.Host, Header: make(http.Header, len(secret.Headers)+1),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	template.Header.Set("User-Agent", "headroom")
	if target.User != nil {
		password, _ := target.User.Password()
		template.SetBasicAuth(target.User.Username(), password)
		target.User = nil
	}
	for name, value := range secret.Headers {
		if strings.EqualFold(name, "Host") {
			template.Host = value
			continue
		}
		template.Header.Set(name, value)
	}
	form := &requestForm{template: template, order: of.Payload.Kind, timeout: of.timeout(), follow: of.FollowRedirects}
	for _, content := range secret.Payloads {
		form.payloads = append(form.payloads, newPayload(content))
	}
	return form, nil
}

// payloadOf is the body of the n-th arrival of the endpoint; nil when there is none.
func (f *requestForm) payloadOf(turn int) *payload {
	if len(f.payloads) == 0 {
		return nil
	}
	switch f.order {
	case "inTurn":
		return f.payloads[turn%len(f.payloads)]
	case "random":
		return f.payloads[drawn(f.seed, uint64(turn))%uint64(len(f.payloads))]
	default:
		return f.payloads[0]
	}
}

// drawn is the n-th number of the random stream of a seed, found without the ones before it: SplitMix64, Steele, Lea
// and Flood 2014. The same plan sends the same payloads, whatever order its arrivals are carried out in.
func drawn(seed, n uint64) uint64 {
	z := (seed ^ 0x5851f42d4c957f2d) + (n+1)*0x9e3779b97f4a7c15
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// withBody gives a request the payload as its body.
func withBody(request *http.Request, of *payload) {
	request.Body, request.GetBody, request.ContentLength = nil, nil, 0
	if of == nil || len(of.content) == 0 {
		return
	}
	request.Body, request.GetBody, request.ContentLength = of.body(), of.again, int64(len(of.content))
}

// redirected is the request that follows a redirect, as browsers do: 307 and 308 keep method and body, the others
// become a GET. To another host no configured header goes along: any of them may be a key.
func redirected(from *http.Request, of *payload, status int, location *url.URL) (*http.Request, *payload) {
	next := from.Clone(from.Context())
	next.URL, next.Host, next.Response = location, location.Host, nil
	if status != http.StatusTemporaryRedirect && status != http.StatusPermanentRedirect && next.Method != http.MethodHead {
		next.Method, of = http.MethodGet, nil
		next.Header.Del("Content-Type")
	}
	if !strings.EqualFold(location.Host, from.URL.Host) {
		next.Header = http.Header{"User-Agent": from.Header["User-Agent"]}
	}
	return next, of
}
