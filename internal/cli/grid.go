package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"lrx/internal/cli/output"
	"lrx/internal/safetext"
	"lrx/query"
)

// The signs of a grid, which need no colour.
const (
	signRight = "#" // right at first
	signLater = "+" // wrong at first, right in the end
	signPart  = "~" // partly right
	signWrong = "-"
	signNone  = "." // no response
)

const gridLegend = signRight + " right at first   " + signPart + " partly   " + signLater + " wrong at first, right in the end   " +
	signWrong + " wrong   " + signNone + " no response"

func showGrid(ctx context.Context, a *app, s *query.Store, r *request) error {
	g, err := s.Grid(ctx, r.viewer, r.filter)
	if err != nil {
		return err
	}
	sheet := query.GridSheet(g, r.viewer)
	if limit := r.filter.Limit; limit > 0 && len(g.Learners) > limit {
		g.Learners, g.Cells = g.Learners[:limit], g.Cells[:limit]
		sheet.Notes = append(sheet.Notes, safetext.Clean(fmt.Sprintf("the first %d learners are shown; --limit 0 for all", limit)))
	}
	if err := writeGrid(a.env.Stdout, g, a.terminal()); err != nil {
		return err
	}
	a.say(footer(sheet, nil))
	a.sayNotes(sheet)
	return nil
}

// writeGrid writes a sign for each learner and item. A grid that is wider than
// the terminal goes on below, some items at a time.
func writeGrid(w io.Writer, g query.Grid, t output.Terminal) error {
	out := bufio.NewWriter(w)
	name, total := safetext.Width("Learner"), len("Right")
	for _, l := range g.Learners {
		name = max(name, safetext.Width(l.Name.Shown()))
	}
	name = min(name, 30)
	digits := len(strconv.Itoa(len(g.Items)))
	cell := digits + 1
	at := max(1, len(g.Items))
	if t.Width > 0 {
		at = max(1, min(at, (t.Width-name-total-4)/cell))
	}
	for from := 0; from < len(g.Items); from += at {
		to := min(from+at, len(g.Items))
		head := string(safetext.Pad("Learner", name)) + "  Right "
		for i := from; i < to; i++ {
			head += fmt.Sprintf(" %*d", digits, i+1)
		}
		fmt.Fprintln(out, head)
		for i, l := range g.Learners {
			line := string(safetext.Pad(l.Name.Shown(), name)) + "  " + string(safetext.PadLeft(shareOf(l.Rate), total)) + " "
			for _, c := range g.Cells[i][from:to] {
				line += fmt.Sprintf(" %*s", digits, sign(c))
			}
			fmt.Fprintln(out, line)
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintln(out, gridLegend)
	if len(g.Items) > 0 {
		fmt.Fprintln(out)
	}
	for i, item := range g.Items {
		fmt.Fprintf(out, "%*d  %s  %s, %s\n", digits, i+1, item.Name, rightOf(item.Rate), counted(item.N, "responses"))
	}
	return out.Flush()
}

func shareOf(rate *float64) safetext.Safe { return query.Cell(query.KindShare, present(rate), nil) }

func rightOf(rate *float64) string {
	if rate == nil {
		return "nobody answered"
	}
	return strings.TrimSpace(string(shareOf(rate))) + " right at first"
}

// sign is what stands for a learner's response to an item. Readings between
// are partly right.
func sign(c query.GridCell) string {
	switch {
	case c.R == nil:
		return signNone
	case *c.R >= 1:
		return signRight
	case c.Later:
		return signLater
	case *c.R > 0:
		return signPart
	}
	return signWrong
}
