package people

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// name is a full name in the form in which names are compared.
type name struct {
	parts  []string // folded, sorted: "Li, Kim" and "Kim Li" are one name
	digits bool     // holds a number, such as "Learner 17": equal or not, never similar
	script *unicode.RangeTable
	rarity []string // what its rarity is estimated from, see parts of Han names
}

// foldNames are letters that have no decomposition but are written without
// their stroke or as two letters where a keyboard lacks them, and Arabic letters
// that are written for one another at the end of a name.
var foldNames = strings.NewReplacer(
	"ß", "ss", "ø", "o", "ł", "l", "đ", "d", "æ", "ae", "œ", "oe", "ı", "i", "þ", "th", "ð", "d",
	"ة", "ه", "ى", "ي", "ـ", "", "'", "", "’", "", "ʼ", "", "`", "", "\u200c", "", "\u200d", "",
)

// fold is s without case, compatibility forms and the marks that writers leave
// out: those of Latin, Greek, Cyrillic, Arabic and Hebrew. Marks of Thai and
// Indic scripts are vowels and tones; without them other names come out.
func fold(s string) string {
	if ascii(s) {
		return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(s), "'", ""), "`", "")
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 0x300 && r <= 0x36f, r >= 0x591 && r <= 0x5c7, r >= 0x64b && r <= 0x655, r == 0x670:
			return -1
		}
		return r
	}, norm.NFKD.String(strings.ToLower(s)))
	return foldNames.Replace(norm.NFKC.String(strings.ToLower(s)))
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// scripts are those whose names are compared letter by letter. Names in two
// scripts say nothing about each other.
var scripts = []*unicode.RangeTable{
	unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Arabic, unicode.Hebrew,
	unicode.Thai, unicode.Devanagari, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana,
}

// newName reads a full name; false for what is none, such as an address.
func newName(text string) (name, bool) {
	if strings.Contains(text, "@") {
		return name{}, false
	}
	var n name
	n.parts = strings.FieldsFunc(fold(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	})
	if len(n.parts) == 0 {
		return name{}, false
	}
	for _, part := range n.parts {
		n.digits = n.digits || strings.ContainsFunc(part, unicode.IsDigit)
	}
	first, _ := utf8.DecodeRuneInString(n.parts[0])
	for _, s := range scripts {
		if unicode.Is(s, first) {
			n.script = s
			break
		}
	}
	if n.dense() {
		// Some write a gap between family and given name, most do not.
		n.parts = []string{strings.Join(n.parts, "")}
	}
	slices.Sort(n.parts)
	n.rarity = n.parts
	if len(n.parts) == 1 && n.dense() && utf8.RuneCountInString(n.parts[0]) > 1 {
		// The family name stands first and is one character, nearly always.
		_, size := utf8.DecodeRuneInString(n.parts[0])
		n.rarity = []string{n.parts[0][:size] + "…", "…" + n.parts[0][size:]}
	}
	return n, true
}

// dense says whether each character of a name says so much that another one
// makes another name.
func (n *name) dense() bool { return n.script == unicode.Han || n.script == unicode.Hangul }

func (n *name) key() string { return strings.Join(n.parts, " ") }

// likeness is how two names stand to each other.
type likeness uint8

const (
	incomparable likeness = iota // other scripts, or a name of one word
	unlike
	alike
	equal
)

// compareNames compares two folded names. A word on its own may be a first name
// or a nickname: it is equal to another or says nothing.
func compareNames(a, b *name) likeness {
	if slices.Equal(a.parts, b.parts) {
		return equal
	}
	if a.script == nil || a.script != b.script {
		return incomparable
	}
	if !a.digits && !b.digits && similar(a.parts, b.parts, a.dense()) {
		return alike
	}
	if len(a.rarity) < 2 || len(b.rarity) < 2 {
		return incomparable
	}
	return unlike
}

// similar says whether two lists of words are one name with a slip of one word,
// initials, a word more, or other gaps between words.
func similar(a, b []string, dense bool) bool {
	if strings.Join(a, "") == strings.Join(b, "") {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	restA, restB := without(a, b), without(b, a)
	switch {
	case len(restA) == 0:
		return len(a) >= 2
	case len(restA) == len(a):
		return false // no word is equal
	case strings.Join(restA, "") == strings.Join(restB, ""):
		return true
	case len(restA) == 1 && len(restB) == 1 && !dense && slip(restA[0], restB[0]):
		return true
	}
	return initials(restA, restB)
}

// without is a without what is in b too, each as often as it is there.
func without(a, b []string) []string {
	var rest []string
	used := 0
	for _, word := range a {
		if i := slices.Index(b[used:], word); i >= 0 {
			used += i + 1 // both are sorted
			continue
		}
		rest = append(rest, word)
	}
	return rest
}

// initials says whether each word of a is the initial of one of b, or the other
// way round.
func initials(a, b []string) bool {
	b = slices.Clone(b)
	for _, word := range a {
		at := slices.IndexFunc(b, func(other string) bool { return initial(word, other) || initial(other, word) })
		if at < 0 {
			return false
		}
		b = slices.Delete(b, at, at+1)
	}
	return true
}

func initial(short, long string) bool {
	return utf8.RuneCountInString(short) == 1 && strings.HasPrefix(long, short)
}

// slip says whether two words are one with a slip: one letter added, left out,
// changed or two in a row exchanged; two such in a word of eight letters.
func slip(a, b string) bool {
	la, lb := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	short, far := min(la, lb), max(la-lb, lb-la)
	switch {
	case short < 4 || far > 2:
		return false
	case short < 8:
		return far <= 1 && distance(a, b) == 1
	}
	return distance(a, b) <= 2
}

// distance is the number of letters added, left out, changed and exchanged with
// their neighbour that lead from a to b: the restricted distance of Damerau
// (1964) and Levenshtein (1966).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
