package cli

import (
	"cmp"
	"context"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // --tz must know its names on machines without a zone database

	"github.com/adrg/xdg"
	"github.com/charmbracelet/x/term"

	"lrx/data/lrs"
)

// Env is everything the command line takes from the world around it.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Now            func() time.Time

	StdinTerminal, StdoutTerminal, StderrTerminal bool

	// ReadSecret reads a line from the terminal of Stdin without showing it.
	ReadSecret func(context.Context) (string, error)
	Keyring    lrs.Keyring

	Width     func() int // of the terminal, in cells
	DataHome  string     // where stores lie when no folder is named
	CacheHome string     // where the demo lies
}

// System is the environment of this process.
func System() Env {
	return Env{
		Stdin:          os.Stdin,
		Stdout:         os.Stdout,
		Stderr:         os.Stderr,
		Getenv:         os.Getenv,
		Now:            time.Now,
		StdinTerminal:  term.IsTerminal(os.Stdin.Fd()),
		StdoutTerminal: term.IsTerminal(os.Stdout.Fd()),
		StderrTerminal: term.IsTerminal(os.Stderr.Fd()),
		ReadSecret:     systemReadSecret,
		Keyring:        lrs.SystemKeyring(),
		Width:          systemWidth,
		DataHome:       xdg.DataHome,
		CacheHome:      xdg.CacheHome,
	}
}

const usualWidth = 80

func systemWidth() int {
	for _, f := range []*os.File{os.Stdout, os.Stderr} {
		if w, _, err := term.GetSize(f.Fd()); err == nil && w > 0 {
			return w
		}
	}
	if w, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && w > 0 {
		return w
	}
	return usualWidth
}

// systemReadSecret reads from standard input, which is a terminal. The echo comes
// back also when the context ends first; the read itself then ends with the process.
func systemReadSecret(ctx context.Context) (string, error) {
	fd := os.Stdin.Fd()
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	type line struct {
		text []byte
		err  error
	}
	read := make(chan line, 1)
	go func() {
		text, err := term.ReadPassword(fd)
		read <- line{text, err}
	}()
	select {
	case l := <-read:
		return string(l.text), l.err
	case <-ctx.Done():
		_ = term.Restore(fd, before) // the process is about to end, there is nothing better to do
		return "", ctx.Err()
	}
}

// interactive says whether a full-screen program can run.
func (e Env) interactive() bool { return e.StdinTerminal && e.StdoutTerminal }

// dumb says whether the terminal understands nothing but text.
func (e Env) dumb() bool { return e.Getenv("TERM") == "dumb" }

// colour says whether styling may be written to standard output.
func (e Env) colour(refused bool) bool {
	return e.StdoutTerminal && !refused && !e.dumb() && e.Getenv("NO_COLOR") == ""
}

// lang is the user's language as a tag such as "de-AT", "" when none is set.
func (e Env) lang() string {
	v := cmp.Or(e.Getenv("LC_ALL"), e.Getenv("LC_MESSAGES"), e.Getenv("LANG"))
	v, _, _ = strings.Cut(v, ".")
	v, _, _ = strings.Cut(v, "@")
	if v == "C" || v == "POSIX" {
		return ""
	}
	return strings.ReplaceAll(v, "_", "-")
}

// localZone is the zone of the system by its real name: the name stands in
// JSON, where "Local" would say nothing.
func (e Env) localZone() *time.Location {
	name := strings.TrimPrefix(e.Getenv("TZ"), ":")
	if name == "" {
		if link, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
			_, name, _ = strings.Cut(filepath.ToSlash(link), "/zoneinfo/")
		}
	}
	if name != "" {
		if loc, err := time.LoadLocation(name); err == nil {
			return loc
		}
	}
	return time.Local
}
