package safetext

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Fold is s as it is compared and searched by: without case and without the
// marks on letters, so that "emile" finds "Émile" and stands beside it.
func Fold(s string) string {
	if printableASCII(s) {
		return strings.ToLower(s)
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f { // combining diacritical marks
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(s)))
}
