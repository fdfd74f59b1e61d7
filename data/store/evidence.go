package store

import (
	"context"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"lrx/data"
	"lrx/scoring"
)

// Evidence is what the records of one class say, for its scores.
type Evidence struct {
	Class      scoring.Class
	Past       scoring.Class // what of it had happened TrendDays before
	Learners   []int32       // keys, in the order of Class.Learners
	Activities []int32       // keys, in the order of Class.Activities; 0 for a due work that no statement knows
	NextDue    time.Time     // when the next work is due after Class.AsOf, or its day ends; zero = never
}

// TrendDays is how far back learners are compared with their own past.
const TrendDays = 28

// Moment says as of when a class is scored, and from when on its records count.
type Moment struct{ AsOf, Since time.Time }

// Ask runs a text with relations put in for its marks and the parameters that it
// names bound, and calls do for each row. The values are only good during the call.
type Ask func(ctx context.Context, text string, params map[string]any, do func(v []driver.Value)) error

//go:embed evidence/*.sql
var evidenceFiles embed.FS

// evidenceReader gathers the rows of several classes at once.
type evidenceReader struct {
	ask     Ask
	params  map[string]any
	zone    *time.Location
	classes map[int32]*gathered
	names   map[int32]activityFacts
}

type activityFacts struct {
	iri, skill string
	rule       string
	course     bool
	video      bool
	weight     float64 // NaN = not decided
}

// ReadEvidence reads what the classes that ask is about say, each as of its
// moment. Learners who have left by then, or are still to come, are not in it.
func ReadEvidence(ctx context.Context, ask Ask, at map[int32]Moment, zone *time.Location) (map[int32]*Evidence, error) {
	r := &evidenceReader{ask: ask, params: map[string]any{}, zone: zone, classes: map[int32]*gathered{}, names: map[int32]activityFacts{}}
	for class, m := range at {
		r.classes[class] = newGathered(m, zone)
	}
	if err := r.readForAll(ctx); err != nil {
		return nil, fmt.Errorf("read evidence: %w", err)
	}
	for _, part := range []struct {
		name string
		take func(g *gathered, v []driver.Value)
	}{
		{"learners", (*gathered).learner},
		{"groups", (*gathered).group},
		{"deeds", (*gathered).deed},
		{"tries", (*gathered).try},
		{"feedback", (*gathered).feedback},
		{"items", (*gathered).item},
	} {
		if err := r.each(ctx, part.name, func(v []driver.Value) {
			if g := r.classes[number(v[0])]; g != nil {
				part.take(g, v[1:])
			}
		}); err != nil {
			return nil, fmt.Errorf("read evidence, %s: %w", part.name, err)
		}
	}
	for _, g := range r.classes {
		g.walk()
	}
	if err := r.readActivities(ctx); err != nil {
		return nil, fmt.Errorf("read evidence: %w", err)
	}
	out := make(map[int32]*Evidence, len(r.classes))
	for class, g := range r.classes {
		out[class] = g.evidence(r.names)
	}
	return out, nil
}

func (r *evidenceReader) each(ctx context.Context, name string, do func(v []driver.Value)) error {
	text, err := evidenceFiles.ReadFile("evidence/" + name + ".sql")
	if err != nil {
		return err
	}
	return r.ask(ctx, string(text), r.params, do)
}

// sayingOf is what a verb says.
func sayingOf(verb string) saying {
	switch data.Feeds(verb) {
	case "social":
		return saySocial
	case "submission":
		return saySubmitted
	}
	switch verb {
	case "https://w3id.org/xapi/adl/verbs/waived":
		return sayWaived
	case "http://adlnet.gov/expapi/verbs/registered", "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/enrolled":
		return sayRegistered
	case "http://id.tincanapi.com/verb/unregistered":
		return sayUnregistered
	}
	return sayNothing
}

// readForAll reads what holds for several classes: what verbs say, what is due,
// days off.
func (r *evidenceReader) readForAll(ctx context.Context) error {
	of := func(class int32, do func(*gathered)) {
		for c, g := range r.classes {
			if class == 0 || class == c {
				do(g)
			}
		}
	}
	verbs := map[int32]saying{}
	if err := r.each(ctx, "verbs", func(v []driver.Value) {
		if what := sayingOf(word(v[1])); what != sayNothing {
			verbs[number(v[0])] = what
		}
	}); err != nil {
		return err
	}
	of(0, func(g *gathered) { g.verbs = verbs })
	if err := r.each(ctx, "dues", func(v []driver.Value) {
		of(number(v[0]), func(g *gathered) { g.due(v[1:]) })
	}); err != nil {
		return err
	}
	return r.each(ctx, "days_off", func(v []driver.Value) {
		of(number(v[0]), func(g *gathered) {
			g.off = append(g.off, scoring.Days{From: instant(v[1]), To: instant(v[2]), Outage: word(v[3]) == "outage"})
		})
	})
}

// readActivities reads what the activities are that were met.
func (r *evidenceReader) readActivities(ctx context.Context) error {
	wanted := map[int32]bool{}
	for _, g := range r.classes {
		for key := range g.activities {
			wanted[key] = true
		}
	}
	keys := make([]int32, 0, len(wanted))
	for key := range wanted {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	r.params["wanted"] = keys
	return r.each(ctx, "activities", func(v []driver.Value) {
		r.names[number(v[0])] = activityFacts{iri: word(v[1]), course: v[2] == true, weight: float(v[3]), skill: word(v[4]), rule: word(v[5]), video: data.IsVideo(word(v[6]))}
	})
}

// Values of a row. What is NULL is 0, "", NaN or the zero time.

func number(v driver.Value) int32 {
	n, _ := v.(int32)
	return n
}

func long(v driver.Value) int64 {
	n, _ := v.(int64)
	return n
}

func word(v driver.Value) string {
	s, _ := v.(string)
	return s
}

func float(v driver.Value) float64 {
	if f, ok := v.(float64); ok {
		return f
	}
	return math.NaN()
}

func instant(v driver.Value) time.Time {
	t, _ := v.(time.Time)
	return t
}

func truth(v driver.Value) scoring.Truth {
	switch v {
	case true:
		return scoring.Yes
	case false:
		return scoring.No
	}
	return scoring.Unsaid
}

// EachRow runs a text on a connection of the driver, past database/sql:
// with millions of rows its conversions take longer than the work.
func EachRow(ctx context.Context, dc any, text string, args []driver.NamedValue, do func([]driver.Value)) (err error) {
	q, ok := dc.(driver.QueryerContext)
	if !ok {
		return errors.New("not a DuckDB connection")
	}
	rows, err := q.QueryContext(ctx, text, args)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	values := make([]driver.Value, len(rows.Columns()))
	for {
		switch err := rows.Next(values); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		do(values)
	}
}
