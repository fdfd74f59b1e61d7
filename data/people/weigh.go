package people

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// The weights are those of Fellegi and Sunter (A Theory for Record Linkage,
// Journal of the American Statistical Association 64, 1969, 1183-1210). What
// two learners agree in, the value v of a field, has the weight
//
//	w = log2(m / u)
//
// where m is the probability that two records of one person agree in the field,
// and u the probability that those of two people agree in v. A value that few
// have weighs more than one that many have (their frequency-based weights): of
// N learners, f have v, so
//
//	u = (c + (f-2)/2) / N
//
// where c is how many others would have the value by chance, custom or mistake
// although only these two do; it is judged per kind, below. A disagreement has
// the weight log2((1-m) / (1-u)), taken as log2(1-m). Weights of fields that do
// not depend on each other are added to log2 of the odds before any evidence,
// 1/N: on average, half of the learners are expected to have another record.
// With W the sum, the strength is 2^W / (1 + 2^W). N goes out of it for a
// single value: two who alone share one are one person with the odds m : c.
//
// A full name is rarer than the store alone can show when only these two have
// it. Its u is the product of the shares of its words among different names,
// as if they were independent, and at least what the formula above says.
const (
	agree       = 0.9  // m of an identifier or a name that one person has twice
	agreeAlike  = 0.06 // m of a name that is only alike
	agreeClass  = 0.5
	against     = -3.3 // log2(1-agree), rounded
	againstLate = -1   // a second account that begins after the first has ended
	classMost   = 3    // bits: a class is small, but friends sit together
	echo        = 1.5  // bits for what says the same once more, such as an account name made of the name
	echoes      = 3    // bits for all of that together
)

// c of the formula, in learners.
const (
	chanceRegistration = 0.05 // somebody let another one use a seat
	chanceMail         = 0.01
	chanceTag          = 0.3 // parents give children tags of their own address
	chanceAccount      = 0.3
	chanceHandle       = 1.0
	chanceRosterID     = 0.1
	chanceName         = 0.1
	chanceWord         = 2.0 // a name of one word
	chanceAlike        = 3.0
	alikeNames         = 20 // how many names are alike to one, about
)

// A handle's shape changes what agreement in it is worth: c is multiplied.
const (
	shapeNumber  = 10   // systems number their accounts, each from 1
	shapeShort   = 3    // up to three characters
	shapeGeneric = 30   // says what somebody is, not who
	shapeLong    = 0.05 // made by a machine to be unique
)

// generic are handles that say nothing about a person.
var generic = []string{
	"admin", "administrator", "anonymous", "demo", "guest", "info", "learner", "mail", "office",
	"pupil", "root", "school", "student", "teacher", "test", "tester", "trainee", "user",
}

// finding is one thing that was found in comparing two learners. What the ids
// are depends on the kind.
type finding struct {
	kind  Kind
	bits  float64
	id    int32  // the value, or the place of a name or account of the first
	other int32  // the place of that of the second
	as    origin // for handles: with the first
	with  origin // and with the second
	mail  bool   // of addresses; then id and other are places in the lists of these
	echo  bool   // says nearly what a name says
}

// compare lists what speaks for and against two learners, in no order.
func (ix *index) compare(a, b *record, found []finding) []finding {
	if id := ix.rarest(ix.registrations, a.registrations, b.registrations); id >= 0 {
		found = append(found, finding{kind: Registration, id: id, bits: ix.bits(agree, chanceRegistration, ix.registrations.size(id))})
	}
	found = ix.compareMails(a, b, found)
	found = ix.compareHandles(a, b, found)
	found = ix.compareNames(a, b, found)
	if len(found) == 0 {
		return found
	}
	if id := ix.rarest(ix.classes, a.classes, b.classes); id >= 0 && found[0].kind != Registration {
		// A registration is for a course, so that the class would count twice.
		if w := min(classMost, math.Log2(agreeClass*ix.n()/float64(ix.classes.size(id)))); w > 0 {
			found = append(found, finding{kind: SameClass, id: id, bits: w})
		}
	}
	return ix.compareAccounts(a, b, found)
}

// n is the number of learners; with less than two there is nothing to compare.
func (ix *index) n() float64 { return float64(max(len(ix.records), 2)) }

// bits is the weight of a value that f learners have. It never speaks against.
func (ix *index) bits(m, chance float64, f int) float64 {
	u := (chance + float64(f-2)/2) / ix.n()
	return max(0, math.Log2(m/min(u, 1)))
}

// rarest is the value both have that the fewest have; -1 without one.
func (ix *index) rarest(s *space, a, b []int32) int32 {
	best := int32(-1)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch cmp.Compare(a[i], b[j]) {
		case -1:
			i++
		case 1:
			j++
		default:
			if best < 0 || s.size(a[i]) < s.size(best) || s.size(a[i]) == s.size(best) && s.values[a[i]] < s.values[best] {
				best = a[i]
			}
			i++
			j++
		}
	}
	return best
}

func (ix *index) compareMails(a, b *record, found []finding) []finding {
	best := finding{}
	for i, j := 0, 0; i < len(a.mails) && j < len(b.mails); {
		x, y := &a.mails[i], &b.mails[j]
		switch cmp.Compare(x.id, y.id) {
		case -1:
			i++
			continue
		case 1:
			j++
			continue
		}
		kind, chance := Mail, chanceMail
		if x.roster != y.roster {
			kind = RosterRow
		}
		if x.as == untagged || y.as == untagged {
			chance = chanceTag
		}
		w := ix.bits(agree, chance, ix.mails.size(x.id))
		// Of equal ones the plainest is told.
		better := best.kind == "" || w > best.bits || w == best.bits && ix.plain(a, b, int32(i), int32(j)) < ix.plain(a, b, best.id, best.other)
		if better {
			best = finding{kind: kind, bits: w, id: int32(i), other: int32(j), mail: true}
		}
		i++
		j++
	}
	if best.kind != "" {
		found = append(found, best)
	}
	return found
}

// plain orders the agreements of two addresses: a smaller one is said in fewer
// words.
func (ix *index) plain(a, b *record, i, j int32) int {
	x, y := a.mails[i], b.mails[j]
	return int(x.as)*8 + int(y.as) + 64*(number(x.text == "")+number(y.text == ""))
}

func (ix *index) compareHandles(a, b *record, found []finding) []finding {
	sameMail := slices.ContainsFunc(found, func(f finding) bool { return f.mail })
	for i, j := 0, 0; i < len(a.handles) && j < len(b.handles); {
		x, y := a.handles[i], b.handles[j]
		switch cmp.Compare(x.id, y.id) {
		case -1:
			i++
			continue
		case 1:
			j++
			continue
		}
		i++
		j++
		kind, chance := agreement(x.as, y.as)
		if kind == Handle && sameMail && x.as&y.as&asLocal != 0 {
			continue // follows from the address
		}
		text := ix.handles.values[x.id]
		f := finding{kind: kind, id: x.id, as: x.as, with: y.as, echo: !independent(text, a, b)}
		f.bits = ix.bits(agree, chance*shape(text), ix.handles.size(x.id))
		// One finding of a kind is enough, the heaviest.
		at := slices.IndexFunc(found, func(g finding) bool { return g.kind == kind && !g.mail })
		switch {
		case at < 0:
			found = append(found, f)
		case f.bits > found[at].bits || f.bits == found[at].bits && text < ix.handles.values[found[at].id]:
			found[at] = f
		}
	}
	return found
}

// agreement says what it is that one handle is this with one learner and that
// with the other.
func agreement(a, b origin) (Kind, float64) {
	switch {
	case a&b&asAccount != 0:
		return Account, chanceAccount
	case a&b&asRosterID != 0:
		return RosterRow, chanceMail
	case a&asRosterID != 0 && b&asAccount != 0, b&asRosterID != 0 && a&asAccount != 0:
		return RosterRow, chanceRosterID
	case a&asUsername != 0 && b&asAccount != 0, b&asUsername != 0 && a&asAccount != 0:
		return RosterRow, chanceRosterID
	}
	return Handle, chanceHandle
}

// shape is how much more, or less, often two people have a handle of this form.
func shape(text string) float64 {
	digits, letters := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	switch {
	case letters == 0 && digits < 8:
		return shapeNumber
	case slices.Contains(generic, strings.TrimRight(text, "0123456789-_.")):
		return shapeGeneric
	case digits+letters <= 3:
		return shapeShort
	case digits >= 4 && digits+letters >= 16 && !strings.Contains(text, "@"):
		return shapeLong
	}
	return 1
}

// independent says whether a handle is not made of a name, so that it says
// something beside it.
func independent(text string, a, b *record) bool {
	digits := 0
	for _, r := range text {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits < 3 {
		return false
	}
	for _, r := range []*record{a, b} {
		for _, n := range r.names {
			if slices.ContainsFunc(n.parts, func(word string) bool { return len(word) >= 3 && strings.Contains(text, word) }) {
				return false
			}
		}
	}
	return true
}

func (ix *index) compareNames(a, b *record, found []finding) []finding {
	best, how := finding{}, incomparable
	for i := range a.names {
		for j := range b.names {
			x, y := &a.names[i], &b.names[j]
			l := compareNames(&x.name, &y.name)
			if l < how || l == incomparable {
				continue
			}
			f := finding{id: int32(i), other: int32(j)}
			switch l {
			case equal:
				f.kind, f.echo = SameName, true
				f.bits = max(0, math.Log2(agree/ix.nameChance(x)))
			case alike:
				f.kind, f.echo = SimilarName, true
				u := min(1, max(alikeNames*min(ix.share(x), ix.share(y)), chanceAlike/ix.n()))
				f.bits = max(1, math.Log2(agreeAlike/u))
			default:
				f.kind, f.bits = OtherName, against
			}
			if l > how || f.bits > best.bits {
				best, how = f, l
			}
		}
	}
	if how != incomparable {
		found = append(found, best)
	}
	return found
}

// nameChance is u of a full name.
func (ix *index) nameChance(n *fullName) float64 {
	more := float64(ix.names.size(n.id)-2) / 2
	if len(n.rarity) == 1 {
		return min(1, (chanceWord+more)/ix.n())
	}
	return min(1, max(ix.share(n), max(chanceName, more)/ix.n()))
}

// share is how often a full name is to be expected: the product of the shares
// of its words among all different names.
func (ix *index) share(n *fullName) float64 {
	share := 1.0
	for _, word := range n.rarity {
		share *= float64(ix.words[word]+1) / float64(len(ix.names.values)+2)
	}
	return share
}

// compareAccounts finds two accounts of one system, which people seldom have.
func (ix *index) compareAccounts(a, b *record, found []finding) []finding {
	for i, j := 0, 0; i < len(a.accounts) && j < len(b.accounts); {
		x, y := a.accounts[i], b.accounts[j]
		switch cmp.Compare(x.home, y.home) {
		case -1:
			i++
			continue
		case 1:
			j++
			continue
		}
		if sameAt(a.accounts, b.accounts, x.home) {
			return found
		}
		f := finding{kind: TwoAccounts, bits: against, id: int32(i), other: int32(j)}
		if after(a, b) || after(b, a) {
			f.bits = againstLate
		}
		return append(found, f)
	}
	return found
}

// sameAt says whether two lists of accounts have one in common at a home but
// for upper and lower case.
func sameAt(a, b []account, home string) bool {
	for _, x := range a {
		if x.home == home && slices.ContainsFunc(b, func(y account) bool { return y.home == home && y.folded == x.folded }) {
			return true
		}
	}
	return false
}

// after says whether a begins when b has ended.
func after(a, b *record) bool { return !b.Last.IsZero() && a.First.After(b.Last) }

// probability is the strength of a pair. Things that echo a name are not
// independent of it: the heaviest counts whole, the others a little.
func (ix *index) probability(found []finding) float64 {
	sum := -math.Log2(ix.n())
	heaviest, other := 0.0, 0.0
	for _, f := range found {
		switch {
		case !f.echo:
			sum += f.bits
		case f.bits > heaviest:
			other += min(echo, heaviest)
			heaviest = f.bits
		default:
			other += min(echo, f.bits)
		}
	}
	odds := math.Exp2(sum + heaviest + min(echoes, other))
	return round(odds / (1 + odds))
}
