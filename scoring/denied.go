package scoring

import (
	"slices"
	"strings"
	"unicode"
)

// DeniedAttributes are words for what a learner is, not what she does. No input
// of a score or of risk may be called by one: they widen the gap between
// groups more than they help (scoring was compared with and without them).
// Free text is among them.
func DeniedAttributes() []string {
	return []string{
		"gender", "sex", "age", "birth", "birthday", "birthdate", "born", "dob", "ethnicity", "ethnic", "race", "nationality", "citizenship",
		"religion", "faith", "disability", "disabled", "impairment", "health", "postcode", "postal", "zip", "region", "address", "imd",
		"deprivation", "poverty", "income", "caste", "orientation", "pregnancy", "marital", "education", "text", "essay", "comment",
	}
}

// Denied says whether a name has a denied word in it: "age_band", "ageBand" and
// "post code" have, "average" has not.
func Denied(name string) bool {
	denied, before := DeniedAttributes(), ""
	return slices.ContainsFunc(wordsOf(name), func(w string) bool {
		both := before + w
		before = w
		return slices.Contains(denied, w) || slices.Contains(denied, both)
	})
}

// wordsOf takes a name apart where letters end and where a capital begins a word.
func wordsOf(name string) []string {
	var b strings.Builder
	small := false
	for _, r := range name {
		if unicode.IsUpper(r) && small {
			b.WriteByte(' ')
		}
		small = unicode.IsLower(r)
		if !unicode.IsLetter(r) {
			r = ' '
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.Fields(b.String())
}
