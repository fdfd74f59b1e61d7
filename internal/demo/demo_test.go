package demo_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"lrx/internal/demo"
	"lrx/internal/safetext"
)

// row is a statement as somebody reads it who knows only xAPI.
type row struct {
	ID    string
	Actor struct {
		ObjectType, Name string
		Account          struct{ HomePage, Name string }
		Member           []any
	}
	Verb   struct{ ID string }
	Object struct {
		ObjectType, ID string
		Definition     struct{ Type string }
	}
	Result struct {
		Score               *struct{ Scaled *float64 }
		Success, Completion *bool
		Response, Duration  string
	}
	Context           struct{ Registration string }
	Timestamp, Stored string

	source int
	at     time.Time
}

func (r row) verb() string { return r.Verb.ID[strings.LastIndexByte(r.Verb.ID, '/')+1:] }

// files writes the demo and returns the files' bytes, the first unpacked.
func files(t *testing.T) [demo.Sources][]byte {
	t.Helper()
	paths, err := demo.Write(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var out [demo.Sources][]byte
	for i, path := range paths {
		if out[i], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	z, err := gzip.NewReader(bytes.NewReader(out[0]))
	if err != nil {
		t.Fatal(err)
	}
	if out[0], err = io.ReadAll(z); err != nil {
		t.Fatal(err)
	}
	return out
}

// load returns the statements that can be read, in order of arrival, and the
// number of values that cannot.
func load(t *testing.T) (rows []row, rejected int) {
	t.Helper()
	in, err := intakeOnce()
	if err != nil {
		t.Fatal(err)
	}
	return in.rows, in.rejected
}

type intake struct {
	rows     []row
	rejected int
}

// intakeOnce reads both exports once for all tests, which only look at it.
var intakeOnce = sync.OnceValues(readAll)

func readAll() (in intake, err error) {
	var data [demo.Sources][]byte
	for i := range data {
		var b bytes.Buffer
		if err := demo.Statements(&b, i); err != nil {
			return in, err
		}
		data[i] = b.Bytes()
	}
	values := bytes.Split(bytes.TrimSpace(data[0]), []byte("\n"))
	ofLMS := len(values)
	var answer struct{ Statements []json.RawMessage }
	if err := json.Unmarshal(data[1], &answer); err != nil {
		return in, err
	}
	for _, text := range answer.Statements {
		values = append(values, text)
	}
	for i, text := range values {
		var r row
		if json.Unmarshal(text, &r) != nil || r.Verb.ID == "" || r.Object.ID == "" && r.Object.ObjectType == "Activity" {
			in.rejected++
			continue
		}
		if i >= ofLMS {
			r.source = 1
		}
		if r.at, err = time.Parse(time.RFC3339, r.Timestamp); err != nil {
			r.at, err = time.Parse("2006-01-02T15:04:05", r.Timestamp)
		}
		if err != nil {
			return in, err
		}
		in.rows = append(in.rows, r)
	}
	return in, nil
}

// kept leaves out repeated ids and what is voided.
func kept(t *testing.T) []row {
	t.Helper()
	rows, _ := load(t)
	gone := map[string]bool{}
	for _, r := range rows {
		if r.verb() == "voided" {
			gone[r.Object.ID], gone[r.ID] = true, true
		}
	}
	var out []row
	for _, r := range rows {
		if !gone[r.ID] {
			gone[r.ID] = true
			out = append(out, r)
		}
	}
	return out
}

func TestSameBytesOnEveryRun(t *testing.T) {
	t.Parallel()
	var sums [2][demo.Sources][sha256.Size]byte
	for run := range sums {
		paths, err := demo.Write(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		for i, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			sums[run][i] = sha256.Sum256(data)
		}
	}
	if sums[0] != sums[1] {
		t.Errorf("two runs differ: %x", sums)
	}
}

func TestStatementsAreWhatWriteWrites(t *testing.T) {
	t.Parallel()
	for i, want := range files(t) {
		var got bytes.Buffer
		if err := demo.Statements(&got, i); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("source %d differs", i)
		}
	}
	if err := demo.Statements(io.Discard, demo.Sources); err == nil {
		t.Error("no error for a source that does not exist")
	}
}

func TestWriteSaysWhatFailed(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/file"
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Write(path); err == nil || !strings.HasPrefix(err.Error(), "make demo folder: ") {
		t.Errorf("error %v", err)
	}
}

func TestCountsAreAsPromised(t *testing.T) {
	t.Parallel()
	rows, rejected := load(t)
	want := demo.Count()
	t.Logf("%+v", want)
	if n := len(rows) + rejected; n != want.Read[0]+want.Read[1] || n < 12_000 || n > 30_000 {
		t.Errorf("%d values, want %v and between 12,000 and 30,000", n, want.Read)
	}
	if n := want.Kept + want.Duplicate + want.Conflicting + want.Rejected; n != want.Read[0]+want.Read[1] {
		t.Errorf("kept, duplicate, conflicting and rejected make %d", n)
	}
	for i, data := range files(t) {
		if n := bytes.Count(data, []byte("\n")); n != want.Read[i] {
			t.Errorf("source %d has %d lines, want %d", i, n, want.Read[i])
		}
	}
	if rejected != want.Rejected {
		t.Errorf("%d rejected, want %d", rejected, want.Rejected)
	}
	marks := map[string]float64{}
	var duplicate, conflicting, void int
	for _, r := range rows {
		mark := -1.0
		if r.Result.Score != nil && r.Result.Score.Scaled != nil {
			mark = *r.Result.Score.Scaled
		}
		if first, again := marks[r.ID]; !again {
			marks[r.ID] = mark
		} else if first == mark {
			duplicate++
		} else {
			conflicting++
		}
		if r.verb() == "voided" {
			void++
		}
	}
	if duplicate != want.Duplicate || conflicting != want.Conflicting || len(marks) != want.Kept {
		t.Errorf("%d duplicate, %d conflicting, %d kept", duplicate, conflicting, len(marks))
	}
	if void != want.Voided || void != 4 {
		t.Errorf("%d voided, want 4", void)
	}
}

func TestOneVoidComesBeforeItsTarget(t *testing.T) {
	t.Parallel()
	rows, _ := load(t)
	place := map[string]int{}
	for i, r := range rows {
		if _, again := place[r.ID]; !again {
			place[r.ID] = i
		}
	}
	early, other := 0, 0
	for i, r := range rows {
		if r.verb() != "voided" {
			continue
		}
		target, known := place[r.Object.ID]
		if !known {
			t.Fatalf("%s voids nothing", r.ID)
		}
		if target > i {
			early++
			other += rows[target].source - r.source
		}
	}
	if early != 1 || other != 1 {
		t.Errorf("%d voids come early, %d of them in the other file; want one", early, other)
	}
}

func TestSourcesDiffer(t *testing.T) {
	t.Parallel()
	rows, _ := load(t)
	days := map[string]bool{}
	for _, r := range rows {
		stored, err := time.Parse(time.RFC3339, r.Stored)
		if err != nil {
			t.Fatal(err)
		}
		if late := stored.Sub(r.at); r.source == 0 && (late < 0 || late > 10*time.Second) {
			t.Errorf("%s was stored %v late", r.ID, late)
		}
		if r.source == 1 {
			days[r.Stored[:10]] = true
			if !stored.After(r.at) || stored.After(demo.AsOf()) {
				t.Errorf("%s stored at %v", r.ID, stored)
			}
			if r.Context.Registration == "" {
				t.Errorf("%s has no registration", r.ID)
			}
		} else if r.Context.Registration != "" && !strings.Contains(r.Object.ID, "/quiz/au/") {
			t.Errorf("%s has a registration", r.ID)
		}
	}
	if len(days) != 1 {
		t.Errorf("the late import ran on %d days", len(days))
	}
}

func TestTermAndZone(t *testing.T) {
	t.Parallel()
	rows, _ := load(t)
	dead := demo.DeadDay().Format("2006-01-02")
	if wd := demo.DeadDay().Weekday(); wd == time.Saturday || wd == time.Sunday {
		t.Error("the dead day is no school day")
	}
	change := time.Date(2025, time.October, 26, 1, 0, 0, 0, time.UTC)
	bare := 0
	for _, r := range rows {
		if r.at.After(demo.AsOf()) || r.at.Before(time.Date(2025, time.September, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s is outside the term: %s", r.ID, r.Timestamp)
		}
		if strings.HasPrefix(r.Timestamp, dead) {
			t.Errorf("%s is on the dead day", r.ID)
		}
		offset := "+02:00"
		if r.at.After(change) {
			offset = "+01:00"
		}
		if len(r.Timestamp) == len("2006-01-02T15:04:05") {
			bare++
		} else if !strings.HasSuffix(r.Timestamp, offset) {
			t.Errorf("%s: %s, want offset %s", r.ID, r.Timestamp, offset)
		}
		if _, err := uuid.Parse(r.ID); err != nil {
			t.Errorf("id %q: %v", r.ID, err)
		}
	}
	if bare != 1 {
		t.Errorf("%d timestamps without an offset, want 1", bare)
	}
	if zone, err := time.LoadLocation(demo.Zone); err == nil {
		for _, r := range rows {
			if _, offset := r.at.In(zone).Zone(); r.at.After(change) != (offset == 3600) {
				t.Fatalf("%s: the zone says offset %d", r.Timestamp, offset)
			}
		}
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	names := map[string]string{}
	verbs := map[string]map[string]bool{}
	groups, nobody := 0, 0
	for _, r := range kept(t) {
		switch {
		case r.Actor.ObjectType == "Group":
			groups += len(r.Actor.Member)
		case r.Actor.Account.Name == "":
			nobody++
		default:
			id := r.Actor.Account.Name
			names[id] = r.Actor.Name
			if verbs[id] == nil {
				verbs[id] = map[string]bool{}
			}
			verbs[id][r.verb()] = true
			if r.Actor.Account.HomePage != "https://demo.lrx.example" {
				t.Errorf("%s has the home page %s", id, r.Actor.Account.HomePage)
			}
		}
	}
	if groups != 3 || nobody != 1 {
		t.Errorf("%d in the group, %d without an account", groups, nobody)
	}
	learners := map[string]bool{}
	for id, name := range names {
		if !strings.HasPrefix(id, "s") {
			for verb := range verbs[id] {
				if verb != "reviewed" && verb != "evaluated" {
					t.Errorf("teacher %s %s", id, verb)
				}
			}
			continue
		}
		learners[name] = true
		if string(safetext.Clean(name)) != name || strings.TrimSpace(name) != name || name == "" {
			t.Errorf("name %q", name)
		}
	}
	if len(learners) != demo.Learners {
		t.Errorf("%d names, want %d", len(learners), demo.Learners)
	}
}

func TestEverythingSaysItIsMadeUp(t *testing.T) {
	t.Parallel()
	if !strings.Contains(demo.Label, "made-up") {
		t.Errorf("label %q", demo.Label)
	}
	for i, data := range files(t) {
		if !bytes.Contains(data, []byte(`"Biology 1 (made up)"`)) {
			t.Errorf("source %d does not", i)
		}
	}
}
