package people

import (
	"cmp"
	"crypto/sha1" //nolint:gosec // xAPI's mbox_sha1sum is SHA-1
	"encoding/hex"
	"slices"
	"strings"

	"lrx/data"
)

// crowd is how many learners may share a value before they are no longer
// compared each with each: pairs grow with the square.
const crowd = 50

// mostNames is how many names of a learner are compared.
const mostNames = 8

// space is the values of one sort, each with those who have it.
type space struct {
	ids    map[string]int32
	values []string
	who    [][]int32 // places of learners, ascending
}

func newSpace(size int) *space { return &space{ids: make(map[string]int32, size)} }

// add notes that a learner has a value. Learners come in order.
func (s *space) add(value string, who int32) int32 {
	id, ok := s.ids[value]
	if !ok {
		id = int32(len(s.values))
		s.ids[value] = id
		s.values = append(s.values, value)
		s.who = append(s.who, nil)
	}
	if w := s.who[id]; len(w) == 0 || w[len(w)-1] != who {
		s.who[id] = append(w, who)
	}
	return id
}

func (s *space) size(id int32) int { return len(s.who[id]) }

// index is learners and what they share.
type index struct {
	records       []record // by learner id
	registrations *space
	mails         *space // hashes of addresses as written and in their other forms
	handles       *space // account names, user names, first parts of addresses, roster ids
	names         *space
	classes       *space
	words         map[string]int // how many different names have a word
}

// record is a learner prepared for comparing. All lists of ids are sorted.
type record struct {
	*Person
	registrations, classes []int32
	mails                  []mail
	handles                []handle
	names                  []fullName
	accounts               []account // by home
}

type account struct{ home, name, folded string }

type fullName struct {
	name
	id   int32
	text string
}

// handle is a word that names a person within a system.
type handle struct {
	id int32
	as origin
}

// origin says what a handle is with a learner; several bits may be set.
type origin uint8

const (
	asAccount origin = 1 << iota
	asLocal          // first part of an address
	asUsername
	asRosterID
)

// mail is one form of an address, or a hash of which the address is unknown.
type mail struct {
	id     int32
	as     form
	roster bool   // the address is the one in the roster
	text   string // the address; "" = only its hash is known
}

// form says how a hash was made of an address; a smaller one says more.
type form uint8

const (
	asWritten form = iota
	lowered        // in lower case
	bare           // without mailto:, a common mistake
	untagged       // without +tag
)

func newIndex(people []Person) *index {
	sorted := make([]*Person, len(people))
	for i := range people {
		sorted[i] = &people[i]
	}
	slices.SortStableFunc(sorted, func(a, b *Person) int { return cmp.Compare(a.ID, b.ID) })
	n := len(people)
	ix := &index{
		records:       make([]record, n),
		registrations: newSpace(n), mails: newSpace(8 * n), handles: newSpace(2 * n), names: newSpace(n), classes: newSpace(64),
	}
	for i, p := range sorted {
		ix.records[i] = ix.record(p, int32(i))
	}
	ix.words = make(map[string]int)
	seen := make([]bool, len(ix.names.values))
	for i := range ix.records {
		for _, n := range ix.records[i].names {
			if !seen[n.id] {
				seen[n.id] = true
				for _, word := range slices.Compact(slices.Clone(n.rarity)) {
					ix.words[word]++
				}
			}
		}
	}
	return ix
}

func (ix *index) record(p *Person, at int32) record {
	r := record{Person: p}
	r.registrations = ids(ix.registrations, at, p.Registrations, strings.ToLower)
	r.classes = ids(ix.classes, at, p.Classes, nil)
	for _, key := range p.Keys {
		home, name, ok := data.SplitAccount(key)
		switch {
		case ok:
			r.accounts = append(r.accounts, account{home, name, fold(name)})
			ix.handle(&r, at, name, asAccount)
			ix.address(&r, at, name, false)
		case strings.HasPrefix(key, "sha1:"):
			r.mails = append(r.mails, mail{id: ix.mails.add(key, at)})
		}
	}
	slices.SortFunc(r.accounts, func(a, b account) int { return cmp.Or(cmp.Compare(a.home, b.home), cmp.Compare(a.name, b.name)) })
	for _, address := range p.Mails {
		ix.address(&r, at, address, false)
	}
	ix.address(&r, at, p.RosterEmail, true)
	ix.handle(&r, at, p.Username, asUsername)
	ix.address(&r, at, p.Username, true)
	ix.handle(&r, at, p.RosterID, asRosterID)
	ix.name(&r, at, p.RosterName)
	for _, name := range p.Names {
		ix.name(&r, at, name)
	}
	slices.SortFunc(r.mails, func(a, b mail) int {
		// The known address first, then the form that says most.
		return cmp.Or(cmp.Compare(a.id, b.id), -cmp.Compare(min(len(a.text), 1), min(len(b.text), 1)),
			cmp.Compare(a.as, b.as), cmp.Compare(a.text, b.text), -cmp.Compare(number(a.roster), number(b.roster)))
	})
	r.mails = slices.CompactFunc(r.mails, func(a, b mail) bool { return a.id == b.id })
	slices.SortFunc(r.handles, func(a, b handle) int { return cmp.Compare(a.id, b.id) })
	return r
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// ids are the ids of values, sorted, each once.
func ids(s *space, at int32, values []string, change func(string) string) []int32 {
	if len(values) == 0 {
		return nil
	}
	out := make([]int32, 0, len(values))
	for _, v := range values {
		if change != nil {
			v = change(v)
		}
		if v != "" {
			out = append(out, s.add(v, at))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (ix *index) handle(r *record, at int32, text string, as origin) {
	text = fold(strings.TrimSpace(text))
	if text == "" {
		return
	}
	id := ix.handles.add(text, at)
	for i := range r.handles {
		if r.handles[i].id == id {
			r.handles[i].as |= as
			return
		}
	}
	r.handles = append(r.handles, handle{id, as})
}

// address adds the forms of an address under which its hash may stand elsewhere.
func (ix *index) address(r *record, at int32, text string, roster bool) {
	text = bareAddress(text)
	cut := strings.LastIndexByte(text, '@')
	if cut <= 0 {
		return
	}
	if key, ok := data.ParseIFI(text); !ok || !strings.HasPrefix(key, "sha1:") {
		return
	}
	local, host := text[:cut], strings.ToLower(text[cut:])
	add := func(key string, as form) {
		r.mails = append(r.mails, mail{id: ix.mails.add(key, at), as: as, text: text, roster: roster})
	}
	add(sha1Key("mailto:"+local+host), asWritten)
	lower := strings.ToLower(local)
	if lower != local {
		add(sha1Key("mailto:"+lower+host), lowered)
	}
	add(sha1Key(lower+host), bare)
	untaggedLocal, _, tagged := strings.Cut(lower, "+")
	if tagged && untaggedLocal != "" {
		add(sha1Key("mailto:"+untaggedLocal+host), untagged)
		lower = untaggedLocal
	}
	ix.handle(r, at, lower, asLocal)
}

// bareAddress is an address without mailto: and spaces around it.
func bareAddress(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > 7 && strings.EqualFold(text[:7], "mailto:") {
		return text[7:]
	}
	return text
}

func sha1Key(text string) string {
	sum := sha1.Sum([]byte(text)) //nolint:gosec // see the import
	var key [45]byte
	copy(key[:], "sha1:")
	hex.Encode(key[5:], sum[:])
	return string(key[:])
}

func (ix *index) name(r *record, at int32, text string) {
	if text == "" || len(r.names) == mostNames {
		return
	}
	n, ok := newName(text)
	if !ok {
		return
	}
	key := n.key()
	if slices.ContainsFunc(r.names, func(f fullName) bool { return ix.names.values[f.id] == key }) {
		return
	}
	r.names = append(r.names, fullName{n, ix.names.add(key, at), text})
}

// pair is the places of two learners, the smaller one first.
type pair uint64

func newPair(a, b int32) pair { return pair(min(a, b))<<32 | pair(max(a, b)) }

func (p pair) a() int32 { return int32(p >> 32) }
func (p pair) b() int32 { return int32(p & 0xffffffff) }

// blocks are the spaces within which learners are compared. A class is none:
// that two are in one class says nothing by itself.
func (ix *index) blocks() []*space {
	return []*space{ix.registrations, ix.mails, ix.handles, ix.names}
}

// candidates are the pairs that share a value which not too many have, in the
// order of their ids.
func (ix *index) candidates() []pair {
	var out []pair
	for _, s := range ix.blocks() {
		for _, who := range s.who {
			if len(who) > crowd {
				continue
			}
			for i, a := range who {
				for _, b := range who[i+1:] {
					out = append(out, newPair(a, b))
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// pairs finds the learners of decisions, which name canonical keys or ids.
func (ix *index) pairs(different [][2]string) map[pair]struct{} {
	if len(different) == 0 {
		return nil
	}
	named := make(map[string]int32, len(different)*2)
	for _, d := range different {
		named[d[0]], named[d[1]] = -1, -1
	}
	for i := range ix.records {
		r := &ix.records[i]
		for _, key := range append([]string{r.ID}, r.Keys...) {
			if _, asked := named[key]; asked {
				named[key] = int32(i)
			}
		}
	}
	out := make(map[pair]struct{}, len(different))
	for _, d := range different {
		if a, b := named[d[0]], named[d[1]]; a >= 0 && b >= 0 {
			out[newPair(a, b)] = struct{}{}
		}
	}
	return out
}
