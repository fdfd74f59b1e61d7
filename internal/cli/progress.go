package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"lrx/data/store"
	"lrx/internal/safetext"
)

// progressLine keeps one line of a terminal up to date. Away from a terminal
// it writes nothing.
type progressLine struct {
	w     io.Writer // nil: silent
	now   func() time.Time
	width func() int
	start time.Time
	first *store.Progress // what a resumed load had read before
	drawn bool
}

func (a *app) progressLine() *progressLine {
	p := &progressLine{now: a.env.Now, width: a.env.Width, start: a.env.Now()}
	if a.env.StderrTerminal && !a.env.dumb() && !a.quiet {
		p.w = a.env.Stderr
	}
	return p
}

// show redraws the line.
func (p *progressLine) show(at store.Progress) {
	if p.w == nil {
		return
	}
	if p.first == nil {
		p.first, p.start = &at, p.now()
	}
	text := progressText(at, at.Bytes-p.first.Bytes, p.now().Sub(p.start))
	// A line as wide as the terminal would wrap on some.
	fmt.Fprintf(p.w, "\r%s\x1b[K", safetext.Truncate(text, p.width()-1))
	p.drawn = true
}

// say shows what is waited for.
func (p *progressLine) say(text string) {
	if p.w == nil {
		return
	}
	fmt.Fprintf(p.w, "\r%s\x1b[K", safetext.Truncate(clean(text), p.width()-1))
	p.drawn = true
}

// clear takes the line away again: results follow.
func (p *progressLine) clear() {
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}

const barWidth = 20

// progressText is the line: phase, bar, percentage, counts, rate and the time
// that is left. gained are the bytes read since the line began.
func progressText(p store.Progress, gained int64, spent time.Duration) safetext.Safe {
	parts := []string{p.Phase}
	if p.Path != "" {
		parts[0] += " " + filepath.Base(p.Path)
	}
	if p.Resumed {
		parts[0] += " (resumed)"
	}
	if p.Phase != "reading" {
		return clean(parts[0] + "…")
	}
	if p.TotalBytes > 0 {
		done := min(float64(p.Bytes)/float64(p.TotalBytes), 1)
		full := int(done * barWidth)
		parts = append(parts, fmt.Sprintf("[%s%s] %3.0f %%", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), done*100))
	}
	parts = append(parts, thousands(p.Read)+" read")
	if rate := float64(gained) / spent.Seconds(); spent > time.Second && rate > 0 {
		parts = append(parts, megabytes(rate)+"/s")
		if left := p.TotalBytes - p.Bytes; left > 0 {
			parts = append(parts, clock(time.Duration(float64(left)/rate*float64(time.Second)))+" left")
		}
	}
	return clean(strings.Join(parts, "  "))
}

func megabytes(n float64) string {
	return fmt.Sprintf("%.1f MB", n/1e6)
}

// clock writes a span as 0:41 or 1:02:03.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
