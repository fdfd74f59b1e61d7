package cli

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"lrx/data/lrs"
	"lrx/internal/safetext"
)

func TestCheckText(t *testing.T) {
	t.Parallel()
	r := &lrs.Report{Source: "school", URL: "https://lrs.example.org/xapi", OK: true, Findings: []lrs.Finding{
		{Code: "a", Level: lrs.LevelOK, Text: "All is \x1b[31mwell."},
		{Code: "b", Level: lrs.LevelProblem, Text: "The next page is on another host, where lrx does not go."},
		{Code: "c", Level: lrs.LevelNote, Text: "See https://lrs.example.org/a/long/address/that/stays/whole now."},
	}}
	var b strings.Builder
	checkText(&b, r, time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC), 40)
	want := `school, https://lrs.example.org/xapi, checked by lrx on 2026-03-30 12:00 UTC

ok       All is well.
problem  The next page is on another
         host, where lrx does not go.
note     See
         https://lrs.example.org/a/long/address/that/stays/whole
         now.

Statements can be pulled. Somebody has to look at 1 problem.
`
	if b.String() != want {
		t.Errorf("got:\n%s", b.String())
	}
	if got := wrapped("no width, no break, however long", 0); !slices.Equal(got, []safetext.Safe{"no width, no break, however long"}) {
		t.Errorf("%q", got)
	}
}

// A terminal sees what is going on, and results stay apart from it.
func TestCheckShowsProgress(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	env, stdout, stderr := testEnv(t, nil)
	env.StderrTerminal = true
	if code := Main([]string{"source", "add", "school", server.URL, "--auth", "none", "-q"}, env, nil); code != exitOK || stderr.Len() > 0 {
		t.Fatalf("code %d: %s", code, stderr)
	}
	if code := Main([]string{"source", "check", "school"}, env, nil); code != exitUnreachable {
		t.Errorf("code %d", code)
	}
	if got := stderr.String(); !strings.HasPrefix(got, "\rasking http://127.0.0.1") || !strings.Contains(got, "\rschool: There is no description") || !strings.HasSuffix(got, "\r\x1b[K") {
		t.Errorf("stderr: %q", got)
	}
	if strings.ContainsAny(stdout.String(), "\r\x1b") {
		t.Errorf("stdout: %q", stdout)
	}
}

// A terminal is asked; ctrl+d and ctrl+c leave everything as it was.
func TestSecretThatIsNotTyped(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		code int
		says string
	}{
		{"ctrl+d", io.EOF, exitFailure, "the secret of school is empty"},
		{"ctrl+c", context.Canceled, exitInterrupted, "interrupted"},
	} {
		env, _, stderr := testEnv(t, nil)
		env.StdinTerminal = true
		env.ReadSecret = func(context.Context) (string, error) { return "", tt.err }
		if code := Main([]string{"source", "add", "school", "https://lrs.example.org", "--user", "u"}, env, nil); code != tt.code || !strings.Contains(stderr.String(), tt.says) {
			t.Errorf("%s: code %d: %s", tt.name, code, stderr)
		}
		if all, err := (&app{env: env}).sources(); err != nil || len(all) > 0 {
			t.Errorf("%s: %v, %v", tt.name, all, err)
		}
	}
}
