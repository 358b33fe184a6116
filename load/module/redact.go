package headroom

import (
	"net/url"
	"regexp"
	"sort"
	"strings"
)

const (
	redacted = "[redacted]"
	// redactedLengthMin: shorter values are left alone; taking them out would make any text unreadable.
	redactedLengthMin = 4
	// beginningLengthMin: a shorter beginning of a value is shown, as "key abcd… is unknown" does.
	beginningLengthMin = 12
	// sampleBodyCharacters is how much of a body a sample line shows.
	sampleBodyCharacters = 1000
	// sampleCaptureBytes is how much of a body is kept until it is redacted: a value that a cut would split must
	// still be found.
	sampleCaptureBytes = 16 << 10
)

// redactor takes secret values out of texts: in each of their forms (formsOf), whole or the first half and more, and
// escaped as in JSON, HTML or a URL. errors/redact has the same for the tool. The zero value changes nothing.
type redactor struct {
	// forms by their first bytes, so that a text is read once however many there are.
	forms map[string][]string
}

// newRedactor makes a redactor for secret values; an empty list redacts nothing.
func newRedactor(values []string) *redactor {
	r := &redactor{forms: map[string][]string{}}
	known := map[string]bool{}
	for _, value := range values {
		for _, form := range formsOf(value) {
			if len(form) < redactedLengthMin || known[form] {
				continue
			}
			known[form] = true
			r.forms[form[:redactedLengthMin]] = append(r.forms[form[:redactedLengthMin]], form)
		}
	}
	return r
}

// text gives a text without the secret values.
func (r *redactor) text(text string) string { return r.without(text, false) }

// without gives a text without the secret values. At the end of a text that was cut, any beginning of one counts.
func (r *redactor) without(text string, isCut bool) string {
	if r == nil || len(r.forms) == 0 {
		return text
	}
	var spans []span
	for _, layer := range layersOf(text) {
		spans = append(spans, r.find(layer, isCut)...)
	}
	if len(spans) == 0 {
		return text
	}
	sort.Slice(spans, func(i, j int) bool { return spans[i].from < spans[j].from })
	var out strings.Builder
	to := 0
	for _, found := range spans {
		if found.from > to || to == 0 {
			out.WriteString(text[to:found.from])
			out.WriteString(redacted)
		}
		to = max(to, found.to)
	}
	out.WriteString(text[to:])
	return out.String()
}

// span is a part of a text, in bytes.
type span struct{ from, to int }

// find gives the parts of the raw text that hold a secret value in this layer.
func (r *redactor) find(in layer, isCut bool) []span {
	var spans []span
	for at := 0; at+redactedLengthMin <= len(in.text); {
		length := 0
		for _, form := range r.forms[in.text[at:at+redactedLengthMin]] {
			length = max(length, foundLength(in.text[at:], form, isCut))
		}
		if length == 0 {
			at++
			continue
		}
		spans = append(spans, span{in.from(at), in.to(at + length - 1)})
		at += length
	}
	return spans
}

// foundLength is how much of a form stands at the beginning of a text: 0 where it is too little to tell the value.
func foundLength(text, form string, isCut bool) int {
	length := 0
	for length < min(len(text), len(form)) && text[length] == form[length] {
		length++
	}
	isEnough := length >= max(beginningLengthMin, (len(form)+1)/2)
	if length == len(form) || isEnough || isCut && length == len(text) {
		return length
	}
	return 0
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

// cutEscape finds what may be the first part of an escaped character, or of several, at the end of a text.
var cutEscape = regexp.MustCompile(`[\\&%][\\#;%\w]*$`)

// body gives what a sample shows of a body: redacted, then cut. captured is its beginning, up to sampleCaptureBytes;
// at its own cut a secret may be split, so what could be the first part of one is left out.
func (r *redactor) body(captured []byte, truncated bool) string {
	text := strings.ToValidUTF8(string(captured), "�")
	if truncated {
		text = cutEscape.ReplaceAllString(text, "")
	}
	runes := []rune(r.without(text, truncated))
	return string(runes[:min(len(runes), sampleBodyCharacters)])
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
