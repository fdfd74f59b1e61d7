package theme

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
)

func TestTonesAreToldApart(t *testing.T) {
	t.Parallel()
	for _, p := range []colorprofile.Profile{colorprofile.ANSI, colorprofile.ANSI256, colorprofile.TrueColor} {
		for _, b := range []Background{Unknown, Light, Dark} {
			th := New(p, b)
			seen := map[string]Tone{}
			for _, tone := range []Tone{Good, Warn, Risk, Accent, Muted, Plain} {
				look := th.Paint(tone, "x")
				if other, clash := seen[look]; clash {
					t.Errorf("%s, background %d: tones %d and %d look the same", p, b, other, tone)
				}
				seen[look] = tone
			}
		}
	}
}

func TestSelectionIsSeenWithoutColour(t *testing.T) {
	t.Parallel()
	for _, b := range []Background{Unknown, Light, Dark} {
		th := New(colorprofile.ASCII, b)
		if row, cell := th.Paint(Selected, "x"), th.Paint(SelectedCell, "x"); !strings.Contains(row, "\x1b[7m") || row == cell {
			t.Errorf("background %d: row %q, cell %q", b, row, cell)
		}
		if th.Paint(Warn, "x") != "x" || th.Paint(Muted, "x") != "x" {
			t.Errorf("background %d: colour without colours", b)
		}
	}
}
