package read

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"
)

const fixtures = "../../../shared/fixtures"

// fixture returns the path of a fixture, or skips if there are none at all.
func fixture(tb testing.TB, name string) string {
	tb.Helper()
	if _, err := os.Stat(fixtures); errors.Is(err, fs.ErrNotExist) {
		tb.Skip("the folder shared/fixtures is not beside this checkout, so fixtures are not tested")
	}
	return filepath.Join(fixtures, name)
}

// got is a Value that outlives its callback.
type got struct {
	Raw    string
	Index  int64
	Line   int64
	Offset int64
	Reason string // "" unless rejected
}

func keep(v Value) got {
	g := got{Raw: string(v.Raw), Index: v.Index, Line: v.Line, Offset: v.Offset}
	if v.Reject != nil {
		g.Reason = v.Reject.Reason
	}
	return g
}

// readAll reads a text as standard input.
func readAll(tb testing.TB, text []byte, opt Options) ([]got, Summary, error) {
	tb.Helper()
	opt.Stdin = bytes.NewReader(text)
	var all []got
	sum, err := Input{Path: Stdin}.Each(tb.Context(), opt, func(v Value) error {
		all = append(all, keep(v))
		return nil
	})
	return all, sum, err
}

// split parts good values from rejected ones.
func split(all []got) (good, bad []got) {
	for _, g := range all {
		if g.Reason == "" {
			good = append(good, g)
		} else {
			bad = append(bad, g)
		}
	}
	return good, bad
}

func raws(all []got) []string {
	var list []string
	for _, g := range all {
		list = append(list, g.Raw)
	}
	return list
}

func gzipped(tb testing.TB, text []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(text)
	must(tb, err)
	must(tb, w.Close())
	return b.Bytes()
}

func zstded(tb testing.TB, text []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b)
	must(tb, err)
	_, err = w.Write(text)
	must(tb, err)
	must(tb, w.Close())
	return b.Bytes()
}

// unpacked is the text of a fixture.
func unpacked(tb testing.TB, name string) []byte {
	tb.Helper()
	text, err := os.ReadFile(fixture(tb, name))
	must(tb, err)
	if filepath.Ext(name) == ".gz" {
		r, err := gzip.NewReader(bytes.NewReader(text))
		must(tb, err)
		text, err = io.ReadAll(r)
		must(tb, err)
	}
	return text
}

func indented(tb testing.TB, text string) string {
	tb.Helper()
	var b bytes.Buffer
	must(tb, json.Indent(&b, []byte(text), "", "  "))
	return b.String()
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func writeFile(tb testing.TB, path string, text []byte) {
	tb.Helper()
	must(tb, os.MkdirAll(filepath.Dir(path), 0o750))
	must(tb, os.WriteFile(path, text, 0o600))
}
