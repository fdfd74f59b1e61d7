package safetext

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width is the number of terminal cells s takes, counted rune by rune as the
// renderer counts (wcwidth). For emoji, CJK, Hangul, Arabic and accented Latin
// the count by grapheme is the same; for Thai, Devanagari and their relatives
// it is smaller, and tables would be cut short by it.
func Width(s Safe) int {
	if printableASCII(string(s)) {
		return len(s)
	}
	return ansi.StringWidthWc(string(s))
}

// Truncate cuts s to at most w cells; a cut is shown by a final "…". What a
// reader takes for one character is never split.
func Truncate(s Safe, w int) Safe {
	if Width(s) <= w {
		return s
	}
	const tail = Safe("…")
	room := w - Width(tail)
	if room < 0 {
		return ""
	}
	end := 0
	for end < len(s) {
		cluster, cells := ansi.FirstGraphemeCluster(string(s[end:]), ansi.WcWidth)
		if cells > room {
			break
		}
		room -= cells
		end += len(cluster)
	}
	return s[:end] + tail
}

// Tail cuts s to at most w cells from its beginning, for text that tells things
// apart by its end, such as IRIs of one site; a cut is shown by a leading "…".
func Tail(s Safe, w int) Safe {
	const head = Safe("…")
	over := Width(s) - w
	if over <= 0 {
		return s
	}
	if w < Width(head) {
		return ""
	}
	for over += Width(head); over > 0 && s != ""; {
		cluster, cells := ansi.FirstGraphemeCluster(string(s), ansi.WcWidth)
		s, over = s[len(cluster):], over-cells
	}
	return head + s
}

// Pad fills or cuts s to exactly w cells, text at the left.
func Pad(s Safe, w int) Safe {
	s = Truncate(s, w)
	return s + blank(w-Width(s))
}

// PadLeft fills or cuts s to exactly w cells, text at the right.
func PadLeft(s Safe, w int) Safe {
	s = Truncate(s, w)
	return blank(w-Width(s)) + s
}

func blank(n int) Safe { return Safe(strings.Repeat(" ", max(0, n))) }
