package tuitest

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"lrx/internal/tuitest/term"
)

var update = flag.Bool("update", false, "write golden files instead of comparing with them")

// Update says whether golden files are to be written. A test package that
// imports this one uses it rather than a flag of its own of the same name.
func Update() bool { return *update }

// Edit changes a text before it is compared, to mask what differs from run to run.
type Edit func(string) string

// Mask replaces what a pattern matches, such as a duration.
func Mask(pattern, with string) Edit {
	re := regexp.MustCompile(pattern)
	return func(s string) string { return re.ReplaceAllString(s, with) }
}

// Golden compares the text of the screen with testdata/NAME.txt. A frame may
// still be on its way, so it waits until the two are the same.
func (s *Session) Golden(name string, edits ...Edit) {
	s.t.Helper()
	s.golden(name+".txt", term.Snapshot.Text, edits)
}

// GoldenStyled does the same with styles, in testdata/NAME.styled.txt.
func (s *Session) GoldenStyled(name string, edits ...Edit) {
	s.t.Helper()
	s.golden(name+".styled.txt", term.Snapshot.Styled, edits)
}

func (s *Session) golden(file string, render func(term.Snapshot) string, edits []Edit) {
	s.t.Helper()
	text := func(shot term.Snapshot) string {
		text := render(shot)
		for _, edit := range edits {
			text = edit(text)
		}
		return text + "\n"
	}
	if Update() {
		ctx, cancel := context.WithTimeout(context.Background(), s.limit)
		s.term.Settle(ctx, quiet)
		cancel()
	} else if want, err := os.ReadFile(goldenPath(file)); err == nil {
		// What the wait says does not matter: the comparison below tells more.
		_ = s.wait(func(shot term.Snapshot) bool { return text(shot) == string(want) })
	}
	Compare(s.t, file, text(s.term.Snapshot()))
}

// quiet is how long a screen has to stay the same before it is written as a
// golden file. Only -update waits for it.
const quiet = 300 * time.Millisecond

func goldenPath(file string) string { return filepath.Join("testdata", filepath.FromSlash(file)) }

// Compare compares a text with testdata/FILE, or writes it there with -update.
func Compare(t testing.TB, file, got string) {
	t.Helper()
	path := goldenPath(file)
	if Update() {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; go test -update writes it\n%s", err, got)
	}
	// A checkout may have changed the line ends.
	if wanted := strings.ReplaceAll(string(want), "\r\n", "\n"); got != wanted {
		t.Errorf("this is not as in %s (go test -update writes it)\n%s", path, difference(wanted, got))
	}
}

// difference shows both texts line by line where they differ.
func difference(want, got string) string {
	wants, gots := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	for i := range max(len(wants), len(gots)) {
		w, g := line(wants, i), line(gots, i)
		if w == g {
			b.WriteString("  " + g + "\n")
			continue
		}
		b.WriteString("- " + w + "\n+ " + g + "\n")
	}
	return b.String()
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
