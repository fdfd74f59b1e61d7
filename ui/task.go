package ui

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
)

// turn is how long a frame of the spinner stays; over SSH each is a packet.
const turn = 250 * time.Millisecond

// task is work beside the reading that says how far it is, if some is under way.
type task struct {
	stop  context.CancelFunc // nil: none is
	words *atomic.Value      // how far it is; a safetext.Safe
	frame int                // of the spinner
}

func (t *task) underWay() bool { return t.stop != nil }

// said is how far the task is, in words.
func (t *task) said() safetext.Safe {
	words, _ := t.words.Load().(safetext.Safe)
	return words
}

// over notes that the task has ended.
func (t *task) over() {
	t.stop()
	t.stop = nil
}

// running counts tasks, so that a program that ends waits for them and lets no
// new one begin.
type running struct {
	mu    sync.Mutex
	ended bool
	count sync.WaitGroup
}

func (r *running) begin() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.ended {
		r.count.Add(1)
	}
	return !r.ended
}

func (r *running) end() {
	r.mu.Lock()
	r.ended = true
	r.mu.Unlock()
	r.count.Wait()
}

// turned brings the next frame of a task's spinner.
type turned struct{ task *task }

// begin does work as a task, which must not be under way, while the explorer stays
// usable. What work returns is the message that the task is over.
func (a *App) begin(ctx context.Context, t *task, words safetext.Safe, work func(ctx context.Context, say func(safetext.Safe)) tea.Msg) tea.Cmd {
	ctx, stop := context.WithCancel(ctx)
	said := &atomic.Value{}
	said.Store(words)
	t.stop, t.words, t.frame = stop, said, 0
	running := &a.running
	return tea.Batch(func() tea.Msg {
		if !running.begin() {
			return nil
		}
		defer running.count.Done()
		return work(ctx, func(now safetext.Safe) { said.Store(now) })
	}, a.turn(t))
}

func (a *App) turn(t *task) tea.Cmd { return a.after(turn, func() tea.Msg { return turned{t} }) }

func (a *App) turned(t *task) tea.Cmd {
	if !t.underWay() {
		return nil
	}
	t.frame++
	return a.turn(t)
}

// working is the task that is to be told of, nil if none is under way.
func (a *App) working() *task {
	for _, t := range []*task{&a.pull, &a.deciding.task, &a.saving} {
		if t.underWay() {
			return t
		}
	}
	return nil
}
