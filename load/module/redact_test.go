package headroom

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"
	"go.k6.io/k6/v2/secretsource"
)

const canary = `c4n4ry/"k+y" ü`

func TestASecretIsFoundInEveryForm(t *testing.T) {
	asJSON, _ := json.Marshal(canary)
	texts := map[string]string{
		"plain": canary, "query": url.QueryEscape(canary), "path": url.PathEscape(canary), "json": string(asJSON),
		"header": "Authorization: Bearer " + canary,
	}
	for before := range 3 {
		prefix := strings.Repeat("x", before) + "user:"
		texts["base64 "+prefix] = base64.StdEncoding.EncodeToString([]byte(prefix + canary + "tail"))
		texts["base64url "+prefix] = base64.RawURLEncoding.EncodeToString([]byte(prefix + canary))
	}
	r := newRedactor([]string{canary})
	for form, text := range texts {
		if got := r.text("a " + text + " z"); !strings.Contains(got, redacted) || strings.Contains(got, "c4n4") {
			t.Errorf("%s: %q shows the secret", form, got)
		}
	}
}

func TestATokenIsFoundWithoutItsScheme(t *testing.T) {
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("me:passw0rd"))
	r := newRedactor([]string{"Bearer tok3n-value", basic})
	got := r.text("Bearer tok3n-value, tok3n-value, " + basic + ", passw0rd")
	if strings.Contains(got, "tok3n") || strings.Contains(got, "passw0rd") || strings.Contains(got, basic[6:]) {
		t.Errorf("%q shows a token", got)
	}
}

func TestTextWithoutSecretsStays(t *testing.T) {
	for _, r := range []*redactor{nil, newRedactor(nil), newRedactor([]string{"abc", "secret-value"})} {
		if got := r.text("an abc error: 503"); got != "an abc error: 503" {
			t.Errorf("text was changed to %q", got)
		}
	}
}

func TestABodyIsRedactedBeforeItIsCut(t *testing.T) {
	secret := strings.Repeat("s3cret", 10)
	r := newRedactor([]string{secret})
	for _, at := range []int{0, 950, 990, 999} {
		body := strings.Repeat("é", at) + secret + strings.Repeat("z", 2000)
		got := r.body([]byte(body), false)
		if strings.Contains(got, "s3cret") || len([]rune(got)) != sampleBodyCharacters {
			t.Errorf("secret at %d: %d characters, ends with %q", at, len([]rune(got)), got[len(got)-30:])
		}
	}
	captured := []byte("short " + secret[:30])
	if got := r.body(captured, true); strings.Contains(got, "s3cret") {
		t.Errorf("a secret that the capture split is shown: %q", got)
	}
}

func TestSecretPartsOfAURL(t *testing.T) {
	address := "https://me:passw0rd@scoring.example/score?code=k3y-value&v=1"
	if got := publicURL(address); got != "https://scoring.example/score" {
		t.Errorf("publicURL gives %q", got)
	}
	got := newRedactor(urlSecrets(address)).text("Post \"" + address + "\": EOF")
	if strings.Contains(got, "passw0rd") || strings.Contains(got, "k3y-value") || !strings.Contains(got, "scoring.example") {
		t.Errorf("%q", got)
	}
}

func TestLinesOfAPrivateKeyAreRedacted(t *testing.T) {
	key := "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nAbCdEfGhIjKlMnOpQrStUvWxYz012345\n-----END PRIVATE KEY-----\n"
	if got := newRedactor([]string{key}).text("at AbCdEfGhIjKlMnOpQrStUvWxYz012345 it broke"); strings.Contains(got, "AbCd") {
		t.Errorf("%q shows a line of the key", got)
	}
}

func TestTheSecretSourceRedactsK6sLog(t *testing.T) {
	var lines strings.Builder
	logger := logrus.New()
	logger.Out = &lines
	source := newSecretSource(secretsource.Params{Logger: logger.WithField("a", 1)},
		map[string]string{"KEY": "k3y-value"}, newRedactor([]string{"k3y-value", "other-secret"}))
	if value, err := source.Get("KEY"); err != nil || value != "k3y-value" {
		t.Fatalf("Get gives %q, %v", value, err)
	}
	if _, err := source.Get("NONE"); err == nil || strings.Contains(err.Error(), "k3y-value") {
		t.Errorf("an unknown key gives %v", err)
	}
	logger.WithFields(logrus.Fields{"error": "no other-secret", "n": 3, "all": []string{"k3y-value"}}).Warn("key is k3y-value")
	text := lines.String()
	if strings.Contains(text, "k3y-value") || strings.Contains(text, "other-secret") || !strings.Contains(text, "n=3") {
		t.Errorf("the log says %q", text)
	}
}

func TestMessagesShowURLsWithoutUserAndQuery(t *testing.T) {
	for text, want := range map[string]string{
		`Get "http://127.0.0.1:1/?key=abc": EOF`:             `Get "http://127.0.0.1:1/": EOF`,
		"at https://me:pass@host.example/score?a=b#part now": "at https://host.example/score#part now",
		"wss://host.example?token=x, http://other.example/y": "wss://host.example http://other.example/y",
		"file:///a/b.ts?x=1:2:3 and a@b.example":             "file:///a/b.ts?x=1:2:3 and a@b.example",
	} {
		if got := newRedactor(nil).message(text); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

// What both the module and the tool make of texts: test/errors/redact/ reads the same file.
func TestTextsAreRedactedAsTheToolRedactsThem(t *testing.T) {
	var shared struct {
		Mark  string
		Found []struct{ About, Value, Text, Shown string }
		Stays struct {
			Value string
			Texts []string
		}
		URLs []struct{ URL, Shown string }
	}
	text, err := os.ReadFile("../../test/fixtures/redaction.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &shared); err != nil || len(shared.Found) == 0 || len(shared.URLs) == 0 {
		t.Fatalf("%d cases, %d URLs, %v", len(shared.Found), len(shared.URLs), err)
	}
	if shared.Mark != redacted {
		t.Errorf("the mark is %q, want %q", redacted, shared.Mark)
	}
	for _, one := range shared.Found {
		want := "before " + one.Shown + " after"
		if got := newRedactor([]string{one.Value}).text("before " + one.Text + " after"); got != want {
			t.Errorf("%s: %q, want %q", one.About, got, want)
		}
	}
	for _, text := range shared.Stays.Texts {
		if got := newRedactor([]string{shared.Stays.Value}).text(text); got != text {
			t.Errorf("%q was changed to %q", text, got)
		}
	}
	for _, one := range shared.URLs {
		if got := publicURL(one.URL); got != one.Shown {
			t.Errorf("%q is shown as %q, want %q", one.URL, got, one.Shown)
		}
	}
}

func TestASecretThatTheCutSplitsInAnEscapeIsNotShown(t *testing.T) {
	r := newRedactor([]string{"s3cr3t+key/with=more"})
	for _, end := range []string{`s3cr3`, `s3cr3t\u`, `s3cr3t\u002Bk`, `s3cr3t&#4`, `s3cr3t&#43;key%2`, `s3cr3t%2Bke`} {
		if got := r.body([]byte("it is "+end), true); strings.Contains(got, "s3cr") {
			t.Errorf("cut at %q it shows %q", end, got)
		}
	}
}
