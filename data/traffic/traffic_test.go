package traffic

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// weeks repeats a week so many times.
func weeks(n int, week ...int64) []int64 { return slices.Repeat(week, n) }

// set changes some days.
func set(counts []int64, values map[int]int64) []int64 {
	for day, n := range values {
		counts[day] = n
	}
	return counts
}

// marks writes the candidates of days, one letter each.
func marks(days []Day) string {
	var b strings.Builder
	for _, d := range days {
		letter := "."
		if d.Candidate != "" {
			letter = string(d.Candidate[0])
		}
		b.WriteString(letter)
	}
	return b.String()
}

func TestJudge(t *testing.T) {
	t.Parallel()
	school := []int64{100, 120, 110, 90, 80, 0, 0} // Monday to Sunday
	zeros := func(from, to int) map[int]int64 {
		m := map[int]int64{}
		for day := from; day <= to; day++ {
			m[day] = 0
		}
		return m
	}
	holiday := func(from, to int, kind string) []Off {
		off := make([]Off, 140)
		for day := from; day <= to; day++ {
			off[day] = Off{Kind: kind}
		}
		return off
	}
	for name, c := range map[string]struct {
		counts []int64
		off    []Off
		want   string // "day-day what expected": gaps
	}{
		"nothing":                        {nil, nil, ""},
		"a day":                          {[]int64{5}, nil, ""},
		"a week":                         {weeks(1, school...), nil, ""},
		"always quiet weekends":          {weeks(20, school...), nil, ""},
		"one day":                        {set(weeks(20, school...), zeros(37, 37)), nil, "37-37 outage"},
		"three days":                     {set(weeks(20, school...), zeros(36, 38)), nil, "36-38 outage"},
		"over a weekend":                 {set(weeks(20, school...), zeros(38, 43)), nil, "38-43 outage"},
		"a tenth":                        {set(weeks(20, school...), map[int]int64{37: 11}), nil, ""},
		"less than a tenth":              {set(weeks(20, school...), map[int]int64{37: 10}), nil, "37-37 outage"},
		"four weeks":                     {set(weeks(20, school...), zeros(63, 90)), nil, "63-88 outage"},
		"half a year's break":            {append(weeks(20, school...), append(make([]int64, 7*26), weeks(20, school...)...)...), nil, ""}, // half of the days around say that nothing is usual
		"every other week":               {weeks(10, append(slices.Clone(school), 0, 0, 0, 0, 0, 0, 0)...), nil, "8-11 quiet 22-25 quiet 36-39 quiet 50-53 quiet"},
		"a small source":                 {set(weeks(20, 6, 7, 6, 8, 9, 0, 0), zeros(37, 37)), nil, "37-37 quiet"},
		"a tiny source":                  {set(weeks(20, 2, 3, 1, 2, 4, 0, 0), zeros(37, 37)), nil, ""},
		"the last day":                   {set(weeks(20, school...), map[int]int64{134: 100, 135: 1}), nil, "135-135 outage"},
		"the first and last day":         {append(set(weeks(20, school...), map[int]int64{0: 1}), 1), nil, ""},
		"holiday":                        {set(weeks(20, school...), zeros(36, 38)), holiday(30, 40, "holiday"), "36-38 holiday"},
		"holiday, but there was school":  {weeks(20, school...), holiday(30, 40, "holiday"), ""},
		"a known outage":                 {set(weeks(20, 6, 7, 6, 8, 9, 0, 0), zeros(37, 37)), holiday(37, 37, "outage"), "37-37 outage"},
		"days off are not compared with": {set(weeks(9, school...), zeros(0, 40)), holiday(0, 40, "holiday"), "1-39 holiday"},
		"a gap that ends in a holiday":   {set(weeks(20, school...), zeros(36, 38)), holiday(37, 40, "holiday"), "36-36 outage 37-38 holiday"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.off == nil {
				c.off = make([]Off, len(c.counts))
			}
			off := c.off[:len(c.counts)]
			days := Judge(c.counts, off)
			var got []string
			for _, s := range Gaps(c.counts, days, off) {
				got = append(got, strconv.Itoa(s.From)+"-"+strconv.Itoa(s.To)+" "+string(days[s.From].Candidate))
			}
			if text := strings.Join(got, " "); text != c.want {
				t.Errorf("got %q, want %q\n%s", text, c.want, marks(days))
			}
		})
	}
}

// TestExpected counts what is expected by hand.
func TestExpected(t *testing.T) {
	t.Parallel()
	counts := set(make([]int64, 50), map[int]int64{0: 9, 3: 4, 10: 6, 17: 8, 24: 100, 31: 2, 49: 9})
	days := Judge(counts, make([]Off, len(counts)))
	for day, want := range map[int]int64{
		0:  -1, // the first day
		49: -1, // the last day
		3:  2,  // in the middle of 0 0 2 6 8 100, the lower one
		24: 2,  // of 0 0 2 4 6 8
		4:  0,
	} {
		if got := days[day].Expected; got != want {
			t.Errorf("day %d: expected %d, want %d", day, got, want)
		}
	}
}

// TestJudgeHasProperties looks at made-up series: no candidate in a constant
// one; ten times as many statements are ten times as many expected, and no day
// that was an outage candidate is less of one.
func TestJudgeHasProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 200).Draw(t, "days")
		none := make([]Off, n)
		constant := slices.Repeat([]int64{rapid.Int64Range(0, 1e6).Draw(t, "each day")}, n)
		if m := marks(Judge(constant, none)); strings.Trim(m, ".") != "" {
			t.Fatalf("constant: %s", m)
		}
		counts := rapid.SliceOfN(rapid.Int64Range(0, 3000), n, n).Draw(t, "counts")
		scale := rapid.Int64Range(1, 1000).Draw(t, "scale")
		scaled := slices.Clone(counts)
		for i := range scaled {
			scaled[i] *= scale
		}
		for i, d := range Judge(counts, none) {
			s := Judge(scaled, none)[i]
			if d.Expected >= 0 && s.Expected != d.Expected*scale {
				t.Fatalf("day %d: %d expected, %d after scaling", i, d.Expected, s.Expected)
			}
			if d.Candidate == Outage && s.Candidate != Outage || d.Expected >= leastOutage && s.Candidate != d.Candidate {
				t.Fatalf("day %d: %q, after scaling %q", i, d.Candidate, s.Candidate)
			}
			if d.Candidate == "" && d.Expected >= leastQuiet && s.Candidate != "" {
				t.Fatalf("day %d is like others, after scaling %q", i, s.Candidate)
			}
		}
	})
}
