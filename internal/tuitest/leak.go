package tuitest

import (
	"bytes"
	"context"
	"fmt"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// tag marks the goroutines of one program. They inherit it from the one that
// started them, so tests that run at the same time do not see each other's.
type tag string

const tagKey = "tuitest"

var tags atomic.Int64

func newTag() tag { return tag(strconv.FormatInt(tags.Add(1), 10)) }

// mark runs a program with its goroutines marked.
func (g tag) mark(program Program) Program {
	return func(ctx context.Context, tty TTY) (err error) {
		pprof.Do(ctx, pprof.Labels(tagKey, string(g)), func(ctx context.Context) {
			err = program(ctx, tty)
		})
		return err
	}
}

// excused are goroutines that may stay.
var excused = []string{
	// The signal loop of the process: whoever listens to signals first starts it.
	"os/signal.loop",
	// A defect of the input reader: when a key or the answer to a query is on
	// its way while the program ends, this one waits for ever. A program that
	// owns its terminal ends with its process, so it is not held against it;
	// one that serves many has to work around it and to test that.
	"(*TerminalReader).sendEvents",
}

// check waits until no goroutine with the tag is left, and names those that
// stay. There is no event to wait for, so it looks again and again.
func (g tag) check(t testing.TB, limit time.Duration) {
	t.Helper()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for deadline := time.After(limit); ; {
		left := g.running()
		if len(left) == 0 {
			return
		}
		select {
		case <-again.C:
		case <-deadline:
			t.Errorf("the program left goroutines behind:\n%s", strings.Join(left, "\n\n"))
			return
		}
	}
}

func (g tag) running() []string {
	var profile bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&profile, 1); err != nil {
		return []string{err.Error()}
	}
	label := fmt.Sprintf("%q:%q", tagKey, string(g))
	var left []string
	for stack := range strings.SplitSeq(profile.String(), "\n\n") {
		if strings.Contains(stack, label) && !isExcused(stack) {
			left = append(left, stack)
		}
	}
	return left
}

func isExcused(stack string) bool {
	return slices.ContainsFunc(excused, func(frame string) bool { return strings.Contains(stack, frame) })
}
