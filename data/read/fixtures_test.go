package read

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestFixturesAreReadWhole(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, shape string
		values      int64
	}{
		{"ralph-fun-mooc-22k.ndjson.gz", "ndjson, gzip", 22000},
		{"openedx-erb.ndjson", "ndjson", 85},
		{"cts-1.0.3-accepted.ndjson", "ndjson", 308},
		{"moodle-logstore.ndjson", "ndjson", 169},
		{"xapi-spec-examples.ndjson", "ndjson", 14},
		{"h5p-report.ndjson", "ndjson", 5},
		{"xapi-java-model.ndjson", "ndjson", 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := fixture(t, tt.name)
			info, err := os.Stat(path)
			must(t, err)
			text := unpacked(t, tt.name)
			var onDisk, line int64
			sum, err := Input{Path: path}.Each(t.Context(), Options{Progress: func(n int64) { onDisk = n }}, func(v Value) error {
				line++
				if v.Reject != nil || v.Index != line-1 || v.Line != line {
					t.Errorf("value %d: index %d, line %d, %v", line-1, v.Index, v.Line, v.Reject)
				}
				if at := text[v.Offset:]; !bytes.HasPrefix(at, v.Raw) {
					t.Errorf("value %d does not stand at its offset %d", v.Index, v.Offset)
				}
				return nil
			})
			must(t, err)
			want := Summary{Shape: tt.shape, Values: tt.values, Bytes: int64(len(text))}
			if sum != want {
				t.Errorf("summary %+v, want %+v", sum, want)
			}
			if onDisk != info.Size() {
				t.Errorf("progress ended at %d of %d bytes", onDisk, info.Size())
			}
		})
	}
}

func TestFixturesOfOtherShapesAreRefused(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"bad/cts-1.0.3-rejected.ndjson":      "a JSON object with the keys reason, parses_as_json, request, version, body; an xAPI statement has",
		"formats/aspects-problem-events.csv": "CSV with the columns event_id, emission_time, actor_id, object_id, course_key, org, verb_id, responses and 5 more; ",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(fixture(t, name))
			must(t, err)
			refusedAs(t, text, want)
		})
	}
}

// wrapped are the shapes and containers that statements come in.
func wrapped(tb testing.TB, list []string) map[string][]byte {
	tb.Helper()
	lines := strings.Join(list, "\n") + "\n"
	var pretty []string
	for _, s := range list {
		pretty = append(pretty, indented(tb, s))
	}
	half := len(list) / 2
	array := func(list []string) string { return "[" + strings.Join(list, ",") + "]" }
	page := `{"statements":` + array(list[:half]) + `,"more":"/xapi/statements?x=1"}`
	last := `{"more":"","statements":` + array(list[half:]) + `}`
	return map[string][]byte{
		"ndjson":            []byte(lines),
		"ndjson crlf":       []byte(strings.ReplaceAll(lines, "\n", "\r\n")),
		"ndjson blanks":     []byte("\n \n" + strings.ReplaceAll(lines, "\n", "\n\n\t\n")),
		"ndjson commas":     []byte(strings.ReplaceAll(lines, "\n", ",\n")),
		"one line":          []byte(strings.Join(list, " ")),
		"glued":             []byte(strings.Join(list, "")),
		"pretty":            []byte(strings.Join(pretty, "\n")),
		"array":             []byte(array(list)),
		"array per line":    []byte("[\n" + strings.Join(list, ",\n") + "\n]\n"),
		"pretty array":      []byte("[\n  " + strings.Join(pretty, ",\n  ") + "\n]"),
		"two arrays":        []byte(array(list[:half]) + "\n" + array(list[half:])),
		"result":            []byte(`{"statements":` + array(list) + `,"more":""}`),
		"more first":        []byte(`{"more":"","x":{"y":[1,{}]},"statements": ` + array(list) + `}`),
		"several results":   []byte(page + "\n" + last),
		"array, then more":  []byte(array(list[:half]) + "\n" + strings.Join(list[half:], "\n")),
		"result, then more": []byte(page + "\n" + strings.Join(list[half:], "\n")),
		"pretty result":     []byte(indented(tb, `{"statements":[],"more":""}`[:15]+strings.Join(list, ",")+`],"more":""}`)),
	}
}

func TestEveryShapeGivesTheSameValues(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"openedx-erb.ndjson", "xapi-spec-examples.ndjson", "cts-1.0.3-accepted.ndjson"} {
		list := strings.Split(strings.TrimSpace(string(unpacked(t, name))), "\n")
		compact := compacted(t, list)
		for shape, text := range wrapped(t, list) {
			containers := map[string][]byte{
				"plain":        text,
				"bom":          append([]byte("\xef\xbb\xbf"), text...),
				"gzip":         gzipped(t, text),
				"gzip members": append(gzipped(t, text[:len(text)/3]), gzipped(t, text[len(text)/3:])...),
				"gzip twice":   gzipped(t, gzipped(t, text)),
				"zstd":         zstded(t, text),
				"zstd frames":  append(zstded(t, text[:len(text)/3]), zstded(t, text[len(text)/3:])...),
				"zstd in gzip": gzipped(t, zstded(t, append([]byte("\xef\xbb\xbf"), text...))),
			}
			for container, file := range containers {
				t.Run(name+"/"+shape+"/"+container, func(t *testing.T) {
					t.Parallel()
					plain := text
					if container == "bom" || container == "zstd in gzip" {
						plain = containers["bom"]
					}
					all, sum, err := readAll(t, file, Options{})
					must(t, err)
					if sum.Cut || sum.Bytes != int64(len(plain)) || sum.Values != int64(len(list)) {
						t.Errorf("summary %+v, want %d values in %d bytes", sum, len(list), len(plain))
					}
					for _, g := range all {
						if string(plain[g.Offset:g.Offset+int64(len(g.Raw))]) != g.Raw || g.Reason != "" {
							t.Fatalf("value %d does not stand at its offset %d %s", g.Index, g.Offset, g.Reason)
						}
					}
					if !slices.Equal(compacted(t, raws(all)), compact) {
						t.Error("the values differ from those of the fixture")
					}
				})
			}
		}
	}
}
