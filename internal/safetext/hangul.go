package safetext

import "strings"

// The algorithm of Unicode section 3.12: a syllable is computed from its parts.
const (
	leadBase, leadCount   = 0x1100, 19
	vowelBase, vowelCount = 0x1161, 21
	finalBase, finalCount = 0x11a7, 28 // the first "final" means none
	syllableBase          = 0xac00
)

// composeHangul joins Korean letters written one by one into syllables, as
// file systems that take names apart leave them. Terminals draw such a
// sequence in two cells, wcwidth counts four.
func composeHangul(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= vowelBase && r < finalBase+finalCount }) {
		return s
	}
	out := make([]rune, 0, len(s)/2)
	for _, r := range s {
		if n := len(out); n > 0 {
			if joined := joinHangul(out[n-1], r); joined != 0 {
				out[n-1] = joined
				continue
			}
		}
		out = append(out, r)
	}
	return string(out)
}

// joinHangul returns a and b as one character, or 0 when they do not join.
func joinHangul(a, b rune) rune {
	lead, vowel := a-leadBase, b-vowelBase
	if lead >= 0 && lead < leadCount && vowel >= 0 && vowel < vowelCount {
		return syllableBase + (lead*vowelCount+vowel)*finalCount
	}
	syllable, final := a-syllableBase, b-finalBase
	if syllable >= 0 && syllable < leadCount*vowelCount*finalCount && syllable%finalCount == 0 && final > 0 && final < finalCount {
		return a + final
	}
	return 0
}
