package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"lrx/scoring"
)

// scoredAtOnce is about how many statements are in memory as evidence at once.
const scoredAtOnce = 500_000

// metaProfile holds the profile that scores were kept by, as JSON; metaScoredBy
// all they follow but the records, in a form that can be compared.
const (
	metaProfile  = "profile"
	metaScoredBy = "scored_by"
)

// Profile is what the store's scores are made by.
func (g *Generation) Profile(ctx context.Context) (p scoring.Profile, err error) {
	text, err := meta(ctx, g.DB, metaProfile)
	if errors.Is(err, sql.ErrNoRows) {
		return scoring.DefaultProfile(), nil
	}
	if err == nil {
		p = scoring.DefaultProfile() // what an older version knew no setting for has its default
		err = json.Unmarshal([]byte(text), &p)
	}
	if err != nil {
		return p, fmt.Errorf("read the store's profile: %w", err)
	}
	return p, nil
}

// KeptAbout is what is kept of the scores of a class beside its learners.
type KeptAbout struct {
	Factors []KeptFactor `json:"factors"` // in the order of scoring.Factors
	Cannot  []string     `json:"cannot"`
}

// KeptFactor is scoring.ClassFactor; what is not there is nil.
type KeptFactor struct {
	Factor   scoring.Factor `json:"factor"`
	Weight   float64        `json:"weight"`
	Possible bool           `json:"possible"`
	Median   *float64       `json:"median"`
	Missing  string         `json:"missing"`
}

// About is what is known of a class's scores beside its learners.
func About(s *scoring.Scores) KeptAbout {
	a := KeptAbout{Cannot: s.Cannot}
	for _, f := range s.Class {
		a.Factors = append(a.Factors, KeptFactor{f.Factor, f.Weight, f.Possible, present(f.Median), f.Missing})
	}
	return a
}

// present is a number that is there, nil for NaN.
func present(v float64) *float64 {
	if math.IsNaN(v) {
		return nil
	}
	return &v
}

// ZoneMark tells time zones apart by how days lie in them in the year before a
// time. The name of the system's zone is "Local" on all machines.
func ZoneMark(tz *time.Location, before time.Time) string {
	mark, was := "", math.MinInt
	for month := 12; month >= 0; month-- {
		if _, offset := before.In(tz).AddDate(0, -month, 0).Zone(); offset != was {
			mark += fmt.Sprintf("%+d ", offset)
			was = offset
		}
	}
	return mark
}

// scoringInputs is all that scores follow beside the records and the profile.
const scoringInputs = `SELECT coalesce(md5(string_agg(x, ';' ORDER BY x)), '') FROM (
	SELECT d::VARCHAR AS x FROM due d UNION ALL SELECT o::VARCHAR FROM day_off o UNION ALL SELECT a::VARCHAR FROM activity_decision a)`

// scoringChanged says whether the scores that are kept were made by something
// else than what now holds for all classes; they are made by that from now on.
func (w *writer) scoringChanged(ctx context.Context, p scoring.Profile, tz *time.Location, asOf time.Time) (bool, error) {
	var inputs, was string
	if err := w.conn.QueryRowContext(ctx, scoringInputs).Scan(&inputs); err != nil {
		return false, err
	}
	profile, err := json.Marshal(p)
	if err != nil {
		return false, err
	}
	if err := setMeta(ctx, w.conn, metaProfile, string(profile)); err != nil {
		return false, err
	}
	now := p.Hash() + " " + ZoneMark(tz, asOf) + " " + inputs
	err = w.conn.QueryRowContext(ctx, "SELECT coalesce(max(value), '') FROM meta WHERE key = ?", metaScoredBy).Scan(&was)
	if err != nil || now == was {
		return false, err
	}
	return true, setMeta(ctx, w.conn, metaScoredBy, now)
}

// keepScores scores the touched classes, or all, some at a time, and keeps the receipts.
func keepScores(ctx context.Context, w *writer, params map[string]any, p scoring.Profile, tz *time.Location, whole bool) error {
	which := touchedClasses
	if whole {
		which = allClasses
	}
	for _, text := range []string{
		"CREATE OR REPLACE TEMP TABLE all_touched AS " + which,
		"DELETE FROM kept_scores WHERE class NOT IN (SELECT class FROM class) OR class IN (FROM all_touched)",
		"DELETE FROM kept_score WHERE class NOT IN (SELECT class FROM class) OR class IN (FROM all_touched)",
		"DELETE FROM kept_signal WHERE class NOT IN (SELECT class FROM class) OR class IN (FROM all_touched)",
	} {
		if _, err := w.conn.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	moments, batches, err := scoredClasses(ctx, w, params["as_of"].(time.Time), tz) //nolint:forcetypeassert // keep puts it there
	if err != nil {
		return err
	}
	if err := readOnce(ctx, w, params); err != nil {
		return err
	}
	for _, batch := range batches {
		if err := keepBatch(ctx, w, params, p, tz, batch, moments); err != nil {
			return err
		}
	}
	for _, text := range []string{
		"DROP TABLE temp.deed", "DROP TABLE temp.spoken", "DROP TABLE temp.met_place",
		"CREATE OR REPLACE TEMP TABLE touched_class AS FROM all_touched",
	} {
		if _, err := w.conn.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	return nil
}

// readOnce reads what of the statements scores follow, once for all classes: for a
// few classes at a time all statements would be read again and again.
func readOnce(ctx context.Context, w *writer, params map[string]any) error {
	if _, err := w.conn.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE touched_class AS SELECT class FROM all_touched WHERE class <> 0 OR NOT EXISTS (FROM class)"); err != nil {
		return err
	}
	own, err := scoringGiven(ctx, w)
	if err != nil {
		return err
	}
	all := func(string) bool { return false } // of all classes, as of any time
	for _, once := range []struct {
		table, relation string
		given           func(string) bool
	}{
		{"deed", "SELECT class, learner, epoch_us(ts) AS at_us, verb, activity, duration, bears, seq FROM seen_by", own},
		{"spoken", "FROM word", all},
		{"met_place", "FROM met", all},
	} {
		name := once.relation[strings.LastIndexByte(once.relation, ' ')+1:]
		with, err := Relations{Given: once.given}.With(name)
		if err != nil {
			return err
		}
		if err := w.exec(ctx, "CREATE OR REPLACE TEMP TABLE "+once.table+" AS WITH "+with+" "+once.relation, params); err != nil {
			return fmt.Errorf("read once for %s: %w", once.table, err)
		}
	}
	return nil
}

// scoringGiven says which lines of relations are there while the touched classes are scored.
func scoringGiven(ctx context.Context, w *writer) (func(string) bool, error) {
	given, err := keepGiven(ctx, w)
	if err != nil {
		return nil, err
	}
	var everyone bool
	err = w.conn.QueryRowContext(ctx, "SELECT count(*) > 0 FROM touched_class WHERE class = 0").Scan(&everyone)
	return func(name string) bool { return (name != "all" || everyone) && given("own", "")(name) }, err
}

// scoredClasses are those of the touched classes that are scored, dealt out to
// batches, and as of when. All learners together are scored only where there is
// no class: learners of different courses are not comparable.
func scoredClasses(ctx context.Context, w *writer, now time.Time, tz *time.Location) (at map[int32]Moment, batches [][]int32, err error) {
	at = map[int32]Moment{}
	size := int64(math.MaxInt64)
	err = eachRow(ctx, w.conn, `SELECT k.class, k.newest, k.newest_known, k.since, coalesce(s.statements, 0)
		FROM kept k LEFT JOIN kept_class_sums s USING (class)
		WHERE k.class IN (FROM all_touched) AND (k.class <> 0 OR NOT EXISTS (FROM class)) ORDER BY k.class`, func(scan func(...any) error) error {
		var class int32
		var newest, known time.Time
		var since sql.NullTime
		var statements int64
		if err := scan(&class, &newest, &known, &since, &statements); err != nil {
			return err
		}
		at[class] = Moment{AsOf: DefaultAsOf(newest, known, now, tz).UTC(), Since: since.Time}
		if size += statements; size > scoredAtOnce || size < 0 {
			batches, size = append(batches, nil), statements
		}
		batches[len(batches)-1] = append(batches[len(batches)-1], class)
		return nil
	})
	return at, batches, err
}

// keepBatch scores some classes.
func keepBatch(ctx context.Context, w *writer, params map[string]any, p scoring.Profile, tz *time.Location, batch []int32, moments map[int32]Moment) error {
	if _, err := w.conn.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE touched_class AS SELECT unnest(?::INTEGER[]) AS class", batch); err != nil {
		return err
	}
	given, err := scoringGiven(ctx, w)
	if err != nil {
		return err
	}
	relations := Relations{
		Given: given,
		Kept: func(need string) string {
			if need == "tries" {
				return "class IN (" + touchedClasses + ")"
			}
			return ""
		},
	}
	at := map[int32]Moment{}
	for _, class := range batch {
		at[class] = moments[class]
	}
	evidence, err := ReadEvidence(ctx, w.asking(relations, params), at, tz)
	if err != nil {
		return err
	}
	for _, class := range batch {
		if err := keepClass(w, class, evidence[class], p, tz); err != nil {
			return fmt.Errorf("score class %d: %w", class, err)
		}
	}
	return nil
}

// keepClass keeps the scores of a class.
func keepClass(w *writer, class int32, e *Evidence, p scoring.Profile, tz *time.Location) error {
	scores, past := scoring.Evaluate(&e.Class, p), e.PastScores(p)
	about, err := json.Marshal(About(scores))
	if err != nil {
		return err
	}
	rows := make([][]driver.Value, 0, len(scores.Scores))
	var all []float64
	for i := range scores.Scores {
		s := &scores.Scores[i]
		receipt, err := json.Marshal(s)
		if err != nil {
			return err
		}
		if s.Score != nil {
			all = append(all, *s.Score)
		}
		before := past[s.Learner]
		rows = append(rows, []driver.Value{
			class, e.Learners[i], string(s.State), given0(s.Score), given0(s.Low), given0(s.High),
			given0(before.Score), given0(before.Low), given0(before.High), s.Coverage, int32(min(s.Evidence, math.MaxInt32)), string(receipt), //nolint:gosec // a count, cut
		})
	}
	if err := errors.Join(w.appendRows("kept_score", rows), keepSignals(w, class, e, scores, p)); err != nil {
		return err
	}
	return w.appendRows("kept_scores", [][]driver.Value{{
		class, e.Class.AsOf, ZoneMark(tz, e.Class.AsOf), p.Hash(), time0(e.NextDue),
		int32(len(scores.Scores)), int32(len(all)), given0(MedianScore(all)), string(about), //nolint:gosec // as many as there are learners
	}})
}

// keepSignals keeps which signals there are in a class.
func keepSignals(w *writer, class int32, e *Evidence, scores *scoring.Scores, p scoring.Profile) error {
	var rows [][]driver.Value
	for i, l := range scoring.Signals(&e.Class, scores, p) {
		for k := range l.Signals {
			rows = append(rows, []driver.Value{class, e.Learners[i], string(l.Signals[k].Code), string(l.Signals[k].Severity)})
		}
	}
	return w.appendRows("kept_signal", rows)
}

// PastScores are the scores of what had happened TrendDays before, by learner id.
func (e *Evidence) PastScores(p scoring.Profile) map[string]scoring.Score {
	all := make(map[string]scoring.Score, len(e.Past.Learners))
	if len(e.Past.Learners) > 0 && e.Past.AsOf.After(e.Past.Begin) {
		for _, s := range scoring.Evaluate(&e.Past, p).Scores {
			all[s.Learner] = s
		}
	}
	return all
}

func given0(v *float64) driver.Value {
	if v == nil {
		return nil
	}
	return *v
}

// MedianScore is the median of the scores of a class; nil if nobody has one.
func MedianScore(all []float64) *float64 {
	if len(all) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(all))
	n := len(sorted)
	m := (sorted[(n-1)/2] + sorted[n/2]) / 2
	return &m
}

// asking asks on the writer's connection.
func (w *writer) asking(relations Relations, params map[string]any) Ask {
	return func(ctx context.Context, text string, own map[string]any, do func([]driver.Value)) error {
		text, err := relations.Text(text)
		if err != nil {
			return err
		}
		all := maps.Clone(params)
		maps.Copy(all, own)
		return w.conn.Raw(func(dc any) error { return EachRow(ctx, dc, text, NamedValues(text, all), do) })
	}
}

// NamedValues are those of the parameters that a text names.
func NamedValues(text string, params map[string]any) (args []driver.NamedValue) {
	seen := map[string]bool{}
	for _, p := range parameter.FindAllString(text, -1) {
		if name := p[1:]; !seen[name] {
			seen[name] = true
			args = append(args, driver.NamedValue{Name: name, Ordinal: len(args) + 1, Value: params[name]})
		}
	}
	return args
}
