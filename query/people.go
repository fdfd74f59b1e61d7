package query

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"lrx/data"
	"lrx/data/roster"
	"lrx/internal/safetext"
)

// Person is a learner as somebody looks at her who asks who is who: all her
// identifiers, across classes.
type Person struct {
	Learner       safetext.Safe
	Name          PersonName
	Identifiers   []safetext.Safe // as people.csv takes them; under a mask only of which kind each is
	Keys          []string        // canonical keys, smallest first, of one without statements that of the roster; none under a mask
	Names         []safetext.Safe // all that were seen, newest first; none under a mask
	Roster        *safetext.Safe  // her id in the roster
	Classes       []safetext.Safe // names, without doubles
	Statements    int64
	Registrations int64
	First, Last   *time.Time // statements

	forms map[string]int32 // of Keys; those of one identifier in several forms have one number
}

// OneIdentifier says whether two of a person's keys are one identifier in two
// forms, such as an address and its hash, which no decision parts.
func (p Person) OneIdentifier(a, b string) bool { return p.forms[a] == p.forms[b] }

// record is what the store has of a learner's identity.
type record struct {
	learner              int32
	id                   string
	name, roster         sql.NullString
	statements           int64
	first, last          sql.NullTime
	keys, mails, names   []string // mails stand beside keys, "" where it is none
	forms                []int32  // and so do these
	registrations        []string
	classIDs, classNames []safetext.Safe
}

// People lists learners with what tells who they are. f.Learner may be any of
// their ids, identifiers and names. Needs the scope of all classes.
func (s *Store) People(ctx context.Context, v Viewer, f Filter) (List[Person], error) {
	if err := needAll(v); err != nil {
		return List[Person]{}, err
	}
	who := f.Learner
	f.Learner, f.Class = "", ""
	return gather(ctx, s, v, f, personColumns(), func(q *asked) ([]Person, error) {
		if who != "" {
			if err := q.findPerson(ctx, who); err != nil {
				return nil, err
			}
			q.narrow()
		}
		records, err := q.records(ctx)
		if err != nil {
			return nil, err
		}
		out := make([]Person, len(records))
		for i := range records {
			out[i] = q.personOf(&records[i])
		}
		sortPeople(out)
		return out, nil
	})
}

// Person is one learner as People has her.
func (s *Store) Person(ctx context.Context, v Viewer, id string) (Person, error) {
	if id == "" {
		return Person{}, &NotFoundError{Kind: "learner", Name: id}
	}
	l, err := s.People(ctx, v, Filter{Learner: id})
	return one(l, err, "learner", id)
}

// sortPeople orders by the names that are shown, as sortByName does.
func sortPeople(all []Person) {
	folded := make(map[safetext.Safe]string, len(all))
	for i := range all {
		folded[all[i].Learner] = safetext.Fold(string(all[i].Name.shown))
	}
	slices.SortFunc(all, func(a, b Person) int {
		return cmp.Or(strings.Compare(folded[a.Learner], folded[b.Learner]), cmp.Compare(a.Learner, b.Learner))
	})
}

// findPerson narrows the question to a learner by what a user calls her, also to
// one of the roster who did nothing yet.
func (q *asked) findPerson(ctx context.Context, name string) error {
	q.params["id"], q.params["ifi"], q.params["person"] = name, "", name
	if key, ok := roster.ParseKey(name); ok {
		q.params["ifi"] = key
		if id, ok := roster.IsUserKey(key); ok {
			q.params["person"] = id
		}
	}
	if q.viewer.Mask { // ids of the roster are not to be tried out
		q.params["person"] = ""
	}
	type found struct {
		learner int32
		id      safetext.Safe
		how     int
	}
	var all []found
	if err := q.rows(ctx, "find_person", func(scan func(...any) error) error {
		var p found
		var id string
		var name sql.NullString
		err := scan(&p.learner, &id, &name, &p.how)
		p.id, _ = q.person(id, name)
		all = append(all, p)
		return err
	}); err != nil {
		return err
	}
	if q.viewer.Mask {
		all = slices.DeleteFunc(all, func(p found) bool { return p.how > 0 })
	}
	switch {
	case len(all) == 0:
		return q.findLearner(ctx, Filter{Learner: name}) // it knows pseudonyms, and what looks alike
	case len(all) == 1, all[0].how < all[1].how:
		return q.setLearner(ctx, all[0].learner)
	}
	e := &NotFoundError{Kind: "single learner", Name: name}
	for _, p := range all {
		e.Nearby = append(e.Nearby, p.id)
	}
	return e
}

// records reads what the store has of those who are asked about.
func (q *asked) records(ctx context.Context) ([]record, error) {
	var out []record
	at := map[int32]int{}
	if err := q.rows(ctx, "people", func(scan func(...any) error) error {
		var r record
		err := scan(&r.learner, &r.id, &r.name, &r.roster, &r.statements, &r.first, &r.last)
		at[r.learner] = len(out)
		out = append(out, r)
		return err
	}); err != nil {
		return nil, err
	}
	each := func(name string, into ...any) func(take func(*record)) error {
		return func(take func(*record)) error {
			var learner int32
			return q.rows(ctx, name, func(scan func(...any) error) error {
				err := scan(append([]any{&learner}, into...)...)
				if i, ok := at[learner]; ok { // one who is not known by then is not there
					take(&out[i])
				}
				return err
			})
		}
	}
	var key, registration, id, kind string
	var form int32
	var name, mail, names sql.NullString
	if err := each("people_keys", &key, &name, &mail, &form)(func(r *record) {
		r.keys, r.mails, r.forms = append(r.keys, key), append(r.mails, mail.String), append(r.forms, form)
		if name.String != "" && !slices.Contains(r.names, name.String) {
			r.names = append(r.names, name.String)
		}
	}); err != nil {
		return nil, err
	}
	if err := each("people_registrations", &registration)(func(r *record) {
		r.registrations = append(r.registrations, registration)
	}); err != nil {
		return nil, err
	}
	err := each("people_classes", &id, &kind, &name, &names)(func(r *record) {
		shown, called := q.class(id, kind, name, names)
		r.classIDs, r.classNames = append(r.classIDs, shown), append(r.classNames, called)
	})
	return out, err
}

// personOf is what this viewer may see of a record.
func (q *asked) personOf(r *record) Person {
	p := Person{
		Statements: r.statements, Registrations: int64(len(r.registrations)), First: timeOf(r.first), Last: timeOf(r.last),
		Classes: slices.Clone(r.classNames),
	}
	slices.Sort(p.Classes)
	p.Classes = slices.Compact(p.Classes)
	p.Learner, p.Name = q.person(r.id, r.name)
	keys := r.keys
	if r.roster.Valid {
		p.Roster = ptr(safetext.Clean(r.roster.String), true)
		if q.viewer.Mask {
			p.Roster = ptr(safetext.Safe(q.masked(roster.UserKey(r.roster.String))), true)
		}
		if len(keys) == 0 {
			keys = []string{roster.UserKey(r.roster.String)}
		}
	}
	if q.viewer.Mask {
		for _, key := range r.keys {
			p.Identifiers = append(p.Identifiers, kindOfKey(key))
		}
		return p
	}
	p.forms = map[string]int32{}
	for i, key := range r.keys {
		p.Identifiers = append(p.Identifiers, writtenKey(key, r.mails[i]))
		p.forms[key] = r.forms[i]
	}
	for _, name := range r.names {
		p.Names = append(p.Names, safetext.Clean(name))
	}
	p.Keys = slices.Clone(keys)
	slices.Sort(p.Keys)
	return p
}

// writtenKey is an identifier as the files of decisions take it: by its address
// where that is known.
func writtenKey(key, mail string) safetext.Safe {
	if mail != "" {
		if same, ok := roster.ParseKey(mail); ok && same == key && string(safetext.Clean(mail)) == mail {
			return safetext.Clean(mail)
		}
	}
	return safetext.Clean(roster.FormatIFI(key))
}

// kindOfKey says of which kind an identifier is, and nothing else of it.
func kindOfKey(key string) safetext.Safe {
	if _, _, ok := data.SplitAccount(key); ok {
		return "account"
	}
	if strings.HasPrefix(key, "openid:") {
		return "openid"
	}
	return "mbox"
}
