package screen

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// TestCutSentencesSaySo: what does not fit in its lines ends in an ellipsis, and
// nothing is wider than its room.
func TestCutSentencesSaySo(t *testing.T) {
	t.Parallel()
	th := theme.New(colorprofile.NoTTY, theme.Light)
	const text = "What is not flagged is not shown to be easy: of items two logits harder than the rest, 17 % are flagged."
	for _, test := range []struct {
		w, most int
		lines   int
		cut     bool
	}{
		{60, 2, 2, false}, // 56 cells a line: two lines hold it
		{60, 1, 1, true},
		{40, 2, 2, true},
		{24, 3, 3, true},
		{200, 1, 1, false},
	} {
		got := fewSentences(&th, theme.Plain, test.w, test.most, text)[1:]
		last := got[len(got)-1]
		if len(got) != test.lines || strings.HasSuffix(last, theme.Ellipsis) != test.cut {
			t.Errorf("in %d cells and %d lines: %q", test.w, test.most, got)
		}
		for _, l := range got {
			if safetext.Width(safetext.Clean(l)) > test.w {
				t.Errorf("%q is wider than %d cells", l, test.w)
			}
		}
	}
	if got := fitting(&th, 40, []string{text, "More."}); len(got) != belowRows || !strings.HasSuffix(got[1], theme.Ellipsis) {
		t.Errorf("%q", got)
	}
}
