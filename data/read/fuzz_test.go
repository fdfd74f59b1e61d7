package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

// addFormats adds the beginnings of real exports to a corpus.
func addFormats(f *testing.F, add func(text []byte)) {
	f.Helper()
	paths, _ := filepath.Glob(filepath.Join(fixtures, "formats", "*"))
	if len(paths) == 0 {
		f.Log("the corpus is without fixtures: the folder shared/fixtures is not beside this checkout")
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		must(f, err)
		add(text[:min(len(text), 4000)])
	}
}

// FuzzReader checks what holds for every text: good values are valid JSON and
// rejected ones are not, each stands at its offset, in order, and neither the
// size of reads nor a resumption changes anything.
func FuzzReader(f *testing.F) {
	addFormats(f, func(text []byte) { f.Add(text, 1) })
	for _, text := range exports(f, []string{s1, s3}) {
		f.Add(text, 1)
		f.Add(text[:len(text)*2/3], 0)
	}
	rows, _ := eventRows(3)
	f.Add([]byte(rows), 1)
	f.Add([]byte(strings.Replace(rows, "}\"", "}", 1)), 0)
	f.Add([]byte(strings.ReplaceAll("sep=;\n"+strings.ReplaceAll(rows, ",t,", ";t;"), "\n", "\r")), 1)
	for _, text := range wrapped(f, []string{s1, s2, s3}) {
		f.Add(text, 3)
		f.Add(text[:len(text)*2/3], 1)
		f.Add(bytes.Replace(text, []byte(`"verb"`), []byte(`"verb`), 1), 0)
	}
	f.Add(gzipped(f, []byte("["+s1+"]")), 0)
	f.Add(zstded(f, []byte(s1+"\n"+s2)), 1)
	f.Add([]byte("oops\n"+s1+"\n{\"a\":\n"+s2+" tru 1x\n[\n[1,\n[[1,]"), 2)
	f.Add([]byte("["+s1+`,{"a":[1},"]`+"\xff\x00"+`,}}]]{"statements":[`), 2)
	f.Add([]byte(`{"statements":[{}],"more":{"a":[}]},"statements":[1 2]x}{"statements":1}{"statements":[`), 2)
	f.Add([]byte("[{\"actor\":"+strings.Repeat("[", 600)), 0)
	f.Fuzz(func(t *testing.T, text []byte, skip int) {
		opt := Options{MaxValue: 300}
		all, sum, err := readAll(t, text, opt)
		if err != nil {
			var refused *Refused
			if !errors.As(err, &refused) || len(all) > 0 || refused.Found == "" || !utf8.ValidString(refused.Found) {
				t.Fatalf("%d values, then %v", len(all), err)
			}
			return
		}
		checkValues(t, text, all, sum)

		var slow []got
		slowOpt := opt
		slowOpt.Stdin = iotest.OneByteReader(bytes.NewReader(text))
		slowSum, err := Input{Path: Stdin}.Each(t.Context(), slowOpt, func(v Value) error {
			slow = append(slow, keep(v))
			return nil
		})
		if err != nil || !slices.Equal(all, slow) || sum != slowSum {
			t.Fatalf("read by bytes it is %v, %+v, not %+v", err, slowSum, sum)
		}

		opt.Skip = int64(max(0, skip))
		rest, restSum, err := readAll(t, text, opt)
		if err != nil || !slices.Equal(rest, all[min(len(all), int(opt.Skip)):]) || sum != restSum {
			t.Fatalf("resumed after %d it is %v, %+v, not %+v", skip, err, restSum, sum)
		}
	})
}

func checkValues(t *testing.T, text []byte, all []got, sum Summary) {
	t.Helper()
	plain := !strings.Contains(sum.Shape, ", ")           // nothing was unpacked
	direct := plain && !strings.Contains(sum.Shape, " (") // nor taken out of anything
	if sum.Values != int64(len(all)) || sum.Shape == "" || plain && sum.Bytes != int64(len(text)) {
		t.Fatalf("%d values, %+v", len(all), sum)
	}
	if sum.Cut && (len(all) == 0 || all[len(all)-1].Reason == "" || all[len(all)-1].Offset != sum.CutAt) {
		t.Fatalf("cut, but the last value is good: %+v", sum)
	}
	var next int64
	for i, g := range all {
		valid := json.Valid([]byte(g.Raw)) && utf8.ValidString(g.Raw)
		limited := strings.HasPrefix(g.Reason, "value of ") || strings.HasPrefix(g.Reason, string(faultDeep))
		if g.Reason == "" && (!valid || len(g.Raw) > 300) || g.Reason != "" && valid && direct && !limited {
			t.Fatalf("value %d %q: valid %v, reason %q", i, g.Raw, valid, g.Reason)
		}
		if g.Index != int64(i) || g.Offset < next || len(g.Raw) > max(300, keptOfReject) {
			t.Fatalf("value %d has index %d and offset %d, after one at or up to %d", i, g.Index, g.Offset, next)
		}
		next = g.Offset
		if direct {
			next += int64(len(g.Raw))
			if next > int64(len(text)) || string(text[g.Offset:next]) != g.Raw {
				t.Fatalf("value %d does not stand at its offset %d", i, g.Offset)
			}
		}
	}
}

// FuzzScan compares the scanner with encoding/json.
func FuzzScan(f *testing.F) {
	for _, s := range []string{s1, s2, s3, `[1.5e-7,"\u00e9",{}]`, `{"a":[{}`, "\"\xc3\x28\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		n, why := scan(text, true)
		if n < 0 || n > len(text) {
			t.Fatalf("%d of %d bytes", n, len(text))
		}
		good := why == "" && space(text, n) == len(text)
		if want := json.Valid(text) && utf8.Valid(text); good != want && why != faultDeep {
			t.Errorf("scan says %v (%d, %q), encoding/json %v", good, n, why, want)
		}
		for cut := range text {
			if _, why := scan(text[:cut], false); good && cut < n && why != faultShort {
				t.Errorf("cut at %d of %d: %q", cut, n, why)
			}
		}
	})
}
