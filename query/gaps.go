package query

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"lrx/data/traffic"
	"lrx/internal/safetext"
)

// Candidate says what a day with far fewer statements than expected may be.
type Candidate = traffic.Candidate

// The candidates. "" is a day like others.
const (
	Outage  = traffic.Outage
	Quiet   = traffic.Quiet
	Holiday = traffic.Holiday
)

// SourceDays is how many statements came from a source, or from one of its
// origins, on each day from its first to its last statement, and what was
// expected. Days are those of the reader's time zone.
type SourceDays struct {
	Key    string        // of the Source
	Called safetext.Safe // the source, or the origin and the source
	Source safetext.Safe
	Origin string // id, "" for a source as a whole
	first  time.Time
	counts []int64
	off    []traffic.Off
	days   []traffic.Day
}

// Gap is a run of days on which a source sent far fewer statements than
// expected, or any one day.
type Gap struct {
	Key        string // of the Source
	Source     safetext.Safe
	Origin     string // id, "" for a source as a whole
	From, To   time.Time
	Days       int64
	Statements int64
	Expected   *int64 // nil: too few days to compare with
	Candidate  Candidate
	Sentence   safetext.Safe
}

// NewSourceDays are the days of a source whose counts are known, from the first
// day on and without days off.
func NewSourceDays(key string, source safetext.Safe, first time.Time, counts []int64) SourceDays {
	d := SourceDays{Key: key, Called: source, Source: source, first: first, counts: counts, off: make([]traffic.Off, len(counts))}
	d.days = traffic.Judge(d.counts, d.off)
	return d
}

// mostDays is how far back from its last day a source is looked at, about 20
// years: a single statement with a wrong year would make a map of millennia.
const mostDays = 7305

// SourceDays answers for each source, or each origin with f.Origins, what came
// on each day. A period narrows nothing: what is expected of a day depends on
// others.
func (s *Store) SourceDays(ctx context.Context, v Viewer, f Filter) (List[SourceDays], error) {
	f.Since, f.Until, f.Sort = time.Time{}, time.Time{}, ""
	return gather(ctx, s, v, f, sourceDaysColumns(), func(q *asked) ([]SourceDays, error) { return q.sourceDays(ctx, f.Origins) })
}

func (q *asked) sourceDays(ctx context.Context, origins bool) ([]SourceDays, error) {
	q.zonePieces()
	q.params["origins"] = origins
	var out []SourceDays
	err := q.rows(ctx, "origin_days", func(scan func(...any) error) error {
		var n originName
		var day time.Time
		var count int64
		if err := scan(append(n.targets(), &day, &count)...); err != nil {
			return err
		}
		var o Origin
		q.name(&o, &n)
		d := SourceDays{Key: o.SourceKey, Called: o.Source, Source: o.Source, first: day.UTC()}
		if origins {
			d.Origin, d.Called = o.ID, o.Called()
		}
		if n := len(out); n == 0 || out[n-1].Key != d.Key || out[n-1].Origin != d.Origin {
			out = append(out, d)
		}
		out[len(out)-1].add(day.UTC(), count)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].trim()
	}
	return out, q.judge(ctx, out)
}

// add counts a day; days come in order.
func (d *SourceDays) add(day time.Time, count int64) {
	at := daysBetween(d.first, day)
	if at >= mostDays { // what is older than that falls off
		skip := at - mostDays + 1
		d.counts = d.counts[min(skip, len(d.counts)):]
		d.first, at = d.first.AddDate(0, 0, skip), mostDays-1
	}
	if more := at + 1 - len(d.counts); more > 0 {
		d.counts = append(d.counts, make([]int64, more)...)
	}
	d.counts[at] += count
}

// trim lets the days begin with one on which something came, where older ones fell off.
func (d *SourceDays) trim() {
	empty := 0
	for d.counts[empty] == 0 { // the last day has some
		empty++
	}
	d.counts, d.first = d.counts[empty:], d.first.AddDate(0, 0, empty)
}

// daysBetween counts days from one midnight in UTC to another; a Duration would end
// after 292 years.
func daysBetween(from, to time.Time) int { return int((to.Unix() - from.Unix()) / 86400) }

// judge compares all days with what is expected of them.
func (q *asked) judge(ctx context.Context, all []SourceDays) error {
	class, one := q.oneClass()
	q.params["class"], q.params["alone"] = class, one && class != 0
	for i := range all {
		all[i].off = make([]traffic.Off, len(all[i].counts))
	}
	err := q.rows(ctx, "days_off", func(scan func(...any) error) error {
		var from, to time.Time
		var off traffic.Off
		var source string
		err := scan(&from, &to, &off.Kind, &off.Name, &source)
		for i := range all {
			if source == "" || safetext.Clean(source) == all[i].Source {
				all[i].takeOff(from.UTC(), to.UTC(), off)
			}
		}
		return err
	})
	for i := range all {
		all[i].days = traffic.Judge(all[i].counts, all[i].off)
	}
	return err
}

// takeOff notes why days say nothing; what is noted first stays.
func (d *SourceDays) takeOff(from, to time.Time, off traffic.Off) {
	for at := max(0, daysBetween(d.first, from)); at <= min(daysBetween(d.first, to), len(d.off)-1); at++ {
		if d.off[at].Kind == "" {
			d.off[at] = off
		}
	}
}

// Len is the number of days from the first to the last statement.
func (d *SourceDays) Len() int { return len(d.counts) }

// Day is a day of the calendar, as its midnight in UTC.
func (d *SourceDays) Day(i int) time.Time { return d.first.AddDate(0, 0, i) }

// At is the number of a day; false if it is not between the first and the last statement.
func (d *SourceDays) At(day time.Time) (int, bool) {
	i := daysBetween(d.first, day)
	return i, i >= 0 && i < len(d.counts) && !day.Before(d.first)
}

// Count is how many statements came on a day.
func (d *SourceDays) Count(i int) int64 { return d.counts[i] }

// Expected is how many statements were expected on a day; false if there are
// too few days to compare with.
func (d *SourceDays) Expected(i int) (int64, bool) {
	return d.days[i].Expected, d.days[i].Expected >= 0
}

// Candidate says what a day with far fewer statements than expected may be.
func (d *SourceDays) Candidate(i int) Candidate { return d.days[i].Candidate }

// gap is a run of days as a row.
func (d *SourceDays) gap(s traffic.Span) Gap {
	g := Gap{
		Key: d.Key, Source: d.Source, Origin: d.Origin, From: d.Day(s.From), To: d.Day(s.To), Days: int64(s.To - s.From + 1),
		Candidate: d.days[s.From].Candidate,
	}
	var expected int64
	for i := s.From; i <= s.To; i++ {
		g.Statements += d.counts[i]
		expected += max(0, d.days[i].Expected)
	}
	if d.days[s.From].Expected >= 0 {
		g.Expected = &expected
	}
	g.Sentence = d.sentence(s, g)
	return g
}

// Sentence says in words what is to be known of a day; of one in a gap that of
// the gap.
func (d *SourceDays) Sentence(i int) safetext.Safe {
	for _, s := range traffic.Gaps(d.counts, d.days, d.off) {
		if s.From <= i && i <= s.To {
			return d.gap(s).Sentence
		}
	}
	return d.gap(traffic.Span{From: i, To: i}).Sentence
}

// sentence writes a run of days in words.
func (d *SourceDays) sentence(s traffic.Span, g Gap) safetext.Safe {
	number := string(grouped(g.Statements))
	if g.Statements == 0 {
		number = "no"
	}
	sent := string(d.Called) + " sent "
	when := daysText(g.From, g.To)
	j := d.days[s.From]
	if j.Candidate == "" {
		text := fmt.Sprintf("%s%s %s on %s", sent, number, plural(g.Statements, "statement"), when)
		switch {
		case g.Expected != nil && *g.Expected == 0:
			return safetext.Clean(text + ", none expected")
		case g.Expected != nil:
			return safetext.Clean(fmt.Sprintf("%s, about %s expected", text, grouped(*g.Expected)))
		case s.From == 0, s.From == len(d.counts)-1:
			return safetext.Clean(text + ", a day that is compared with none: the first and the last may be parts of days")
		}
		return safetext.Clean(text + "; there are too few days to compare it with")
	}
	sent += fmt.Sprintf("%s of about %s statements", grouped(g.Statements), grouped(*g.Expected))
	if g.Days == 1 {
		sent += " on " + when
	} else {
		sent += ", " + when
	}
	return safetext.Clean(sent + ": " + why(j, d.off[s.From], g.Days))
}

// longGap is from how many days on a break is as likely as an outage.
const longGap = 10

// why says what a gap may be.
func why(j traffic.Day, off traffic.Off, days int64) string {
	named := off.Name
	if named != "" {
		named = ", " + named
	}
	switch {
	case j.Candidate == Holiday:
		return "days off by calendar.csv" + named
	case j.Candidate == Outage && off.Kind != "":
		return "a known outage by calendar.csv" + named + ", not absent learners"
	case j.Candidate == Outage && days >= longGap:
		return "an outage candidate, or a break; calendar.csv can tell which"
	case j.Candidate == Outage:
		return "an outage candidate, not absent learners"
	case j.Few:
		return "quiet; so few are usual that it may be chance"
	}
	return "quiet, as other such days nearby"
}

func plural(n int64, word string) string {
	if n < 2 { // no statement, one statement
		return word
	}
	return word + "s"
}

// daysText writes one day, or the first and the last of several, without what
// both have in common.
func daysText(from, to time.Time) string {
	last := to.Format("2 January 2006")
	switch {
	case from.Equal(to):
		return last
	case from.Year() != to.Year():
		return from.Format("2 January 2006") + " – " + last
	case from.Month() != to.Month():
		return from.Format("2 January") + " – " + last
	}
	return fmt.Sprintf("%d–%s", from.Day(), last)
}

// Gaps lists the runs of days on which a source, or each of its origins with
// f.Origins, sent far fewer statements than expected, the newest first; with
// f.Daily every day.
func (s *Store) Gaps(ctx context.Context, v Viewer, f Filter) (List[Gap], error) {
	columns := gapColumns()
	if err := checkSort(columns, f.Sort); err != nil {
		return List[Gap]{}, err
	}
	ask := f
	ask.Text, ask.Limit = "", 0
	all, err := s.SourceDays(ctx, v, ask)
	if err != nil {
		return List[Gap]{}, err
	}
	l := arrange(GapsOf(all.Rows, v, f), columns, v, f)
	l.AsOf = all.AsOf
	return l, nil
}

// GapsOf are the gaps in days that were asked for, in the filter's period.
func GapsOf(all []SourceDays, v Viewer, f Filter) []Gap {
	var out []Gap
	for i := range all {
		d := &all[i]
		spans := traffic.Gaps(d.counts, d.days, d.off)
		if f.Daily {
			spans = spans[:0]
			for day := range d.counts {
				spans = append(spans, traffic.Span{From: day, To: day})
			}
		}
		for _, s := range spans {
			if s, ok := d.within(s, v, f); ok {
				out = append(out, d.gap(s))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Gap) int {
		if c := b.From.Compare(a.From); c != 0 {
			return c
		}
		return strings.Compare(string(a.Source), string(b.Source))
	})
	return out
}

// within cuts a run to the days that begin in the period that is asked about.
func (d *SourceDays) within(s traffic.Span, v Viewer, f Filter) (traffic.Span, bool) {
	tz := v.TZ
	if tz == nil {
		tz = time.UTC
	}
	begin := func(i int) time.Time {
		y, m, day := d.Day(i).Date()
		return time.Date(y, m, day, 0, 0, 0, 0, tz)
	}
	for s.From <= s.To && !f.Since.IsZero() && begin(s.From).Before(f.Since) {
		s.From++
	}
	for s.From <= s.To && !f.Until.IsZero() && !begin(s.To).Before(f.Until) {
		s.To--
	}
	for s.From < s.To && d.days[s.From].Candidate == "" { // a gap begins and ends with a day that is low
		s.From++
	}
	for s.From < s.To && d.days[s.To].Candidate == "" {
		s.To--
	}
	return s, s.From <= s.To && (f.Daily || d.days[s.From].Candidate != "")
}
