package query

import (
	"time"

	"lrx/internal/safetext"
	"lrx/scoring"
)

// ScoreSheet is the sheet of the scores of a class.
func ScoreSheet(l List[ScoreRow], v Viewer) Sheet {
	return sheetOf("scores", l, v, scoreColumns(), func(r ScoreRow) string { return r.ID })
}

// ObservationSheet is the sheet of the evidence behind a score.
func ObservationSheet(l List[Observation], v Viewer) Sheet {
	return sheetOf("observations", l, v, observationColumns(), func(o Observation) string { return o.Key })
}

// StrugglingSheet is the sheet of items, areas and skills with what their first responses say.
func StrugglingSheet(l List[Struggling], v Viewer) Sheet {
	return sheetOf("struggling", l, v, strugglingColumns(), func(s Struggling) string { return s.IRI })
}

// StandingSheet is the sheet of what learners know in an area.
func StandingSheet(l List[AreaStanding], v Viewer) Sheet {
	return sheetOf("mastery", l, v, standingColumns(), func(s AreaStanding) string { return s.ID })
}

// TimelineSheet is the sheet of a learner's scores over time.
func TimelineSheet(l List[Snapshot], v Viewer) Sheet {
	return sheetOf("timeline", l, v, snapshotColumns(), func(s Snapshot) string { return s.At.UTC().Format(time.RFC3339) })
}

// MoveSheet is the sheet of what another profile does to the scores of a class.
func MoveSheet(l List[Move], v Viewer) Sheet {
	return sheetOf("moves", l, v, moveColumns(), func(m Move) string { return m.ID })
}

// gridRow is a cell of a grid as a row of its own.
type gridRow struct {
	learner GridLearner
	item    GridItem
	cell    GridCell
}

func gridColumns() []column[gridRow] {
	return []column[gridRow]{
		col("learner", "Id", KindID, 12, 4, "Stable id, made from the learner's identifier.", func(r gridRow) any { return safetext.Safe(r.learner.ID) }),
		col("item", "Item IRI", KindID, 40, 0, "The item.", func(r gridRow) any { return safetext.Clean(r.item.IRI) }),
		col("first_response", "First response", KindScaled, 14, 1, "Reading of the first response, 0 to 1; missing where there is none.", func(r gridRow) any { return val(r.cell.R) }),
		col("tries", "Tries", KindCount, 5, 2, "Responses of this learner to this item.", func(r gridRow) any { return r.cell.Tries }),
		col("later", "Later right", KindBool, 11, 2, "Wrong at first, right in the end.", func(r gridRow) any { return r.cell.Later }),
		col("name", "Name", KindText, 24, 1, "Newest name in the statements, else the account name.", func(r gridRow) any { return r.learner.Name.Shown() }),
		col("item_name", "Item", KindText, 28, 1, "Name in the viewer's language, else the last part of the id.", func(r gridRow) any { return r.item.Name }),
	}
}

// GridSheet is a grid as rows: one for each learner and item with a response,
// in the order of the grid.
func GridSheet(g Grid, v Viewer) Sheet {
	l := List[gridRow]{AsOf: g.AsOf, Period: g.Period, Notes: g.Notes}
	for i, cells := range g.Cells {
		for j, c := range cells {
			if c.R != nil || c.Tries > 0 {
				l.Rows = append(l.Rows, gridRow{g.Learners[i], g.Items[j], c})
			}
		}
	}
	l.Total = len(l.Rows)
	return sheetOf("grid", l, v, gridColumns(), func(r gridRow) string { return r.item.IRI })
}

// FactorName is how people read a factor of the score. Motivation is not
// observed, so regularity says what it stands for.
func FactorName(f scoring.Factor) safetext.Safe {
	switch f {
	case scoring.Achievement:
		return "Achievement"
	case scoring.DueWork:
		return "Due work"
	case scoring.Participation:
		return "Participation"
	case scoring.Regularity:
		return "Regularity (motivation proxy)"
	case scoring.Effort:
		return "Effort and persistence"
	case scoring.FeedbackGiven:
		return "Feedback"
	}
	return safetext.Clean(string(f))
}
