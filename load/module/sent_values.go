package headroom

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// sentBytesMax is how much of a sent body is looked at for values.
const sentBytesMax = 256 << 10

// sentLengthMin: shorter texts of a body are words that say nothing, such as "text" or "id".
const sentLengthMin = 6

// sentValues are what a server may echo of a request and nobody may read in a sample: keys, tokens and cookies of the
// headers, the private parts of the URL, and the texts in the body. The config and the script know more than the
// secrets that were named.
func sentValues(request *http.Request) []string {
	if request == nil {
		return nil
	}
	values := urlSecrets(request.URL.String())
	for name, own := range request.Header {
		if containsAny(strings.ToLower(name), "auth", "cookie", "key", "token", "secret", "password", "signature") {
			values = append(values, own...)
		}
	}
	return append(values, bodyValues(request)...)
}

// bodyValues are the texts of a body that is JSON, and the body as a whole.
func bodyValues(request *http.Request) []string {
	if request.GetBody == nil {
		return nil
	}
	body, err := request.GetBody()
	if err != nil {
		return nil
	}
	defer body.Close()
	content, err := io.ReadAll(io.LimitReader(body, sentBytesMax))
	if err != nil {
		return nil
	}
	values := []string{string(content)}
	var parsed any
	if json.Unmarshal(content, &parsed) == nil {
		values = textsOf(parsed, values[:0])
	}
	return values
}

// textsOf adds every text inside a JSON value.
func textsOf(value any, to []string) []string {
	switch of := value.(type) {
	case string:
		if len(of) >= sentLengthMin {
			to = append(to, of)
		}
	case []any:
		for _, inner := range of {
			to = textsOf(inner, to)
		}
	case map[string]any:
		for _, inner := range of {
			to = textsOf(inner, to)
		}
	}
	return to
}
