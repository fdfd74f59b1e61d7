package read

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/valyala/fastjson"
)

// BenchmarkEach reads the 22,000 statements of the largest fixture (26.7 MB of
// text) in each shape and container; MB/s are those of the text.
func BenchmarkEach(b *testing.B) {
	lines := bytes.TrimSpace(unpacked(b, "ralph-fun-mooc-22k.ndjson.gz"))
	array := append(append([]byte("["), bytes.ReplaceAll(lines, []byte("\n"), []byte(",\n"))...), ']')
	rows := rowsOf(b, strings.Split(string(lines), "\n"), ',')
	var pretty bytes.Buffer
	must(b, json.Indent(&pretty, array, "", "  "))
	for _, bb := range []struct {
		name       string
		file, text []byte
	}{
		{"ndjson", lines, lines},
		{"array", array, array},
		{"pretty array", pretty.Bytes(), pretty.Bytes()},
		{"csv", rows, rows},
		{"ndjson gzip", gzipped(b, lines), lines},
		{"ndjson zstd", zstded(b, lines), lines},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(bb.text)))
			b.ReportAllocs()
			for b.Loop() {
				values := 0
				_, err := Input{Path: Stdin}.Each(b.Context(), Options{Stdin: bytes.NewReader(bb.file)}, func(v Value) error {
					values++
					if v.Reject != nil {
						return v.Reject
					}
					return nil
				})
				if err != nil || values != 22000 {
					b.Fatal(values, err)
				}
			}
		})
	}
}

// BenchmarkScan compares the scanner alone with other ways to validate.
func BenchmarkScan(b *testing.B) {
	list := bytes.Split(bytes.TrimSpace(unpacked(b, "ralph-fun-mooc-22k.ndjson.gz")), []byte("\n"))
	size := 0
	for _, s := range list {
		size += len(s)
	}
	for _, bb := range []struct {
		name  string
		valid func([]byte) bool
	}{
		{"scan", func(s []byte) bool { n, why := scan(s, true); return why == "" && n == len(s) }},
		{"encoding json valid", func(s []byte) bool { return json.Valid(s) && utf8.Valid(s) }},
		{"fastjson validate", func(s []byte) bool { return fastjson.ValidateBytes(s) == nil }},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				for _, s := range list {
					if !bb.valid(s) {
						b.Fatalf("%s", s)
					}
				}
			}
		})
	}
}
