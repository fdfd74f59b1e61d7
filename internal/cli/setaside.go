package cli

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/internal/cli/output"
	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
)

// aside is a signal to be left out of account.
type aside struct {
	learner, signal, until, reason, by string
}

// asideAnswer is what was set aside, for programs.
type asideAnswer struct {
	Learner safetext.Safe      `json:"learner"`
	Name    safetext.Safe      `json:"name"`
	Class   any                `json:"class"` // null = all classes of the learner
	Signal  scoring.SignalCode `json:"signal"`
	Until   string             `json:"until"` // the day from which on it counts again
	Reason  string             `json:"reason"`
	By      string             `json:"by"`
	Line    int                `json:"line"`    // of aside.csv
	Present bool               `json:"present"` // the signal is there now
}

func (a *app) setAsideCommand() *cobra.Command {
	var (
		r request
		d aside
	)
	c := &cobra.Command{
		Use: "set-aside LEARNER SIGNAL", Short: "Leave a signal of a learner out of account for a time, with a reason", GroupID: groupSchool,
		Long: `Writes to aside.csv that a signal does not count for a learner until a day, and why. The
signal stays in lrx risk --all, and counts again from that day on. Deleting its line takes
it back. Signals: ` + roster.SignalNames() + `.`,
		Example: "lrx set-aside 'Kim Li' inactive --reason 'ill, told by phone'\n" +
			"lrx set-aside L-7QXKM2PA4C 'due work missing' --class 'Biology 7a' --until 2026-03-15 --reason extension",
		Args: twoArguments("a learner and a signal"),
		RunE: func(c *cobra.Command, args []string) error {
			d.learner, d.signal = args[0], args[1]
			if err := r.read(c, a); err != nil {
				return err
			}
			out, err := a.setAside(c.Context(), &r, d)
			if err != nil {
				return err
			}
			if r.out == output.JSON {
				return writeJSON(a.env.Stdout, out)
			}
			a.toldAside(out)
			return nil
		},
	}
	c.Flags().StringVar(&d.until, "until", "7d", "from this day on it counts again (a date, or 7d, 2w from now)")
	c.Flags().StringVar(&d.reason, "reason", "", "why, kept in aside.csv (needed)")
	c.Flags().StringVar(&d.by, "by", "", "who decides, kept in aside.csv (default: $LRX_USER, else the name of your account)")
	r.addFilters(c, byClass)
	r.addOutput(c, output.Table, output.Table, output.JSON)
	return c
}

// line is the line of aside.csv, but for whom and where.
func (d *aside) line(now time.Time, tz *time.Location, user string) (roster.Aside, error) {
	out := roster.Aside{Reason: strings.TrimSpace(d.reason), By: cmp.Or(d.by, user), When: now.UTC().Truncate(time.Second)}
	var ok bool
	if out.Signal, ok = roster.ParseSignal(d.signal); !ok {
		return out, usage("write "+roster.SignalNames(), "there is no signal %q", d.signal)
	}
	if out.Reason == "" {
		return out, usage("--reason 'ill, told by phone'", "a signal is set aside for a reason")
	}
	day, ok := dayAhead(d.until, now.In(tz))
	if !ok {
		return out, usage("write a date such as 2026-03-15, or 7d or 2w from now", "--until: %q is no day", d.until)
	}
	if y, m, e := now.In(tz).Date(); !(roster.Date{Year: y, Month: m, Day: e}).Before(day) {
		return out, usage("name a later day", "--until: %s is not after today, so that nothing would be set aside", day)
	}
	out.Until = day
	return out, nil
}

// dayAhead reads a date, or days or weeks from now.
func dayAhead(text string, now time.Time) (roster.Date, bool) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		if text == "" {
			return roster.Date{}, false
		}
		n, err := strconv.Atoi(text[:len(text)-1])
		if err != nil || n < 0 || n > 3660 {
			return roster.Date{}, false
		}
		switch text[len(text)-1] {
		case 'd':
		case 'w':
			n *= 7
		default:
			return roster.Date{}, false
		}
		t = now.AddDate(0, 0, n)
	}
	y, m, d := t.Date()
	return roster.Date{Year: y, Month: m, Day: d}, true
}

func (a *app) setAside(ctx context.Context, r *request, d aside) (*asideAnswer, error) {
	line, err := d.line(a.clock()(), r.viewer.TZ, a.user())
	if err != nil {
		return nil, err
	}
	out := &asideAnswer{Signal: line.Signal, Until: line.Until.String(), Reason: line.Reason, By: line.By}
	err = a.ask(ctx, func(s *query.Store) error {
		p, err := s.Person(ctx, a.everything(), d.learner)
		if err != nil {
			return err
		}
		out.Learner, out.Name = p.Learner, p.Name.Shown()
		if line.Learner = string(p.Learner); len(p.Keys) > 0 {
			line.Learner = keyOf(p, d.learner) // it stays hers whoever she is merged with
		}
		l, err := s.Risk(ctx, r.viewer, query.Filter{Class: r.filter.Class, Learner: string(p.Learner), All: true})
		if err != nil {
			return err
		}
		for _, row := range l.Rows {
			for _, g := range row.Signals {
				out.Present = out.Present || string(g.Signal) == string(line.Signal)
			}
		}
		if id, err := s.ClassID(ctx, r.viewer, r.filter.Class); err == nil { // everyone has no id
			line.Class, out.Class = id, safetext.Clean(id)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	_, err = store.Change(ctx, a.dir(), "set-aside", func() (err error) {
		out.Line, err = roster.AppendAside(a.dir(), line)
		return err
	}, store.WriteOptions{Now: a.clock(), Profile: a.keepProfile})
	if err != nil {
		return nil, a.storeError(err)
	}
	return out, nil
}

func (a *app) toldAside(out *asideAnswer) {
	fmt.Fprintln(a.env.Stdout, clean(fmt.Sprintf("%s (%s): %q does not count until %s.", out.Name, out.Learner, out.Signal, out.Until)))
	if !out.Present {
		a.say("note: this signal is not there now; it would not count if it came")
	}
	a.say(fmt.Sprintf("written to aside.csv, line %d; deleting the line and %s take it back", out.Line, a.command("apply")))
}
