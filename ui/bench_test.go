package ui

import (
	"fmt"
	"testing"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
)

// many is a class with n activities.
func many(n int) *fake {
	f := school()
	f.activities = make([]query.Activity, n)
	for i := range f.activities {
		name := safetext.Safe(fmt.Sprintf("Activity %06d", i))
		f.activities[i] = query.Activity{IRI: string("https://x.example/" + name), Activity: "https://x.example/" + name, Name: name, Statements: int64(i * 7919 % 1000), Learners: 3, Attempts: int64(i % 77)}
	}
	return f
}

// BenchmarkKey is one key press and the frame that follows.
func BenchmarkKey(b *testing.B) {
	for _, n := range []int{2_000, 100_000} {
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			d := drive(b, many(n))
			d.press("enter", "5")
			b.ReportAllocs()
			at := time.Now()
			for b.Loop() {
				d.app.Update(keyPress("j"))
				_ = d.app.View()
			}
			b.ReportMetric(float64(time.Since(at).Microseconds())/1000/float64(b.N), "ms/key")
		})
	}
}

// BenchmarkArrange is what a sort and a filter cost, which no key waits for.
func BenchmarkArrange(b *testing.B) {
	for _, text := range []string{"", "activity 00", "attempts:>50"} {
		b.Run("filter="+text, func(b *testing.B) {
			d := drive(b, many(100_000))
			d.press("enter", "5", "right", "s", "/")
			b.ReportAllocs()
			for b.Loop() {
				for _, r := range text {
					d.app.here().Input().Insert(string(r))
				}
				d.run(d.app.here().Typed())
				d.app.here().Input().Key(keyPress("ctrl+u"))
			}
		})
	}
}

// BenchmarkGrid is one key press in a grid and the frame that follows.
func BenchmarkGrid(b *testing.B) {
	for _, size := range [][2]int{{60, 40}, {300, 200}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			f := school()
			f.grid = stairs(size[0], size[1])
			d := drive(b, f)
			d.press("enter", "4")
			b.ReportAllocs()
			at := time.Now()
			for i := 0; b.Loop(); i++ {
				d.app.Update(keyPress([]string{"j", "l", "k", "L"}[i%4]))
				_ = d.app.View()
			}
			b.ReportMetric(float64(time.Since(at).Microseconds())/1000/float64(b.N), "ms/key")
		})
	}
}
