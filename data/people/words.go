package people

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// sentences are what was found, in words: what speaks for the pair first, the
// heaviest before the others.
func (ix *index) sentences(a, b *record, found []finding) []Evidence {
	out := make([]Evidence, len(found))
	for i, f := range found {
		out[i] = Evidence{Kind: f.kind, Text: ix.sentence(a, b, f), Bits: math.Round(f.bits*10) / 10}
	}
	slices.SortStableFunc(out, func(x, y Evidence) int {
		return cmp.Or(cmp.Compare(y.Bits, x.Bits), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Text, y.Text))
	})
	return out
}

func (ix *index) sentence(a, b *record, f finding) string {
	switch {
	case f.mail:
		return mailSentence(a, b, a.mails[f.id], b.mails[f.other])
	case f.kind == Account:
		return accountSentence(a, b, ix.handles.values[f.id])
	case f.kind == Handle, f.kind == RosterRow:
		return handleSentence(a, b, f, ix.handles.values[f.id])
	}
	switch f.kind {
	case Registration:
		text := "same registration " + short(ix.registrations.values[f.id]) + " in both"
		return text + others(ix.registrations.size(f.id), "has it", "have it")
	case SameName:
		return ix.nameSentence(a.names[f.id], b.names[f.other])
	case SimilarName:
		return "similar names " + a.names[f.id].text + " and " + b.names[f.other].text
	case OtherName:
		return "different names " + a.names[f.id].text + " and " + b.names[f.other].text
	case SameClass:
		return "both in class " + ix.classes.values[f.id]
	default:
		x, y := a.accounts[f.id], b.accounts[f.other]
		text := "two accounts of " + host(x.home) + ": " + x.name + " and " + y.name
		if f.bits == againstLate {
			text += ", one begins when the other has ended"
		}
		return text
	}
}

// others says how many more have a value than the two of a pair.
func others(size int, one, many string) string {
	switch size -= 2; {
	case size <= 0:
		return ""
	case size == 1:
		return ", 1 other learner " + one
	default:
		return fmt.Sprintf(", %d other learners %s", size, many)
	}
}

func (ix *index) nameSentence(a, b fullName) string {
	text := "same name " + a.text
	if a.text != b.text {
		text = "same name, written " + a.text + " and " + b.text
	}
	if more := others(ix.names.size(a.id), "has it", "have it"); more != "" {
		return text + more
	}
	return text + ", which nobody else has"
}

func mailSentence(a, b *record, x, y mail) string {
	if x.text == "" || y.roster && !x.roster {
		a, x, y = b, y, x
	}
	var how string
	switch {
	case x.text == "":
		return "same hash of an address in both"
	case x.roster:
		how = x.text + " is the address of " + inRoster(a)
	case y.text == "":
		how = "one has the address " + x.text
	case x.as == asWritten && y.as == asWritten:
		return "same address " + x.text + " in both"
	default:
		return x.text + " and " + y.text + " are one address but for " + apart(x.as, y.as)
	}
	switch {
	case y.text == "" && x.as == bare:
		return how + ", the other the hash of it made without mailto:"
	case y.text == "" && x.as == lowered:
		return how + ", the other the hash of it in lower case"
	case y.text == "" && x.as == untagged:
		return how + ", the other the hash of it without its tag"
	case y.text == "":
		return how + ", the other its hash"
	case x.as == asWritten && y.as == asWritten:
		return how + ", and the other's"
	}
	return how + "; the other's, " + y.text + ", is the same but for " + apart(x.as, y.as)
}

// apart says what keeps two addresses apart.
func apart(a, b form) string {
	switch {
	case a == untagged || b == untagged:
		return "the tag after +"
	case a == bare && b == bare, a == lowered, b == lowered:
		return "upper and lower case"
	}
	return "the way they were hashed"
}

func inRoster(r *record) string {
	if r.RosterName != "" {
		return r.RosterName + " in the roster"
	}
	return "user " + r.RosterID + " of the roster"
}

func accountSentence(a, b *record, folded string) string {
	x, y := a.account(folded), b.account(folded)
	if x.name != y.name {
		return fmt.Sprintf("account names %s on %s and %s on %s, the same but for the way of writing", x.name, host(x.home), y.name, host(y.home))
	}
	one, two := host(x.home), host(y.home)
	if one == two {
		one, two = x.home, y.home
	}
	return fmt.Sprintf("account name %s on %s and %s", x.name, one, two)
}

// account is the account with a name, the first by its home.
func (r *record) account(folded string) account {
	for _, x := range r.accounts {
		if x.folded == folded {
			return x
		}
	}
	return account{}
}

func handleSentence(a, b *record, f finding, folded string) string {
	if f.as&f.with&asRosterID != 0 && f.kind == RosterRow {
		return "both are user " + a.RosterID + " of the roster"
	}
	as, with := f.as, f.with
	if f.kind == RosterRow && with&asAccount != 0 && as&(asRosterID|asUsername) != 0 {
		a, b, as, with = b, a, with, as // the account first
	}
	if f.kind == RosterRow {
		x := a.account(folded)
		what := "the user name"
		if with&asRosterID != 0 {
			what = "the sourcedId"
		}
		return fmt.Sprintf("account name %s on %s is %s of %s", x.name, host(x.home), what, inRoster(b))
	}
	if as&^asLocal == 0 && with&^asLocal == 0 {
		return fmt.Sprintf("addresses %s and %s have the same first part", a.address(folded), b.address(folded))
	}
	if as&^asLocal == 0 {
		a, b, as, with = b, a, with, as // the address last
	}
	text := handleName(a, as, folded)
	if with&asLocal != 0 {
		return text + " is the first part of the address " + b.address(folded)
	}
	return text + " is " + handleName(b, with, folded)
}

// handleName says what a handle is with a learner.
func handleName(r *record, as origin, folded string) string {
	switch {
	case as&asAccount != 0:
		x := r.account(folded)
		return "account name " + x.name + " on " + host(x.home)
	case as&asUsername != 0:
		return "user name " + r.Username + " of " + inRoster(r)
	case as&asRosterID != 0:
		return "sourcedId " + r.RosterID + " of " + inRoster(r)
	}
	return "address " + r.address(folded)
}

// address is the known address whose first part is given.
func (r *record) address(local string) string {
	best := ""
	for _, m := range r.mails {
		text := fold(m.text)
		if rest, ok := strings.CutPrefix(text, local); ok && rest != "" && (rest[0] == '@' || rest[0] == '+') && (best == "" || m.text < best) {
			best = m.text
		}
	}
	return best
}

// host is what a home page is called: its host, or all of it where it has none.
func host(home string) string {
	_, rest, ok := strings.Cut(home, "://")
	if !ok {
		return home
	}
	rest, _, _ = strings.Cut(rest, "/")
	if rest == "" {
		return home
	}
	return rest
}

// short is the beginning of a long id, enough to find it.
func short(id string) string {
	if len(id) <= 12 || !ascii(id) {
		return id
	}
	return id[:8] + "…"
}

// notes are the values that too many share.
func (ix *index) notes() []Note {
	var out []Note
	for _, s := range ix.blocks() {
		for id, who := range s.who {
			if len(who) > crowd && (s != ix.mails || !ix.onlyBare(int32(id))) {
				out = append(out, ix.note(s, int32(id), len(who)))
			}
		}
	}
	slices.SortFunc(out, func(a, b Note) int {
		return cmp.Or(cmp.Compare(b.Size, a.Size), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value))
	})
	return out
}

func (ix *index) note(s *space, id int32, size int) Note {
	n := Note{Value: s.values[id], Size: size}
	what := ""
	switch s {
	case ix.registrations:
		n.Kind, what = Registration, "the registration "+n.Value
	case ix.mails:
		n.Kind, what = Mail, ix.sharedAddress(id)
	case ix.names:
		n.Kind, what = SameName, "the name "+ix.writtenName(id)
	default:
		n.Kind, what = ix.sharedHandle(id)
	}
	n.Text = fmt.Sprintf("%d learners share %s; they were not compared by it", size, what)
	return n
}

// onlyBare says whether nobody's statements have a hash: it is one of the forms
// of an address that is told of already.
func (ix *index) onlyBare(id int32) bool {
	for _, who := range ix.mails.who[id] {
		if slices.ContainsFunc(ix.records[who].mails, func(m mail) bool { return m.id == id && m.as != bare }) {
			return false
		}
	}
	return true
}

// writtenName is a name as the first of its bearers writes it.
func (ix *index) writtenName(id int32) string {
	for _, n := range ix.records[ix.names.who[id][0]].names {
		if n.id == id {
			return n.text
		}
	}
	return ix.names.values[id]
}

func (ix *index) sharedAddress(id int32) string {
	text := ""
	for _, who := range ix.mails.who[id] {
		for _, m := range ix.records[who].mails {
			if m.id == id && m.text != "" && (text == "" || len(m.text) < len(text)) {
				text = m.text
			}
		}
	}
	if text == "" {
		return "the hash " + ix.mails.values[id]
	}
	return "the address " + text + " in some form"
}

func (ix *index) sharedHandle(id int32) (Kind, string) {
	var as origin
	for _, who := range ix.handles.who[id] {
		for _, h := range ix.records[who].handles {
			if h.id == id {
				as |= h.as
			}
		}
	}
	text := ix.handles.values[id]
	switch as {
	case asAccount:
		return Account, "the account name " + text
	case asLocal:
		return Handle, "the first part of an address, " + text
	}
	return Handle, text + " as account name, user name or first part of an address"
}
