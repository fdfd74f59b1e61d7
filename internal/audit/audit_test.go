package audit_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lrx/internal/audit"
)

func seal(text string) string { return fmt.Sprintf("sealed %d %s", len(text), text) }

func at(n int) time.Time { return time.Date(2026, 3, 1, 12, n, 0, 0, time.UTC) }

// kept makes a log with some entries.
func kept(t *testing.T, n int) (log *audit.Log, path string) {
	t.Helper()
	log = &audit.Log{Dir: t.TempDir(), Seal: seal}
	for i := range n {
		e := audit.Entry{At: at(i), Who: "ada", What: "sorted", About: []string{"M-AAAAAAAAAA"}, Purpose: "who may need support"}
		if err := log.Append(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	return log, filepath.Join(log.Dir, audit.File)
}

func TestAppend(t *testing.T) {
	t.Parallel()
	log, path := kept(t, 2)
	change := audit.Entry{At: at(9).In(time.FixedZone("", 3600)), Who: "ben\x1b[2J", What: "profile", Before: "aaaaaaaaaaaa", After: "bbbbbbbbbbbb", Purpose: strings.Repeat("é", 2000)}
	if err := log.Append(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
	if len(lines) != 3 {
		t.Fatalf("%d lines:\n%s", len(lines), text)
	}
	want := `{"at":"2026-03-01T12:00:00Z","who":"ada","what":"sorted","about":["M-AAAAAAAAAA"],"purpose":"who may need support","prev":""}`
	if string(lines[0]) != want {
		t.Errorf("got %s, want %s", lines[0], want)
	}
	for i := range lines[1:] {
		var e audit.Entry
		if err := json.Unmarshal(lines[i+1], &e); err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(lines[i]); e.Prev != hex.EncodeToString(sum[:]) {
			t.Errorf("line %d: prev is %s", i+2, e.Prev)
		}
		if i == 1 && (e.Before != change.Before || e.After != change.After || len(e.Purpose) > 1010 || !e.At.Equal(at(9))) {
			t.Errorf("got %+v", e)
		}
	}
	if bytes.ContainsRune(text, 0x1b) {
		t.Error("a control character stands in the file")
	}
	if n, err := log.Verify(); n != 3 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// TestVerify changes a log in all the ways it is to tell.
func TestVerify(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(lines []string) []string
		head   func(string) string
		wrong  string // "" = nothing
	}{
		{"as it was", nil, nil, ""},
		{"a word", func(l []string) []string { l[1] = strings.Replace(l[1], "ada", "eve", 1); return l }, nil, "line 3 does not follow"},
		{"a line taken out", func(l []string) []string { return append(l[:1:1], l[2:]...) }, nil, "line 2 does not follow"},
		{"the first line taken out", func(l []string) []string { return l[1:] }, nil, "line 1 does not follow"},
		{"lines exchanged", func(l []string) []string { l[0], l[1] = l[1], l[0]; return l }, nil, "line 1 does not follow"},
		{"the tail cut", func(l []string) []string { return l[:3] }, nil, "has 3 entries and had 4"},
		{"all cut", func([]string) []string { return nil }, nil, "has 0 entries and had 4"},
		{"the last line", func(l []string) []string { l[3] = strings.Replace(l[3], "ada", "eve", 1); return l }, nil, "the last entry"},
		{"no JSON", func(l []string) []string { l[2] = "x"; return l }, nil, "line 3 is no entry"},
		{
			"the tail cut, and the head with it", func(l []string) []string { return l[:3] },
			func(h string) string { return strings.Replace(h, `"count":4`, `"count":3`, 1) }, "not sealed with this store's key",
		},
		{"no head", nil, func(string) string { return "" }, "audit.head is missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			log, path := kept(t, 4)
			if c.change != nil {
				text, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				lines := c.change(strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n"))
				var b strings.Builder
				for _, line := range lines {
					b.WriteString(strings.TrimSuffix(line, "\n") + "\n")
				}
				put(t, path, b.String())
			}
			if c.head != nil {
				path := filepath.Join(log.Dir, "audit.head")
				text, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if changed := c.head(string(text)); changed != "" {
					put(t, path, changed)
				} else if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			}
			for _, when := range []string{"before", "after"} { // another entry hides nothing
				_, err := log.Verify()
				if (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
					t.Errorf("%s another entry: got %v, want %q", when, err, c.wrong)
				}
				if err := log.Append(t.Context(), audit.Entry{At: at(9), Who: "ada", What: "report"}); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestAfterACut writes on behind a line that was never finished: it stays, and
// is told.
func TestAfterACut(t *testing.T) {
	t.Parallel()
	log, path := kept(t, 2)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	put(t, path, string(text)+`{"at":"2026-03-01T12:`)
	if err := log.Append(t.Context(), audit.Entry{At: at(5), Who: "ada", What: "report"}); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(after), string(text)) || strings.Count(string(after), "\n") != 4 {
		t.Errorf("got\n%s", after)
	}
	if n, err := log.Verify(); n != 4 || err == nil || !strings.Contains(err.Error(), "line 3 is no entry") {
		t.Errorf("%d, %v", n, err)
	}
}

// TestWithoutKey is a folder without a store.
func TestWithoutKey(t *testing.T) {
	t.Parallel()
	log := &audit.Log{Dir: t.TempDir()}
	if n, err := log.Verify(); n != 0 || err != nil {
		t.Errorf("nothing yet: %d, %v", n, err)
	}
	for i := range 2 {
		if err := log.Append(t.Context(), audit.Entry{At: at(i), What: "profile"}); err != nil {
			t.Fatal(err)
		}
	}
	later := &audit.Log{Dir: log.Dir, Seal: seal}
	if n, err := later.Verify(); n != 2 || err != nil {
		t.Errorf("a head without a seal: %d, %v", n, err)
	}
}

// TestManyAtOnce has several write at once: none is lost, and the chain holds.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			log := &audit.Log{Dir: dir, Seal: seal}
			for k := range 4 {
				if err := log.Append(t.Context(), audit.Entry{At: at(i), Who: fmt.Sprint(i, k), What: "sorted"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if n, err := (&audit.Log{Dir: dir, Seal: seal}).Verify(); n != 32 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

func TestAppendSaysWhatFailed(t *testing.T) {
	t.Parallel()
	log := &audit.Log{Dir: filepath.Join(t.TempDir(), "gone")}
	if err := log.Append(t.Context(), audit.Entry{}); err == nil || !strings.Contains(err.Error(), audit.File) {
		t.Errorf("got %v", err)
	}
	held, _ := kept(t, 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := held.Append(ctx, audit.Entry{}); err == nil {
		t.Error("a cancelled one was written")
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
