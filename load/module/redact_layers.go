package headroom

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// layer is a text with escaped characters decoded. starts and ends tell, in bytes of the raw text, where each byte comes
// from; nil: the raw text itself.
type layer struct {
	text         string
	starts, ends []int
}

func (l layer) from(at int) int {
	if l.starts == nil {
		return at
	}
	return l.starts[at]
}

func (l layer) to(at int) int {
	if l.ends == nil {
		return at + 1
	}
	return l.ends[at]
}

// layersMost is how often a text may be escaped: JSON in a JSON text in a page.
const layersMost = 3

// escapes are the ways in which servers write characters, and what each match stands for.
var escapes = []struct {
	pattern *regexp.Regexp
	decode  func(string) string
}{
	{regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\["'\\/bfnrt]`), decodeJSON},
	{regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});`), html.UnescapeString},
	{regexp.MustCompile(`%[0-9a-fA-F]{2}`), func(escaped string) string { return string([]byte{byte(codeOf(escaped[1:]))}) }},
	// A long value is broken into lines.
	{regexp.MustCompile(`\r?\n[ \t]*`), func(string) string { return "" }},
}

// layersOf gives a text as it is, and as it reads with each kind of escaped characters decoded, and with kinds one after
// the other. Kinds that it does not hold cost one look.
func layersOf(text string) []layer {
	layers := []layer{{text: text}}
	done := 0
	for range layersMost {
		for upTo := len(layers); done < upTo; done++ {
			for _, kind := range escapes {
				if matches := kind.pattern.FindAllStringIndex(layers[done].text, -1); matches != nil {
					layers = append(layers, layers[done].decoded(matches, kind.decode))
				}
			}
		}
	}
	return layers
}

// decoded gives the layer with the matches replaced by what they stand for.
func (l layer) decoded(matches [][]int, decode func(string) string) layer {
	var text strings.Builder
	next := layer{starts: []int{}, ends: []int{}}
	add := func(part string, from, to func(int) int) {
		text.WriteString(part)
		for i := range len(part) {
			next.starts, next.ends = append(next.starts, from(i)), append(next.ends, to(i))
		}
	}
	at := 0
	plain := func(upTo int) {
		add(l.text[at:upTo], func(i int) int { return l.from(at + i) }, func(i int) int { return l.to(at + i) })
	}
	for _, match := range matches {
		plain(match[0])
		first, last := l.from(match[0]), l.to(match[1]-1)
		add(decode(l.text[match[0]:match[1]]), func(int) int { return first }, func(int) int { return last })
		at = match[1]
	}
	plain(len(l.text))
	next.text = text.String()
	return next
}

func codeOf(digits string) uint16 {
	code, _ := strconv.ParseUint(digits, 16, 16) // the pattern lets only such digits through
	return uint16(code)
}

func decodeJSON(escaped string) string {
	switch escaped[1] {
	case 'u':
		units := []uint16{codeOf(escaped[2:6])}
		if len(escaped) > 6 {
			units = append(units, codeOf(escaped[8:12]))
		}
		return string(utf16.Decode(units))
	case 'x':
		return string(rune(codeOf(escaped[2:])))
	}
	if at := strings.IndexByte("bfnrt", escaped[1]); at >= 0 {
		return "\b\f\n\r\t"[at : at+1]
	}
	return escaped[1:]
}
