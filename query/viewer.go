package query

import (
	"slices"
	"time"

	"lrx/internal/safetext"
)

// Scope says which classes a viewer may see. The zero Scope sees nothing.
type Scope struct {
	all     bool
	classes []string
}

// AllClasses is the scope of somebody who may see everything in the store.
func AllClasses() Scope { return Scope{all: true} }

// OnlyClasses is the scope of somebody who may see these classes alone.
func OnlyClasses(ids ...string) Scope { return Scope{classes: ids} }

// sees says whether a class of that id is in scope.
func (v Viewer) sees(class string) bool {
	return v.Scope.all || slices.Contains(v.Scope.classes, class)
}

// Viewer is who asks. No question can be put without one.
type Viewer struct {
	Scope Scope
	Mask  bool           // names and learner ids are replaced by stable pseudonyms
	Lang  string         // preferred language tag for names of activities and verbs, "" = en
	TZ    *time.Location // reporting time zone; nil = UTC
}

// PersonName is the name of a person as this viewer may see it. Only query
// makes one, so that an unmasked name cannot slip past --mask.
type PersonName struct{ shown safetext.Safe }

// Shown is the name, or the pseudonym under a mask.
func (n PersonName) Shown() safetext.Safe { return n.shown }

// Filter narrows a question. Zero fields do not filter.
type Filter struct {
	Class    string    // class id or exact name; "" or "everyone" = everyone
	Learner  string    // learner id, IFI or exact name
	Activity string    // activity IRI or exact name
	Area     string    // IRI or exact name of an area or a skill: what lies below it
	Attempt  string    // attempt id
	Verb     string    // verb IRI or its last part
	Load     int64     // rejects, conflicts: of one load; 0 = all
	Reject   string    // rejects: the one with this Key
	Source   string    // name of a source
	Group    string    // of the roster
	Platform string    // context.platform, exactly
	Period   string    // term by id or name; "" = the current one of a class of the roster, PeriodAll = none
	Since    time.Time // inclusive, on timestamp
	Until    time.Time // exclusive, on timestamp
	AsOf     time.Time // zero = the default as-of of the class (data.md "Time")
	Voided   bool      // statements: list void and voiding ones too
	Rule     string    // activities: the attempt rule (data.AttemptRule) of those without one of their own; "" = the store's
	Origins  bool      // gaps: of each origin by itself
	Daily    bool      // gaps: every day
	Factor   string    // observations: of one factor of the score; "" = of all
	Unused   bool      // observations: those that no factor uses
	Kind     string    // struggling: "item", "area" or "skill"; "" = all
	Signal   string    // signal rows: of one signal (scoring.SignalCode); "" = of all
	Preset   string    // risk: "fewer", "default" or "more" signals; "" = the profile's
	All      bool      // risk: everybody with a signal, not only who may need support
	Purpose  string    // why a list of people is sorted by score; it is kept in the audit file
	Text     string    // case-insensitive part of any text cell
	Sort     string    // column key; "" = the list's own order
	Desc     bool
	Limit    int // 0 = all
}

// Choice is a filter that chooses statements, and what it is set to.
type Choice struct {
	Filter string // "area", "verb", "source", "group", "platform"; the name of its flag
	Value  safetext.Safe
}

// Chosen are the filters that choose statements, in the order they are named in.
func (f Filter) Chosen() []Choice {
	var all []Choice
	for _, c := range []struct{ filter, value string }{{"area", f.Area}, {"verb", f.Verb}, {"source", f.Source}, {"group", f.Group}, {"platform", f.Platform}} {
		if c.value != "" {
			all = append(all, Choice{c.filter, safetext.Clean(c.value)})
		}
	}
	return all
}

// Wide is the filter without a period and what else chooses statements, but for
// the area: what is there at all.
func (f Filter) Wide() Filter {
	f.Verb, f.Source, f.Group, f.Platform = "", "", "", ""
	f.Period, f.Since, f.Until = PeriodAll, time.Time{}, time.Time{}
	return f
}
