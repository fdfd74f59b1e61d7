package screen

import (
	"context"
	"slices"
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
)

// riskTab lists, by name, who may need support, and why. Enter leads to the
// signals, and from each to what is behind it.
func riskTab(f query.Filter) Tab {
	return Tab{
		Title: "At risk",
		List:  listOf(Records.Risk, riskSheet, f),
		Open:  func(id string) Page { return Signals(id, f) },
		Below: riskSays, Noted: true,
		About: f.Class,
		Empty: "Nobody may need support, as far as the records say: no signal is strong enough. A learner's signals are in her own view.",
	}
}

// riskSheet is the sheet of who may need support as screens show it: the
// sentences stand below the list.
func riskSheet(l query.List[query.Risk], v query.Viewer) query.Sheet {
	s := query.RiskSheet(l, v)
	s.Columns = slices.Clone(s.Columns)
	for i := range s.Columns {
		if slices.Contains([]string{"at_risk", "unknown", "calibration"}, s.Columns[i].Key) {
			s.Columns[i].Priority = 0
		}
	}
	return s
}

// riskSays says the signals of a learner in sentences, those of most weight first.
func riskSays(s query.Sheet, row query.Row) []string {
	i := columnOf(s, "signals")
	if i < 0 {
		return nil
	}
	signals, _ := row.Cells[i].([]map[string]any)
	var text []string
	for _, severity := range []safetext.Safe{"high", "medium", "low"} {
		for _, o := range signals {
			if said, _ := o["sentence"].(safetext.Safe); o["severity"] == severity && o["aside"] == nil {
				text = append(text, capitalized(string(severity))+": "+sentence(string(said)))
			}
		}
	}
	if u := columnOf(s, "unknown"); u >= 0 && row.Cells[u] != nil {
		text = append(text, sentence(string(query.Cell(s.Columns[u].Kind, row.Cells[u], s.TZ))))
	}
	return text
}

func capitalized(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// Signals is a learner with the signals that she may need support. Enter on one
// leads to what is behind it.
func Signals(id string, f query.Filter) Page {
	f.Learner, f.Activity = id, ""
	tab := signalsTab(f)
	return Page{Kind: "learner", Named: "name", Within: f, Head: learnerFigures(id, f), Tabs: []Tab{tab, receiptTab(id, f), areasTab(f), statementsTab(f, map[string]int{"learner_name": 0})}}
}

// signalsTab lists the signals of a learner, also those that do not count.
func signalsTab(f query.Filter) Tab {
	return Tab{
		Title: "Signals",
		List: func(ctx context.Context, r Records, v query.Viewer) (query.Sheet, error) {
			all := f
			all.All = true
			l, err := r.Risk(ctx, v, all)
			return query.SignalSheet(l, v), err
		},
		Open: func(code string) Page {
			of := f
			of.Signal = code
			return Page{
				Kind: kindEvidence, Name: safetext.Safe(code), Within: of,
				Tabs: []Tab{{
					Title: "Behind it",
					List:  listOf(Records.SignalRows, query.ObservationSheet, of).weighed(map[string]int{"factor": 0, "at": 2, "used": 0, "value": 3}),
					Open:  func(key string) Page { return behind(key, f) },
					Empty: "Nothing was done: that is the signal.",
				}},
			}
		},
		Below: signalSays,
		Empty: "No signal: nothing in the records says that this learner may need support.",
	}
}

// signalSays says a signal in words, and what would clear it.
func signalSays(s query.Sheet, row query.Row) []string {
	cell := cellsOf(s, row)
	text := []string{sentence(cell("sentence"))}
	if clears := cell("clears"); clears != "" {
		text = append(text, sentence(clears))
	}
	if aside := cell("aside"); aside != "" {
		text = append(text, "Set aside: "+aside)
	}
	return text
}
