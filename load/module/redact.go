package headroom

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"sort"
	"strings"
)

const (
	redacted = "[redacted]"
	// redactedLengthMin: shorter values are left alone; taking them out would make any text unreadable.
	redactedLengthMin = 4
	// sampleBodyCharacters is how much of a body a sample line shows.
	sampleBodyCharacters = 1000
	// sampleCaptureBytes is how much of a body is kept until it is redacted: a value that a cut would split must
	// still be found.
	sampleCaptureBytes = 16 << 10
)

// redactor takes secret values out of texts: as they are, URL-encoded, as JSON, in base64 at any place in a longer
// text, and a token without its "Bearer ". The zero value changes nothing.
type redactor struct {
	replacer  *strings.Replacer
	longest   int
	hasSecret bool
}

// newRedactor makes a redactor for secret values; an empty list redacts nothing.
func newRedactor(values []string) *redactor {
	forms := map[string]bool{}
	for _, value := range values {
		for _, form := range formsOf(value) {
			if len(form) >= redactedLengthMin {
				forms[form] = true
			}
		}
	}
	r := &redactor{hasSecret: len(forms) > 0}
	sorted := make([]string, 0, len(forms))
	for form := range forms {
		sorted = append(sorted, form)
		r.longest = max(r.longest, len(form))
	}
	// The longest first: strings.Replacer takes the first pair that fits at a place.
	sort.Slice(sorted, func(i, j int) bool {
		return len(sorted[i]) > len(sorted[j]) || len(sorted[i]) == len(sorted[j]) && sorted[i] < sorted[j]
	})
	pairs := make([]string, 0, 2*len(sorted))
	for _, form := range sorted {
		pairs = append(pairs, form, redacted)
	}
	r.replacer = strings.NewReplacer(pairs...)
	return r
}

// text gives a text without the secret values.
func (r *redactor) text(text string) string {
	if r == nil || !r.hasSecret {
		return text
	}
	return r.replacer.Replace(text)
}

// message gives a text for people (a log line, an error, an exception) without the secret values, and with every URL
// in it cut to what may be shown: user, password and query hold keys that nobody may have named.
func (r *redactor) message(text string) string {
	text = r.text(text)
	if !strings.Contains(text, "://") {
		return text
	}
	return urlPrivateParts.ReplaceAllString(text, "$1$2$3")
}

// urlPrivateParts finds URLs with their user and password, and their query.
var urlPrivateParts = regexp.MustCompile(`\b((?:https?|wss?|grpcs?|socks5h?)://)(?:[^\s/?#"'@]*@)?([^\s?#"']*)(?:\?[^\s"'#]*)?(#[^\s"']*)?`)

// body gives what a sample shows of a body: redacted, then cut. captured is its beginning, up to sampleCaptureBytes;
// at its own cut a secret may be split, so what could be the first part of one is left out.
func (r *redactor) body(captured []byte, truncated bool) string {
	text := strings.ToValidUTF8(string(captured), "�")
	if truncated && r != nil {
		text = strings.ToValidUTF8(text[:max(0, len(text)-r.longest)], "")
	}
	runes := []rune(r.text(text))
	return string(runes[:min(len(runes), sampleBodyCharacters)])
}

// formsOf lists how a value may show up in a text.
func formsOf(value string) []string {
	value = strings.TrimSpace(value)
	bare := bareToken(value)
	var forms []string
	for _, part := range append(linesOf(value), value, bare, basicPassword(value)) {
		if len(part) < redactedLengthMin {
			continue
		}
		forms = append(forms, part, url.QueryEscape(part), url.PathEscape(part), strings.ReplaceAll(part, " ", "%20"))
		forms = append(forms, jsonForms(part)...)
		forms = append(forms, base64Forms(part)...)
	}
	return forms
}

// bareToken is the value without the name of its scheme: "Bearer x" gives "x".
func bareToken(value string) string {
	scheme, token, found := strings.Cut(value, " ")
	const shortestToken = 8 // two words of a text are no token with its scheme
	if !found || strings.ContainsAny(token, " \n") || len(token) < shortestToken || len(scheme) > len("SharedAccessSignature") {
		return value
	}
	return token
}

// basicPassword is the password inside a "Basic …" header, or "".
func basicPassword(value string) string {
	encoded, isBasic := strings.CutPrefix(value, "Basic ")
	if !isBasic {
		return ""
	}
	pair, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return ""
	}
	_, password, _ := strings.Cut(string(pair), ":")
	return password
}

// linesOf gives the lines of a private key, each of which tells a part of it.
func linesOf(value string) []string {
	if !strings.Contains(value, "PRIVATE KEY-----") {
		return nil
	}
	var lines []string
	for _, line := range strings.Split(value, "\n") {
		line = strings.TrimSpace(line)
		if len(line) >= 16 && !strings.HasPrefix(line, "-----") {
			lines = append(lines, line)
		}
	}
	return lines
}

func jsonForms(value string) []string {
	escaped, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	plain := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(value)
	return []string{string(escaped[1 : len(escaped)-1]), plain}
}

// base64Forms gives what stays the same of a value's base64 whatever stands before and after it: base64 takes three
// bytes at a time, so there are three places where a value can begin.
func base64Forms(value string) []string {
	var forms []string
	for before := range 3 {
		padded := append(make([]byte, before), value...)
		encoded := base64.RawStdEncoding.EncodeToString(padded)
		// Characters that also hold bits of what stands before or after are not the value's own.
		first := (before*8 + 5) / 6
		last := len(padded) * 8 / 6
		if last-first < 2*redactedLengthMin {
			continue
		}
		form := encoded[first:last]
		forms = append(forms, form, strings.NewReplacer("+", "-", "/", "_").Replace(form))
	}
	return forms
}

// urlSecrets are the parts of a URL that must never be shown: user, password, query.
func urlSecrets(address string) []string {
	parsed, err := url.Parse(address)
	if err != nil {
		return []string{address}
	}
	var values []string
	if parsed.User != nil {
		password, _ := parsed.User.Password()
		values = append(values, password, parsed.User.Username(), parsed.User.String())
	}
	if parsed.RawQuery != "" {
		values = append(values, parsed.RawQuery)
		for _, ofName := range parsed.Query() {
			values = append(values, ofName...)
		}
	}
	return values
}

// publicURL is a URL without what must not be shown.
func publicURL(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	parsed.User, parsed.RawQuery, parsed.Fragment = nil, "", ""
	return parsed.String()
}
