// Package people finds learners who may be one person, with evidence for each
// pair and a strength that says how likely it is. It only suggests: nothing is
// merged here, and two people of the roster are never said to be one. The
// package is pure; it knows no files, database, commands or screens, and its
// texts hold names and addresses as they were received, to be made printable
// by those who show them.
package people

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Person is a learner as the store knows it: a block of identifiers that are
// one person for sure. Everything but ID may be empty.
type Person struct {
	ID            string   // learner id, unique among those compared
	Keys          []string // canonical keys; accounts are read from them
	Names         []string // all names seen, newest first
	Mails         []string // addresses as written, where one is known; with or without mailto:
	RosterID      string   // sourcedId; "" = not in the roster
	RosterName    string
	RosterEmail   string
	Username      string   // in the roster
	Registrations []string // xAPI registrations seen
	Classes       []string
	First, Last   time.Time // when statements of the person begin and end; zero = unknown
}

// Kind says what a piece of evidence is about.
type Kind string

// The kinds of evidence. The last two speak against a pair.
const (
	Registration Kind = "registration"    // the same registration in both
	Mail         Kind = "mail"            // one address, written in two ways
	Account      Kind = "account"         // the same account name in two systems
	Handle       Kind = "handle"          // the first part of an address is an account or user name, or that of another address
	RosterRow    Kind = "roster"          // an identifier is that of a user of the roster
	SameName     Kind = "name"            // the same full name
	SimilarName  Kind = "similar name"    // names that a slip, an initial or a middle name keeps apart
	SameClass    Kind = "class"           // both in one class; counts only beside something else
	OtherName    Kind = "different names" // names that are not alike
	TwoAccounts  Kind = "two accounts"    // two accounts of one system
)

// The words of a Suggestion.
const (
	Strong   = "strong"
	Likely   = "likely"
	Weak     = "weak"
	Conflict = "conflict"
)

// Evidence is one thing that speaks for a pair, or against it.
type Evidence struct {
	Kind Kind    `json:"kind"`
	Text string  `json:"text"` // a plain sentence, without a full stop
	Bits float64 `json:"bits"` // its weight, a logarithm to base 2; negative = against
}

// Suggestion is two learners who may be one person.
type Suggestion struct {
	A        string     `json:"a"` // learner ids; A is the smaller text
	B        string     `json:"b"`
	Strength float64    `json:"strength"` // 0..1: how likely, by the weights; 3 decimals, never quite 1
	Word     string     `json:"word"`     // strong, likely, weak; conflict for two users of the roster
	Evidence []Evidence `json:"evidence"` // heaviest first, what speaks against last; never empty
}

// Note is a value that too many share to compare each with each.
type Note struct {
	Kind  Kind   `json:"kind"`
	Value string `json:"value"` // as it is compared, without case
	Size  int    `json:"size"`  // learners
	Text  string `json:"text"`
}

// Result is what was found among learners.
type Result struct {
	Suggestions []Suggestion `json:"suggestions"` // strongest first, then by ids
	Conflicts   []Suggestion `json:"conflicts"`   // two users of the roster with the identifiers of one; to be looked at, never merged
	Notes       []Note       `json:"notes"`       // largest first
}

// Where words begin, as strength.
const (
	strongFrom = 0.95
	likelyFrom = 0.7
	weakFrom   = 0.3
	// A pair that has nothing but a name has to be more likely one person than
	// two, or the name is a common one.
	nameFrom = 0.5
	highest  = 0.999
)

// Suggest compares learners and lists those who may be one person. The pairs of
// different, canonical keys or learner ids, are those that somebody has decided
// about: they are not listed. The result does not depend on the order of either.
func Suggest(people []Person, different [][2]string) Result {
	ix := newIndex(people)
	decided := ix.pairs(different)
	var out Result
	var found []finding
	for _, pair := range ix.candidates() {
		if _, known := decided[pair]; known {
			continue
		}
		a, b := &ix.records[pair.a()], &ix.records[pair.b()]
		if a.ID == b.ID {
			continue
		}
		found = ix.compare(a, b, found[:0])
		strength, word := ix.judge(found)
		if word == "" {
			continue
		}
		s := Suggestion{A: a.ID, B: b.ID, Strength: strength, Word: word}
		if a.RosterID != "" && b.RosterID != "" && a.RosterID != b.RosterID {
			if strength >= likelyFrom && !onlyNames(found) {
				s.Word, s.Evidence = Conflict, ix.sentences(a, b, found)
				out.Conflicts = append(out.Conflicts, s)
			}
			continue
		}
		s.Evidence = ix.sentences(a, b, found)
		out.Suggestions = append(out.Suggestions, s)
	}
	sortSuggestions(out.Suggestions)
	sortSuggestions(out.Conflicts)
	out.Notes = ix.notes()
	return out
}

func sortSuggestions(s []Suggestion) {
	slices.SortFunc(s, func(x, y Suggestion) int {
		return cmp.Or(cmp.Compare(y.Strength, x.Strength), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
}

// judge adds the weights of what was found up. The word is "" for a pair that
// is not to be listed.
func (ix *index) judge(found []finding) (strength float64, word string) {
	if !slices.ContainsFunc(found, func(f finding) bool { return f.bits > 0 }) {
		return 0, ""
	}
	strength = ix.probability(found)
	names := onlyNames(found)
	switch {
	case names && strength < nameFrom, strength < weakFrom:
		return 0, ""
	case names && strength >= strongFrom:
		// Without an identifier it stays a guess.
		strength = strongFrom - 0.001
	}
	switch {
	case strength >= strongFrom:
		return strength, Strong
	case strength >= likelyFrom:
		return strength, Likely
	}
	return strength, Weak
}

// onlyNames says whether nothing but names and classes speaks for a pair.
func onlyNames(found []finding) bool {
	for _, f := range found {
		switch f.kind {
		case Registration, Mail, Account, Handle, RosterRow:
			return false
		default:
		}
	}
	return true
}

func round(p float64) float64 { return math.Round(min(p, highest)*1000) / 1000 }
