package headroom

import (
	"fmt"

	"github.com/sirupsen/logrus"
	"go.k6.io/k6/v2/secretsource"
)

// secretSource gives scripts the keys that the config names, by k6/secrets (--secret-source=headroom). k6 redacts in
// its log each value that a script asked for; redactionHook does so for all of them, asked for or not.
type secretSource struct{ values map[string]string }

// newSecrets is what k6 calls for --secret-source=headroom.
func newSecrets(params secretsource.Params) (secretsource.Source, error) {
	g, err := needGenerator()
	if g == nil && isInspected() {
		return unknownSecrets{}, nil
	}
	if err != nil {
		return nil, err
	}
	return newSecretSource(params, g.document.Secret.Secrets, g.redact), nil
}

// newSecretSource makes the secret source for the run and puts the redaction on k6's logger.
func newSecretSource(params secretsource.Params, values map[string]string, r *redactor) secretsource.Source {
	if logger := rootLogger(params.Logger); logger != nil {
		logger.AddHook(&redactionHook{redactor: r})
	}
	return &secretSource{values: values}
}

// Description says what this source is in k6's messages.
func (s *secretSource) Description() string { return "Headroom: the secrets that the config names" }

// Get gives the value of one key.
func (s *secretSource) Get(key string) (string, error) {
	value, known := s.values[key]
	if !known {
		return "", fmt.Errorf("the config names no secret %q", key)
	}
	return value, nil
}

// unknownSecrets is the secret source of a k6 that only reads a script: it is given no key.
type unknownSecrets struct{}

// Description says what this source is in k6's messages.
func (unknownSecrets) Description() string { return "Headroom: no secrets, the script is only read" }

// Get gives an empty value: the script is not run.
func (unknownSecrets) Get(string) (string, error) { return "", nil }

func rootLogger(logger logrus.FieldLogger) *logrus.Logger {
	switch l := logger.(type) {
	case *logrus.Logger:
		return l
	case *logrus.Entry:
		return l.Logger
	}
	return nil
}

// redactionHook takes secret values out of every line that k6 logs: its own, console.log's, and error texts.
type redactionHook struct{ redactor *redactor }

// Levels is part of logrus.Hook.
func (h *redactionHook) Levels() []logrus.Level { return logrus.AllLevels }

// Fire is part of logrus.Hook.
func (h *redactionHook) Fire(entry *logrus.Entry) error {
	entry.Message = h.redactor.message(entry.Message)
	if len(entry.Data) == 0 {
		return nil
	}
	// A new map: the old one may belong to other entries.
	data := make(logrus.Fields, len(entry.Data))
	for name, value := range entry.Data {
		data[name] = h.field(value)
	}
	entry.Data = data
	return nil
}

func (h *redactionHook) field(value any) any {
	switch v := value.(type) {
	case string:
		return h.redactor.message(v)
	case error:
		return h.redactor.message(v.Error())
	case fmt.Stringer:
		return h.redactor.message(v.String())
	case []string, []byte, map[string]string, map[string]any, []any:
		return h.redactor.message(fmt.Sprint(v))
	}
	return value
}
