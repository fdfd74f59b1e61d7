package cli

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
)

// backtestText lays a back-test out to be read.
type backtestText struct {
	*query.Backtest
	tz    *time.Location
	width int
	out   strings.Builder
}

func (t *backtestText) write(w io.Writer) error {
	t.say(t.Verdict)
	t.runs()
	for i := range t.Weeks {
		t.week(&t.Weeks[i])
	}
	t.warned("First on the model's list", t.Warned)
	t.warned("First at risk by signals", t.Facts)
	if len(t.Runs) > 0 {
		t.line("")
		t.say("Intervals are of 90 %. A model was tested on one run: another may go another way. Rosters, due dates, weights and voided statements are those of " +
			"today; all else is as it was known in its week. What was foretold is not what would have helped.")
	}
	_, err := io.WriteString(w, t.out.String())
	return err
}

func (t *backtestText) line(text string) { t.out.WriteString(strings.TrimRight(text, " ") + "\n") }

// say writes a sentence, wrapped; "" writes nothing.
func (t *backtestText) say(text string) {
	if text == "" {
		return
	}
	for _, line := range wrapped(safetext.Clean(text), t.width) {
		t.line(string(line))
	}
}

// table writes cells in columns, the first to the left and the others to the right.
func (t *backtestText) table(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, c := range row {
			widths[i] = max(widths[i], safetext.Width(safetext.Clean(c)))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for i, c := range row {
			cell := string(safetext.Clean(c))
			gap := strings.Repeat(" ", widths[i]-safetext.Width(safetext.Safe(cell)))
			if i == 0 {
				b.WriteString(cell + gap)
			} else {
				b.WriteString("  " + gap + cell)
			}
		}
		t.line(b.String())
	}
}

func (t *backtestText) date(at time.Time) string {
	if t.tz != nil {
		at = at.In(t.tz)
	}
	return at.Format(time.DateOnly)
}

// called is how a run is called: runs of one course often have one name.
func (t *backtestText) called(class safetext.Safe) string {
	for _, r := range t.Runs {
		if r.Class == class {
			return string(r.Name) + " from " + t.date(r.Begin)
		}
	}
	return string(class)
}

func (t *backtestText) calledAll(classes []safetext.Safe) string {
	var names []string
	for _, class := range classes {
		names = append(names, t.called(class))
	}
	return strings.Join(names, ", ")
}

func (t *backtestText) runs() {
	if len(t.Runs) == 0 {
		return
	}
	t.line("")
	rows := [][]string{{"Finished run", "Begin", "Over by", "Passed", "Failed", "Withdrew"}}
	for _, r := range t.Runs {
		rows = append(rows, []string{string(r.Name), t.date(r.Begin), t.date(r.Ended), fmt.Sprint(r.Passed), fmt.Sprint(r.Failed), fmt.Sprint(r.Withdrew)})
	}
	t.table(rows)
}

func (t *backtestText) week(w *query.BacktestWeek) {
	t.line("")
	head := fmt.Sprintf("Week %d", w.Week)
	if len(w.TestedOn) > 0 {
		head += " · tested on " + t.calledAll(w.TestedOn)
	}
	if len(w.TrainedOn) > 0 {
		head += " · learned from " + t.calledAll(w.TrainedOn)
	}
	t.say(head)
	if w.Rule != nil {
		t.say(fmt.Sprintf("%s were there, %d of whom failed or withdrew later.", counted(int64(w.Learners), "learners"), w.With))
		t.lists(w)
	}
	if w.AUC != nil {
		t.say(fmt.Sprintf("AUC %s; calibration error %s, about %s would be there with right probabilities.", interval3(w.AUC), number3(w.ECE), number3(w.Noise)))
	}
	t.say(w.Verdict)
	if w.Why != "" {
		t.say("No model: " + w.Why)
	}
	t.say(w.Gate.Reason)
	for _, left := range w.LeftOut {
		t.say("Not used: " + t.called(left.Class) + ", because " + left.Why + ".")
	}
	t.calibration(w.Calibration)
	for i := range w.Audit {
		t.audit(&w.Audit[i])
	}
}

func (t *backtestText) lists(w *query.BacktestWeek) {
	rows := [][]string{{"List", "Length", "Hits", "False alarms", "Misses", "Right of the list", "Found of all"}}
	for _, l := range []struct {
		name string
		list *query.Listed
	}{
		{"the model's, at capacity", w.List},
		{"the model's, as long as the rule's", w.SameLength},
		{"the rule's: no activity for 7 days", w.Rule},
		{"at risk by signals", w.Facts},
	} {
		if l.list != nil {
			rows = append(rows, []string{
				l.name, fmt.Sprint(l.list.Length), fmt.Sprint(l.list.Hits), fmt.Sprint(l.list.FalseAlarms), fmt.Sprint(l.list.Misses),
				percents(l.list.PPV), percents(l.list.Recall),
			})
		}
	}
	t.table(rows)
}

// chartWidth is how many cells 0 to 100 % are wide.
const chartWidth = 41

// calibration draws how right probabilities were, a line for a tenth of the learners.
func (t *backtestText) calibration(bins []query.CalibrationBin) {
	if len(bins) == 0 {
		return
	}
	t.line("")
	t.say("Calibration: + is what was expected, o what came with its interval, * both in one place")
	rows := [][]string{{"Learners", "expected", "came", "0 %" + strings.Repeat(" ", chartWidth-8) + "100 %"}}
	for _, b := range bins {
		rows = append(rows, []string{fmt.Sprint(b.Learners), percent(b.Expected), percent(b.Observed.Value), chartLine(b)})
	}
	t.table(rows)
}

func chartLine(b query.CalibrationBin) string {
	cells := []byte(strings.Repeat(".", chartWidth))
	at := func(x float64) int { return int(math.Round(min(max(x, 0), 1) * (chartWidth - 1))) }
	if b.Observed.Low != nil && b.Observed.High != nil {
		for i := at(*b.Observed.Low); i <= at(*b.Observed.High); i++ {
			cells[i] = '-'
		}
	}
	cells[at(b.Observed.Value)] = 'o'
	if i := at(b.Expected); cells[i] == 'o' {
		cells[i] = '*'
	} else {
		cells[i] = '+'
	}
	return string(cells)
}

func (t *backtestText) audit(g *query.AuditedGroups) {
	t.line("")
	if len(g.Groups) > 0 {
		rows := [][]string{{"By " + g.Attribute, "on the list", "false alarms", "missed"}}
		for _, one := range g.Groups {
			rows = append(rows, []string{one.Group, percents(one.Flagged), percents(one.Alarms), percents(one.Missed)})
		}
		t.table(rows)
	}
	for _, s := range g.Sentences {
		t.say(s)
	}
	if g.Unmatched > 0 {
		t.say(fmt.Sprintf("The file says nothing of %s.", counted(int64(g.Unmatched), "learners")))
	}
}

// warned says who was on a list for the first time when.
func (t *backtestText) warned(title string, all []query.Warned) {
	if len(all) == 0 {
		return
	}
	t.line("")
	rows := [][]string{{title, "failed or withdrew", "did not"}}
	for _, w := range all {
		name, alarms := fmt.Sprintf("week %d", w.Week), fmt.Sprint(w.FalseAlarms)
		if w.Week == 0 {
			name, alarms = "never", ""
		}
		rows = append(rows, []string{name, fmt.Sprint(w.Hits), alarms})
	}
	t.table(rows)
}

func percent(x float64) string { return fmt.Sprintf("%.0f %%", 100*x) }

// percents is a share with its interval; – where there is none.
func percents(i *query.Interval) string {
	switch {
	case i == nil:
		return "–"
	case i.Low == nil || i.High == nil:
		return percent(i.Value)
	}
	return fmt.Sprintf("%.0f %% (%.0f-%.0f)", 100*i.Value, 100**i.Low, 100**i.High)
}

func interval3(i *query.Interval) string {
	if i.Low == nil || i.High == nil {
		return fmt.Sprintf("%.3f", i.Value)
	}
	return fmt.Sprintf("%.3f (%.3f-%.3f)", i.Value, *i.Low, *i.High)
}

func number3(x *float64) string {
	if x == nil {
		return "–"
	}
	return fmt.Sprintf("%.3f", *x)
}
