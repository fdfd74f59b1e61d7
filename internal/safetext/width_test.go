package safetext_test

import (
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"lrx/internal/safetext"
)

// Where both ways of counting cells agree, a table is aligned in every
// terminal, whether it reports mode 2027 or not.
func TestBothWidthRulesAgree(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"Ada Exampel", "Zoë", "Zoe\u0308", "Łukasz", "Đặng",
		"山田 花子", "王小明", "김민준", "ᄀ\u1161\u11a8", "カタカナ",
		"سلام", "مُحَمَّد", "می\u200cخواهم", "שָׁלוֹם", "Ωμέγα", "Йога",
		"👨\u200d👩\u200d👧\u200d👦", "👩🏽\u200d🚀", "❤\ufe0f", "☺\ufe0f x", "1\ufe0f\u20e3", "🇩🇪", "a🇩b", "🏴\U000E0067\U000E007F",
	} {
		c := string(safetext.Clean(s))
		if g, w := ansi.StringWidth(c), ansi.StringWidthWc(c); g != w {
			t.Errorf("%q: %d cells by grapheme, %d by wcwidth", c, g, w)
		}
	}
}

func TestEveryEmojiAgrees(t *testing.T) {
	t.Parallel()
	for r := rune(0x2000); r < 0x1fb00; r++ {
		if !unicode.Is(unicode.So, r) {
			continue
		}
		for _, s := range []string{string(r), string(r) + "\ufe0f", string(r) + "🏽", string(r) + "\u200d" + string(r), string(r) + "a"} {
			c := string(safetext.Clean(s))
			if g, w := ansi.StringWidth(c), ansi.StringWidthWc(c); g != w {
				t.Errorf("%q (%U): %d cells by grapheme, %d by wcwidth", c, r, g, w)
			}
		}
	}
}

func TestTruncate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   safetext.Safe
		w    int
		want safetext.Safe
	}{
		{"abcdef", 6, "abcdef"},
		{"abcdef", 5, "abcd…"},
		{"abcdef", 1, "…"},
		{"abcdef", 0, ""},
		{"abcdef", -1, ""},
		{"", -1, ""},
		{"山田花子", 8, "山田花子"},
		{"山田花子", 7, "山田花…"},
		{"山田花子", 6, "山田…"},
		{"山田花子", 2, "…"},
		{"Zoe\u0308e", 3, "Zo…"},
		{"e\u0301a\u0301b", 2, "e\u0301…"},
		{"🇩🇪🇫🇷", 3, "🇩🇪…"},
		{"กำกำกำ", 4, "กำ…"},
		{"กำกำกำ", 6, "กำกำกำ"},
	}
	for _, tt := range tests {
		if got := safetext.Truncate(tt.in, tt.w); got != tt.want {
			t.Errorf("Truncate(%q, %d) = %q, want %q", tt.in, tt.w, got, tt.want)
		}
	}
}

func TestTail(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   safetext.Safe
		w    int
		want safetext.Safe
	}{
		{"abc", 3, "abc"},
		{"abcdef", 3, "…ef"},
		{"abcdef", 1, "…"},
		{"abcdef", 0, ""},
		{"山田花子", 5, "…花子"},
		{"山田花子", 4, "…子"},
		{"xZoe\u0308", 3, "…oe\u0308"},
	} {
		if got := safetext.Tail(tt.in, tt.w); got != tt.want {
			t.Errorf("Tail(%q, %d) = %q, want %q", tt.in, tt.w, got, tt.want)
		}
	}
}

func TestPadIsExact(t *testing.T) {
	t.Parallel()
	for _, s := range []safetext.Safe{
		"", "a", "abcdef", "山田花子", "नमस्ते दुनिया", "ศิริ กำ ภาพ", "👨👩👧", "مُحَمَّد", "각ᄀ", "Zoe\u0308", "\u0301x",
	} {
		for w := range 20 {
			if got := ansi.StringWidthWc(string(safetext.Pad(s, w))); got != w {
				t.Errorf("Pad(%q, %d) has %d cells", s, w, got)
			}
			if got := ansi.StringWidthWc(string(safetext.PadLeft(s, w))); got != w {
				t.Errorf("PadLeft(%q, %d) has %d cells", s, w, got)
			}
		}
	}
	if got := safetext.PadLeft("7", 3); got != "  7" {
		t.Errorf("PadLeft = %q", got)
	}
	if got := safetext.Pad("7", 3); got != "7  " {
		t.Errorf("Pad = %q", got)
	}
}
