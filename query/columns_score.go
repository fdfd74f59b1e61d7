package query

import (
	"slices"

	"lrx/internal/safetext"
	"lrx/scoring"
)

// The columns of the lists about scores. What is not there is missing: a
// learner without enough evidence has no number in any of them.

func scoreColumns() []column[ScoreRow] {
	columns := []column[ScoreRow]{
		col("learner", "Id", KindID, 12, 6, "Stable id, made from the learner's identifier.", func(r ScoreRow) any { return safetext.Safe(r.ID) }),
		col("name", "Name", KindText, 24, 1, "Newest name in the statements, else the account name.", func(r ScoreRow) any { return r.Name.Shown() }),
		col("score", "Score", KindScore, 5, 1, "100 times the weighted mean of the factors that are there, 0 to 100; missing without enough evidence.", func(r ScoreRow) any { return val(r.Score) }),
		col("low", "Low", KindScore, 4, 1, "Lower end of the 90 % interval of the score.", func(r ScoreRow) any { return val(r.Low) }),
		col("high", "High", KindScore, 4, 1, "Upper end of the 90 % interval of the score.", func(r ScoreRow) any { return val(r.High) }),
		col("state", "State", KindState, 19, 1, "stable: the interval reaches less than 12 points up and down. provisional: 12 to 25. Wider, or too little to go by: not enough evidence.", func(r ScoreRow) any { return filled(r.State) }),
		col("coverage", "Coverage", KindShare, 8, 3, "Weights of the factors this learner has, divided by those of the factors the class can have.", func(r ScoreRow) any { return val(r.Coverage) }),
		col("evidence", "Evidence", KindCount, 8, 2, "Observations behind the score.", func(r ScoreRow) any { return r.Evidence }),
		col("vs_class", "Vs class", KindPoints, 8, 4, "Difference from the class's typical factors: the sum over factors of weight times value less the class's median, in points.", func(r ScoreRow) any { return val(r.VsClass) }),
		col("past", "Past", KindScore, 4, 5, "The score as of four weeks before.", func(r ScoreRow) any { return val(r.Past) }),
		col("past_low", "Past low", KindScore, 8, 0, "Lower end of the 90 % interval of the score as of four weeks before.", func(r ScoreRow) any { return val(r.PastLow) }),
		col("past_high", "Past high", KindScore, 9, 0, "Upper end of the 90 % interval of the score as of four weeks before.", func(r ScoreRow) any { return val(r.PastHigh) }),
		col("trend", "Trend", KindText, 22, 3, "Against the learner's own past: up or down only where the two intervals do not overlap.", func(r ScoreRow) any { return filled(r.Trend) }),
	}
	keys := [...]string{"achievement", "due_work", "participation", "regularity", "effort", "feedback"}
	for i, f := range scoring.Factors() {
		columns = append(columns, col(keys[i], string(FactorName(f)), KindShare, 10, 6, "Value of this factor, 0 to 100 %; lrx score shows what it is made of.", func(r ScoreRow) any { return val(r.Factors[i]) }))
	}
	return columns
}

func observationColumns() []column[Observation] {
	return []column[Observation]{
		col("factor", "Factor", KindWord, 13, 2, "The factor of the score it belongs to.", func(o Observation) any { return filled(o.Factor) }),
		col("what", "What", KindText, 16, 1, "What was observed: a first response, a graded work, a session.", func(o Observation) any { return filled(o.What) }),
		col("activity", "IRI", KindID, 40, 0, "The activity it was observed at.", func(o Observation) any { return val(o.Activity) }),
		col("activity_name", "Activity", KindText, 28, 1, "The activity it was observed at.", func(o Observation) any { return filled(o.ActivityName) }),
		col("at", "Time", KindTime, 16, 1, "When it happened.", func(o Observation) any { return val(o.At) }),
		col("value", "Value", KindScaled, 6, 1, "As it counts, 0 to 1; missing where it is counted and not valued.", func(o Observation) any { return val(o.Value) }),
		col("used", "Used", KindBool, 4, 2, "A factor counts it.", func(o Observation) any { return o.Used }),
		col("why", "Why", KindText, 40, 1, "How it counts, or why it does not.", func(o Observation) any { return filled(o.Why) }),
		col("attempt", "Attempt", KindID, 14, 0, "The attempt it is of.", func(o Observation) any { return val(o.Attempt) }),
		col("statement", "Statement", KindID, 36, 0, "The statement it is of.", func(o Observation) any { return val(o.Statement) }),
	}
}

// gapClass is the code of a gap that is the class's.
const gapClass = "class"

const (
	gapHelp = "class: the class is lower here than in its other areas, which speaks for teaching it again. personal: learners are lower here than they " +
		"themselves are elsewhere, beyond what the class is. cannot tell yet: none is shown, because there is none or the intervals are too wide to tell."
	verdictHelp = "struggling: wrong more often than the course by more than chance explains, at 8 first responses or more (Benjamini-Hochberg, 10 %). " +
		"watch: the lower bound alone says so. too few: fewer than 8. Nothing here is no proof of ease."
)

func strugglingColumns() []column[Struggling] {
	return []column[Struggling]{
		col("activity", "IRI", KindID, 40, 0, "The item, area or skill.", func(s Struggling) any { return s.Activity }),
		col("name", "Name", KindText, 24, 1, "Name in the viewer's language, else the last part of the id.", func(s Struggling) any { return s.Name }),
		col("n", "n", KindCount, 6, 1, "First responses, one a learner and item. With few of them there is no verdict: of items that are much harder one in six is found at 8 responses, half at 15.", func(s Struggling) any { return s.N }),
		col("wrong_rate", "Wrong", KindShare, 6, 1, "1 less the mean of the first responses (retries do not count).", func(s Struggling) any { return val(s.WrongRate) }),
		col("low", "Low", KindShare, 5, 2, "Lower end of the 80 % interval of the wrong rate, drawn towards that of the course.", func(s Struggling) any { return val(s.Low) }),
		col("high", "High", KindShare, 5, 2, "Upper end of the 80 % interval of the wrong rate, drawn towards that of the course.", func(s Struggling) any { return val(s.High) }),
		col("difficulty", "Difficulty", KindScaled, 10, 5, "In logits: 0 is even odds for a learner of ability 0, above is harder.", func(s Struggling) any { return val(s.Difficulty) }),
		col("discrimination", "Discr.", KindScaled, 6, 4, "Point-biserial correlation of the first responses with the learners' mastery; below 0, look at the key.", func(s Struggling) any { return val(s.Discrimination) }),
		col("gap", "Gap", KindGap, 15, 1, gapHelp, func(s Struggling) any { return val(s.Gap) }),
		col("suspect_key", "Key", KindSuspect, 8, 3, "Strong learners get it wrong more often than weak ones: the key may be wrong.", func(s Struggling) any { return s.SuspectKey }),
		col("kind", "Kind", KindWord, 5, 3, "item, area or skill.", func(s Struggling) any { return filled(s.Kind) }),
		col("area_name", "Area", KindText, 20, 6, "The area that holds it.", func(s Struggling) any { return filled(s.AreaName) }),
		col("verdict", "Verdict", KindWord, 10, 1, verdictHelp, func(s Struggling) any { return filled(s.Verdict) }),
		col("difficulty_sd", "± sd", KindScaled, 5, 0, "Standard deviation of the difficulty, in logits.", func(s Struggling) any { return val(s.DifficultySD) }),
		col("median_s", "Median time", KindSeconds, 11, 6, "Median stated time of a response.", func(s Struggling) any { return val(s.MedianS) }),
		col("retry_success", "Retries", KindShare, 7, 6, "Of those wrong at first who tried again, the share that was right in the end.", func(s Struggling) any { return val(s.RetrySuccess) }),
		col("stuck", "Stuck", KindCount, 5, 3, "Learners with many wrong tries and no right one since.", func(s Struggling) any { return s.Stuck }),
		col("gap_says", "What it says", KindText, 40, 7, "Why it is told as a gap of the class or of single learners.", func(s Struggling) any { return filled(s.GapSays) }),
	}
}

func snapshotColumns() []column[Snapshot] {
	return []column[Snapshot]{
		col("at", "As of", KindTime, 16, 1, "The score as it was known then.", func(s Snapshot) any { return s.At }),
		col("score", "Score", KindScore, 5, 1, "The score as of then; missing without enough evidence.", func(s Snapshot) any { return val(s.Score) }),
		col("low", "Low", KindScore, 4, 1, "Lower end of its 90 % interval.", func(s Snapshot) any { return val(s.Low) }),
		col("high", "High", KindScore, 4, 1, "Upper end of its 90 % interval.", func(s Snapshot) any { return val(s.High) }),
		col("state", "State", KindState, 19, 1, "How much it could be trusted then.", func(s Snapshot) any { return filled(s.State) }),
		col("coverage", "Coverage", KindShare, 8, 2, "Weights of the factors there were, divided by those the class could have.", func(s Snapshot) any { return val(s.Coverage) }),
		col("evidence", "Evidence", KindCount, 8, 2, "Observations behind it.", func(s Snapshot) any { return s.Evidence }),
	}
}

func moveColumns() []column[Move] {
	score := func(key, title string, priority int, help string, value func(Move) *float64) column[Move] {
		return col(key, title, KindScore, max(5, len(title)), priority, help, func(m Move) any { return val(value(m)) })
	}
	return []column[Move]{
		col("learner", "Id", KindID, 12, 6, "Stable id, made from the learner's identifier.", func(m Move) any { return safetext.Safe(m.ID) }),
		col("name", "Name", KindText, 24, 1, "Newest name in the statements, else the account name.", func(m Move) any { return m.Name.Shown() }),
		score("before", "Before", 1, "The score by the profile that holds.", func(m Move) *float64 { return m.Before.Score }),
		score("before_low", "Before low", 0, "Lower end of its 90 % interval.", func(m Move) *float64 { return m.Before.Low }),
		score("before_high", "Before high", 0, "Upper end of its 90 % interval.", func(m Move) *float64 { return m.Before.High }),
		col("before_state", "State before", KindState, 19, 3, "How much it can be trusted.", func(m Move) any { return filled(safetext.Safe(m.Before.State)) }),
		score("after", "After", 1, "The score by the changed profile.", func(m Move) *float64 { return m.After.Score }),
		score("after_low", "After low", 0, "Lower end of its 90 % interval.", func(m Move) *float64 { return m.After.Low }),
		score("after_high", "After high", 0, "Upper end of its 90 % interval.", func(m Move) *float64 { return m.After.High }),
		col("after_state", "State after", KindState, 19, 2, "How much it can be trusted.", func(m Move) any { return filled(safetext.Safe(m.After.State)) }),
		col("change", "Change", KindPoints, 6, 1, "Points more or less; missing unless there is a score by both.", func(m Move) any { return val(m.Change) }),
		col("reliable", "Reliable", KindBool, 8, 4, "The two intervals do not overlap.", func(m Move) any { return m.Reliable }),
		col("says", "What it says", KindText, 36, 1, "The change in words.", func(m Move) any { return filled(m.Says) }),
	}
}

func standingColumns() []column[AreaStanding] {
	return []column[AreaStanding]{
		col("learner", "Id", KindID, 12, 6, "Stable id, made from the learner's identifier.", func(s AreaStanding) any { return safetext.Safe(s.ID) }),
		col("name", "Name", KindText, 24, 1, "Newest name in the statements, else the account name.", func(s AreaStanding) any { return s.Name.Shown() }),
		col("mastery", "Mastery", KindShare, 7, 1, "Share of the area's items that would be answered right at the first try, estimated from first responses; missing without one here.", func(s AreaStanding) any { return val(s.Mastery) }),
		col("mastery_low", "Low", KindShare, 5, 1, "Lower end of the 90 % interval of the mastery.", func(s AreaStanding) any { return val(s.Low) }),
		col("mastery_high", "High", KindShare, 5, 1, "Upper end of the 90 % interval of the mastery.", func(s AreaStanding) any { return val(s.High) }),
		col("answered", "Answered", KindCount, 8, 1, "Items of the area that the learner answered.", func(s AreaStanding) any { return s.Answered }),
		col("items", "Of", KindCount, 4, 2, "Items that the area has.", func(s AreaStanding) any { return s.Items }),
		col("gap", "Gap", KindGap, 15, 1, gapHelp, func(s AreaStanding) any { return val(s.Gap) }),
		col("gap_says", "What it says", KindText, 40, 3, "Why it is told as a gap of the learner or of the class.", func(s AreaStanding) any { return filled(s.GapSays) }),
	}
}

// NeedsPurpose says whether sorting a sheet of people by a column would rank
// them by what a score says of them, so that a purpose has to be given first.
func NeedsPurpose(sheet, column string) bool {
	switch sheet {
	case "learners":
		return slices.Contains([]string{"score", "score_low", "score_high"}, column)
	case "scores":
		return slices.Contains([]string{
			"score", "low", "high", "vs_class", "past", "past_low", "past_high", "trend",
			"achievement", "due_work", "participation", "regularity", "effort", "feedback",
		}, column)
	case "mastery":
		return slices.Contains([]string{"mastery", "mastery_low", "mastery_high"}, column)
	case "risk":
		return column != "" && column != "learner" && column != "name"
	case "moves":
		return slices.Contains([]string{"before", "before_low", "before_high", "after", "after_low", "after_high"}, column)
	}
	return false
}
