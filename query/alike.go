package query

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"lrx/data/people"
	"lrx/data/roster"
	"lrx/internal/safetext"
)

// Suggestion is two learners who may be one person, or of whom the roster and
// their identifiers say different things.
type Suggestion struct {
	Key          string        // both ids
	A, B         safetext.Safe // learner ids; of somebody of the roster without a learner roster:ID
	AName, BName PersonName
	Strength     *float64      // 0..1; nil for what two of the roster claim
	Word         safetext.Safe // strong, likely, weak, conflict
	Evidence     []Evidence    // heaviest first, what speaks against last
}

// Evidence is one thing that speaks for a pair, or against it.
type Evidence struct {
	Text safetext.Safe
	Bits float64 // its weight, a logarithm to base 2; negative = against
}

// Weight is the weight in words.
func (e Evidence) Weight() safetext.Safe {
	switch {
	case e.Bits < 0:
		return "against"
	case e.Bits >= 10:
		return "strong"
	case e.Bits >= 5:
		return "good"
	}
	return "slight"
}

// Sign is + or -, so that a line alone says what it speaks for.
func (e Evidence) Sign() safetext.Safe {
	if e.Bits < 0 {
		return "-"
	}
	return "+"
}

// alike is what was found among the learners of the newest generation that was
// asked about them.
type alike struct {
	mu     sync.Mutex
	of     *generation // nil: nothing was found yet
	found  people.Result
	claims []claim
	people map[string]*record // by learner id
	users  map[string]*record // by id in the roster
	names  map[string]string  // of users
}

// claim is an identifier that several of the roster have.
type claim struct {
	key   string
	text  string // as people know it
	users []string
}

// Suggestions lists learners who may be one person, the most likely first; those
// that people.csv says are different are left out. Needs the scope of all classes.
func (s *Store) Suggestions(ctx context.Context, v Viewer, f Filter) (List[Suggestion], error) {
	return s.alikes(ctx, v, f, (*asked).suggestions)
}

func (q *asked) suggestions(a *alike) []Suggestion {
	out := make([]Suggestion, len(a.found.Suggestions))
	for i := range out {
		out[i] = q.suggestion(a, &a.found.Suggestions[i])
	}
	return out
}

// Identities lists what the roster and identifiers say differently: two of the
// roster with one identifier, or with records that speak for one person. Needs
// the scope of all classes.
func (s *Store) Identities(ctx context.Context, v Viewer, f Filter) (List[Suggestion], error) {
	return s.alikes(ctx, v, f, (*asked).identities)
}

func (q *asked) identities(a *alike) []Suggestion {
	var out []Suggestion
	for _, c := range a.claims {
		for _, other := range c.users[1:] {
			out = append(out, q.claimed(a, c, c.users[0], other))
		}
	}
	for i := range a.found.Conflicts {
		out = append(out, q.suggestion(a, &a.found.Conflicts[i]))
	}
	return out
}

// Crowds says which values so many learners have that they were not compared
// each with each. Needs the scope of all classes.
func (s *Store) Crowds(ctx context.Context, v Viewer) ([]safetext.Safe, error) {
	var notes []safetext.Safe
	_, err := s.alikes(ctx, v, Filter{}, func(_ *asked, a *alike) []Suggestion {
		for _, n := range a.found.Notes {
			text := safetext.Clean(n.Text)
			if v.Mask {
				text = safetext.Clean(fmt.Sprintf("%d learners agree in one %s and are not compared by it", n.Size, n.Kind))
			}
			notes = append(notes, text)
		}
		return nil
	})
	return notes, err
}

func (s *Store) alikes(ctx context.Context, v Viewer, f Filter, read func(*asked, *alike) []Suggestion) (List[Suggestion], error) {
	if err := needAll(v); err != nil {
		return List[Suggestion]{}, err
	}
	f = Filter{Text: f.Text, Sort: f.Sort, Desc: f.Desc, Limit: f.Limit} // who is who is no matter of times and classes
	return gather(ctx, s, v, f, suggestionColumns(), func(q *asked) ([]Suggestion, error) {
		a := &s.alike
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.of != q.generation {
			if err := q.compare(ctx, a); err != nil {
				return nil, err
			}
		}
		return read(q, a), nil
	})
}

// compare fills in what is alike. It reads the folder's files beside the store:
// what is decided, and addresses and user names of the roster.
func (q *asked) compare(ctx context.Context, a *alike) error {
	a.of, a.claims = nil, nil
	records, err := q.records(ctx)
	if err != nil {
		return err
	}
	decided, _, err := roster.ReadDecisions(q.store.dir)
	if err != nil {
		return err
	}
	users := map[string]*roster.User{}
	mails := map[string]string{} // by key
	a.names = map[string]string{}
	for i := range decided.Roster.Users {
		u := &decided.Roster.Users[i]
		users[u.ID], a.names[u.ID] = u, u.Name
		if key, ok := roster.ParseKey(u.Email); ok {
			mails[key] = u.Email
		}
	}
	a.people, a.users = map[string]*record{}, map[string]*record{}
	all := make([]people.Person, len(records))
	for i := range records {
		r := &records[i]
		a.people[r.id] = r
		if r.roster.Valid {
			a.users[r.roster.String] = r
		}
		all[i] = r.person(users[r.roster.String])
	}
	var different [][2]string
	for i := range decided.People {
		if d := &decided.People[i]; !d.Same {
			different = append(different, [2]string{d.IFI, d.Other})
		}
	}
	if err := q.rows(ctx, "people_conflicts", func(scan func(...any) error) error {
		var c claim
		var persons, names string
		err := scan(&c.key, &persons, &names)
		c.users, c.text = strings.Split(persons, "\n"), string(writtenKey(c.key, mails[c.key]))
		if called := strings.Split(names, "\n"); len(called) == len(c.users) {
			for i, id := range c.users {
				a.names[id] = called[i]
			}
		}
		a.claims = append(a.claims, c)
		return err
	}); err != nil {
		return err
	}
	a.found = people.Suggest(all, different)
	a.of = q.generation
	for i := range records { // they have served
		r := &records[i]
		r.keys, r.mails, r.forms, r.names, r.registrations, r.classIDs, r.classNames = nil, nil, nil, nil, nil, nil, nil
	}
	return nil
}

// person is a record as package people compares it.
func (r *record) person(u *roster.User) people.Person {
	p := people.Person{
		ID: r.id, Keys: r.keys, Names: r.names, Registrations: r.registrations, RosterID: r.roster.String,
		First: r.first.Time, Last: r.last.Time,
	}
	for _, id := range r.classIDs {
		p.Classes = append(p.Classes, string(id))
	}
	for _, mail := range r.mails {
		if mail != "" {
			p.Mails = append(p.Mails, mail)
		}
	}
	if u != nil {
		p.RosterName, p.RosterEmail, p.Username = u.Name, u.Email, u.Username
	}
	return p
}

// suggestion is a pair as this viewer may see it.
func (q *asked) suggestion(a *alike, s *people.Suggestion) Suggestion {
	strength := s.Strength
	out := Suggestion{Strength: &strength, Word: safetext.Safe(s.Word)}
	out.A, out.AName = q.person(s.A, a.people[s.A].name)
	out.B, out.BName = q.person(s.B, a.people[s.B].name)
	out.Key = string(out.A + " " + out.B)
	for _, e := range s.Evidence {
		out.Evidence = append(out.Evidence, Evidence{q.evidence(e), e.Bits})
	}
	return out
}

// evidence is a sentence as this viewer may see it: names and identifiers stand in it.
func (q *asked) evidence(e people.Evidence) safetext.Safe {
	if q.viewer.Mask {
		return maskedEvidence[e.Kind]
	}
	return safetext.Clean(e.Text)
}

var maskedEvidence = map[people.Kind]safetext.Safe{
	people.Registration: "the same registration in both",
	people.Mail:         "one address, written in two ways",
	people.Account:      "the same account name in two systems",
	people.Handle:       "an address begins with an account or user name, or as another address",
	people.RosterRow:    "an identifier is that of a user of the roster",
	people.SameName:     "the same name",
	people.SimilarName:  "similar names",
	people.SameClass:    "both in one class",
	people.OtherName:    "different names",
	people.TwoAccounts:  "two accounts of one system",
}

// claimed is what two of the roster claim.
func (q *asked) claimed(a *alike, c claim, x, y string) Suggestion {
	out := Suggestion{Word: people.Conflict}
	out.A, out.AName = q.user(a, x)
	out.B, out.BName = q.user(a, y)
	out.Key = string(out.A + " " + out.B)
	text := "both have an identifier in the roster"
	if !q.viewer.Mask {
		text = "both have " + c.text + " in the roster"
	}
	out.Evidence = []Evidence{{Text: safetext.Clean(text)}}
	return out
}

// user is the learner that a user of the roster is, or the user where there is none.
func (q *asked) user(a *alike, id string) (safetext.Safe, PersonName) {
	if r := a.users[id]; r != nil {
		return q.person(r.id, r.name)
	}
	key := roster.UserKey(id)
	if q.viewer.Mask {
		m := q.masked(key)
		return safetext.Safe(m), PersonName{shown: safetext.Safe("user " + m[2:8])}
	}
	name := safetext.Clean(a.names[id])
	if name == "" {
		name = safetext.Clean(id)
	}
	return safetext.Clean(key), PersonName{shown: name}
}

func personColumns() []column[Person] {
	return []column[Person]{
		col("learner", "Id", KindID, 12, 2, "Stable id, made from one of the learner's identifiers.", func(p Person) any { return p.Learner }),
		col("name", "Name", KindText, 24, 1, "Name in the roster, else the newest one in the statements, else the account name.", func(p Person) any { return p.Name.Shown() }),
		col("identifiers", "Identifiers", KindCount, 11, 1, "How many identifiers the learner has; the column ids says which.", func(p Person) any { return int64(len(p.Identifiers)) }),
		col("ids", "Which", KindNames, 40, 4, "The identifiers, as people.csv takes them.", func(p Person) any { return p.Identifiers }),
		col("names", "Names", KindNames, 30, 0, "All names that were seen, newest first.", func(p Person) any { return p.Names }),
		col("roster", "Roster id", KindID, 12, 1, "Id in the roster; missing = not in the roster.", func(p Person) any { return val(p.Roster) }),
		col("classes", "Classes", KindNames, 24, 3, "Classes of the roster that the learner is in, and those the records name.", func(p Person) any { return p.Classes }),
		col("statements", "Statements", KindCount, 10, 1, "Statements of this learner in all classes, without void and voiding ones.", func(p Person) any { return p.Statements }),
		col("registrations", "Registrations", KindCount, 13, 5, "Different registrations in the statements.", func(p Person) any { return p.Registrations }),
		col("first_seen", "First seen", KindTime, 16, 3, "Time of the oldest statement.", func(p Person) any { return val(p.First) }),
		col("last_seen", "Last seen", KindTime, 16, 2, "Time of the newest statement.", func(p Person) any { return val(p.Last) }),
	}
}

func suggestionColumns() []column[Suggestion] {
	return []column[Suggestion]{
		col("strength", "Likely", KindShare, 6, 1, "How likely the two are one person, by the weights of what speaks for it and against it.", func(s Suggestion) any { return val(s.Strength) }),
		col("word", "Strength", KindWord, 8, 1, "strong, likely or weak; conflict = the roster says that they are two.", func(s Suggestion) any { return s.Word }),
		col("a_name", "Name", KindText, 20, 1, "Name of the one.", func(s Suggestion) any { return s.AName.Shown() }),
		col("a", "Id", KindID, 12, 3, "Learner id of the one.", func(s Suggestion) any { return s.A }),
		col("b_name", "Other name", KindText, 20, 1, "Name of the other.", func(s Suggestion) any { return s.BName.Shown() }),
		col("b", "Other id", KindID, 12, 3, "Learner id of the other.", func(s Suggestion) any { return s.B }),
		col("evidence", "Evidence", KindNames, 40, 2, "What speaks for it (+) and against it (-), the heaviest first.", func(s Suggestion) any {
			list := make([]safetext.Safe, len(s.Evidence))
			for i, e := range s.Evidence {
				list[i] = e.Sign() + " " + e.Text
			}
			return list
		}),
	}
}

// PersonSheet is the sheet of people.
func PersonSheet(l List[Person], v Viewer) Sheet {
	return sheetOf("people", l, v, personColumns(), func(p Person) string { return string(p.Learner) })
}

// SuggestionSheet is the sheet of learners who may be one person.
func SuggestionSheet(l List[Suggestion], v Viewer) Sheet {
	return sheetOf("suggestions", l, v, suggestionColumns(), func(s Suggestion) string { return s.Key })
}

// IdentitySheet is the sheet of what the roster and identifiers say differently.
func IdentitySheet(l List[Suggestion], v Viewer) Sheet {
	return sheetOf("identities", l, v, suggestionColumns(), func(s Suggestion) string { return s.Key })
}
