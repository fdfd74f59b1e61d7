package query

import (
	"strings"

	"lrx/internal/safetext"
)

// riskColumns are those of the list of who may need support. What holds several signals is
// an object in JSON; for people it is a sentence.
func riskColumns() []column[Risk] {
	return []column[Risk]{
		col("learner", "Id", KindID, 12, 4, "Stable id, made from the learner's identifier.", func(r Risk) any { return safetext.Safe(r.ID) }),
		col("name", "Name", KindText, 24, 1, "Newest name in the statements, else the account name.", func(r Risk) any { return r.Name.Shown() }),
		col("signals", "Signals", KindSignals, 40, 1, "Facts for which the learner may need support, with their severity.", func(r Risk) any { return signalObjects(r.Signals) }),
		col("probability", "Probability", KindShare, 11, 0, "Of an outcome; missing until a back-test on the store's own past was passed.", func(r Risk) any { return val(r.Probability) }),
		col("at_risk", "May need support", KindBool, 16, 3, "One signal of high severity or two of medium that are not set aside, unless the profile says otherwise.", func(r Risk) any { return r.AtRisk }),
		col("facts", "To begin with", KindNames, 40, 2, "What can be acted on: missing work, struggling areas, where the learner is stuck.", func(r Risk) any { return sentences(r.Facts) }),
		col("unknown", "Not known", KindText, 40, 5, "Where there is nothing to begin with: why none is known.", func(r Risk) any { return filled(r.Unknown) }),
		col("calibration", "Calibration", KindBool, 11, 6, "The class has only begun, and what is usual in it is not known yet.", func(r Risk) any { return r.Calibration }),
	}
}

// sentences are a list that is never null in JSON.
func sentences(all []safetext.Safe) []safetext.Safe {
	if all == nil {
		return []safetext.Safe{}
	}
	return all
}

// signalObjects are signals as programs read them.
func signalObjects(all []RiskSignal) []map[string]any {
	out := make([]map[string]any, 0, len(all))
	for _, s := range all {
		o := map[string]any{
			"signal": s.Signal, "sentence": s.Sentence, "severity": s.Severity, "first_seen": s.FirstSeen,
			"clears": s.Clears, "areas": sentences(s.Areas), "aside": nil,
		}
		if s.Aside != nil {
			o["aside"] = map[string]any{"until": s.Aside.Until, "reason": filled(s.Aside.Reason), "by": filled(s.Aside.By)}
		}
		out = append(out, o)
	}
	return out
}

// signalsText are signals in a cell: which ones, how severe, and those that are set aside.
func signalsText(all []map[string]any) safetext.Safe {
	texts := make([]string, len(all))
	for i, o := range all {
		code, _ := o["signal"].(safetext.Safe)
		severity, _ := o["severity"].(safetext.Safe)
		texts[i] = string(code + " (" + severity + ")")
		if o["aside"] != nil {
			texts[i] = string(code + " (" + severity + ", set aside)")
		}
	}
	if len(texts) == 0 {
		return missing
	}
	return safetext.Safe(strings.Join(texts, "; "))
}

// RiskSheet is the sheet of who may need support.
func RiskSheet(l List[Risk], v Viewer) Sheet {
	return sheetOf("risk", l, v, riskColumns(), func(r Risk) string { return r.ID })
}

// SignalSheet is the sheet of the signals of one learner.
func SignalSheet(l List[Risk], v Viewer) Sheet {
	signals := List[RiskSignal]{AsOf: l.AsOf, Period: l.Period, Chosen: l.Chosen, Notes: l.Notes}
	for _, r := range l.Rows {
		signals.Rows = append(signals.Rows, r.Signals...)
	}
	signals.Total = len(signals.Rows)
	return sheetOf("signals", signals, v, signalColumns(), func(s RiskSignal) string { return string(s.Signal) })
}

func signalColumns() []column[RiskSignal] {
	return []column[RiskSignal]{
		col("signal", "Signal", KindWord, 16, 1, "What was seen.", func(s RiskSignal) any { return s.Signal }),
		col("severity", "Severity", KindWord, 8, 1, "high, medium or low. One high signal or two of medium tell who may need support.", func(s RiskSignal) any { return s.Severity }),
		col("first_seen", "Since", KindTime, 16, 2, "The weekly look since which it is there without a break.", func(s RiskSignal) any { return s.FirstSeen }),
		col("sentence", "What was seen", KindText, 40, 3, "The fact, with its numbers.", func(s RiskSignal) any { return s.Sentence }),
		col("clears", "What clears it", KindText, 30, 4, "What would make it go away.", func(s RiskSignal) any { return filled(s.Clears) }),
		col("aside", "Set aside", KindText, 20, 3, "Until when it does not count, and why.", func(s RiskSignal) any {
			if s.Aside == nil {
				return nil
			}
			return safetext.Clean("until " + s.Aside.Until.Format("2 Jan 2006") + ": " + string(s.Aside.Reason))
		}),
	}
}
