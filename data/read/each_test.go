package read

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

const (
	s1 = `{"actor":{"mbox":"mailto:a@x.y"},"verb":{"id":"v:1"},"object":{"id":"o:1"}}`
	s2 = `{"id":"2","actor":{},"verb":{},"object":{"name":"\"]}[{\\"}}`
	s3 = `{"actor":{"name":"Zoë 😀"},"verb":[{}],"object":[1,-2.5e+3,true,false,null]}`
)

func compacted(tb testing.TB, list []string) []string {
	tb.Helper()
	out := make([]string, len(list))
	for i, s := range list {
		var b bytes.Buffer
		must(tb, json.Compact(&b, []byte(s)))
		out[i] = b.String()
	}
	return out
}

// TestValues is the table of what becomes of good and broken text. A value
// that starts with ! is a rejected one: its reason, then its text after a |.
func TestValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, shape string
		cut               bool
		want              []string
	}{
		{"one", s1, "one statement", false, []string{s1}},
		{"empty array", " [ ] ", "json array", false, nil},
		{"empty result", `{"statements":[]}`, "statement result", false, nil},
		{"more values on a line", s1 + s2 + " 7 \"x\"\n", "ndjson", false, []string{s1, s2, `7`, `"x"`}},
		{"garbage first", "# export\n\n" + s1 + "\n", "ndjson", false, []string{"!no JSON value at byte 0|# export", s1}},
		{"bracketed garbage first", "[info] start\n" + s1, "ndjson", false, []string{"!no JSON value at byte 1|[info] start", s1}},
		{"broken object first", "{\"a\":}\n" + s1, "ndjson", false, []string{"!no JSON value at byte 5|{\"a\":}", s1}},
		{"garbage between", s1 + "\noops {\n" + s2, "ndjson", false, []string{s1, "!no JSON value at byte 76|oops {", s2}},
		{"garbage after a value", s1 + " oops\n" + s2, "ndjson", false, []string{s1, "!no JSON value at byte 76|oops", s2}},
		{"object of another kind later", s1 + "\n{\"a\":1}", "ndjson", false, []string{s1, `{"a":1}`}},
		{"line cut in a string", `{"actor":"x` + "\n" + s1, "ndjson", false, []string{"!a raw control character in a string at byte 11|{\"actor\":\"x", s1}},
		{"line cut after a key", `{"actor":` + "\n" + s1 + "\n" + s2, "ndjson", false, []string{"!neither a comma nor a closing bracket after a value at byte 86|{\"actor\":", s1, s2}},
		{"line cut after a key, last good", `{"actor":` + "\n" + s1, "ndjson", false, []string{"!the text ends inside the value at byte 85|{\"actor\":", s1}},
		{"cut at the end", s1 + "\n" + `{"actor":{"na`, "ndjson", true, []string{s1, "!the text ends inside the value at byte 89|{\"actor\":{\"na"}},
		{
			"printed, one broken", "{\n \"actor\": 1\n}\n{\n \"actor\": oops,\n \"verb\": 2\n}\n{\n \"verb\": 3\n}\n", "json values", false,
			[]string{"{\n \"actor\": 1\n}", "!no JSON value at byte 28|{\n \"actor\": oops,\n \"verb\": 2\n}", "{\n \"verb\": 3\n}"},
		},
		{
			"printed, first broken", "{\n \"actor\": oops,\n \"verb\": 2\n}\n{\n \"verb\": 3\n}\n", "json values", false,
			[]string{"!no JSON value at byte 12|{\n \"actor\": oops,\n \"verb\": 2\n}", "{\n \"verb\": 3\n}"},
		},
		{
			"printed, first line not bare, cut", "{ \"actor\": {\n    \"name\": \"x\",\n    \"mbox\": \"y\"\n  },\n  \"verb\": {\n    \"id\": \"z", "one statement", true,
			[]string{"!the text ends inside the value at byte 75|{ \"actor\": {\n    \"name\": \"x\",\n    \"mbox\": \"y\"\n  },\n  \"verb\": {\n    \"id\": \"z"},
		},
		{"element broken", "[" + s1 + `,{"a":[tru,"],{"]},` + s2 + "]", "json array", false, []string{s1, "!no JSON value at byte 83|{\"a\":[tru,\"],{\"]}", s2}},
		{"element misclosed", "[" + s1 + `,{"a":[1},` + s2 + "]", "json array", false, []string{s1, "!neither a comma nor a closing bracket after a value at byte 84|{\"a\":[1}", s2}},
		{"element closed twice", "[" + s1 + `},` + s2 + "]", "json array", false, []string{s1, "!no JSON value at byte 76|}", s2}},
		{"element not closed", "[" + s1 + `,{"a":{"b":1},{"c":1}]`, "json array", false, []string{s1, "!no key where one belongs at byte 90|{\"a\":{\"b\":1},{\"c\":1}"}},
		{"commas missing and doubled", "[" + s1 + s2 + ",,\n" + s3 + ",]", "json array", false, []string{s1, s2, s3}},
		{"array cut", "[" + s1 + ",", "json array", true, []string{s1, "!the text ends inside an array at byte 77|"}},
		{"array, then garbage", "[" + s1 + "]\n]x\n" + s2, "json array", false, []string{s1, "!no JSON value at byte 78|]x", s2}},
		{"result, member broken", `{"statements":[` + s1 + `],"more":tru,"x":1}` + s2, "statement result", false, []string{s1, "!no JSON value at byte 99|", s2}},
		{"result, junk in it", `{"statements":[` + s1 + `] oops, "more":""}` + s2, "statement result", false, []string{s1, "!no key where one belongs at byte 92|", s2}},
		{"result cut", `{"statements":[` + s1 + `],"mo`, "statement result", true, []string{s1, "!the text ends inside the value at byte 92|"}},
		{"result, escaped key", `{"more":"","st\u0061tements":[` + s1 + `]}`, "statement result", false, []string{s1}},
		{"statement with a statements key", `{"actor":1,"statements":[]}`, "one statement", false, []string{`{"actor":1,"statements":[]}`}},
		{"zero byte in a string", "{\"actor\":\"\x00\"}\n" + s1, "ndjson", false, []string{"!a raw control character in a string at byte 10|{\"actor\":\"\x00\"}", s1}},
		{"zero bytes at the end", s1 + "\n\x00\x00", "ndjson", false, []string{s1, "!no JSON value at byte 76|\x00\x00"}},
		{"invalid UTF-8", "{\"actor\":\"\xff\"}\n" + s1, "ndjson", false, []string{"!invalid UTF-8 in a string at byte 10|{\"actor\":\"\xff\"}", s1}},
		{"surrogate as UTF-8", "{\"actor\":\"\xed\xa0\x80\"}", "one statement", false, []string{"!invalid UTF-8 in a string at byte 10|{\"actor\":\"\xed\xa0\x80\"}"}},
		{"lone surrogate escaped", `{"actor":"\ud800"}`, "one statement", false, []string{`{"actor":"\ud800"}`}},
		{"order mark in the middle", s1 + "\n\ufeff" + s2, "ndjson", false, []string{s1, "!no JSON value at byte 76|\ufeff" + s2}},
		{"order mark in a string", "{\"actor\":\"\ufeff\"}", "one statement", false, []string{"{\"actor\":\"\ufeff\"}"}},
		{"unknown escape", `{"actor":"\x"}`, "one statement", false, []string{`!an unknown escape in a string at byte 10|{"actor":"\x"}`}},
		{"numbers", `{"actor":[0,-0,1e9,01]}`, "one statement", false, []string{`!a malformed number at byte 19|{"actor":[0,-0,1e9,01]}`}},
		{"words glued", s1 + "\ntruefalse\n12x\n-", "ndjson", true, []string{s1, "!no JSON value at byte 76|truefalse", "!a malformed number at byte 86|12x", "!the text ends inside the value at byte 91|-"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all, sum, err := readAll(t, []byte(tt.text), Options{})
			must(t, err)
			var list []string
			for _, g := range all {
				if g.Reason != "" {
					g.Raw = "!" + g.Reason + "|" + g.Raw
				}
				list = append(list, g.Raw)
			}
			if !slices.Equal(list, tt.want) {
				t.Errorf("got  %q\nwant %q", list, tt.want)
			}
			if sum.Shape != tt.shape || sum.Cut != tt.cut || sum.Values != int64(len(all)) || sum.Bytes != int64(len(tt.text)) {
				t.Errorf("summary %+v, want shape %q, cut %v", sum, tt.shape, tt.cut)
			}
			if sum.Cut && sum.CutAt != all[len(all)-1].Offset {
				t.Errorf("cut at %d, but the broken value is at %d", sum.CutAt, all[len(all)-1].Offset)
			}
		})
	}
}

func TestLinesAreThoseOfTheText(t *testing.T) {
	t.Parallel()
	all, _, err := readAll(t, []byte("\n"+s1+" "+s2+"\r\n\noops\n"+indented(t, s3)+"\n"+s1), Options{})
	must(t, err)
	var lines []int64
	for _, g := range all {
		lines = append(lines, g.Line)
	}
	if want := []int64{2, 2, 4, 5, 5 + int64(strings.Count(indented(t, s3), "\n")) + 1}; !slices.Equal(lines, want) {
		t.Errorf("lines %d, want %d", lines, want)
	}
}

func TestArraysHaveNoLines(t *testing.T) {
	t.Parallel()
	all, _, err := readAll(t, []byte("[\n"+s1+",\noops]"), Options{})
	must(t, err)
	if len(all) != 2 || all[0].Line != 0 || all[1].Line != 0 {
		t.Errorf("got %+v", all)
	}
}

// TestShortReads checks that nothing depends on how the text arrives.
func TestShortReads(t *testing.T) {
	t.Parallel()
	for name, text := range wrapped(t, []string{s1, s2, s3, s1}) {
		want, wantSum, err := readAll(t, text, Options{})
		must(t, err)
		for kind, in := range map[string]io.Reader{
			"one byte": iotest.OneByteReader(bytes.NewReader(text)),
			"half":     iotest.HalfReader(bytes.NewReader(text)),
			"data+err": iotest.DataErrReader(bytes.NewReader(text)),
		} {
			var all []got
			sum, err := Input{Path: Stdin}.Each(t.Context(), Options{Stdin: in}, func(v Value) error {
				all = append(all, keep(v))
				return nil
			})
			must(t, err)
			if !slices.Equal(all, want) || sum != wantSum {
				t.Errorf("%s, %s: other values than when read at once", name, kind)
			}
		}
	}
}

func TestSkipEqualsFullReading(t *testing.T) {
	t.Parallel()
	texts := wrapped(t, []string{s1, s2, s3, s1, s2})
	texts["broken"] = []byte("oops\n" + s1 + "\n{\"a\":\n" + s2 + " x\n" + s3 + "\n{\"cut")
	texts["broken array"] = []byte("[" + s1 + ",{oops}," + s2 + "}," + s3)
	for name, text := range texts {
		full, fullSum, err := readAll(t, text, Options{})
		must(t, err)
		for skip := range len(full) + 2 {
			rest, sum, err := readAll(t, text, Options{Skip: int64(skip)})
			must(t, err)
			if !slices.Equal(rest, full[min(skip, len(full)):]) || sum != fullSum {
				t.Errorf("%s: skipping %d differs from reading everything", name, skip)
			}
		}
	}
}

func TestCallbackErrorStops(t *testing.T) {
	t.Parallel()
	stop := errors.New("stop")
	for name, text := range wrapped(t, []string{s1, s2, s3}) {
		calls := 0
		sum, err := Input{Path: Stdin}.Each(t.Context(), Options{Stdin: bytes.NewReader(text)}, func(Value) error {
			if calls++; calls == 2 {
				return stop
			}
			return nil
		})
		if err != stop || calls != 2 || sum.Values != 2 { //nolint:errorlint // it has to be the very error
			t.Errorf("%s: %v after %d calls, %d values", name, err, calls, sum.Values)
		}
	}
}

func TestCancelStops(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]io.Reader{
		"values": &endless{piece: []byte(s1 + "\n")},
		"spaces": &endless{piece: []byte("   \n")},
		"string": &endless{piece: []byte("aaaa")},
		"skip":   &endless{piece: []byte(s1 + "\n")},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		in := io.MultiReader(strings.NewReader(s1+"\n\""), text)
		if name != "string" {
			in = io.MultiReader(strings.NewReader(s1+"\n"), text)
		}
		opt := Options{Stdin: in, Progress: func(n int64) {
			if n > 8<<20 {
				cancel()
			}
		}, MaxValue: 1 << 20}
		if name == "skip" {
			opt.Skip = 1 << 60
		}
		_, err := Input{Path: Stdin}.Each(ctx, opt, func(Value) error { return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
	}
}

// endless repeats a piece of text.
type endless struct {
	piece []byte
	at    int
}

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		c := copy(p[n:], e.piece[e.at:])
		e.at = (e.at + c) % len(e.piece)
		n += c
	}
	return n, nil
}

func TestDiskErrorIsAnError(t *testing.T) {
	t.Parallel()
	bad := errors.New("bad disk")
	for name, text := range wrapped(t, []string{s1, s2}) {
		for _, file := range [][]byte{text, gzipped(t, text)} {
			in := io.MultiReader(bytes.NewReader(file[:len(file)-10]), iotest.ErrReader(bad))
			_, err := Input{Path: Stdin}.Each(t.Context(), Options{Stdin: in}, func(v Value) error {
				if v.Reject != nil {
					return fmt.Errorf("rejected: %w", v.Reject)
				}
				return nil
			})
			if !errors.Is(err, bad) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestOldMacLines reads lines that a carriage return alone ends, good and bad ones.
func TestOldMacLines(t *testing.T) {
	t.Parallel()
	text := s1 + "\r" + `{"actor":"x` + "\r\r" + s2 + " oops\r" + s3
	all, sum, err := readAll(t, []byte(text), Options{})
	must(t, err)
	var lines []int64
	for _, g := range all {
		lines = append(lines, g.Line)
	}
	good, bad := split(all)
	if !slices.Equal(raws(good), []string{s1, s2, s3}) || !slices.Equal(raws(bad), []string{`{"actor":"x`, "oops"}) || !slices.Equal(lines, []int64{1, 2, 4, 4, 5}) || sum.Shape != "ndjson" {
		t.Errorf("lines %d: %+v, %+v", lines, all, sum)
	}
	checkReading(t, []byte(text))
	refusedAs(t, []byte("id;name\r1;x\r"), "CSV with the columns id, name; ")
	refusedAs(t, []byte("Dear reader\rbye"), `text that begins with "Dear reader"; `)
}
