package data

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// fixtures is where the statements of others stand.
const fixtures = "../../shared/fixtures/"

// loaded is the time of every load in these tests.
var loaded = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// lines are the lines of a fixture that are not blank.
func lines(tb testing.TB, name string) [][]byte {
	tb.Helper()
	f, err := os.Open(fixtures + name)
	if err != nil {
		tb.Skipf("fixture is not there: %v", err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			tb.Fatal(err)
		}
	}
	var out [][]byte
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 64<<20)
	for scanner.Scan() {
		if line := bytes.TrimSpace(scanner.Bytes()); len(line) > 0 {
			out = append(out, bytes.Clone(line))
		}
	}
	if scanner.Err() != nil {
		tb.Fatal(scanner.Err())
	}
	return out
}

// The parts of a plain statement.
const (
	plainActor  = `"actor":{"mbox":"mailto:ann@example.com"}`
	plainVerb   = `"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"}`
	plainObject = `"object":{"id":"http://example.com/a"}`
	plainTime   = `"timestamp":"2025-03-04T05:06:07Z"`
	plainID     = `"id":"11111111-2222-4333-8444-555555555555"`
)

// statement writes a statement from parts.
func statement(parts ...string) []byte { return []byte("{" + strings.Join(parts, ",") + "}") }

// plain is the plain statement with more parts, which replace those of the same name.
func plain(parts ...string) []byte {
	return statement(append([]string{plainID, plainActor, plainVerb, plainObject, plainTime}, parts...)...)
}

// decode reads a statement that must be one.
func decode(tb testing.TB, raw []byte) *Statement {
	tb.Helper()
	s, r := NewDecoder().Decode(raw, loaded)
	if r != nil {
		tb.Fatalf("rejected: %v\n%s", r, raw)
	}
	return s
}

func ptr[T any](v T) *T { return &v }
