package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"lrx/query"
	"lrx/scoring"
)

// profiles keeps what was saved.
type profiles struct {
	all []scoring.Profile
	err error
}

func (p *profiles) option(f *fake) func(*Options) {
	return func(o *Options) {
		o.SaveProfile = func(_ context.Context, x scoring.Profile) error {
			if p.err == nil {
				p.all = append(p.all, x)
				f.profile = x
				f.generation++
			}
			return p.err
		}
	}
}

func trying() *fake {
	f := scoredClass()
	f.whatIf = movesOf(f)
	return f
}

func TestWhatIfShowsWhoMoves(t *testing.T) {
	t.Parallel()
	f := trying()
	d := drive(t, f)
	d.press("down", "enter", "w")
	d.wants("Achievement                    0.35", "Nothing is changed yet.", "nothing is changed", "holds: 0.35, the default")
	d.press("right")
	d.wants("0.40*", "tried, not saved", "4 of 10 scores change, none of them reliably.", "Ben Adeyemi", "67 → 72", "+5.0", "no reliable difference")
	if by := f.filters[len(f.filters)-1]; by.Class != "course:bio" || by.Learner != "" {
		t.Errorf("asked with %+v", by)
	}
	d.press("+", "+", "l")
	d.wants("0.55*", "4 of 10 scores change, all of them reliably.", "20 points up")
	d.press("-", "h", "left", "left")
	d.wants("Nothing is changed yet.")
	d.press("left")
	d.wants("0.30*", "-5.0")
	d.press("w")
	d.wants("not from here; in a shell: lrx whatif --save")
	d.press("esc")
	d.wants("1 Learners")
	if f.profile.Hash() != scoring.DefaultProfile().Hash() {
		t.Error("leaving changed the profile")
	}
	d.press("w")
	d.wants("Nothing is changed yet.")
}

func TestSettingsAreTyped(t *testing.T) {
	t.Parallel()
	d := drive(t, trying())
	d.press("enter", "w", "enter")
	d.wants("Achievement", "now 0.35")
	d.typed("a third")
	d.press("enter")
	d.wants("! write a number, such as 0.25")
	d.press("ctrl+u")
	d.typed("-1")
	d.press("enter")
	d.wants("! not -1: expected a number of 0 or more")
	d.press("ctrl+u")
	d.typed("0.425")
	d.press("enter")
	d.wants("0.42*")
	d.press("down", "down", "down", "down", "down", "down", "enter")
	d.wants("Attempt rule", "one of first, last, best, last-passed, mean")
	d.typed("luckiest")
	d.press("enter")
	d.wants(`! not "luckiest": expected one of`)
	d.press("ctrl+u")
	d.typed("best")
	d.press("enter", "right")
	d.wants("last-passed*")
	d.press("down", "down", "enter")
	d.typed("0.5")
	d.press("enter")
	d.wants("! write a whole number")
	d.press("esc", "left", "left", "left", "left", "left")
	d.wants("not 0: expected a number of 1 or more", "First responses, or               1*")
	d.press("d")
	d.wants("Nothing is changed yet.")
	d.press("d")
	d.wants("these are the defaults")
}

func TestEverySettingStepsBothWays(t *testing.T) {
	t.Parallel()
	d := drive(t, trying())
	d.press("enter", "w")
	for i := range 14 {
		before := d.screen()
		d.press("right")
		if d.screen() == before || !strings.Contains(d.screen(), "tried, not saved") {
			t.Errorf("setting %d does not change", i)
		}
		d.press("left")
		d.wants("Nothing is changed yet.")
		d.press("?")
		d.lacks("Keys of this screen\n")
		d.press("esc", "down")
	}
}

func TestChangedStatesAreCounted(t *testing.T) {
	t.Parallel()
	d := drive(t, trying())
	d.press("enter", "w")
	d.press(slices.Repeat([]string{"down"}, 11)...)
	d.wants("holds: 12, the default")
	d.press("left", "left", "left", "left")
	d.wants("No score changes. 5 learners get another state.", "stable → provisional")
}

// TestWhoChangesStateStandsFirst: states before points, points by their size, and
// the sentence counts the rows below it.
func TestWhoChangesStateStandsFirst(t *testing.T) {
	t.Parallel()
	f := trying()
	move := func(i int, by *float64, before, after scoring.State) query.Move {
		m := query.Move{ID: f.scores[i].ID, Name: f.scores[i].Name, Change: by}
		m.Before, m.After = scoring.Score{State: before, Score: ptr(50.0)}, scoring.Score{State: after, Score: ptr(50.0)}
		return m
	}
	f.whatIf = func(scoring.Profile) []query.Move {
		return []query.Move{
			move(0, ptr(2.0), scoring.Stable, scoring.Stable),
			move(3, ptr(-9.0), scoring.Stable, scoring.Stable),
			move(4, nil, scoring.Insufficient, scoring.Provisional),
			move(5, ptr(0.0), scoring.Stable, scoring.Stable),
			move(6, ptr(1.0), scoring.Stable, scoring.Provisional),
		}
	}
	d := drive(t, f)
	d.press("enter", "w", "right")
	d.wants("4 learners move: 3 of 4 scores change, none of them reliably. 2 learners get", "Who moves, state first")
	var at []int
	for _, name := range []string{"Νίκη Παππά", "José Ñíguez", "Đặng Thị Hương", "Aminata Sow"} {
		at = append(at, strings.Index(d.screen(), name))
	}
	if at[0] < 0 || !slices.IsSorted(at) {
		t.Errorf("names stand at %v:\n%s", at, d.screen())
	}
	d.lacks("Ólafur Þórsson")
}

func TestProfileIsSaved(t *testing.T) {
	t.Parallel()
	f := trying()
	var got profiles
	d := drive(t, f, got.option(f))
	d.press("enter", "w", "w")
	d.wants("nothing is changed")
	d.press("right", "w")
	d.wants("Make this the profile?", "kept in the audit file")
	d.press("enter")
	d.wants("Make this the profile?")
	if len(got.all) != 0 {
		t.Error("enter saved it")
	}
	d.press("n")
	d.wants("tried, not saved")
	d.press("w", "esc")
	d.wants("tried, not saved")
	d.press("w", "y")
	d.wants("the profile is saved", "Nothing is changed yet.", "0.40 ")
	if len(got.all) != 1 || got.all[0].Weights.Achievement != 0.4 {
		t.Errorf("saved %+v", got.all)
	}
	got.err = errors.New("the folder is\x1b[31m read-only")
	d.press("right", "w", "y")
	d.wants("! the profile is not saved: the folder is read-only", "tried, not saved", "0.45*")
}

func TestWhatIfOfALearner(t *testing.T) {
	t.Parallel()
	f := trying()
	d := drive(t, f)
	d.press("down", "enter", "down", "enter", "w", "+")
	if by := f.filters[len(f.filters)-1]; by.Learner != "L-0000000001" || by.Class != "course:bio" {
		t.Errorf("asked with %+v", by)
	}
	d.press("G", "right")
	d.wants("enter leads to the learner")
	d.press("?")
	d.wants("Change · عمر الخيام")
	d.press("esc", "enter")
	d.wants("1 Receipt")
	d = drive(t, f)
	d.press("w")
	d.wants("other weights are tried on a class or a learner")
}

// TestMaskKeepsWhatIsTried: names go, what was set stays.
func TestMaskKeepsWhatIsTried(t *testing.T) {
	t.Parallel()
	d := drive(t, trying())
	d.press("enter", "w", "+")
	d.hold = true
	d.press("m")
	d.lacks("Ben Adeyemi")
	d.release()
	d.wants("0.40*", "masked", "4 of 10 scores change")
}

// TestWhatIfInANarrowWindow: what comes of it is in sight with the setting of the
// cursor, and with those who move.
func TestWhatIfInANarrowWindow(t *testing.T) {
	t.Parallel()
	d := drive(t, trying())
	d.send(tea.WindowSizeMsg{Width: 60, Height: 15})
	d.press("enter", "w", "+")
	d.wants("Weights", "▌Achievement", "4 of 10 scores change", "Who moves", "Ben Adeyemi")
	for range 13 {
		d.press("down")
	}
	d.wants("▌Late work counts", "4 of 10 scores change")
	d.press("G")
	d.wants("▌عمر الخيام", "4 of 10 scores change")
	d.press("g")
	d.wants("Weights", "▌Achievement")
}

func TestWhatIfTakesClicks(t *testing.T) {
	t.Parallel()
	click := func(d *driver, text string) {
		t.Helper()
		for y, line := range strings.Split(d.screen(), "\n") {
			if before, _, found := strings.Cut(line, text); found {
				d.send(tea.MouseClickMsg{X: ansi.StringWidthWc(before) + 1, Y: y, Button: tea.MouseLeft})
				return
			}
		}
		t.Fatalf("there is no %q:\n%s", text, d.screen())
	}
	for _, size := range [][2]int{{80, 24}, {60, 24}} {
		d := drive(t, trying())
		d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		d.press("enter", "w", "+")
		for _, label := range []string{"Regularity", "Coverage, at least", "Achievement", "Graded works", "José Ñíguez"} {
			click(d, label)
			d.wants("▌" + label)
		}
		click(d, "José Ñíguez")
		d.wants("1 Receipt")
	}
}
