package shoot

import (
	"context"
	"errors"
	"image/gif"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/tuitest"
	"lrx/internal/tuitest/term"
)

// typed is a program that shows what is typed.
type typed string

func (m typed) Init() tea.Cmd { return nil }

func (m typed) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		m += typed(key.Text)
	}
	return m, nil
}

func (m typed) View() tea.View {
	v := tea.NewView("┌────────┐\n│ 漢字 ▇ │\n└────────┘\n> " + string(m))
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	return v
}

func stage(cleaned *bool) Stage {
	return StageFunc(func(context.Context) (term.Program, func() error, error) {
		return tuitest.Tea(typed("")), func() error { *cleaned = true; return nil }, nil
	})
}

func TestRun(t *testing.T) {
	t.Parallel()
	var cleaned bool
	out := filepath.Join(t.TempDir(), "pictures")
	script := Script{
		Name: "tour", Title: "typed", Term: term.Config{Width: 40, Height: 10, Background: term.Light}, Stage: stage(&cleaned),
		Steps: []Step{
			WaitFor("┌"), Frame(time.Second), Keys(200*time.Millisecond, "a", "b"), Click("漢"), Type("cd"), WaitFor("> abcd"), Shot("typed"),
		},
	}
	if err := Run(t.Context(), Options{Out: out, Log: func(string, ...any) {}}, []Script{script}); err != nil {
		t.Fatal(err)
	}
	if !cleaned {
		t.Error("the stage has not been cleaned up")
	}
	text, err := os.ReadFile(filepath.Join(out, "typed.txt"))
	if want := "┌────────┐\n│ 漢字 ▇ │\n└────────┘\n> abcd\n"; err != nil || string(text) != want {
		t.Errorf("got %q (%v)", text, err)
	}
	picture, err := os.Open(filepath.Join(out, "typed.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer picture.Close()
	if _, err := png.Decode(picture); err != nil {
		t.Error(err)
	}
	animation, err := os.Open(filepath.Join(out, "tour.gif"))
	if err != nil {
		t.Fatal(err)
	}
	defer animation.Close()
	if g, err := gif.DecodeAll(animation); err != nil || len(g.Image) != 3 {
		t.Errorf("the animation cannot be read or has not 3 pictures: %v", err)
	}
}

func TestRunFails(t *testing.T) {
	t.Parallel()
	var cleaned bool
	for name, c := range map[string]struct {
		only  string
		steps []Step
		want  string
	}{
		"unknown script": {"other", nil, "no such script"},
		"unknown key":    {"", []Step{Press("entre")}, `no key "entre"`},
		"no text":        {"", []Step{WaitFor("┌"), Click("absent")}, `no "absent" to click on`},
		"own error":      {"", []Step{func(*take) error { return errors.New("own") }}, "script s: step 1: own"},
	} {
		err := Run(t.Context(), Options{Out: t.TempDir(), Only: c.only, Log: func(string, ...any) {}},
			[]Script{{Name: "s", Stage: stage(&cleaned), Steps: c.steps}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
