package store

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"time"

	"lrx/data"
)

// named is what the newest statement said of the name of a thing.
type named struct {
	name, names string // the name for readers without a preference; all languages as JSON when there are several
	at          time.Time
	from        data.LangMap // what it was taken from
}

// newer takes a name that is at least as new; on a tie the greater text wins,
// so that the order of loading does not matter.
func (n *named) newer(m data.LangMap, at time.Time) bool {
	if len(m) == 0 || at.Before(n.at) {
		return false
	}
	// Statements share their maps: mostly it is the same name again.
	if n.from != nil && reflect.ValueOf(m).Pointer() == reflect.ValueOf(n.from).Pointer() {
		later := at.After(n.at)
		n.at = at
		return later
	}
	next := named{name: m.Pick(""), at: at, from: m}
	if len(m) > 1 {
		if b, err := json.Marshal(m); err == nil {
			next.names = string(b)
		}
	}
	if at.Equal(n.at) && next.name+next.names <= n.name+n.names {
		return false
	}
	*n = next
	return true
}

// called is newer for a plain name.
func (n *named) called(name string, at time.Time) bool {
	if at.Before(n.at) || at.Equal(n.at) && name <= n.name {
		return false
	}
	n.name, n.at = name, at
	return true
}

type actorEntry struct {
	named
	key     string
	group   bool
	account string
	mail    string
	members []int32
	aliases []string
}

type verbEntry struct {
	named
	iri   string
	means string // by the mapping that its statements were read with
}

type activityEntry struct {
	named
	iri, typ string
	typed    time.Time
	due      *data.DueDate
	dued     time.Time
}

type placeEntry struct {
	key        string
	activities []placed
	team       int32 // 0 = none
}

// placed is an activity in a role.
type placed struct {
	activity int32
	role     data.Role
}

// dict gives the things of one kind their integer keys, from 1. It keeps what
// is new and what changed since the last flush.
type dict[E any] struct {
	ids     map[string]int32
	rows    []E // rows[key-1]
	saved   int // rows[:saved] stand in the store
	changed map[int32]struct{}
}

func newDict[E any]() *dict[E] {
	return &dict[E]{ids: map[string]int32{}, changed: map[int32]struct{}{}}
}

// get returns the key and the row for a text; a new text gets a new row.
func (d *dict[E]) get(text string, fresh func() E) (int32, *E) {
	if id, ok := d.ids[text]; ok {
		return id, &d.rows[id-1]
	}
	row := fresh() // may add rows itself
	d.rows = append(d.rows, row)
	id := int32(len(d.rows)) //nolint:gosec // fewer than 2^31 names fit in memory
	d.ids[text] = id
	return id, &d.rows[id-1]
}

// touch notes that a row which stands in the store has changed.
func (d *dict[E]) touch(id int32) {
	if int(id) <= d.saved {
		d.changed[id] = struct{}{}
	}
}

// dirty returns the keys of changed rows if they are asked for, then of those
// and of new ones, in order.
func (d *dict[E]) dirty(withChanged bool) (changed, all []int32) {
	if withChanged {
		for id := range d.changed {
			changed = append(changed, id)
		}
		slices.Sort(changed)
	}
	all = slices.Clone(changed)
	for i := d.saved; i < len(d.rows); i++ {
		all = append(all, int32(i+1)) //nolint:gosec // see get
	}
	return changed, all
}

func (d *dict[E]) clean(withChanged bool) {
	d.saved = len(d.rows)
	if withChanged {
		clear(d.changed)
	}
}

// alias is a second key of an actor.
type alias struct {
	actor int32
	key   string
}

// dicts are all dictionaries of a store.
type dicts struct {
	actors     *dict[actorEntry]
	aliases    []alias // new since the last flush
	verbs      *dict[verbEntry]
	activities *dict[activityEntry]
	places     *dict[placeEntry]

	mapping data.Mapping // of what is read now
}

func newDicts() *dicts {
	return &dicts{actors: newDict[actorEntry](), verbs: newDict[verbEntry](), activities: newDict[activityEntry](), places: newDict[placeEntry]()}
}

// clean notes that new rows stand in the store, and changed ones too if they were written.
func (d *dicts) clean(withChanged bool) {
	d.actors.clean(withChanged)
	d.aliases = d.aliases[:0]
	d.verbs.clean(withChanged)
	d.activities.clean(withChanged)
	d.places.clean(withChanged)
}

// actor returns the key of an actor, 0 when it has no identity.
func (d *dicts) actor(a *data.Actor, at time.Time) int32 {
	if a == nil || a.Key == "" {
		return 0
	}
	// Members are looked at each time: what is said of them may be newer.
	members := make([]int32, 0, len(a.Members))
	for i := range a.Members {
		if m := d.actor(&a.Members[i], at); m != 0 {
			members = append(members, m)
		}
	}
	id, row := d.actors.get(a.Key, func() actorEntry {
		slices.Sort(members)
		return actorEntry{key: a.Key, group: a.Group, account: a.Account, members: slices.Compact(members)}
	})
	if a.Name != "" && row.called(a.Name, at) {
		d.actors.touch(id)
	}
	if a.Mail != "" && (row.mail == "" || a.Mail < row.mail) { // of several ways to write it the order of loading does not choose
		row.mail = a.Mail
		d.actors.touch(id)
	}
	if a.Alias != "" && !slices.Contains(row.aliases, a.Alias) {
		row.aliases = append(row.aliases, a.Alias)
		d.aliases = append(d.aliases, alias{id, a.Alias})
	}
	return id
}

func (d *dicts) verb(v data.Verb, at time.Time) int32 {
	id, row := d.verbs.get(v.IRI, func() verbEntry { return verbEntry{iri: v.IRI, means: d.mapping.Verbs[v.IRI]} })
	if row.newer(v.Names, at) {
		d.verbs.touch(id)
	}
	return id
}

func (d *dicts) activity(a *data.Activity, at time.Time) int32 {
	id, row := d.activities.get(a.IRI, func() activityEntry { return activityEntry{iri: a.IRI} })
	if row.newer(a.Names, at) {
		d.activities.touch(id)
	}
	if a.Type != "" && (at.After(row.typed) || at.Equal(row.typed) && a.Type > row.typ) {
		row.typ, row.typed = a.Type, at
		d.activities.touch(id)
	}
	if a.Due != nil && (row.due == nil || at.After(row.dued) || at.Equal(row.dued) && a.Due.After(*row.due)) {
		row.due, row.dued = a.Due, at
		d.activities.touch(id)
	}
	return id
}

// place returns the key of the set of activities (and the team) a statement
// stands in. An activity that stands in several roles is kept in the strongest.
func (d *dicts) place(set []placed, team int32) int32 {
	slices.SortFunc(set, func(a, b placed) int { return cmp.Or(cmp.Compare(a.activity, b.activity), cmp.Compare(a.role, b.role)) })
	set = slices.CompactFunc(set, func(a, b placed) bool { return a.activity == b.activity })
	key := make([]byte, 0, 64)
	for _, a := range set {
		key = append(strconv.AppendInt(key, int64(a.activity), 10), "opgs"[a.role])
	}
	key = strconv.AppendInt(append(key, 't'), int64(team), 10)
	if id, ok := d.places.ids[string(key)]; ok {
		return id
	}
	id, _ := d.places.get(string(key), func() placeEntry {
		return placeEntry{key: string(key), activities: slices.Clone(set), team: team}
	})
	return id
}
