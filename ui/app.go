// Package ui is the explorer: one Bubble Tea model around a stack of screens.
// It turns keys into actions, keeps the stack, the dialogs and the frame. It
// must not know SQL, DuckDB, files, or how a number is counted.
package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/dialog"
	"lrx/ui/screen"
	"lrx/ui/theme"
)

// App is the explorer's model. It is made by New and used by one program.
type App struct {
	opt   Options
	ctx   context.Context
	after screen.After

	screens stack[*screen.Screen]
	dialogs []dialog.Dialog
	keys    []binding

	viewer     query.Viewer
	generation int64
	request    uint64 // the last request id given out

	w, h       int
	theme      theme.Theme
	profile    colorprofile.Profile
	background theme.Background
	graphemes  bool
	mouse      bool

	note    string        // a short remark, until the next key
	writing safetext.Safe // what another process writes to the store, in a few words; "" = nothing
	jobs    int           // files being written
	leaving bool

	names   names
	options options

	running     running
	pull        task
	deciding    deciding
	saving      task // of a profile
	connections []query.Connection
	known       bool // the connections were read
}

// New makes an explorer. It asks nothing before the program starts it.
func New(o Options) *App {
	a := &App{
		opt: o, ctx: context.Background(), after: after, keys: bindings(),
		screens: stack[*screen.Screen]{bottom: screen.New(screen.Classes())},
		viewer:  o.Viewer, mouse: o.Mouse,
		w: usualWidth, h: usualHeight,
		profile: o.Profile, background: backgroundNamed(o.Theme),
	}
	if o.Width > 0 && o.Height > 0 {
		a.w, a.h = clamp(o.Width, o.Height)
	}
	if a.opt.Now == nil {
		a.opt.Now = time.Now
	}
	if o.NoColor {
		a.profile = colorprofile.ASCII
	} else if a.profile == colorprofile.Unknown {
		a.profile = colorprofile.ANSI // until the terminal is known
	}
	a.generation = o.Records.Generation()
	a.dress()
	return a
}

func after(d time.Duration, work func() tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return work() })
}

func backgroundNamed(name string) theme.Background {
	switch name {
	case "light":
		return theme.Light
	case "dark":
		return theme.Dark
	}
	return theme.Unknown
}

// dress makes the theme for what is known of the terminal.
func (a *App) dress() {
	a.theme = theme.New(a.profile, a.background)
	a.theme.Graphemes = a.graphemes
}

// Init asks for the first screen and for the terminal's background.
func (a *App) Init() tea.Cmd {
	look := a.look()
	return tea.Batch(tea.RequestBackgroundColor, a.show(), func() tea.Msg { return look() }, a.poll())
}

// env is what screens ask with, as of now.
func (a *App) env() screen.Env {
	return screen.Env{Ctx: a.ctx, Records: a.opt.Records, Viewer: a.viewer, Generation: a.generation, Next: a.next, After: a.after}
}

func (a *App) next() uint64 {
	a.request++
	return a.request
}

func (a *App) here() *screen.Screen { return a.screens.top() }

// show asks for the screen in front unless it is current.
func (a *App) show() tea.Cmd { return a.here().Show(a.env()) }

// Update takes what happened.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := a.update(msg)
	a.fit()
	return a, cmd
}

func (a *App) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		a.note = ""
		return a.key(msg)
	case tea.PasteMsg:
		return a.paste(msg.Content)
	case tea.MouseClickMsg:
		a.note = ""
		return a.click(tea.Mouse(msg))
	case tea.MouseWheelMsg:
		return a.wheel(tea.Mouse(msg))
	case tea.WindowSizeMsg:
		a.w, a.h = clamp(msg.Width, msg.Height)
	case tea.ColorProfileMsg:
		if !a.opt.NoColor {
			a.profile = msg.Profile
			a.dress()
		}
	case tea.ModeReportMsg:
		// The renderer asked; where the terminal knows the mode it is used.
		if msg.Mode == ansi.ModeUnicodeCore && !msg.Value.IsNotRecognized() && !msg.Value.IsPermanentlyReset() {
			a.graphemes = true
			a.dress()
		}
	case tea.BackgroundColorMsg:
		a.answeredBackground(msg)
	case polled:
		return a.polled(msg)
	case looked:
		a.saw(msg)
		return a.show()
	case pulled:
		return a.pulled(msg)
	case decided:
		return a.decided(msg)
	case applied:
		return a.applied(msg)
	case saved:
		return a.saved(msg)
	case recorded:
		return a.recorded(msg)
	case turned:
		return a.turned(msg.task)
	case exported:
		a.exported(msg)
	case namesRead:
		a.namesRead(msg)
	case optionsRead:
		a.optionsRead(msg)
	default:
		return a.deliver(msg)
	}
	return nil
}

// answeredBackground takes the terminal's answer unless the user chose.
func (a *App) answeredBackground(msg tea.BackgroundColorMsg) {
	if backgroundNamed(a.opt.Theme) != theme.Unknown {
		return
	}
	a.background = theme.Light
	if msg.IsDark() {
		a.background = theme.Dark
	}
	a.dress()
}

// deliver finds the screen a message is for. What comes too late finds none.
func (a *App) deliver(msg tea.Msg) tea.Cmd {
	for _, s := range a.screens.all() {
		if cmd, taken := s.Deliver(msg); taken {
			if a.note == screen.StillReading {
				a.note = "" // it may be over
			}
			a.refreshFilters()
			return cmd
		}
	}
	return nil
}

// fit gives the screen in front the room it has now.
func (a *App) fit() {
	l := a.layout()
	a.here().Resize(l.body.w, l.body.h)
}

// pollEvery is how often the store is looked at for new data.
const pollEvery = 2 * time.Second

// polled says how the store is.
type polled struct{ now looked }

// poll looks at the store after a while.
func (a *App) poll() tea.Cmd {
	look := a.look()
	return a.after(pollEvery, func() tea.Msg { return polled{look()} })
}

// writingWords says how far another process is, in a few words: "load 42 %, 3 min left".
func writingWords(w query.Writing) safetext.Safe {
	what, _, _ := strings.Cut(string(w.What), " ")
	text := safetext.Safe(what) + " under way"
	switch {
	case w.Done >= 0:
		text = safetext.Safe(fmt.Sprintf("%s %.0f %%", what, w.Done*100))
	case w.Read > 0:
		text = safetext.Safe(what+" ") + query.Cell(query.KindCount, w.Read, nil)
	}
	switch left := w.Left.Round(time.Minute); {
	case left >= time.Minute:
		text += safetext.Safe(fmt.Sprintf(", %.0f min left", left.Minutes()))
	case w.Left > 0:
		text += ", under a minute left"
	}
	return text
}

func (a *App) polled(msg polled) tea.Cmd {
	if a.saw(msg.now) {
		a.note = "new data since " + a.opt.Now().In(a.zone()).Format("15:04")
	}
	return tea.Batch(a.poll(), a.show())
}
