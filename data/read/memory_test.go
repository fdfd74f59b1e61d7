package read

import (
	"bytes"
	"io"
	"runtime"
	"strings"
	"testing"
)

// generated is about size bytes of statements between start and end, each part
// packed for itself: gzip members and zstd frames may follow one another.
func generated(size int, start, between, end string, pack func([]byte) []byte) io.Reader {
	piece := strings.Repeat(between+s1, 4000)
	packed := pack([]byte(piece))
	return io.MultiReader(
		bytes.NewReader(pack([]byte(start+s1))),
		io.LimitReader(&endless{piece: packed}, int64(size/len(piece)*len(packed))),
		bytes.NewReader(pack([]byte(end))),
	)
}

// peakHeap reads everything and returns the largest live heap seen, in
// bytes, over that at the start.
func peakHeap(t *testing.T, in io.Reader) int64 {
	t.Helper()
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before, peak := m.HeapAlloc, uint64(0)
	sum, err := Input{Path: Stdin}.Each(t.Context(), Options{Stdin: in}, func(v Value) error {
		if v.Reject != nil {
			return v.Reject
		}
		if v.Index%50_000 == 0 {
			runtime.GC() // what is held counts, not when the collector last ran
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
		return nil
	})
	must(t, err)
	if sum.Cut || sum.Values < 50_000 {
		t.Fatalf("summary %+v", sum)
	}
	return int64(peak) - int64(before)
}

// TestMemoryIsBounded is not parallel: it looks at the heap of the process.
func TestMemoryIsBounded(t *testing.T) {
	const slack = 256 << 10 // bytes, for what the runtime itself does meanwhile
	plain := func(text []byte) []byte { return text }
	gz := func(text []byte) []byte { return gzipped(t, text) }
	zst := func(text []byte) []byte { return zstded(t, text) }
	tests := []struct {
		name                string
		start, between, end string
		pack                func([]byte) []byte
		large               int // MB
	}{
		{"array", "[", ",", "]", plain, 300},
		{"ndjson", "", "\n", "\n", plain, 50},
		{"result", `{"more":"","statements":[`, ",", "]}", plain, 50},
		{"array, gzip", "[", ",", "]", gz, 50},
		{"array, zstd", "[", ",", "]", zst, 50},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := peakHeap(t, generated(10<<20, tt.start, tt.between, tt.end, tt.pack))
			l := peakHeap(t, generated(tt.large<<20, tt.start, tt.between, tt.end, tt.pack))
			t.Logf("peak heap: %d KB for 10 MB, %d KB for %d MB", s>>10, l>>10, tt.large)
			if l > s*12/10+slack {
				t.Errorf("peak heap grows with the text: %d bytes for 10 MB, %d for %d MB", s, l, tt.large)
			}
		})
	}
}

func TestNoAllocationPerValue(t *testing.T) {
	text := strings.Repeat(s1+"\n", 10_000)
	allocs := testing.AllocsPerRun(3, func() {
		_, err := Input{Path: Stdin}.Each(t.Context(), Options{Stdin: strings.NewReader(text)}, func(Value) error { return nil })
		must(t, err)
	})
	if allocs > 200 {
		t.Errorf("%.0f allocations for 10000 values", allocs)
	}
}
