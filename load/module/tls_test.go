package headroom

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// clientPair is a new client certificate with its key, in PEM.
func clientPair(t *testing.T, name string) *clientCertificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return &clientCertificate{
		CertPem: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		KeyPem:  string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})),
	}
}

func TestScriptsShowTheConfigsCertificateAndTrustItsAuthority(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		seen[r.TLS.PeerCertificates[0].Subject.CommonName+" "+r.Proto+" "+r.URL.Path]++
	}))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	authority := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	for http2, proto := range map[bool]string{true: "HTTP/2.0", false: "HTTP/1.1"} {
		clear(seen)
		document := planOf(5)
		document.Plan.Connections.HTTP2 = http2
		document.Secret.CaPem, document.Secret.ClientCertificate = &authority, clientPair(t, "tester")
		got := scriptJob{document: document, script: strings.ReplaceAll(`
			import http from 'k6/http';
			export function setup() { http.get('URL/setup'); }
			export default function () { http.batch(['URL/a', 'URL/b']); }`, "URL", server.URL)}.run(t)
		got.mustHave(t, map[string]int{"200": 10})
		want := map[string]int{"tester " + proto + " /a": 5, "tester " + proto + " /b": 5}
		delete(seen, "tester HTTP/2.0 /setup") // setup() has a user of its own, which the mode does not reach
		delete(seen, "tester HTTP/1.1 /setup")
		if fmt.Sprint(seen) != fmt.Sprint(want) {
			t.Errorf("the server saw %v, want %v\n%s", seen, want, got.log)
		}
		made := got.sum("connections")
		if http2 && made > 3 || made < 1 {
			t.Errorf("%s: %d connections", proto, made)
		}
		if key := strings.Split(document.Secret.ClientCertificate.KeyPem, "\n")[1]; strings.Contains(got.log+got.text, key) {
			t.Error("the key is shown")
		}
	}
}

func TestConnectionsOfScriptsGetNoOlderThanPermitted(t *testing.T) {
	server, _ := target(t)
	document, maxAge := planOf(20, 20), 0.4
	document.Plan.Connections.MaxAgeSeconds = &maxAge
	got := scriptJob{document: document, script: `
		import http from 'k6/http';
		export default function () { http.get('` + server.URL + `'); }`}.run(t)
	got.mustHave(t, map[string]int{"200": 40})
	if made := got.sum("connections"); made < 3 || made > 20 {
		t.Errorf("%d connections in 2 s, none older than 0.4 s", made)
	}
}
