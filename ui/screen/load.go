package screen

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
)

// patience is how long a question may take before the screen says that it is
// being read, and turn how long a frame of the spinner stays. Over SSH each
// frame is a packet.
const (
	patience = 150 * time.Millisecond
	turn     = 250 * time.Millisecond
)

// load is a question under way.
type load struct {
	id     uint64 // 0 = none is
	stamp  stamp
	cancel context.CancelFunc
	after  After
	slow   bool // it takes long enough to say so
	frame  int  // of the spinner
}

// Answered is the answer to a screen's question.
type Answered struct {
	id     uint64
	answer answer
	err    error
}

// Waiting says that a question was under way for a while.
type Waiting struct{ id uint64 }

// Show asks for the tab in front unless what it shows is current.
func (s *Screen) Show(env Env) tea.Cmd {
	p := s.here()
	s.Resize(s.w, s.h)
	asked, shown := p.load.id != 0 && p.load.stamp == s.stamp(env), p.ready && p.stamp == s.stamp(env)
	if asked || shown {
		return nil
	}
	return s.Reload(env)
}

// Reload asks for the tab in front again. What it shows stays in sight.
func (s *Screen) Reload(env Env) tea.Cmd {
	s.Leave()
	p := s.here()
	ctx, cancel := context.WithCancel(env.Ctx)
	id, st := env.Next(), s.stamp(env)
	p.load = load{id: id, stamp: st, cancel: cancel, after: env.After}
	p.err = nil
	if p.body == nil {
		p.body = s.newBody(env)
		p.body.resize(s.w, s.h)
	}
	page, tab, records, viewer := s.page, s.tab, narrow(env.Records, s.picks), env.Viewer
	if t, ok := p.body.(*trial); ok {
		page = t.asks(page)
	}
	return tea.Batch(
		func() tea.Msg {
			a, err := page.ask(ctx, tab, records, viewer)
			return Answered{id: id, answer: a, err: err}
		},
		wait(env.After, id, patience),
	)
}

func wait(after After, id uint64, d time.Duration) tea.Cmd {
	return after(d, func() tea.Msg { return Waiting{id} })
}

func (s *Screen) newBody(env Env) body {
	switch t := s.page.Tabs[s.tab]; t.form() {
	case ListForm, TreeForm:
		return &list{tab: t, next: env.Next, look: look{tree: t.Tree}}
	case MapForm:
		return &gapMap{tab: t}
	case GridForm:
		return &answerGrid{tab: t}
	case DeskForm:
		return &desk{}
	case AccountForm:
		return &account{tab: t}
	case ChartForm:
		return &timeline{list: &list{tab: t, next: env.Next}}
	case SettingForm:
		return &trial{tab: t}
	case TextForm:
	}
	return &document{}
}

// Leave cancels what is under way: nobody waits for it any more.
func (s *Screen) Leave() {
	for i := range s.tabs {
		s.tabs[i].stop()
	}
}

func (p *pane) stop() {
	if p.load.id != 0 {
		p.load.cancel()
		p.load = load{}
	}
}

// Deliver hands a message to the screen. It says whether it was for it; what
// comes too late is for nobody.
func (s *Screen) Deliver(msg tea.Msg) (tea.Cmd, bool) {
	for i := range s.tabs {
		p := &s.tabs[i]
		switch msg := msg.(type) {
		case Answered:
			if msg.id == p.load.id {
				return s.answered(p, msg), true
			}
		case Waiting:
			if msg.id == p.load.id {
				if p.load.slow {
					p.load.frame++
				}
				p.load.slow = true
				return wait(p.load.after, msg.id, turn), true
			}
		case Arranged:
			if l, ok := p.body.(*list); ok && l.pending == msg.id {
				l.arranged(msg)
				return nil, true
			}
		}
	}
	return nil, false
}

func (s *Screen) answered(p *pane, msg Answered) tea.Cmd {
	st := p.load.stamp
	p.stop()
	if p.err = msg.err; p.err != nil {
		return nil
	}
	p.stamp, p.ready = st, true
	s.head = msg.answer.head
	if name := msg.answer.name(s.page); name != "" {
		s.name = name
	}
	return p.body.take(msg.answer)
}

// Reading says whether a question is under way for longer than a blink, and
// the frame of the spinner.
func (s *Screen) Reading() (frame int, slow bool) {
	l := s.here().load
	return l.frame, l.slow
}

// Failed is what a reload ended with while older rows stay in sight.
func (s *Screen) Failed() error {
	if p := s.here(); p.ready {
		return p.err
	}
	return nil
}

// Sentence says an error in words for people.
func Sentence(err error) string {
	var missing *query.NotFoundError
	var absent *query.AbsentError
	switch {
	case classNeeded(err):
		return "Scores, and what answers say, are of one class at a time, and there are several here. Open this from one of the classes."
	case errors.Is(err, context.Canceled):
		return "This was interrupted."
	case errors.Is(err, context.DeadlineExceeded):
		return "This took too long."
	case errors.Is(err, query.ErrScope):
		return "You may not see this: it is " + query.ErrScope.Error() + "."
	case errors.As(err, &absent):
		return sentence(absent.Error()) + " There is no score of this class for who is not in it; what was done is on the other tabs."
	case errors.As(err, &missing):
		text := fmt.Sprintf("There is no %s %q any more.", missing.Kind, safetext.Clean(missing.Name))
		if len(missing.Nearby) > 0 {
			text += " Nearby: " + string(query.Cell(query.KindList, missing.Nearby, nil)) + "."
		}
		return text
	}
	var advice interface { // a damaged store, a full disk: what it says is the whole of it
		error
		Next() string
	}
	if errors.As(err, &advice) {
		return sentence(advice.Error()) + " " + sentence(advice.Next())
	}
	return "Reading failed: " + sentence(err.Error())
}

// classNeeded says whether a question has no answer because it is about one
// class, and was put about everyone.
func classNeeded(err error) bool {
	var needed *query.ClassNeededError
	return errors.As(err, &needed)
}

// sentence ends a message that may quote data as a sentence does.
func sentence(text string) string {
	return strings.TrimRight(string(safetext.Clean(text)), " .") + "."
}
