package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"lrx/data/lrs"
	"lrx/data/store"
	"lrx/internal/safetext"
	"lrx/query"
)

// testEnv is a world without a terminal, and what was written to it.
func testEnv(t *testing.T, vars map[string]string) (Env, *bytes.Buffer, *bytes.Buffer) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	return Env{
		Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Getenv:   func(key string) string { return vars[key] },
		Now:      func() time.Time { return time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC) },
		Width:    func() int { return 80 },
		DataHome: filepath.Join(t.TempDir(), "data"), CacheHome: filepath.Join(t.TempDir(), "cache"),
	}, &stdout, &stderr
}

func TestExplain(t *testing.T) {
	t.Parallel()
	wrap := func(err error) error { return fmt.Errorf("do it: %w", err) }
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		name string
		ctx  context.Context
		err  error
		code int
		next string
	}{
		{"usage", t.Context(), usage("x", "y"), exitUsage, "x"},
		{"silent", t.Context(), silent(exitPartly), exitPartly, ""},
		{"any other", t.Context(), errors.New("x"), exitFailure, ""},
		{"no such learner", t.Context(), wrap(&query.NotFoundError{Kind: "learner", Name: "x"}), exitNotFound, "lrx learners"},
		{"no such class", t.Context(), wrap(&query.NotFoundError{Kind: "class", Name: "x"}), exitNotFound, "lrx classes"},
		{"no such activity", t.Context(), wrap(&query.NotFoundError{Kind: "activity", Name: "x", Nearby: []safetext.Safe{"y"}}), exitNotFound, "did you mean y?"},
		{"several classes", t.Context(), wrap(&query.ClassNeededError{Classes: []safetext.Safe{"a", "b"}}), exitUsage, "--class"},
		{"no such column", t.Context(), wrap(&query.NotFoundError{Kind: "column", Name: "x", Nearby: []safetext.Safe{"a", "b"}}), exitUsage, "columns: a, b"},
		{"out of scope", t.Context(), wrap(query.ErrScope), exitNotFound, "lrx classes"},
		{"busy", t.Context(), wrap(&store.BusyError{}), exitBusy, "--wait"},
		{"newer", t.Context(), wrap(&store.NewerError{Store: 9, Program: 1}), exitFailure, "newer"},
		{"older", t.Context(), wrap(&store.OlderError{Store: 1, Program: 9}), exitFailure, "rebuild"},
		{"damaged", t.Context(), wrap(&store.DamagedError{Do: "mend"}), exitFailure, "mend"},
		{"full", t.Context(), wrap(&store.FullError{}), exitFailure, "make room"},
		{"denied", t.Context(), wrap(&store.DeniedError{Err: fs.ErrPermission}), exitFailure, "--store"},
		{"mended with a loss", t.Context(), wrap(&store.LossError{Kept: "here"}), exitPartly, "here"},
		{"refused", t.Context(), wrap(&lrs.Error{Kind: lrs.KindUnauthorized, Next: "ask"}), exitRefused, "ask"},
		{"no rights", t.Context(), wrap(&lrs.Error{Kind: lrs.KindForbidden}), exitRefused, ""},
		{"no secret", t.Context(), wrap(&lrs.Error{Kind: lrs.KindSecret}), exitRefused, ""},
		{"unreachable", t.Context(), wrap(&lrs.Error{Kind: lrs.KindUnreachable, Next: "look"}), exitUnreachable, "look"},
		{"no LRS", t.Context(), wrap(&lrs.Error{Kind: lrs.KindNotLRS}), exitUnreachable, ""},
		{"interrupted", t.Context(), wrap(context.Canceled), exitInterrupted, ""},
		{"interrupted in the driver", canceled, errors.New("INTERRUPT Error"), exitInterrupted, ""},
		{"head has seen enough", t.Context(), wrap(syscall.EPIPE), exitOK, ""},
	} {
		f := explain(tt.ctx, tt.err)
		if f.code != tt.code || !strings.Contains(f.next, tt.next) {
			t.Errorf("%s: code %d, next %q", tt.name, f.code, f.next)
		}
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	report(&b, &fault{code: exitFailure, what: "no \x1b[31mred\nline", next: "go\ton"})
	if got, want := b.String(), "lrx: no red line\n  go on\n"; got != want {
		t.Errorf("got %q want %q", got, want)
	}
	b.Reset()
	report(&b, &fault{code: exitPartly})
	if b.Len() > 0 {
		t.Errorf("a silent fault says %q", b.String())
	}
}

func TestVerdict(t *testing.T) {
	t.Parallel()
	refused := []store.Refused{{Path: "x"}}
	for _, tt := range []struct {
		name    string
		counts  store.Counts
		refused []store.Refused
		want    int
	}{
		{"all kept", store.Counts{Read: 2, Kept: 2}, nil, exitOK},
		{"duplicates alone", store.Counts{Read: 2, Duplicate: 2}, nil, exitOK},
		{"conflicts alone", store.Counts{Read: 2, Conflicting: 2}, nil, exitOK},
		{"some rejected", store.Counts{Read: 2, Kept: 1, Rejected: 1}, nil, exitPartly},
		{"some refused", store.Counts{Read: 2, Kept: 2}, refused, exitPartly},
		{"again, some rejected", store.Counts{Read: 2, Duplicate: 1, Rejected: 1}, nil, exitPartly},
		{"all rejected", store.Counts{Read: 2, Rejected: 2}, nil, exitFailure},
		{"all refused", store.Counts{}, refused, exitFailure},
		{"nothing there", store.Counts{}, nil, exitFailure},
	} {
		code := exitOK
		if err := verdict(&store.Receipt{Total: tt.counts, Refused: tt.refused}); err != nil {
			code = explain(t.Context(), err).code
		}
		if code != tt.want {
			t.Errorf("%s: %d, not %d", tt.name, code, tt.want)
		}
	}
}

// waitingReader blocks like a terminal nobody types at; its first read tells
// that the command is under way.
type waitingReader struct{ begun chan struct{} }

func (w waitingReader) Read([]byte) (int, error) {
	close(w.begun)
	select {}
}

func TestInterrupt(t *testing.T) {
	env, stdout, stderr := testEnv(t, nil)
	begun := make(chan struct{})
	env.Stdin = waitingReader{begun}
	done := make(chan int)
	go func() { done <- Main([]string{"load", "-"}, env, nil) }()
	<-begun
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := <-done; code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	if !strings.Contains(stderr.String(), "give the same command again") || stdout.Len() > 0 {
		t.Errorf("stderr %q, stdout %q", stderr, stdout)
	}
}

func TestReaderThatEndsIsPassedOn(t *testing.T) {
	t.Parallel()
	got, err := io.ReadAll(cancelable(t.Context(), strings.NewReader("all of it")))
	if err != nil || string(got) != "all of it" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestFirstRunSaysHowToBegin(t *testing.T) {
	env, stdout, _ := testEnv(t, nil)
	env.StdinTerminal, env.StdoutTerminal = true, true
	explore := func(context.Context, ExploreOptions) error { return errors.New("opened without a store") }
	if code := Main(nil, env, explore); code != exitOK || !strings.Contains(stdout.String(), "lrx demo") {
		t.Errorf("code %d: %s", code, stdout)
	}
	env, _, stderr := testEnv(t, nil)
	env.StdinTerminal, env.StdoutTerminal = true, true
	if code := Main([]string{"./nosuch"}, env, explore); code != exitFailure || !strings.Contains(stderr.String(), `no store in "./nosuch"`) {
		t.Errorf("code %d: %s", code, stderr)
	}
}

func TestColour(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		vars     map[string]string
		terminal bool
		refused  bool
		want     bool
	}{
		{nil, true, false, true},
		{nil, false, false, false},
		{nil, true, true, false},
		{map[string]string{"NO_COLOR": "1"}, true, false, false},
		{map[string]string{"TERM": "dumb"}, true, false, false},
	} {
		env, _, _ := testEnv(t, tt.vars)
		env.StdoutTerminal = tt.terminal
		if got := env.colour(tt.refused); got != tt.want {
			t.Errorf("%+v: %t", tt, got)
		}
	}
}

func TestLang(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		vars map[string]string
		want string
	}{
		{nil, ""},
		{map[string]string{"LANG": "C.UTF-8"}, ""},
		{map[string]string{"LANG": "de_AT.UTF-8"}, "de-AT"},
		{map[string]string{"LANG": "de_AT", "LC_ALL": "fr"}, "fr"},
		{map[string]string{"LANG": "sr_RS@latin"}, "sr-RS"},
	} {
		env, _, _ := testEnv(t, tt.vars)
		if got := env.lang(); got != tt.want {
			t.Errorf("%v: %q", tt.vars, got)
		}
	}
}

func TestFooter(t *testing.T) {
	t.Parallel()
	row := query.Row{}
	at := time.Date(2026, 3, 5, 23, 59, 0, 0, time.UTC)
	for _, tt := range []struct {
		sheet  query.Sheet
		hidden []string
		want   string
	}{
		{query.Sheet{Name: "classes", Rows: []query.Row{row}}, nil, "1 class"},
		{query.Sheet{Name: "activities", Rows: []query.Row{row}, AsOf: at}, nil, "1 activity · as of 2026-03-05 23:59 UTC"},
		{query.Sheet{Name: "learners"}, nil, "no learners"},
		{query.Sheet{Name: "sql", Rows: []query.Row{row, row}}, []string{"IRI", "Type"}, "2 rows · no room for: IRI, Type"},
		{query.Sheet{Name: "statements", Rows: make([]query.Row, 100), Total: 22000, Truncated: true}, nil, "showing 100 of 22,000; --limit 0 for all"},
		{query.Sheet{Name: "statements", Rows: make([]query.Row, 100), Total: 100, Truncated: true}, nil, "showing 100, there are more; --limit 0 for all"},
	} {
		if got := footer(tt.sheet, tt.hidden); got != tt.want {
			t.Errorf("got %q want %q", got, tt.want)
		}
	}
}

func TestProgressText(t *testing.T) {
	t.Parallel()
	half := store.Progress{Phase: "reading", Path: "in/export.json.gz", Bytes: 50e6, TotalBytes: 100e6, Read: 39000}
	for _, tt := range []struct {
		p      store.Progress
		gained int64
		spent  time.Duration
		want   safetext.Safe
	}{
		{half, 50e6, 10 * time.Second, "reading export.json.gz  [##########..........]  50 %  39,000 read  5.0 MB/s  0:10 left"},
		{half, 0, 0, "reading export.json.gz  [##########..........]  50 %  39,000 read"},
		{store.Progress{Phase: "reading", Bytes: 8e6, Read: 7, Resumed: true}, 8e6, 4 * time.Second, "reading (resumed)  7 read  2.0 MB/s"},
		{store.Progress{Phase: "deriving", Read: 7}, 0, time.Second, "deriving…"},
	} {
		if got := progressText(tt.p, tt.gained, tt.spent); got != tt.want {
			t.Errorf("got  %q\nwant %q", got, tt.want)
		}
	}
}

func TestProgressOnlyOnATerminal(t *testing.T) {
	t.Parallel()
	env, _, stderr := testEnv(t, nil)
	line := (&app{env: env}).progressLine()
	line.show(store.Progress{Phase: "reading"})
	line.clear()
	if stderr.Len() > 0 {
		t.Errorf("a pipe got %q", stderr)
	}
	env.StderrTerminal = true
	line = (&app{env: env}).progressLine()
	line.show(store.Progress{Phase: "reading", Path: strings.Repeat("x", 200)})
	line.clear()
	if got := stderr.String(); !strings.HasPrefix(got, "\rreading xxx") || !strings.HasSuffix(got, "…\x1b[K\r\x1b[K") {
		t.Errorf("a terminal got %q", got)
	}
}

func TestExportViewNeverOverwrites(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	export := ExportView(dir)
	sheet := query.Sheet{Name: "learners", AsOf: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC), Columns: []query.Column{{Key: "name"}}}
	var names []string
	for _, format := range []string{"csv", "csv", "json"} {
		path, err := export(sheet, format)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, filepath.Base(path))
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	if got := strings.Join(names, " "); got != "lrx-learners-2026-03-05.csv lrx-learners-2026-03-05-2.csv lrx-learners-2026-03-05.json" {
		t.Errorf("files: %s", got)
	}
	if _, err := export(sheet, "parquet"); err == nil {
		t.Error("a format that is not there was written")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 3 {
		t.Errorf("%d files are left", len(entries))
	}
}

func TestTablesForReadme(t *testing.T) {
	t.Parallel()
	commands := CommandTable()
	for _, want := range []string{"| `lrx [STORE]` |", "| `lrx load PATH… \\| -` |", "| `lrx export view VIEW` |", "| `lrx store verify` |", "| `lrx completion` |"} {
		if !strings.Contains(commands, want) {
			t.Errorf("no %s in\n%s", want, commands)
		}
	}
	if codes := ExitCodeTable(); strings.Count(codes, "\n") != 12 || !strings.Contains(codes, "| 130 | interrupted |") {
		t.Errorf("exit codes:\n%s", codes)
	}
}

// Every command has an example and a sentence, and no flag clashes.
func TestEveryCommandIsDocumented(t *testing.T) {
	t.Parallel()
	root := (&app{env: Env{}}).root()
	for _, c := range root.Commands() {
		for _, c := range append(c.Commands(), c) {
			if c.Short == "" || !c.HasSubCommands() && !c.HasExample() {
				t.Errorf("%s lacks a sentence or an example", c.CommandPath())
			}
			_ = c.UsageString() // merges the flags, which fails on a clash
		}
	}
}

func TestSpaceIsChecked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		space    store.Space
		tryAll   bool
		err, say string
	}{
		{"plenty", store.Space{Input: 1e6, Least: 1e5, Need: 1e6, Free: 1e12}, false, "", ""},
		{"unknown", store.Space{Input: 1e12, Least: 1e11, Need: 1e11, Free: -1}, false, "", ""},
		{"big", store.Space{Input: 2e9, Least: 2e8, Need: 5e8, Free: 1e12}, false, "", "this load needs about 500.0 MB of disk, 1.0 TB are free\n"},
		{"tight", store.Space{Input: 1e6, Least: 1e5, Need: 1e6, Free: 5e5}, false, "", "this load needs about 1.0 MB of disk, 500.0 kB are free\n"},
		{"too big", store.Space{Input: 1e10, Least: 13e8, Need: 2e9, Free: 1e9}, false, "this load needs 1.3 GB at least, 1.0 GB are free", ""},
		{"too big, tried all the same", store.Space{Input: 1e10, Least: 13e8, Need: 2e9, Free: 1e9}, true, "", "this load needs about 2.0 GB of disk, 1.0 GB are free\n"},
	} {
		env, _, stderr := testEnv(t, nil)
		err := (&app{env: env}).checkSpace(tt.space, tt.tryAll)
		if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) || stderr.String() != tt.say {
			t.Errorf("%s: %v, said %q", tt.name, err, stderr)
		}
	}
}

// TestExplorerOpensOnWhatTheFilesSay edits a file of decisions and opens the
// explorer: what it decides counts, and what is wrong with it keeps nobody out.
func TestExplorerOpensOnWhatTheFilesSay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env, _, stderr := testEnv(t, nil)
	env.StdinTerminal, env.StdoutTerminal = true, true
	none := func(context.Context, ExploreOptions) error { return nil }
	if code := Main([]string{"load", "--store", dir, "testdata/class.ndjson"}, env, none); code != exitOK {
		t.Fatal(code, stderr)
	}
	edit := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	edit("people.csv", "decision,ifi,other\nmaybe,a@x.example,b@x.example\nsame,kim@example.org,ana@example.org\n")
	edit("activities.csv", "activity,same_as,name,parent,skills,weight,attempt_rule\nhttps://lms.example.org/course/7,,Life,,,,\n")
	opened := false
	if code := Main([]string{dir}, env, func(ctx context.Context, o ExploreOptions) error {
		opened = true
		undecided, err := o.Records.Undecided(ctx)
		if err != nil || undecided {
			return fmt.Errorf("undecided %v: %w", undecided, err)
		}
		classes, err := o.Records.Classes(ctx, o.Viewer, query.Filter{})
		if err != nil || !slices.ContainsFunc(classes.Rows, func(c query.Class) bool { return c.Name == "Life" }) {
			return fmt.Errorf("the classes are %+v: %w", classes.Rows, err)
		}
		return nil
	}); code != exitOK || !opened {
		t.Errorf("code %d, opened %v: %s", code, opened, stderr)
	}
}
