package headroom

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
)

// formsOf lists how a value may show up in a text, but for escaped characters: these a redactor decodes.
func formsOf(value string) []string {
	value = strings.TrimSpace(value)
	parts := append(linesOf(value), value, bareToken(value))
	var forms []string
	for _, part := range append(parts, basicParts(value)...) {
		if len(part) < redactedLengthMin {
			continue
		}
		forms = append(forms, part, strings.ToLower(part), strings.ToUpper(part), strings.ReplaceAll(part, " ", "+"),
			url.QueryEscape(part), asBase64URL(part))
		asHex := hex.EncodeToString([]byte(part))
		forms = append(forms, asHex, strings.ToUpper(asHex))
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

// basicParts are user and password inside a "Basic …" header, and the password.
func basicParts(value string) []string {
	encoded, isBasic := strings.CutPrefix(value, "Basic ")
	if !isBasic {
		return nil
	}
	pair, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(encoded, "="))
	if err != nil {
		return nil
	}
	_, password, _ := strings.Cut(string(pair), ":")
	return []string{string(pair), password}
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

// asBase64URL is a value that is base64 itself, as base64url without padding.
func asBase64URL(value string) string {
	return strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(value, "="))
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
		forms = append(forms, form, asBase64URL(form))
	}
	return forms
}
