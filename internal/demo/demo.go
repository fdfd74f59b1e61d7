// Package demo makes the class that `lrx demo` shows: about sixty invented
// learners, one course, one term, as two export files. The files are the same
// on every run and machine. It knows nothing of stores, scores or screens, and
// reads nothing: what the demo shows must come out of its statements the way it
// comes out of anybody's.
package demo

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// Label says what the class is, for headers.
const Label = "made-up class, no real people"

// Sources is the number of export files.
const Sources = 2

// source is where a statement was collected.
type source int

const (
	lms  source = iota // collects live
	tool               // quizzes, imported at the end of the term
)

// Write writes the export files into dir, which is made if need be, and
// returns their paths in the order to load them.
func Write(dir string) ([]string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make demo folder: %w", err)
	}
	c := newClass()
	paths := []string{filepath.Join(dir, "demo-lms.ndjson.gz"), filepath.Join(dir, "demo-quiz.json")}
	for i, path := range paths {
		if err := writeFile(path, c, source(i)); err != nil {
			return nil, fmt.Errorf("write demo: %w", err)
		}
	}
	return paths, nil
}

func writeFile(path string, c *class, from source) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	if from != lms {
		return export(f, c, from)
	}
	z := gzip.NewWriter(f)
	if err := export(z, c, from); err != nil {
		return err
	}
	return z.Close()
}

// Statements writes one source's export, not compressed: 0 is the learning
// management system (a statement a line), 1 the quiz tool (a StatementResult).
func Statements(w io.Writer, from int) error {
	if from < 0 || from >= Sources {
		return fmt.Errorf("write demo: no source %d", from)
	}
	return export(w, newClass(), source(from))
}

func export(w io.Writer, c *class, from source) error {
	lines, err := c.lines(from)
	if err != nil {
		return err
	}
	text := append(bytes.Join(lines, []byte("\n")), '\n')
	if from == tool {
		text = slices.Concat([]byte(`{"statements":[`), bytes.Join(lines, []byte(",\n")), []byte("],\"more\":\"\"}\n"))
	}
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("write statements: %w", err)
	}
	return nil
}
