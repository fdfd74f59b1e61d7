package read

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"lrx/data"
)

// TestOneLineCutOfMany cuts a line in the middle of many, at any place, and in
// CSV too: that line is named with its number, and all others are read.
func TestOneLineCutOfMany(t *testing.T) {
	t.Parallel()
	const lines, broken = 100_000, 50_000
	line := func(i int) string {
		return fmt.Sprintf(`{"id":"%d","actor":{"name":"a, b"},"verb":{"id":"v:1"},"object":{"id":"o:1"}}`, i)
	}
	row := func(i int) string { return strings.TrimSuffix(rowsText([]string{fmt.Sprint(i), "t", line(i)}), "\r\n") }
	for name, tt := range map[string]struct {
		head string
		line func(int) string
	}{
		"ndjson": {"", line},
		"csv":    {"event_id,emission_time,event\n", row},
	} {
		whole := tt.line(broken)
		for _, keep := range []int{5, len(whole) / 2, len(whole) - 1} {
			t.Run(fmt.Sprintf("%s/%d", name, keep), func(t *testing.T) {
				t.Parallel()
				var text strings.Builder
				text.WriteString(tt.head)
				for i := range lines {
					if i == broken {
						text.WriteString(whole[:keep] + "\n")
					} else {
						text.WriteString(tt.line(i) + "\n")
					}
				}
				good, bad := 0, []int64{}
				_, err := Input{Path: Stdin}.Each(t.Context(), Options{Stdin: strings.NewReader(text.String())}, func(v Value) error {
					if v.Reject != nil {
						bad = append(bad, v.Line)
						return nil
					}
					good++
					if at := v.Line - 1 - int64(strings.Count(tt.head, "\n")); !bytes.Contains(v.Raw, fmt.Appendf(nil, `"id":"%d"`, at)) {
						return fmt.Errorf("line %d holds %s", v.Line, v.Raw)
					}
					return nil
				})
				must(t, err)
				if want := int64(broken + 1 + strings.Count(tt.head, "\n")); good != lines-1 || !slices.Equal(bad, []int64{want}) {
					t.Errorf("%d good, rejects at %d, want one at %d", good, bad, want)
				}
			})
		}
	}
}

// TestNumbersComeDigitForDigit proves it for every shape.
func TestNumbersComeDigitForDigit(t *testing.T) {
	t.Parallel()
	const numbers = `9007199254740993,-9223372036854775809,0.10000000000000000001,1E400,-0,1.0,100e-2`
	statement := `{"actor":{"mbox":"mailto:a@x.y"},"verb":{"id":"v:1"},"object":{"id":"o:1"},"context":{"extensions":{"http://x":[` + numbers + `]}}}`
	all := exports(t, []string{statement, statement})
	for name, text := range wrapped(t, []string{statement, statement}) {
		all[name] = text
	}
	for name, text := range all {
		values, _, err := readAll(t, text, Options{})
		must(t, err)
		for _, v := range values {
			plain := strings.Join(strings.Fields(v.Raw), "")
			if !strings.Contains(plain, numbers) {
				t.Errorf("%s: %s", name, v.Raw)
			}
		}
		if len(values) != 2 {
			t.Errorf("%s: %d values", name, len(values))
		}
	}
}

// TestHostileText is the table of texts made to do harm, as lines and as array
// elements: the cause is told, what stands around is read, no memory is lost.
func TestHostileText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, value, reason string }{
		{"100,000 brackets", strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), "more than 512"},
		{"100,000 objects", strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000), "more than 512"},
		{"zero byte", "{\"actor\":\"\x00\"}", "a raw control character in a string"},
		{"invalid UTF-8", "{\"actor\":\"\xc3(\"}", "invalid UTF-8 in a string"},
		{"half a surrogate as UTF-8", "{\"actor\":\"\xed\xa0\x80\"}", "invalid UTF-8 in a string"},
		{"equal keys", `{"actor":1,"actor":2}`, ""},
		{"a number of 100,000 digits", `{"actor":` + strings.Repeat("9", 100_000) + `}`, ""},
		{"100,000 keys", `{"actor":1` + strings.Repeat(`,"a":1`, 100_000) + `}`, ""},
	} {
		for shape, text := range map[string]string{
			"ndjson": s1 + "\n" + tt.value + "\n" + s2,
			"array":  "[" + s1 + "," + tt.value + "," + s2 + "]",
		} {
			all, _, err := readAll(t, []byte(text), Options{})
			must(t, err)
			if len(all) != 3 || all[0].Raw != s1 || all[2].Raw != s2 || !strings.HasPrefix(all[1].Reason, tt.reason) || (all[1].Reason == "") != (tt.reason == "") {
				t.Errorf("%s in %s: %d values, %.100q", tt.name, shape, len(all), all[min(1, len(all)-1)].Reason)
				continue
			}
			if tt.reason == "" { // it is what a statement means that decides
				if _, reject := data.NewDecoder().Decode([]byte(all[1].Raw), time.Now()); reject == nil {
					t.Errorf("%s is taken", tt.name)
				}
			}
		}
	}
}

// TestLongStringIsBounded reads a string of 100 MB, of which no more than the
// limit is ever held. It is not parallel: it looks at the heap of the process.
func TestLongStringIsBounded(t *testing.T) {
	for name, parts := range map[string][2]string{
		"ndjson": {s1 + "\n{\"actor\":\"", "\"}\n" + s2},
		"array":  {"[" + s1 + ",{\"actor\":\"", "\"}," + s2 + "]"},
		"csv":    {"event_id,event\n1," + strings.TrimSuffix(rowsText([]string{s1}), "\r\n") + "\n2,\"{", "}\"\n3," + rowsText([]string{s2})},
	} {
		const size = 100 << 20
		in := io.MultiReader(strings.NewReader(parts[0]), io.LimitReader(&endless{piece: []byte("aaaa")}, size), strings.NewReader(parts[1]))
		var reasons, good []string
		var peak uint64
		_, err := Input{Path: Stdin}.Each(t.Context(), Options{Stdin: in}, func(v Value) error {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
			if v.Reject != nil {
				reasons = append(reasons, v.Reject.Reason)
			} else {
				good = append(good, string(v.Raw))
			}
			return nil
		})
		must(t, err)
		if !slices.Equal(good, []string{s1, s2}) || len(reasons) != 1 || !strings.HasPrefix(reasons[0], "value of 1048") {
			t.Errorf("%s: %d good, %q", name, len(good), reasons)
		}
		if peak > 4*DefaultMaxValue {
			t.Errorf("%s: %d MB of heap", name, peak>>20)
		}
	}
}

// TestResumeInEveryShape reads each shape in pieces of all sizes and goes on
// after each of its values.
func TestResumeInEveryShape(t *testing.T) {
	t.Parallel()
	list := []string{s1, s3, s1, s2}
	all := exports(t, list)
	for name, text := range wrapped(t, list) {
		all[name] = text
	}
	for name, text := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkReading(t, text)
			checkReading(t, text[:len(text)*3/4])
			checkReading(t, gzipped(t, text))
		})
	}
}
