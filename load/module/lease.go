package headroom

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// leaseVariable names the Lease by which the tool gives its orders to pods, as namespace/name.
const leaseVariable = "HEADROOM_LEASE"

// accountVariable names the folder of the pod's service account where it is not the usual one.
const accountVariable = "HEADROOM_ACCOUNT"

const usualAccount = "/var/run/secrets/kubernetes.io/serviceaccount"

// ordersAnnotation holds the tool's orders so far, one a line. Its other side is cluster/runners/orders.ts.
const ordersAnnotation = "headroom.dev/orders"

// leaseRetry is the pause before a watch that has ended is begun again.
const leaseRetry = 500 * time.Millisecond

// leaseFollower reads the tool's orders from a Lease of Kubernetes, which the tool renews for as long as it lives. A pod
// has no descriptor that ends with the tool; a Lease that is not renewed any more tells the same.
type leaseFollower struct {
	g       *generator
	client  *http.Client
	base    string // of the API server
	folder  string // of the service account
	path    string // of the list that holds the Lease
	name    string
	obeyed  int
	renewed chan time.Duration // how long the Lease then holds
}

// leaseObject is what is read of a Lease.
type leaseObject struct {
	Metadata struct {
		Annotations     map[string]string `json:"annotations"`
		ResourceVersion string            `json:"resourceVersion"`
	} `json:"metadata"`
	Spec struct {
		LeaseDurationSeconds int `json:"leaseDurationSeconds"`
	} `json:"spec"`
}

// leaseFromEnvironment makes the follower of the Lease that the environment names.
func leaseFromEnvironment(g *generator) (*leaseFollower, error) {
	namespace, name, found := strings.Cut(os.Getenv(leaseVariable), "/")
	if !found {
		return nil, fmt.Errorf("%s must be namespace/name, not %q", leaseVariable, os.Getenv(leaseVariable))
	}
	folder := os.Getenv(accountVariable)
	if folder == "" {
		folder = usualAccount
	}
	ca, err := os.ReadFile(filepath.Join(folder, "ca.crt"))
	if err != nil {
		return nil, fmt.Errorf("this pod has no service account: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(ca) {
		return nil, errors.New("ca.crt of the service account holds no certificate")
	}
	// A client of its own: the fence is around the load, not around the tool's orders.
	transport := &http.Transport{
		DialContext:     (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
	}
	host := net.JoinHostPort(os.Getenv("KUBERNETES_SERVICE_HOST"), os.Getenv("KUBERNETES_SERVICE_PORT"))
	return &leaseFollower{
		g: g, client: &http.Client{Transport: transport}, base: "https://" + host, folder: folder,
		path: "/apis/coordination.k8s.io/v1/namespaces/" + url.PathEscape(namespace) + "/leases", name: name,
		renewed: make(chan time.Duration, 1),
	}, nil
}

// leaseDefault is how long the tool may be silent before the Lease was read for the first time.
const leaseDefault = 15 * time.Second

// follow obeys the orders in the Lease until it is not renewed any more: then the tool is gone. How long ago it was
// renewed is measured by this machine's clock, from the change that was seen, so that clocks need not agree.
func (l *leaseFollower) follow() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go l.watchAgain(ctx)
	alive := time.NewTimer(leaseDefault)
	defer alive.Stop()
	for {
		select {
		case holds := <-l.renewed:
			alive.Reset(holds)
		case <-alive.C:
			l.g.ending.toolGone()
			return
		}
	}
}

// watchAgain keeps a watch on the Lease. One that ends, as the API server ends each after a while, is begun again.
func (l *leaseFollower) watchAgain(ctx context.Context) {
	for ctx.Err() == nil {
		if version, err := l.read(ctx); err == nil {
			l.watch(ctx, version)
		}
		select {
		case <-time.After(leaseRetry):
		case <-ctx.Done():
		}
	}
}

// read looks at the Lease once and gives its version. One that is gone tells that the tool has cleaned up.
func (l *leaseFollower) read(ctx context.Context) (version string, err error) {
	response, err := l.get(ctx, l.path+"/"+url.PathEscape(l.name))
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNotFound {
		l.g.ending.toolGone()
	}
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("the Lease can't be read: %s", response.Status)
	}
	lease := new(leaseObject)
	if err := json.NewDecoder(response.Body).Decode(lease); err != nil {
		return "", err
	}
	l.take(lease)
	return lease.Metadata.ResourceVersion, nil
}

// watch takes the changes of the Lease until the server, or the connection, ends the watch.
func (l *leaseFollower) watch(ctx context.Context, version string) {
	query := url.Values{
		"watch": {"1"}, "resourceVersion": {version}, "fieldSelector": {"metadata.name=" + l.name},
	}
	response, err := l.get(ctx, l.path+"?"+query.Encode())
	if err != nil {
		return
	}
	defer response.Body.Close()
	frames := json.NewDecoder(response.Body)
	for {
		var frame struct {
			Type   string      `json:"type"`
			Object leaseObject `json:"object"`
		}
		if frames.Decode(&frame) != nil {
			return
		}
		switch frame.Type {
		case "ADDED", "MODIFIED":
			l.take(&frame.Object)
		case "DELETED":
			l.g.ending.toolGone()
		default:
			return
		}
	}
}

func (l *leaseFollower) get(ctx context.Context, path string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, l.base+path, nil)
	if err != nil {
		return nil, err
	}
	token, err := os.ReadFile(filepath.Join(l.folder, "token")) // each time: Kubernetes renews it
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
	return l.client.Do(request)
}

// take obeys the orders that are new, and notes that the tool lives.
func (l *leaseFollower) take(lease *leaseObject) {
	orders := strings.Split(lease.Metadata.Annotations[ordersAnnotation], "\n")
	for ; l.obeyed < len(orders) && orders[l.obeyed] != ""; l.obeyed++ {
		l.g.obey(orders[l.obeyed])
	}
	holds := leaseDefault
	if seconds := lease.Spec.LeaseDurationSeconds; seconds > 0 {
		holds = time.Duration(seconds) * time.Second
	}
	select {
	case l.renewed <- holds:
	default: // one is on its way already
	}
}
