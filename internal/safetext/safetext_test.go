package safetext_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"lrx/internal/safetext"
)

func TestClean(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"plain", "Ada Exampel", "Ada Exampel"},
		{"empty", "", ""},
		// Terminal injection, payload by payload.
		{"osc 52 with bel", "a\x1b]52;c;aGk=\x07b", "ab"},
		{"osc 52 with st", "a\x1b]52;c;aGk=\x1b\\b", "ab"},
		{"osc 0 title", "\x1b]0;owned\x07Ann", "Ann"},
		{"osc with cjk payload", "\x1b]0;日本\x07Ann", "Ann"},
		{"osc cut off hides nothing", "Ann\x1b]0;Lee", "Ann0;Lee"},
		{"osc ended by another", "\x1b]0;x\x1b[31mAnn", "Ann"},
		{"csi clear", "a\x1b[2Jb", "ab"},
		{"decset", "a\x1b[?1049hb", "ab"},
		{"sgr hidden text", "a\x1b[8mb\x1b[0m", "ab"},
		{"osc 8 link", "\x1b]8;;https://e.example\x07a\x1b]8;;\x07b", "ab"},
		{"dcs", "a\x1bP1$r0m\x1b\\b", "ab"},
		{"apc", "a\x1b_Gf=32\x1b\\b", "ab"},
		{"pm and sos", "a\x1b^x\x1b\\b\x1bXy\x1b\\c", "abc"},
		{"charset", "a\x1b(0b", "ab"},
		{"reset", "a\x1bcb", "ab"},
		{"bel cr bs del", "a\x07b\rc\bd\x7fe", "abcde"},
		{"nul vt ff", "a\x00b\vc\fd", "abcd"},
		{"raw c1 byte", "a\x9b31mb", "a\uFFFD31mb"},
		{"c1 csi as utf-8", "a\u009b31mb", "ab"},
		{"c1 osc as utf-8", "a\u009d52;c;aGk=\u009cb", "ab"},
		{"c1 dcs and apc", "a\u0090x\u009cb\u009fy\u009cc", "abc"},
		{"nel", "a\u0085b", "ab"},
		{"nested", "\x1b\x1b[31m[31mred", "[31mred"},
		{"formed by removal", "\x1b\u200b[31mred", "[31mred"},
		{"lone esc at end", "a\x1b", "a"},
		{"csi cut off", "a\x1b[31", "a"},
		{"bidi override", "a\u202Eb\u202Cc", "abc"},
		{"bidi isolate", "a\u2066b\u2069c", "abc"},
		{"marks of direction", "a\u200e\u200f\u061cb", "ab"},
		{"zwsp", "a\u200bb", "ab"},
		{"bom and word joiner", "\ufeffa\u2060b", "ab"},
		{"soft hyphen", "a\u00adb", "ab"},
		{"tags", "a\U000E0041\U000E007Fb", "ab"},
		{"hangul filler", "a\u3164\uffa0b", "ab"},
		{"noncharacter", "a\uffffb", "ab"},
		{"invalid utf-8", "a\xff\xfeb", "a\uFFFDb"},
		{"surrogate bytes", "a\xed\xa0\x80b", "a\uFFFDb"},
		{"newline", "a\nb", "a b"},
		{"crlf", "a\r\nb", "a b"},
		{"tab", "a\tb", "a b"},
		{"line separators", "a\u2028b\u2029c", "a b c"},
		{"five marks", "e\u0301\u0301\u0301\u0301\u0301x", "e\u0301\u0301\u0301\u0301x"},
		{"marks around a dropped rune", "e\u0301\u0301\u0301\u200b\u0301\u0301", "e\u0301\u0301\u0301\u0301"},
		// Scripts keep what they need.
		{"persian zwnj", "می\u200cخواهم", "می\u200cخواهم"},
		{"devanagari zwj", "क्\u200dष", "क्\u200dष"},
		{"joiner in latin", "Al\u200cice", "Alice"},
		{"joiner after accent", "e\u0301\u200db", "e\u0301b"},
		{"thai", "ศิริ กำ", "ศิริ กำ"},
		{"decomposed latin", "Zoe\u0308", "Zoe\u0308"},
		{"ideographic space", "山田\u3000花", "山田\u3000花"},
		{"hangul in letters", "\u1100\u1161\u11a8\u1100", "각\u1100"},
		{"hangul syllable and final", "가\u11a8\u11a8", "각\u11a8"},
		{"hangul parted by a dropped rune", "\u1100\u200b\u1161", "가"},
		// Emoji: one count for every terminal.
		{"zwj family", "👨\u200d👩\u200d👧", "👨👩👧"},
		{"skin tone", "👩🏽", "👩"},
		{"skin tone after letter", "a🏽", "a"},
		{"variation selector 16", "❤\ufe0f", "❤"},
		{"keycap", "1\ufe0f\u20e3", "1\u20e3"},
		{"flag", "🇩🇪🇫🇷", "🇩🇪🇫🇷"},
		{"half a flag", "a🇩", "a"},
		{"flag and a half", "🇩🇪🇫", "🇩🇪"},
		{"ideographic variation", "葛\U000E0100城", "葛城"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := string(safetext.Clean(tt.in))
			if got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if again := string(safetext.Clean(got)); again != got {
				t.Errorf("not idempotent: %q becomes %q", got, again)
			}
		})
	}
}

func TestCleanLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want []safetext.Safe
	}{
		{"", nil},
		{"a", []safetext.Safe{"a"}},
		{"{\r\n\t\"a\": 1\r\n}\r\n", []safetext.Safe{"{", "    \"a\": 1", "}"}},
		{"a\n\nb", []safetext.Safe{"a", "", "b"}},
		{"a\x1b]0;x\ny\x07b\x1b[2J", []safetext.Safe{"ab"}},
		{"a\u202e\nb", []safetext.Safe{"a", "b"}},
	}
	for _, tt := range tests {
		if got := safetext.CleanLines(tt.in); !slices.Equal(got, tt.want) {
			t.Errorf("CleanLines(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestCleanASCIIDoesNotAllocate(t *testing.T) {
	name := strings.Repeat("plain name ", 10)
	if n := testing.AllocsPerRun(100, func() { _ = safetext.Clean(name) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

// A hostile text must not take quadratic time; a run that does will not end
// before the test's own timeout.
func TestCleanIsLinear(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"\x1b]", "\u009d", "\x1b[", "\u0301", "🇩", "\x1bP\x1b", "\u200d"} {
		safetext.Clean(strings.Repeat(unit, 1<<20))
	}
}

// FuzzSanitiser proves that what Clean leaves is safe and stays as it is, and
// that its width is what a terminal counts, however it is cut and padded.
func FuzzSanitiser(f *testing.F) {
	fixtures, _ := filepath.Glob("../../../shared/fixtures/*.ndjson")
	if len(fixtures) == 0 {
		f.Log("the corpus is without fixtures: the folder shared/fixtures is not beside this checkout")
	}
	for _, path := range fixtures {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if i%10 == 0 {
				f.Add(line, 40)
			}
		}
	}
	for _, s := range []string{
		"a\x1b]52;c;aGk=\x07b", "a\u009b31mb", "\x1b_x\x1b\\", "👨\u200d👩🏽", "🇩🇪🇫", "می\u200cخوا",
		"नमस्ते", "ศิริ กำ", "e\u0301\u0301\u0301\u0301\u0301", "a\xffb\u202e\n\t", "각ᄀ", "葛\U000E0100",
	} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, s string, w int) {
		c := safetext.Clean(s)
		checkSafe(t, string(c))
		if again := safetext.Clean(string(c)); again != c {
			t.Fatalf("not idempotent: %q becomes %q", c, again)
		}
		for _, line := range safetext.CleanLines(s) {
			checkSafe(t, string(line))
		}
		if got, want := safetext.Width(c), ansi.StringWidthWc(string(c)); got != want {
			t.Fatalf("%q is %d cells wide, a terminal counts %d", c, got, want)
		}
		w = max(0, w%120)
		if got := safetext.Truncate(c, w); safetext.Width(got) > w || safetext.Width(c) <= w && got != c {
			t.Fatalf("cut to %d cells %q is %q", w, c, got)
		}
		for _, p := range []safetext.Safe{safetext.Pad(c, w), safetext.PadLeft(c, w)} {
			if got := ansi.StringWidthWc(string(p)); got != w {
				t.Fatalf("padded to %d cells, want %d: %q", got, w, p)
			}
		}
	})
}

func checkSafe(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Fatalf("invalid utf-8: %q", s)
	}
	if got := ansi.Strip(s); got != s {
		t.Fatalf("holds an escape sequence: %q", s)
	}
	marks := 0
	for _, r := range s {
		if unicode.IsControl(r) || r != '\u200c' && r != '\u200d' && unicode.Is(unicode.Cf, r) ||
			r == '\u2028' || r == '\u2029' || r >= 0xe0000 && r <= 0xe0fff {
			t.Fatalf("holds %U: %q", r, s)
		}
		if !unicode.Is(unicode.M, r) {
			marks = 0
		} else if marks++; marks > 4 {
			t.Fatalf("more than four marks: %q", s)
		}
	}
}

func BenchmarkClean(b *testing.B) {
	for _, s := range []string{"Ada Exampel", "Zoë Müller-Łukasz", "山田 花子", "a\x1b[31mb👨\u200d👩"} {
		b.Run(s[:1], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				safetext.Clean(s)
			}
		})
	}
}
