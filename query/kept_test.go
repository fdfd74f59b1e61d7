package query

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lrx/data/store"
)

// TestKeptAnswersAsTheStatementsDo loads random statements piece by piece -
// with voids, groups, a second identity, people without one, and times in the
// future, of some with a school that decides - and compares what is kept with what the statements say.
func TestKeptAnswersAsTheStatementsDo(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 1))
			dir, now := t.TempDir(), time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
			clock := func() time.Time { return now }
			for piece := range 4 {
				path := filepath.Join(t.TempDir(), "piece.ndjson")
				// One store is of today, the other an old export.
				if err := os.WriteFile(path, []byte(randomStatements(r, piece, now.AddDate(0, 0, -100*int(seed%2)))), 0o600); err != nil {
					t.Fatal(err)
				}
				if seed > 1 {
					decideSchool(t, r, dir, now)
				}
				if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: []string{path}, WriteOptions: store.WriteOptions{Now: clock}}); err != nil {
					t.Fatal(err)
				}
				compareKept(t, dir, clock)
				if seed > 1 && piece%2 == 0 {
					decideSchool(t, r, dir, now)
					if _, err := store.Apply(t.Context(), dir, "apply", store.WriteOptions{Now: clock}); err != nil {
						t.Fatal(err)
					}
					compareKept(t, dir, clock)
				}
				if seed < 2 {
					compareRules(t, dir, clock)
				}
				if seed == 1 && piece == 1 {
					decideRules(t, dir)
				}
				now = now.Add(7 * time.Hour)
			}
			if err := store.Rebuild(t.Context(), dir, store.WriteOptions{Now: clock}); err != nil {
				t.Fatal(err)
			}
			compareKept(t, dir, clock)
			if seed < 2 {
				compareRules(t, dir, clock)
			}
		})
	}
}

// decideSchool writes a roster and decisions by chance: a class of two courses, one
// of all records, one that nobody is in; terms, people who are one, groups.
func decideSchool(t *testing.T, r *rand.Rand, dir string, now time.Time) {
	t.Helper()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	term := now.AddDate(0, 0, -10-r.IntN(30)).Format(time.DateOnly)
	write("roster/academicSessions.csv", "sourcedId,title,type,startDate,endDate\nt1,Before,term,2025-01-01,"+term+"\nt2,Now,term,"+term+",2027-01-01\n")
	write("roster/classes.csv", "sourcedId,title,courseSourcedId,termSourcedIds\nr1,Two courses,c,\"t1,t2\"\nr2,All records,c,\nr3,Nobody,c,t2\n")
	write("roster/courses.csv", "sourcedId,title\nc,Course\n")
	users, enrolled := "sourcedId,role,username,givenName,familyName,email,metadata.lrx.ifi\n", "sourcedId,classSourcedId,userSourcedId,role,metadata.lrx.group\n"
	for i, u := range []string{"u1,student,,Ann,,ann@x.example,", "u2,student,,Bob,B,bob@x.example,", "u3,student,cy,,Cy,,https://x.example|cy", "u4,student,,Never,There,,", "u5,teacher,,Di,,,https://x.example|di"} {
		users += u + "\n"
		for c := range 2 {
			if r.IntN(3) > 0 {
				role := strings.Split(u, ",")[1]
				enrolled += fmt.Sprintf("e%d%d,r%d,u%d,%s,%s\n", i, c, c+1, i+1, role, []string{"", "A", "B"}[r.IntN(3)])
			}
		}
	}
	write("roster/users.csv", users)
	write("roster/enrollments.csv", enrolled)
	write("roster/manifest.csv", "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nlrx.accountHome,https://x.example\n")
	write("classes.csv", "class,name,course\nr1,,https://x.example/course/0\nr1,,https://x.example/course/1\n")
	people := "decision,ifi,other,why,when,by\n"
	for range r.IntN(3) {
		people += []string{"same", "different"}[r.IntN(2)] + "," + []string{"ann@x.example", "https://x.example|di"}[r.IntN(2)] + "," + []string{"bob@x.example", "https://x.example|cy"}[r.IntN(2)] + ",,,\n"
	}
	write("people.csv", people)
	write("activities.csv", "activity,same_as,name,parent,skills,weight,attempt_rule\n"+
		[]string{"", "https://x.example/item/1,https://x.example/item/2,,,,,\n", "https://x.example/item/3,,Three,https://x.example/item/0,adding,2,best\n"}[r.IntN(3)])
}

// randomStatements is a file of statements; a later piece may void or alias what earlier ones said.
func randomStatements(r *rand.Rand, piece int, now time.Time) string {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	var b strings.Builder
	for i := range 150 {
		actor := pick(`{"mbox":"mailto:ann@x.example","name":"Ann"}`, `{"mbox":"mailto:bob@x.example"}`, `{"account":{"homePage":"https://x.example","name":"cy"}}`,
			`{"account":{"homePage":"https://x.example","name":"di"},"name":"Di"}`, `{"objectType":"Agent","name":"nobody"}`,
			`{"objectType":"Group","name":"team","mbox":"mailto:team@x.example","member":[{"mbox":"mailto:ann@x.example"},{"mbox":"mailto:bob@x.example"}]}`)
		if piece > 2 && r.IntN(4) == 0 { // SHA-1 of mailto:ann@x.example and of none
			actor = `{"mbox_sha1sum":"` + pick("3d5b8d4dcd4b4f7e6c1a0a9c8d7e6f5a4b3c2d1e", "6b8d5c8f0d3b6b0f0b3f6c1e7a9d2c4b5e6f7a8b") + `"}`
		}
		at := now.Add(-time.Duration(r.IntN(40*24)) * time.Hour).Add(time.Duration(r.IntN(3600)) * time.Second)
		if r.IntN(30) == 0 {
			at = now.Add(time.Duration(r.IntN(10)) * time.Hour)
		}
		course := ""
		if r.IntN(6) > 0 {
			course = fmt.Sprintf(`,"context":{"contextActivities":{"parent":[{"id":"https://x.example/set/%d"}],"category":[{"id":"https://x.example/skill/%d","definition":{"type":"https://w3id.org/xapi/tla/activity-types/competency"}}],"grouping":[{"id":"https://x.example/course/%d","definition":{"type":"http://adlnet.gov/expapi/activities/course"}}]}}`, r.IntN(2), r.IntN(2), r.IntN(3))
		}
		if r.IntN(3) > 0 { // the system it came from
			course += fmt.Sprintf(`,"authority":%s`, pick(`{"mbox":"mailto:lrs@x.example"}`, `{"account":{"homePage":"https://lrs.example","name":"key"}}`,
				`{"objectType":"Group","member":[{"account":{"homePage":"https://lrs.example","name":"app"}},{"mbox":"mailto:ann@x.example"}]}`))
		}
		if r.IntN(3) > 0 && course != "" && strings.HasPrefix(course, `,"context":{`) {
			course = `,"context":{"platform":"` + pick("Moodle", "a simulator") + `",` + strings.TrimPrefix(course, `,"context":{`)
		}
		id := fmt.Sprintf("20000000-0000-4000-8000-%06d%06d", piece, i)
		if r.IntN(20) == 0 && piece > 0 {
			fmt.Fprintf(&b, `{"id":%q,"actor":%s,"verb":{"id":"http://adlnet.gov/expapi/verbs/voided"},"object":{"objectType":"StatementRef","id":"20000000-0000-4000-8000-%06d%06d"},"timestamp":%q}`+"\n",
				id, actor, r.IntN(piece), r.IntN(150), at.Format(time.RFC3339))
			continue
		}
		if r.IntN(25) == 0 { // an intention
			fmt.Fprintf(&b, `{"id":%q,"actor":%s,"verb":{"id":"http://example.org/planned"},"object":{"objectType":"SubStatement","actor":%s,"verb":{"id":"http://example.org/v"},"object":{"id":"https://x.example/item/1"}}%s,"timestamp":%q}`+"\n",
				id, actor, actor, course, at.Format(time.RFC3339))
			continue
		}
		stored := ""
		if r.IntN(3) > 0 {
			late := time.Duration(r.IntN(7200)) * time.Second
			if r.IntN(20) == 0 {
				late = time.Duration(r.IntN(60)) * time.Hour // collected while there was no connection
			}
			stored = fmt.Sprintf(`,"stored":%q`, at.Add(late).Format(time.RFC3339))
		}
		fmt.Fprintf(&b, `{"id":%q,"actor":%s,"verb":{"id":"http://adlnet.gov/expapi/verbs/%s"},"object":{"id":"https://x.example/item/%d","definition":{"type":"http://adlnet.gov/expapi/activities/%s"}}%s,"result":{"score":{"scaled":%.2f},"success":%t},"timestamp":%q%s}`+"\n",
			id, actor, pick("answered", "completed", "initialized", "experienced"), r.IntN(6), pick("cmi.interaction", "assessment"), course, r.Float64(), r.IntN(2) == 0, at.Format(time.RFC3339), stored)
	}
	return b.String()
}

// compareKept asks every list of two stores: one answers from what is kept, the
// other has forgotten it.
func compareKept(t *testing.T, dir string, clock func() time.Time) {
	t.Helper()
	open := func() *Store {
		s, err := Open(t.Context(), dir, Options{Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	s, live := open(), open()
	live.current.kept = nil
	kathmandu := time.FixedZone("Kathmandu", 5*3600+45*60)
	v := Viewer{Scope: AllClasses(), TZ: kathmandu}
	home := Viewer{Scope: AllClasses(), TZ: time.Local} // the zone that scores are kept for
	ctx, uses := t.Context(), 0
	classes, err := s.Classes(ctx, v, Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range classes.Rows {
		asked := Filter{Class: c.ID}
		if q, done, err := s.ask(ctx, v, asked); err == nil {
			if q.given("kept") {
				uses++
			}
			done()
		}
		for name, list := range map[string]func(*Store, Filter) (any, error){
			"classes":    func(s *Store, f Filter) (any, error) { return rowsOf(s.Classes(ctx, v, f)) },
			"learners":   func(s *Store, f Filter) (any, error) { return rowsOf(s.Learners(ctx, v, f)) },
			"scores":     func(s *Store, f Filter) (any, error) { return rowsOf(s.Scores(ctx, home, f)) },
			"activities": func(s *Store, f Filter) (any, error) { return rowsOf(s.Activities(ctx, v, f)) },
			"areas":      func(s *Store, f Filter) (any, error) { return rowsOf(s.Areas(ctx, v, f)) },
			"items":      func(s *Store, f Filter) (any, error) { return rowsOf(s.Items(ctx, v, f)) },
			"attempts":   func(s *Store, f Filter) (any, error) { return rowsOf(s.Attempts(ctx, v, f)) },
			"verbs":      func(s *Store, f Filter) (any, error) { return rowsOf(s.Verbs(ctx, v, f)) },
			"origins":    func(s *Store, f Filter) (any, error) { return rowsOf(s.Origins(ctx, v, f)) },
			"days": func(s *Store, f Filter) (any, error) {
				q, done, err := s.ask(ctx, v, f)
				if err != nil {
					return nil, err
				}
				defer done()
				days, err := q.sourceDays(ctx, true)
				return fmt.Sprintf("%+v", days), err
			},
			"statements": func(s *Store, f Filter) (any, error) { f.Limit = 40; return rowsOf(s.Statements(ctx, v, f)) },
			"a learner":  func(s *Store, f Filter) (any, error) { f.Learner = "Ann"; return rowsOf(s.Activities(ctx, v, f)) },
			"an activity": func(s *Store, f Filter) (any, error) {
				f.Activity = "https://x.example/item/1"
				return rowsOf(s.Attempts(ctx, v, f))
			},
		} {
			got, err1 := list(s, asked)
			want, err2 := list(live, asked)
			if fmt.Sprint(err1) != fmt.Sprint(err2) || asJSON(t, got) != asJSON(t, want) {
				t.Errorf("%s of %s: kept\n%s %v\nstatements\n%s %v", name, c.ID, asJSON(t, got), err1, asJSON(t, want), err2)
			}
		}
	}
	if uses == 0 {
		t.Error("nothing kept was used")
	}
}

func rowsOf[T any](l List[T], err error) (any, error) {
	return []any{l.Rows, l.Total, l.Truncated, l.AsOf}, err
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
