package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tmux is a real terminal with the built program in it.
type tmux struct {
	t      *testing.T
	socket string
}

// inTmux starts a shell command in a window of 80 by 24, in a home of its own.
func inTmux(t *testing.T, command string) *tmux {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed here: nothing was tried on a real terminal")
	}
	home, err := os.MkdirTemp("", "lrx-tmux-") // short: a socket's path has to be
	if err != nil {
		t.Fatal(err)
	}
	m := &tmux{t: t, socket: filepath.Join(home, "socket")}
	t.Cleanup(func() {
		_, _ = m.try("kill-server") // it may have ended with the program
		_ = os.RemoveAll(home)      // a leftover in a temporary folder
	})
	m.run("-f", os.DevNull, "new-session", "-d", "-x", "80", "-y", "24",
		"-e", "HOME="+home, "-e", "XDG_CACHE_HOME="+home, "-e", "XDG_DATA_HOME="+home, "-e", "LC_ALL=C.UTF-8", command)
	m.run("set-option", "-s", "set-clipboard", "on")
	return m
}

func (m *tmux) try(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "tmux", append([]string{"-S", m.socket}, args...)...).CombinedOutput()
	return string(out), err
}

func (m *tmux) run(args ...string) string {
	m.t.Helper()
	out, err := m.try(args...)
	if err != nil {
		m.t.Fatalf("tmux %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (m *tmux) press(keys ...string) {
	m.t.Helper()
	m.run(append([]string{"send-keys"}, keys...)...)
}

// waitFor looks until all texts are on the screen.
func (m *tmux) waitFor(texts ...string) string {
	m.t.Helper()
	var screen string
	for range 600 {
		screen = m.run("capture-pane", "-p")
		missing := false
		for _, text := range texts {
			missing = missing || !strings.Contains(screen, text)
		}
		if !missing {
			return screen
		}
		time.Sleep(100 * time.Millisecond)
	}
	m.t.Fatalf("the terminal never showed %q:\n%s", texts, screen)
	return ""
}

// builtProgram is lrx as a user builds it.
func builtProgram(t *testing.T) string {
	t.Helper()
	exe := filepath.Join(t.TempDir(), "lrx")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", exe, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return exe
}

// TestOnARealTerminal goes from the first command to the raw statement in
// tmux: keys, a filter, a resize, the clipboard, and the way out.
func TestOnARealTerminal(t *testing.T) {
	t.Parallel()
	exe := builtProgram(t)
	m := inTmux(t, exe+" demo; echo left with $?; sleep 600")
	m.waitFor("made-up class", "Everyone", "Biology 1")
	m.press("Down", "Enter")
	m.waitFor("Aminata Sow", "1 of 60")
	m.press("/")
	m.waitFor("enter keep")
	m.press("clara")
	m.waitFor("Clara Weidner", "1 of 1, 60 in all")
	m.press("Enter")
	m.waitFor("enter open")
	m.press("Enter")
	m.waitFor("1 Receipt", "State stable", "Points")
	m.press("3")
	m.waitFor("3 Attempts", "Assignment: Pond study")
	m.run("resize-window", "-x", "120", "-y", "40")
	m.waitFor("Complete", "Duration")
	m.run("resize-window", "-x", "50", "-y", "10")
	m.waitFor("too small: 50x10")
	m.run("resize-window", "-x", "80", "-y", "24")
	m.waitFor("3 Attempts", "Assignment: Pond study")
	m.press("Down", "Enter")
	m.waitFor("Kind item")
	m.press("Enter")
	m.waitFor(`"actor"`, "Clara Weidner")
	m.press("y")
	m.waitFor("copied")
	if got := m.run("show-buffer"); !strings.Contains(got, "2025-") {
		t.Errorf("the terminal's clipboard holds %q", got)
	}
	m.press("q")
	m.waitFor("Quit lrx?")
	m.press("y")
	m.waitFor("left with 0")
}

// TestFirstRun starts without a store: it says how to begin.
func TestFirstRun(t *testing.T) {
	t.Parallel()
	m := inTmux(t, fmt.Sprintf("%s; echo left with $?; sleep 600", builtProgram(t)))
	m.waitFor("There is no store yet", "lrx demo", "lrx load FILE", "left with 0")
}

// TestSecretIsNotShown types a secret on a real terminal, and then ctrl+c in its
// place, after which the terminal has to show again what is typed.
func TestSecretIsNotShown(t *testing.T) {
	t.Parallel()
	exe, dir := builtProgram(t), t.TempDir()
	source := "[[source]]\nname = \"school\"\nurl = \"http://127.0.0.1:1/xapi\"\nuser = \"u\"\nsecret = \"prompt\"\n"
	if err := os.WriteFile(filepath.Join(dir, "sources.toml"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	check := fmt.Sprintf("%s source check school --store %s; echo left with $?; ", exe, dir)
	// The shell is in the foreground too, and has to outlive ctrl+c.
	m := inTmux(t, "trap : INT; "+check+check+"stty -a | tr ' ;' '\\n' | grep -x echo; sleep 600")
	m.waitFor("secret of school (not shown):")
	m.press("hunter2", "Enter")
	if screen := m.waitFor("cannot be reached", "left with 7", "secret of school"); strings.Contains(screen, "hunter2") {
		t.Errorf("the terminal showed the secret:\n%s", screen)
	}
	m.press("C-c")
	m.waitFor("left with 130", "\necho\n")
}
