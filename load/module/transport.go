package headroom

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// transports makes the HTTP transports of the built-in request, all alike.
type transports struct {
	generator *generator
	tls       *tls.Config
	timeout   time.Duration // of dialling: the longest that any endpoint's client waits
}

// newTransports reads what the secret says of TLS.
func newTransports(g *generator) (*transports, error) {
	secret := &g.document.Secret
	made := &transports{
		generator: g, timeout: g.plan.longestTimeout(),
		tls: &tls.Config{InsecureSkipVerify: secret.InsecureSkipVerify}, //nolint:gosec // only if the config says so
	}
	if secret.CaPem != nil {
		made.tls.RootCAs = x509.NewCertPool()
		if !made.tls.RootCAs.AppendCertsFromPEM([]byte(*secret.CaPem)) {
			return nil, errors.New("caPem holds no certificate")
		}
	}
	if of := secret.ClientCertificate; of != nil {
		pair, err := tls.X509KeyPair([]byte(of.CertPem), []byte(of.KeyPem))
		if err != nil {
			return nil, fmt.Errorf("the client certificate can't be used: %w", err)
		}
		made.tls.Certificates = []tls.Certificate{pair}
	}
	return made, nil
}

// connectionBufferBytes holds the head of a request or an answer. Half of net/http's default saves an eighth of the
// memory with 2,000 in flight; bodies are read past it.
const connectionBufferBytes = 2 << 10

// new makes one transport. It keeps every connection that is idle: how many there are is the load's doing.
func (t *transports) new() *http.Transport {
	connections := t.generator.plan.Connections
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(connections.HTTP2)
	return &http.Transport{
		DialContext:         t.dialCounted,
		TLSClientConfig:     t.tls.Clone(),
		TLSHandshakeTimeout: t.timeout,
		DisableCompression:  true, // the answer is measured as it is sent
		DisableKeepAlives:   connections.Mode == "new",
		MaxIdleConnsPerHost: t.generator.plan.Limits.InFlightMax,
		Protocols:           protocols,
		ReadBufferSize:      connectionBufferBytes,
		WriteBufferSize:     connectionBufferBytes,
		Proxy:               t.generator.fence.proxyFor,

		OnProxyConnectResponse: tunnelFault,
	}
}

// tunnelFault says that a proxy opens no tunnel to an HTTPS endpoint. net/http itself gives the words of its status alone.
func tunnelFault(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &net.OpError{Op: "proxyconnect", Net: "tcp", Err: fmt.Errorf("the proxy answers %s to CONNECT", answer.Status)}
}

// dialCounted opens a connection and books it in the cell of the request that asked for it. That request may have
// taken another connection meanwhile; the server sees this one all the same.
func (t *transports) dialCounted(ctx context.Context, network, address string) (net.Conn, error) {
	began := time.Now()
	ctx, cancel := context.WithTimeout(ctx, t.timeout) // the transport dials on when the request has given up
	defer cancel()
	connection, err := t.generator.fence.dialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if asked, found := ctx.Value(flightKey{}).(*flight); found {
		t.generator.book.connected(asked.key, toMs(time.Since(began)), -1)
	}
	return connection, nil
}

func toMs(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
