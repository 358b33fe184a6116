package headroom

import (
	"net/http"
	"strings"
	"testing"
)

func TestWhatARequestHoldsIsNotShownInItsEcho(t *testing.T) {
	for name, row := range map[string]struct{ body, echo, left string }{
		"JSON":  {`{"user":"c4nary name","list":[{"deep":"c4nary-deep"}],"n":5}`, `bad "c4nary name" or c4nary-deep in n`, `bad "[redacted]" or [redacted] in n`},
		"text":  {"c4nary text", "no model takes c4nary text", "no model takes [redacted]"},
		"short": {`{"kind":"cat"}`, "cat is no kind", "cat is no kind"},
		"none":  {"", "nothing came", "nothing came"},
	} {
		request, err := http.NewRequest(http.MethodPost, "http://me:c4nary-pass@h.example/?sig=c4nary-sig", strings.NewReader(row.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Api-Key", "c4nary-key")
		request.Header.Set("Accept", "text/plain")
		redact := newRedactor(sentValues(request))
		if got := redact.text(row.echo); got != row.left {
			t.Errorf("%s: %q, want %q", name, got, row.left)
		}
		echo := "key c4nary-key, url " + request.URL.String() + ", text/plain"
		if got := redact.text(echo); strings.Contains(got, "c4nary") || !strings.Contains(got, "text/plain") {
			t.Errorf("%s: %q", name, got)
		}
	}
	if len(sentValues(nil)) != 0 {
		t.Error("no request holds something")
	}
}
