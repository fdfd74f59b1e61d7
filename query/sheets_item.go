package query

import (
	"fmt"
	"slices"

	"lrx/internal/safetext"
)

// reportColumns are those of an item or an assessment as one thing: what its
// first responses say, then what only a report has.
func reportColumns() []column[ItemReport] {
	var all []column[ItemReport]
	// Beside each other the titles say what is meant; one below the other they do not.
	titles := map[string]string{
		"wrong_rate": "Wrong at first", "low": "Wrong, 80 % from", "high": "Wrong, 80 % to", "difficulty_sd": "Difficulty, ± sd",
		"discrimination": "Discrimination", "suspect_key": "Suspect key", "retry_success": "Right on retry",
	}
	for _, c := range strugglingColumns() {
		if title, ok := titles[c.Key]; ok {
			c.Title = title
		}
		all = append(all, column[ItemReport]{c.Column, func(r ItemReport) any { return c.value(r.Item) }})
	}
	return append(all,
		col("learners", "Learners", KindCount, 8, 1, "Learners who tried it.", func(r ItemReport) any { return r.Learners }),
		col("attempts", "Attempts", KindCount, 8, 1, "Tries at it; views alone are no attempt.", func(r ItemReport) any { return r.Attempts }),
		col("first_try_rate", "Right at first", KindShare, 8, 1, "Right first responses divided by first responses, one a learner.", func(r ItemReport) any { return val(r.FirstTry) }),
		col("first_try_low", "Right, 90 % from", KindShare, 8, 1, "Lower end of its 90 % interval (Wilson).", func(r ItemReport) any { return val(r.FirstLow) }),
		col("first_try_high", "Right, 90 % to", KindShare, 8, 1, "Upper end of its 90 % interval (Wilson).", func(r ItemReport) any { return val(r.FirstHigh) }),
		col("tries", "Tries", KindScaled, 8, 1, "Median number of tries to the first right one, or to passing.", func(r ItemReport) any { return val(r.Tries) }),
		col("mean_result", "Mean result", KindScaled, 8, 1, "Mean over learners of their results, 0 to 1.", func(r ItemReport) any { return val(r.MeanResult) }),
		col("abandoned", "Given up", KindShare, 8, 1, "Attempts that were begun and have no result, divided by all.", func(r ItemReport) any { return val(r.Abandoned) }),
	)
}

func answerColumns() []column[Answer] {
	return []column[Answer]{
		col("answer", "First answer", KindText, 36, 1, "As people read it.", func(a Answer) any { return a.Answer }),
		col("code", "Code", KindText, 12, 0, "As it was sent.", func(a Answer) any { return a.Code }),
		col("n", "Learners", KindCount, 8, 1, "Learners who gave it first.", func(a Answer) any { return a.N }),
		col("share", "Share", KindShare, 6, 1, "Of the first answers that are known.", func(a Answer) any { return a.Share }),
		col("right", "Right", KindBool, 5, 1, "It was taken as right.", func(a Answer) any { return val(a.Right) }),
		col("ability", "Ability", KindScaled, 7, 2, "Mean mastery of those who gave it, in logits.", func(a Answer) any { return val(a.Ability) }),
		col("says", "What it says", KindText, 32, 2, "Where a wrong answer is chosen most by strong learners the key may be wrong.", func(a Answer) any { return filled(a.Says) }),
	}
}

// ItemReportSheet is a report as the one row of a sheet.
func ItemReportSheet(r ItemReport, v Viewer) Sheet {
	l := List[ItemReport]{Rows: []ItemReport{r}, Total: 1, AsOf: r.AsOf, Period: r.Period}
	if r.Item.Low != nil && r.FirstLow != nil {
		l.Notes = []safetext.Safe{"two intervals: of wrong 80 %, shrunken towards the course; of right 90 %"}
	}
	columns := reportColumns()
	if r.Work() {
		for i := range columns {
			c := &columns[i].Column
			if title, ok := workTitles[c.Key]; ok {
				c.Title = title
			}
			if c.Key == "first_try_rate" {
				c.Help = "Learners who passed at the first try, divided by those whose first try has a result."
			}
		}
	}
	return sheetOf("item", l, v, columns, func(r ItemReport) string { return r.Item.IRI })
}

// workTitles are the titles of what is passed, and not right or wrong.
var workTitles = map[string]string{
	"first_try_rate": "Passed at first", "first_try_low": "Passed, 90 % from", "first_try_high": "Passed, 90 % to",
}

// Work says that the report is of a work, of which nothing is known that only items have.
func (r ItemReport) Work() bool { return r.Item.Kind == "" && r.Item.Verdict == "" }

// OfItemsAlone says of a column of a report, by its key, that works have nothing in it.
func OfItemsAlone(key string) bool {
	return key != "activity" && key != "name" && slices.ContainsFunc(strugglingColumns(), func(c column[Struggling]) bool { return c.Key == key })
}

// AnswerSheet is the sheet of the first answers to an item.
func AnswerSheet(r ItemReport, v Viewer) Sheet {
	l := List[Answer]{Rows: r.Answers, Total: len(r.Answers), AsOf: r.AsOf, Period: r.Period}
	return sheetOf("answers", l, v, answerColumns(), func(a Answer) string { return string(a.Code) })
}

// ResultShare is a tenth of the results: how many learners have one in it.
type ResultShare struct {
	Results  safetext.Safe // "70–80 %"
	Learners int64
}

// ResultSheet is the sheet of a report's results by tenths.
func ResultSheet(r ItemReport, v Viewer) Sheet {
	l := List[ResultShare]{AsOf: r.AsOf, Period: r.Period, Total: len(r.Results)}
	for i, n := range r.Results {
		l.Rows = append(l.Rows, ResultShare{safetext.Clean(fmt.Sprintf("%d–%d %%", 10*i, 10*(i+1))), n})
	}
	return sheetOf("results", l, v, []column[ResultShare]{
		col("results", "Result", KindWord, 10, 1, "A tenth of all possible results.", func(s ResultShare) any { return s.Results }),
		col("learners", "Learners", KindCount, 8, 1, "Learners whose result lies in it.", func(s ResultShare) any { return s.Learners }),
	}, func(s ResultShare) string { return string(s.Results) })
}

// StuckSheet is the sheet of the learners who are stuck at an item.
func StuckSheet(r ItemReport, v Viewer) Sheet {
	l := List[GridLearner]{Rows: r.Stuck, Total: len(r.Stuck), AsOf: r.AsOf, Period: r.Period}
	return sheetOf("stuck", l, v, []column[GridLearner]{
		col("learner", "Id", KindID, 12, 2, "Stable id, made from the learner's identifier.", func(l GridLearner) any { return safetext.Safe(l.ID) }),
		col("name", "Stuck", KindText, 26, 1, "Learners with many wrong tries and no right one since.", func(l GridLearner) any { return l.Name.Shown() }),
	}, func(l GridLearner) string { return l.ID })
}
