package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"lrx/data/store"
	"lrx/internal/tuitest"
)

// The benchmarks print what a user waits for. No test fails on a clock.

// report prints the middle and the slow end of what was measured, in ms.
func report(b *testing.B, all []time.Duration) {
	b.Helper()
	slices.Sort(all)
	at := func(share float64) float64 { return float64(all[int(share*float64(len(all)-1))].Microseconds()) / 1000 }
	b.ReportMetric(at(0.5), "ms-p50")
	b.ReportMetric(at(0.95), "ms-p95")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkFirstFrame opens the demo's store until the first screen is whole.
func BenchmarkFirstFrame(b *testing.B) {
	dir := demoStoreDir(b)
	var all []time.Duration
	for b.Loop() {
		at := time.Now()
		s := explorer(b, dir, look{theme: "dark"})
		s.WaitFor("Biology 1", "Newest")
		all = append(all, time.Since(at))
		s.Press("q")
		if err := s.WaitExit(); err != nil {
			b.Fatal(err)
		}
	}
	report(b, all)
}

// BenchmarkKeyToFrame moves the cursor through 100,000 learners: from the key
// to the frame that shows it, renderer and terminal included.
func BenchmarkKeyToFrame(b *testing.B) {
	const rows = 100_000
	path := filepath.Join(b.TempDir(), "many.ndjson")
	write(b, path, func(w *bufio.Writer) {
		for i := range rows {
			writeLearner(w, i)
		}
	})
	dir := filepath.Join(b.TempDir(), "store")
	if _, err := store.Load(b.Context(), dir, store.LoadOptions{Paths: []string{path}}); err != nil {
		b.Fatal(err)
	}
	s := explorer(b, dir, look{theme: "dark"}, tuitest.Size(120, 40))
	s.WaitFor("Everyone")
	s.Press("enter")
	s.WaitFor("1 of 100,000")
	var all []time.Duration
	for n := 2; b.Loop(); n++ {
		// A person presses at any moment between two frames, not right after one.
		time.Sleep(rand.N(20 * time.Millisecond))
		at := time.Now()
		s.Press("down")
		s.WaitFor(fmt.Sprintf("%s of 100,000", thousands(n)))
		all = append(all, time.Since(at))
	}
	report(b, all)
}

func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

func writeLearner(w *bufio.Writer, i int) {
	fmt.Fprintf(w, `{"id":"40000000-0000-4000-8000-%012d","actor":{"name":"Learner %06d","mbox":"mailto:l%d@school.example"},"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},`+
		`"object":{"id":"https://school.example/page/%d"},"timestamp":"2025-11-01T10:%02d:%02dZ"}`+"\n", i, i, i, i%500, i/60%60, i%60)
}

func write(b *testing.B, path string, fill func(*bufio.Writer)) {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	fill(w)
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLoad loads arrays of real statements under new ids with the built
// program: CPU for 100,000 statements, peak memory of the process, and the size
// of the store beside that of the file.
func BenchmarkLoad(b *testing.B) {
	lines := fixtureLines(b)
	exe := filepath.Join(b.TempDir(), "lrx")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", exe, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, mb := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("MB=%d", mb), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "array.json")
			n := writeArray(b, path, lines, mb)
			for b.Loop() {
				dir := filepath.Join(b.TempDir(), "store")
				cmd := exec.CommandContext(b.Context(), exe, "load", "--quiet", "--store", dir, path)
				if out, err := cmd.CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
				cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
				b.ReportMetric(cpu.Seconds()*100_000/float64(n), "cpu-s/100k")
				if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
					b.ReportMetric(float64(usage.Maxrss)/1024, "MB-peak") // kilobytes on Linux
				}
				info, err := os.Stat(filepath.Join(dir, "lrx.duckdb"))
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(info.Size())/float64(mb)/1e6, "store/source")
				b.ReportMetric(0, "ns/op")
				if err := os.RemoveAll(dir); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// statementID is the id of a statement: the only id in these that is a bare UUID.
var statementID = regexp.MustCompile(`"id": "[0-9a-f-]{36}"`)

// fixtureLines are the 22,000 statements of the largest fixture.
func fixtureLines(b *testing.B) []string {
	b.Helper()
	f, err := os.Open("../shared/fixtures/ralph-fun-mooc-22k.ndjson.gz")
	if err != nil {
		b.Skipf("the fixtures are not here: %v", err)
	}
	defer f.Close() //nolint:errcheck // read only
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		b.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

// writeArray writes an array of about so many megabytes and returns how many
// statements it holds: the lines again and again, each with a new id.
func writeArray(b *testing.B, path string, lines []string, mb int) (n int) {
	b.Helper()
	write(b, path, func(w *bufio.Writer) {
		size := 0
		for ; size < mb*1_000_000; n++ {
			id := uuid.NewSHA1(uuid.Nil, strconv.AppendInt(nil, int64(n), 10))
			text := statementID.ReplaceAllString(lines[n%len(lines)], `"id": "`+id.String()+`"`)
			separator := ",\n"
			if n == 0 {
				separator = "["
			}
			size += len(separator) + len(text)
			fmt.Fprint(w, separator, text)
		}
		fmt.Fprint(w, "]")
	})
	return n
}
