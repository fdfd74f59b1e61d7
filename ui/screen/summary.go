package screen

import (
	"context"
	"fmt"
	"math"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/chart"
	"lrx/ui/pager"
	"lrx/ui/theme"
)

// summaryTab says what a class did at an item or an assessment. Enter on who is
// stuck leads to the learner.
func summaryTab(iri string, f query.Filter) Tab {
	return Tab{
		Title: "Summary",
		Text: func(ctx context.Context, r Records, v query.Viewer) (Text, error) {
			rep, err := r.ItemReport(ctx, v, iri, f)
			if classNeeded(err) { // what else is known of the activity stays in sight
				w := factWriter{tz: v.TZ}
				w.line(safetext.Safe(Sentence(err)))
				w.line("The attempts of all classes are in the next view.")
				return Text{Lines: w.lines, Whole: w.whole(), Sheet: query.ItemReportSheet(rep, v)}, nil
			}
			if err != nil {
				return Text{}, err
			}
			return summaryText(rep, v, f), nil
		},
	}
}

// summary writes the report on an item, with what each number is.
type summary struct {
	factWriter
	query.ItemReport
	says map[int]Explanation
}

func summaryText(rep query.ItemReport, v query.Viewer, f query.Filter) Text {
	w := &summary{factWriter: factWriter{tz: v.TZ}, ItemReport: rep, says: map[int]Explanation{}}
	if w.item() {
		w.verdicts()
		w.answered()
	} else {
		w.assessed()
	}
	w.times()
	if w.item() {
		w.measured()
	}
	w.results()
	w.answers()
	w.stuck(f)
	return Text{
		Lines: w.lines, Links: w.links, Whole: w.whole(), Sheet: query.ItemReportSheet(rep, v),
		Explain: func(line int) Explanation { return w.says[line] },
	}
}

// item says whether the report is of an item; else it is of a whole, such as an
// assessment.
func (w *summary) item() bool { return w.Item.Kind == kindItem }

// number writes a fact with what is to be known of it.
func (w *summary) number(name, text safetext.Safe, help string) {
	w.said(name, text, theme.Plain, help)
}

func (w *summary) said(name, text safetext.Safe, tone theme.Tone, help string) {
	w.says[len(w.lines)] = Explanation{Of: w.Item.Name, Title: string(name), Value: text, Help: help}
	w.toned(name, text, tone, 0)
}

// note explains all lines from one on that have nothing of their own.
func (w *summary) note(from int, title, help string) {
	for i := from; i < len(w.lines); i++ {
		if _, has := w.says[i]; !has && w.lines[i].Text != "" {
			w.says[i] = Explanation{Of: w.Item.Name, Title: title, Value: w.lines[i].Label + w.lines[i].Text, Help: help}
		}
	}
}

// between writes an interval of shares.
func (w *summary) between(low, high *float64) safetext.Safe {
	if low == nil || high == nil {
		return ""
	}
	return w.cell(query.KindShare, *low) + " to " + w.cell(query.KindShare, *high)
}

// verdicts says first what is to be done, if anything.
func (w *summary) verdicts() {
	if w.Item.SuspectKey {
		w.said("Key", "! check the key: strong learners are wrong here more often", theme.Warn, discriminationHelp)
	}
	switch w.Item.Verdict {
	case "struggling":
		w.said("Verdict", "struggling: wrong more often than chance explains", theme.Warn, verdictHelp)
	case "watch":
		w.said("Verdict", "watch: perhaps harder; chance is not ruled out", theme.Plain, verdictHelp)
	case "too few":
		w.said("Verdict", "too few first responses to say", theme.Muted, verdictHelp)
	default:
		if w.Item.N > 0 {
			w.said("Verdict", "not flagged, which is no proof of ease", theme.Muted, verdictHelp)
		}
	}
	if w.Item.N == 0 {
		return
	}
	switch says := w.Item.GapSays; {
	case w.Item.Gap == nil && says != "": // which says by itself that it cannot be told
		w.number("Gap", says, gapHelp)
	case w.Item.Gap == nil:
		w.number("Gap", w.cell(query.KindGap, nil), gapHelp)
	default:
		w.number("Gap", w.cell(query.KindGap, *w.Item.Gap), gapHelp)
		if says != "" {
			w.fact("", says, 0)
		}
	}
}

// answered says how the item was answered.
func (w *summary) answered() {
	if w.Item.N == 0 {
		w.line("Nobody has answered this item yet, so nothing can be said of how hard it is.")
		if w.Attempts > 0 {
			w.line("What was begun and has no answer stands in the view Attempts.")
		}
		return
	}
	text := safetext.Safe(theme.Missing)
	if w.FirstTry != nil {
		text = w.cell(query.KindShare, *w.FirstTry) + " right"
		if b := w.between(w.FirstLow, w.FirstHigh); b != "" {
			text += ", 90 % interval " + b
		}
	}
	w.number("First try", text+", of "+w.counts(w.Item.N, "first answer"),
		"Right first responses divided by first responses, one a learner; retries do not count. The interval is Wilson's, 90 %: it says how far the share may be off by chance alone.")
	if w.Tries != nil {
		w.number("Tries", w.median(*w.Tries)+" to the first right answer (median of who got there)", triesHelp)
	} else {
		w.said("Tries", "nobody was right yet", theme.Muted, triesHelp)
	}
	if r := w.Item.RetrySuccess; r != nil {
		w.number("Retries", w.cell(query.KindShare, *r)+" of who tried again after a wrong first answer got it right",
			"Of the learners whose first response was wrong and who tried again, the share with a right one later.")
	}
}

const triesHelp = "The number of tries up to and with the first right answer (or the first pass), the median over the learners who got there. Who did not is not in it."

// assessed says how a whole was done.
func (w *summary) assessed() {
	if w.Attempts == 0 {
		w.line("There is no attempt at this yet: what was done here are views, or bears no result of its own. The view Statements has them.")
		return
	}
	w.line("This is no item: it has no answers of its own. Those to its items stand with them.")
	w.blank()
	w.fact("Attempts", w.count(w.Attempts)+" of "+w.counts(w.Learners, "learner"), 0)
	if w.MeanResult != nil {
		w.number("Mean", w.cell(query.KindScaled, *w.MeanResult)+" of 1, over learners",
			"Mean over learners of the result that the attempt rule picks, 0 to 1: score, else 1 or 0 by success.")
	}
	if w.Tries != nil {
		w.number("Tries", w.median(*w.Tries)+" to passing (median of who passed)", triesHelp)
	}
}

// times says how long it took and how often it was given up.
func (w *summary) times() {
	if w.MedianS != nil {
		w.number("Time", w.cell(query.KindSeconds, *w.MedianS)+" in the median", "Median of the durations that the statements state.")
	}
	if w.Abandoned != nil {
		w.number("Abandoned", w.cell(query.KindShare, *w.Abandoned)+" of "+w.counts(w.Attempts, "attempt")+" begun have no result",
			"Attempts that were begun and have neither a score nor a success, divided by all attempts. Some may be under way.")
	}
}

// measured says what the engine makes of the item.
func (w *summary) measured() {
	i := w.Item
	if i.Difficulty != nil {
		text := w.signed(*i.Difficulty)
		if i.DifficultySD != nil {
			text += " ± " + w.cell(query.KindScaled, *i.DifficultySD)
		}
		w.number("Difficulty", text+" logits, "+hardness(*i.Difficulty),
			"The item's b of the Bayesian Elo engine ± its standard deviation, in logits: at ability b a first answer is right half of the time, "+
				"1 above it 73 %, 1 below it 27 %. 0 is where every item begins.")
	}
	if i.N == 0 {
		return
	}
	if i.Discrimination == nil {
		w.said("Tells apart", "too few answers to say whether it does", theme.Muted, discriminationHelp)
		return
	}
	w.number("Tells apart", w.signed(*i.Discrimination)+": "+discriminates(*i.Discrimination), discriminationHelp)
}

const (
	discriminationHelp = "Discrimination: the point-biserial correlation of first answers with the learners' mastery, -1 to 1. Near 0 the item does not tell who " +
		"is strong; below 0 strong learners are wrong more often, which mostly means that the key or the wording is at fault."
	verdictHelp = "p = (k + 5 mu)/(n + 5), with k right of n first responses and mu the mean of the course; lower bound of the wrong rate 1 - (p + sd), " +
		"sd = sqrt(mu (1 - mu)/(n + 6)). Flagged: n >= 8, the bound above 1 - mu + 0.05, and 10 % by Benjamini and Hochberg over the items with n >= 8. " +
		"Not flagged is no proof of ease: with few responses much harder items are missed. The view Struggling of the class says how often."
	gapHelp = "The class's mastery here beside its other areas tells a gap of the class; what is left of single learners beside their own level tells personal " +
		"ones. Where the intervals overlap it cannot be told yet."
)

func hardness(b float64) safetext.Safe {
	switch {
	case b >= 1:
		return "hard"
	case b <= -1:
		return "easy"
	}
	return "neither hard nor easy"
}

// discriminates says a discrimination in words, by the limits that Ebel gave for
// tests in schools: from 0.3 on good, from 0.2 marginal, below poor.
func discriminates(r float64) safetext.Safe {
	switch {
	case r < 0:
		return "the wrong way round, strong learners do worse"
	case r < 0.2:
		return "hardly, strong and weak learners do alike"
	case r < 0.3:
		return "strong and weak learners a little"
	}
	return "strong and weak learners well"
}

// barWidth is the room of a bar in a text.
const barWidth = 24

// results draws how many learners reached which result. Of an item that is right
// or wrong the ends are all there is.
func (w *summary) results() {
	var most, all, between int64
	for i, n := range w.Results {
		most, all = max(most, n), all+n
		if i > 0 && i < len(w.Results)-1 {
			between += n
		}
	}
	if all == 0 {
		return
	}
	from := len(w.lines)
	w.heading("Learners by their result")
	for i, n := range w.Results {
		if between == 0 && i > 0 && i < len(w.Results)-1 {
			continue
		}
		name := safetext.Safe(fmt.Sprintf("  %d-%d %%", 10*i, 10*i+10))
		bar := chart.Bar(float64(n)/float64(most), barWidth)
		w.fact(name, safetext.Pad(bar, barWidth)+safetext.PadLeft(w.count(n), 6), 0)
	}
	w.note(from, "Learners by their result", "Learners by the result that the attempt rule picks, in ten parts; the last one holds 100 %. The longest bar is the most frequent part.")
}

// answers lists what was given as the first answer, the most frequent first.
func (w *summary) answers() {
	if len(w.Answers) == 0 {
		return
	}
	from := len(w.lines)
	w.heading("First answers")
	for _, a := range w.Answers {
		mark, tone := safetext.Safe(theme.MarkUnread), theme.Plain
		switch {
		case a.Right != nil && *a.Right:
			mark, tone = theme.MarkRight, theme.Accent
		case a.Right != nil:
			mark = theme.MarkWrong
		}
		text := safetext.Pad(chart.Bar(a.Share, labelWidth-4), labelWidth-4) + " " + safetext.PadLeft(w.cell(query.KindShare, a.Share), 5) +
			safetext.PadLeft(w.count(a.N), 5) + "  " + a.Answer
		if a.Says != "" {
			text += " " + theme.Dot + " " + a.Says
			tone = theme.Warn
		}
		help := "Given by " + string(w.counts(a.N, "learner")) + " as the first answer"
		if a.Code != "" && a.Code != a.Answer {
			help += ", sent as " + string(a.Code)
		}
		if a.Ability != nil {
			help += "; their mean mastery is " + string(w.signed(*a.Ability)) + " logits"
		}
		w.says[len(w.lines)] = Explanation{
			Of: w.Item.Name, Title: "First answer", Value: a.Answer,
			Help: help + ". A wrong answer that strong learners choose most speaks for a wrong key or an ambiguous question.",
		}
		w.lines = append(w.lines, pager.Line{Label: "  " + mark + " ", Text: text, Tone: tone})
	}
	w.lines = append(w.lines, pager.Line{Text: "  " + theme.MarkRight + " right  " + theme.MarkWrong + " wrong  " + theme.MarkUnread + " not told", Tone: theme.Muted})
	w.note(from, "First answers", "What learners gave as their first answer, the most frequent first; retries do not count.")
}

// stuck lists who may need support here.
func (w *summary) stuck(f query.Filter) {
	if len(w.Stuck) == 0 {
		return
	}
	from := len(w.lines)
	w.heading("May need support: many wrong tries here and no right one since")
	for _, l := range w.Stuck {
		p := Learner(l.ID, f)
		p.Name = l.Name.Shown()
		w.links = append(w.links, p)
		text := l.Name.Shown()
		if l.Rate != nil {
			text += " " + theme.Dot + " " + w.cell(query.KindShare, *l.Rate) + " of all first answers right"
		}
		w.lines = append(w.lines, pager.Line{Text: "  " + text, Link: len(w.links)})
	}
	w.note(from, "May need support", "Learners with at least 4 failed tries here and no pass within 72 hours (the profile says how many), by name.")
}

func (w *summary) counts(n int64, what string) safetext.Safe {
	return safetext.Safe(counted(int(n), what))
}

// median writes a median of whole numbers, which may lie between two.
func (w *summary) median(v float64) safetext.Safe {
	if v == math.Trunc(v) {
		return w.count(int64(v)) + triesOf(v)
	}
	return safetext.Safe(fmt.Sprintf("%.1f", v)) + triesOf(v)
}

func triesOf(v float64) safetext.Safe {
	if v == 1 {
		return " try"
	}
	return " tries"
}

// signed writes a number that may be negative with its sign.
func (w *summary) signed(v float64) safetext.Safe {
	text := fmt.Sprintf("%+.2f", v)
	if text == "-0.00" {
		text = "+0.00"
	}
	return safetext.Safe(text)
}
