package headroom

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// bundleVariable names the folder that holds what a pod needs for its load, in parts: a ConfigMap holds a mebibyte.
const bundleVariable = "HEADROOM_BUNDLE"

// bundle is what the parts come to: the script that k6 runs, and the plan's document without any secret value.
type bundle struct {
	Script   string          `json:"script"`
	Document json.RawMessage `json:"document"`
}

// readBundle joins the parts of a bundle, in the order of their names. Hidden files are how Kubernetes mounts them.
func readBundle(folder string) (*bundle, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("the plan can't be read: %w", err)
	}
	var text []byte
	for _, entry := range entries { // sorted by name
		if strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		part, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("the plan can't be read: %w", err)
		}
		text = append(text, part...)
	}
	made := new(bundle)
	if err := json.Unmarshal(text, made); err != nil {
		return nil, fmt.Errorf("the plan can't be read: %w", err)
	}
	return made, nil
}

// podDocument is the plan of a pod: from its bundle, with its index, and with its secrets from the environment.
func podDocument(folder string) (*planDocument, error) {
	made, err := readBundle(folder)
	if err != nil {
		return nil, err
	}
	document, err := decodeDocument(strings.NewReader(string(made.Document)))
	if err != nil {
		return nil, err
	}
	if document.Runner == nil {
		return nil, errors.New("the plan is refused: a pod fires its share of a plan, and this one names no runners")
	}
	if document.Runner.Index == nil {
		index, err := podIndex(os.Getenv("JOB_COMPLETION_INDEX"), os.Args)
		if err != nil {
			return nil, err
		}
		document.Runner.Index = &index
	}
	if err := document.Secret.takeEnvironment(); err != nil {
		return nil, err
	}
	if err := document.validate(); err != nil {
		return nil, fmt.Errorf("the plan is refused: %w", err)
	}
	return document, giveScript(made.Script)
}

// podIndex is the number of a runner from 0: that of a pod of an indexed Job, or what the k6-operator writes on the
// command line of its runners, which count from 1.
func podIndex(ofJob string, arguments []string) (int, error) {
	if ofJob != "" {
		return strconv.Atoi(ofJob)
	}
	for _, argument := range arguments {
		if number, found := strings.CutPrefix(argument, "instance_id="); found {
			index, err := strconv.Atoi(number)
			return index - 1, err
		}
	}
	return 0, errors.New("this pod has no number: neither JOB_COMPLETION_INDEX nor --tag instance_id=")
}

// giveScript makes a text the standard input of this process, from which k6 reads its script. It stands in no file.
func giveScript(text string) error {
	out, in, err := os.Pipe()
	if err != nil {
		return err
	}
	os.Stdin = out
	go func() {
		_, _ = in.WriteString(text) // a k6 that does not read it says so itself
		in.Close()
	}()
	return nil
}

// placeholderOf stands in a header for the value of an environment variable. Its other side is load/plan/pod-document.ts.
func placeholderOf(name string) string { return "{{env:" + name + "}}" }

// takeEnvironment puts the values of the named variables where the plan wants them, and takes them out of the
// environment, before any script could read it. Kubernetes fills the variables from its Secrets.
func (s *loadSecret) takeEnvironment() error {
	if s.Secrets == nil {
		s.Secrets = map[string]string{}
	}
	for _, name := range s.FromEnvironment {
		value := os.Getenv(name)
		if value == "" {
			return fmt.Errorf("the environment variable %s is empty: see load.runners.secrets", name)
		}
		if err := os.Unsetenv(name); err != nil {
			return err
		}
		s.Secrets[name] = value
		s.Redact = append(s.Redact, value)
		for _, endpoint := range s.Endpoints {
			for header, text := range endpoint.Headers {
				if filled := strings.ReplaceAll(text, placeholderOf(name), value); filled != text {
					endpoint.Headers[header] = filled
					s.Redact = append(s.Redact, filled)
				}
			}
		}
	}
	s.Redact = slices.Compact(s.Redact)
	return nil
}
