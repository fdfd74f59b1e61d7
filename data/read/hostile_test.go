package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

func refusedAs(t *testing.T, text []byte, want string) {
	t.Helper()
	all, sum, err := readAll(t, text, Options{})
	var refused *Refused
	if !errors.As(err, &refused) {
		t.Fatalf("not refused: %v, %d values, %+v", err, len(all), sum)
	}
	if len(all) != 0 || sum.Values != 0 || refused.Path != Stdin || !strings.HasPrefix(refused.Found, want) {
		t.Errorf("found %q, want %q", refused.Found, want)
	}
}

func utf16le(s string) []byte {
	var b []byte
	for _, c := range utf16.Encode([]rune(s)) {
		b = append(b, byte(c), byte(c>>8))
	}
	return b
}

func TestRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"empty", "", "an empty file; lrx reads"},
		{"white space", " \r\n\t\n", "nothing but white space; lrx reads"},
		{"only order mark", "\xef\xbb\xbf", "an empty file; lrx reads"},
		{"png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image; lrx reads xAPI statements as JSON, NDJSON, StatementResults, exports of Elasticsearch,"},
		{"zip", "PK\x03\x04\x14\x00", "a zip archive inside another file or a pipe; save it as a file"},
		{"html", "<!doctype html>", "XML or HTML; lrx reads"},
		{"tar", string(make([]byte, 257)) + "ustar\x00\x00\x00", "a tar archive; unpack"},
		{"utf-16 with mark", "\xff\xfe" + string(utf16le(s1)), "UTF-16LE text; convert it to UTF-8 first: iconv -f UTF-16LE -t UTF-8 OLD > NEW"},
		{"utf-16 without", string(utf16le(s1)), "UTF-16LE text; convert"},
		{"utf-16be", "\x00" + string(utf16le(s1)), "UTF-16BE text; convert"},
		{"utf-32", "\xff\xfe\x00\x00{\x00\x00\x00", "UTF-32LE text; convert"},
		{"zeros", string(make([]byte, 1000)), "binary data; lrx reads"},
		{"other object", `{"a":1,"b":{"actor":1}}`, "a JSON object with the keys a, b; an xAPI statement has actor, verb and object"},
		{"empty object", `{}`, "a JSON object; an xAPI"},
		{"hostile keys", "{\"\u202ea\\u001b[2J\":1,\"" + strings.Repeat("x", 100) + "\":2}", `a JSON object with the keys "\u202ea\x1b[2J", ` + strings.Repeat("x", 40) + "…; an"},
		{"cut object", `{"id":"1","act`, "a JSON object with the key id that breaks off; an xAPI"},
		{"broken object", `{"id":x}`, "a JSON object with the key id that is broken (no JSON value); an"},
		{"statements of no array", `{"statements":{}}`, "a JSON object with the key statements; an"},
		{"array of numbers", `[1,2]`, "a JSON array of something else than objects; lrx reads"},
		{"array of others", `[{"a":1}]`, "a JSON array of objects with the key a; an xAPI"},
		{"csv", "id;name;score\n1;x;2\n", "CSV with the columns id, name, score; lrx reads"},
		{"prose", "Dear reader\nbye", `text that begins with "Dear reader"; lrx reads`},
		{"text long after", "x\n" + strings.Repeat("y\n", 60) + s1, `text that begins with "x"; lrx reads`},
		{"gzip of png", string(gzipped(t, []byte("\x89PNG\r\n\x1a\n"))), "a PNG image inside gzip; lrx reads"},
		{"gzip of nothing", string(gzipped(t, nil)), "an empty file inside gzip; lrx reads"},
		{"gzip five times", string(gzipped(t, gzipped(t, gzipped(t, gzipped(t, gzipped(t, []byte(s1))))))), "packed more than 4 times (gzip in gzip in gzip in gzip in gzip); unpack"},
		{"gzip header only", "\x1f\x8b\x08", "the gzip data breaks off at its start; get"},
		{"gzip of another method", "\x1f\x8b\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00", "the gzip data is broken (gzip: invalid header) at its start; get"},
		{"zstd of nothing but magic", "\x28\xb5\x2f\xfd", "an empty file inside zstd (the zstd data breaks off); lrx reads"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			refusedAs(t, []byte(tt.text), tt.want)
		})
	}
}

// TestCutAtEveryByte checks that what came before the cut is kept, whole and
// in order, and that the broken tail is one rejected value.
func TestCutAtEveryByte(t *testing.T) {
	t.Parallel()
	list := []string{s1, s2, s3}
	for name, text := range wrapped(t, list) {
		whole, _, err := readAll(t, text, Options{})
		must(t, err)
		for container, file := range map[string][]byte{"plain": text, "gzip": gzipped(t, text), "zstd": zstded(t, text)} {
			t.Run(name+"/"+container, func(t *testing.T) {
				t.Parallel()
				for n := range file {
					all, sum, err := readAll(t, file[:n], Options{})
					var refused *Refused
					if errors.As(err, &refused) {
						if len(all) > 0 || container == "plain" && n > 200 {
							t.Fatalf("cut at %d: refused after %d values: %v", n, len(all), err)
						}
						continue
					}
					must(t, err)
					good, bad := split(all)
					if len(good) > len(whole) || !slices.Equal(raws(good), raws(whole[:len(good)])) {
						t.Fatalf("cut at %d: other values than before", n)
					}
					if len(bad) > 1 || sum.Cut != (len(bad) == 1) || container != "plain" && !sum.Cut {
						t.Fatalf("cut at %d: %d rejected, %+v: %+v", n, len(bad), sum, bad)
					}
					if sum.Cut && (all[len(all)-1].Reason == "" || sum.CutAt != all[len(all)-1].Offset) {
						t.Fatalf("cut at %d: %+v, last value %+v", n, sum, all[len(all)-1])
					}
				}
			})
		}
	}
}

func TestDeepNesting(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return strings.Repeat(`[{"a":`, n/2) + "1" + strings.Repeat("}]", n/2) }
	most, tooDeep, veryDeep := deep(MaxDepth), deep(MaxDepth+2), deep(100_000)
	for name, text := range map[string]string{
		"ndjson": s1 + "\n" + most + "\n" + tooDeep + "\n" + veryDeep + "\n" + s2,
		"array":  "[" + s1 + "," + most + "," + tooDeep + "," + veryDeep + "," + s2 + "]",
		"result": `{"statements":[` + s1 + "," + most + "," + tooDeep + "," + veryDeep + "," + s2 + "]}",
	} {
		all, sum, err := readAll(t, []byte(text), Options{})
		must(t, err)
		good, bad := split(all)
		if !slices.Equal(raws(good), []string{s1, most, s2}) || len(bad) != 2 || sum.Cut {
			t.Fatalf("%s: %d good, %d rejected, %+v", name, len(good), len(bad), sum)
		}
		for i, whole := range []string{tooDeep, veryDeep} {
			if bad[i].Raw != whole[:min(len(whole), keptOfReject)] || !strings.HasPrefix(bad[i].Reason, string(faultDeep)) {
				t.Errorf("%s: rejected %q: %s", name, bad[i].Raw[:40], bad[i].Reason)
			}
		}
	}
	if !strings.Contains(string(faultDeep), fmt.Sprint(MaxDepth)) {
		t.Error("the reason does not name MaxDepth")
	}
}

// TestUnclosedBracketsStayLinear would take long if each line were scanned
// as far as its brackets reach.
func TestUnclosedBracketsStayLinear(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"[\n", "[1,\n", "{\"a\":\n", "{\n\"a\":\n", "[[[[[[[[\n", "{\"a\":[\n  1,\n"} {
		text := s1 + "\n" + strings.Repeat(line, 1<<20/len(line))
		good, bad := 0, 0
		_, err := Input{Path: Stdin}.Each(t.Context(), Options{Stdin: strings.NewReader(text)}, func(v Value) error {
			if v.Reject == nil {
				good++
			} else {
				bad++
			}
			return nil
		})
		must(t, err)
		if good == 0 || bad == 0 {
			t.Errorf("%q: %d good, %d rejected", line, good, bad)
		}
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	const limit = 200_000
	sized := func(n int) string { return `{"actor":"` + strings.Repeat("x", n-12) + `"}` }
	fits, over, huge := sized(limit), sized(limit+1), sized(20*limit)
	reason := func(n, more int) string {
		return fmt.Sprintf("value of %d bytes, the limit is %d", n+more, limit)
	}
	for name, text := range map[string]string{
		"ndjson": s1 + "\n" + fits + "\n" + over + "\n" + huge + "\n" + s2,
		"array":  "[" + s1 + "," + fits + "," + over + "," + huge + "," + s2 + "]",
		"result": `{"more":"","statements":[` + s1 + "," + fits + "," + over + "," + huge + "," + s2 + "]}",
	} {
		all, sum, err := readAll(t, []byte(text), Options{MaxValue: limit})
		must(t, err)
		good, bad := split(all)
		if !slices.Equal(raws(good), []string{s1, fits, s2}) || len(bad) != 2 || sum.Cut {
			t.Fatalf("%s: %d good, %d rejected, %+v", name, len(good), len(bad), sum)
		}
		for i, whole := range []string{over, huge} {
			if bad[i].Raw != whole[:keptOfReject] || bad[i].Reason != reason(len(whole), 0) {
				t.Errorf("%s: rejected with %d bytes: %s", name, len(bad[i].Raw), bad[i].Reason)
			}
		}
	}
}

func TestLimitOfPrintedValues(t *testing.T) {
	t.Parallel()
	long := "{ \"actor\": [\n" + strings.Repeat("  1,\n", 100_000) + "  1\n]\n}"
	all, _, err := readAll(t, []byte(s1+"\n"+long+"\n{\n \"verb\":1\n}\n"+s2), Options{MaxValue: 1 << 10})
	must(t, err)
	good, bad := split(all)
	if !slices.Equal(raws(good), []string{s1, "{\n \"verb\":1\n}", s2}) || len(bad) != 1 {
		t.Errorf("%d good, %d rejected", len(good), len(bad))
	}
}

func TestLongMembersAndSpaces(t *testing.T) {
	t.Parallel()
	spaces := strings.Repeat(" \n", 1<<20)
	first := `{"a":"` + strings.Repeat("x", 1<<20) + `",` // beyond the first look
	for name, text := range map[string]string{
		"spaces":           spaces + s1 + spaces + s1,
		"spaces in arrays": "[" + spaces + s1 + spaces + "," + s1 + spaces + "]" + spaces,
		"spaces in result": `{"x":{},` + spaces + `"statements"` + spaces + ":" + spaces + "[" + s1 + "," + s1 + spaces + "]" + spaces + "}",
		"late key":         first + s1[1:] + s1,
		"late statements":  first + `"statements":[` + s1 + "," + s1 + "]}",
		"later, late":      `{"statements":[]}` + first + `"statements":[` + s1 + "," + s1 + "]}",
	} {
		all, sum, err := readAll(t, []byte(text), Options{})
		must(t, err)
		if _, bad := split(all); len(all) != 2 || len(bad) != 0 || !strings.HasSuffix(all[1].Raw, s1) {
			t.Errorf("%s: %d values, %d rejected, %+v", name, len(all), len(bad), sum)
		}
	}
	all, _, err := readAll(t, []byte(`{"statements":[`+s1+`],"more":"`+strings.Repeat("x", 1<<20)+`"}`+s2), Options{MaxValue: 1 << 10})
	must(t, err)
	if good, bad := split(all); !slices.Equal(raws(good), []string{s1, s2}) || len(bad) != 1 {
		t.Errorf("member over the limit: %d good, %d rejected", len(good), len(bad))
	}
}

func TestBrokenChecksum(t *testing.T) {
	t.Parallel()
	file := gzipped(t, []byte(s1+"\n"+s2+"\n"))
	file[len(file)-6] ^= 1
	all, sum, err := readAll(t, file, Options{})
	must(t, err)
	good, bad := split(all)
	if len(good) != 2 || len(bad) != 1 || !sum.Cut || bad[0].Reason != "the text ends at byte 137: the gzip data is broken (gzip: invalid checksum)" {
		t.Errorf("%d good, %+v, %+v", len(good), bad, sum)
	}
}

func TestBombStaysBounded(t *testing.T) {
	t.Parallel()
	bomb := gzipped(t, append([]byte(s1+"\n\""), bytes.Repeat([]byte("x"), 24<<20)...))
	all, sum, err := readAll(t, bomb, Options{MaxValue: 1 << 20})
	must(t, err)
	if len(all) != 2 || all[1].Reason == "" || len(all[1].Raw) != keptOfReject || sum.Bytes < 24<<20 {
		t.Errorf("%d values, %+v", len(all), sum)
	}
}

func TestScanAgreesWithEncodingJSON(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`0`, `-0`, `-`, `1.`, `1.5`, `.5`, `1e`, `1e+`, `1E-7`, `01`, `-01`, `1.0e5x`, `+1`, `NaN`, `true`, `tru`, `nulll`, `"`, `""`, `"\"`,
		`"\u12"`, `"\u12aF"`, `"\u12ag"`, "\"\x1f\"", "\"\x7f\"", `[`, `[]`, `[}`, `{]`, `[1 2]`, `[1,]`, `[,]`, `{"a"}`, `{"a":}`, `{"a":1,}`,
		`{a:1}`, `{"a":1 "b":2}`, `[[],{},[{}]]`, `{"a":{"b":[{"c":[]}]}}`, "\"\u2028\"", "\"abcdefg\x00\"", `"abcdefgh\n"`, ``, `"12345678`, `"1234567\`,
	} {
		n, why := scan([]byte(text), true)
		if got := why == "" && n == len(text); got != json.Valid([]byte(text)) {
			t.Errorf("%q: scan says %v (%d, %q)", text, got, n, why)
		}
	}
}
