package statements_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"testing"
	"time"

	"lrx/data"
	"lrx/internal/bench/statements"
)

const some = 20_000

func made(t *testing.T, o statements.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := statements.Write(&b, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestSameBytes pins the bytes: figures of two machines, or of two versions of
// lrx, are of the same statements. When they have to change, this sum does.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	o := statements.Options{N: 2000, Seed: 1}
	sum := sha256.Sum256(made(t, o))
	if got := hex.EncodeToString(sum[:8]); got != "56ed609366e7eb86" {
		t.Errorf("the statements have the sum %s", got)
	}
	o.Seed = 2
	if other := sha256.Sum256(made(t, o)); other == sum {
		t.Error("another seed gives the same statements")
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 2, 10, 999} {
		if got := bytes.Count(made(t, statements.Options{N: n}), []byte("\n")); got != n {
			t.Errorf("%d statements, want %d", got, n)
		}
	}
}

// decoded are all statements, which have to be statements and not odd.
func decoded(t *testing.T, text []byte) []*data.Statement {
	t.Helper()
	d := data.NewDecoder()
	loaded := statements.End().AddDate(0, 1, 0)
	var out []*data.Statement
	for line := range bytes.Lines(text) {
		s, reject := d.Decode(bytes.TrimSuffix(line, []byte("\n")), loaded)
		if reject != nil {
			t.Fatalf("%v\n%s", reject, line)
		}
		want := data.Flags(0)
		if s.Actor.Group {
			want = data.FlagGroup
		}
		if s.Flags != want {
			t.Fatalf("flags %v\n%s", s.Flags.Names(), line)
		}
		out = append(out, s)
	}
	return out
}

// TestShares compares what is made with what the package says of it.
func TestShares(t *testing.T) {
	t.Parallel()
	text := made(t, statements.Options{N: some, Seed: 1})
	all := decoded(t, text)
	feeds, ids, learners := map[string]int{}, map[string]bool{}, map[string]bool{}
	var groups, teams, late int
	var last time.Time
	for _, s := range all {
		feeds[data.Feeds(s.Verb.IRI)]++
		ids[s.ID.String()] = true
		if s.Actor.Group {
			groups++
		} else {
			learners[s.Actor.Key] = true
		}
		if s.Team != nil {
			teams++
		}
		if s.Stored.Before(last) {
			t.Fatalf("%s was stored before the one ahead of it", s.ID)
		}
		if last = s.Stored; s.Stored.Sub(s.Timestamp) < time.Second {
			t.Fatalf("%s was stored %v after it happened", s.ID, s.Stored.Sub(s.Timestamp))
		}
		if s.Stored.Sub(s.Timestamp) > time.Hour {
			late++
		}
		if s.Timestamp.Before(statements.Begin) || s.Timestamp.After(statements.End()) {
			t.Errorf("%s is of %v", s.ID, s.Timestamp)
		}
	}
	if len(ids) != some {
		t.Errorf("%d ids", len(ids))
	}
	t.Logf("%d bytes a statement; %v of kinds; %d learners, %d by groups, %d in teams, %d late; the last one of %v",
		len(text)/some, feeds, len(learners), groups, teams, late, last)
	for _, c := range []struct {
		what      string
		have      int
		low, high int // of 1000 statements, but for the first two
	}{
		{"bytes of a statement", len(text) / some * some / 1000, statements.MeanBytes * 95 / 100, statements.MeanBytes * 105 / 100},
		{"learners", len(learners) * some / 1000, 31, 201}, // and teachers
		{"enrolment", feeds["enrolment"], 50, 75},
		{"views", feeds["view"], 180, 230},
		{"of videos", feeds["video"], 200, 260},
		{"answers and grades", feeds["response"], 180, 230},
		{"of attempts", feeds["lifecycle"], 150, 210},
		{"results", feeds["result"], 70, 110},
		{"submissions", feeds["submission"], 2, 8},
		{"posts", feeds["social"], 5, 15},
		{"by groups", groups, 1, 8},
		{"with a team", teams, 5, 30},
		{"collected late", late, 15, 45},
	} {
		if have := c.have * 1000 / some; have < c.low || have > c.high {
			t.Errorf("%s: %d, not %d to %d", c.what, have, c.low, c.high)
		}
	}
	if feeds["voiding"] == 0 || feeds[""] > 0 {
		t.Errorf("%d voiding statements, %d of unknown verbs", feeds["voiding"], feeds[""])
	}
	if end := statements.End(); last.Before(end.AddDate(0, 0, -14)) {
		t.Errorf("the term ends on %v, the last statement is of %v", end, last)
	}
}

// TestSizes says how many courses there are: several hundred in ten million statements.
func TestSizes(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{1000: 1, 100_000: 3, 1_000_000: 30, 10_000_000: 303} {
		if got := statements.Courses(statements.Options{N: n}); got != want {
			t.Errorf("%d statements have %d courses, want %d", n, got, want)
		}
	}
}

// TestAttempts folds what one learner did into attempts: quizzes with their
// items, tried again and again.
func TestAttempts(t *testing.T) {
	t.Parallel()
	activities := map[string]int32{"": 0}
	number := func(a *data.Activity) int32 {
		if activities[a.IRI] == 0 {
			activities[a.IRI] = int32(len(activities))
		}
		return activities[a.IRI]
	}
	var events []data.Event
	who := ""
	for i, s := range decoded(t, made(t, statements.Options{N: some, Seed: 1})) {
		if who == "" {
			who = s.Actor.Key
		}
		if e, ok := data.EventOf(s, number); ok && s.Actor.Key == who {
			e.Seq = int64(i)
			events = append(events, e)
		}
	}
	slices.SortStableFunc(events, func(a, b data.Event) int { return a.At.Compare(b.At) })
	kinds := map[data.AttemptKind]int{}
	for _, a := range data.FoldAttempts(events) {
		kinds[a.Kind]++
	}
	if kinds[data.AttemptAssessment] < 5 || kinds[data.AttemptItem] < 10 {
		t.Errorf("%d events of a learner make attempts %v", len(events), kinds)
	}
}

func BenchmarkWrite(b *testing.B) {
	for b.Loop() {
		if err := statements.Write(io.Discard, statements.Options{N: 100_000, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*100_000/b.Elapsed().Seconds(), "statements/s")
}
