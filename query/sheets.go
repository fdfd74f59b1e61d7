package query

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"lrx/data/store"
	"lrx/internal/safetext"
)

// column is a Column with the way to its value in a row of type T.
type column[T any] struct {
	Column
	value func(T) any
}

// sheetOf lays a list out as a sheet.
func sheetOf[T any](name string, l List[T], v Viewer, columns []column[T], key func(T) string) Sheet {
	s := Sheet{Name: name, Total: l.Total, Truncated: l.Truncated, Approx: l.Approx, AsOf: l.AsOf, Period: l.Period, Chosen: l.Chosen, TZ: v.TZ, Notes: l.Notes, Rows: make([]Row, 0, len(l.Rows))}
	if s.TZ == nil {
		s.TZ = time.UTC
	}
	for _, c := range columns {
		s.Columns = append(s.Columns, c.Column)
	}
	for _, r := range l.Rows {
		row := Row{Key: key(r), Cells: make([]any, len(columns))}
		for i, c := range columns {
			row.Cells[i] = c.value(r)
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// ClassSheet is the sheet of classes.
func ClassSheet(l List[Class], v Viewer) Sheet {
	return sheetOf("classes", l, v, classColumns(), func(c Class) string { return c.ID })
}

// LearnerSheet is the sheet of learners.
func LearnerSheet(l List[Learner], v Viewer) Sheet {
	return sheetOf("learners", l, v, learnerColumns(), func(r Learner) string { return r.ID })
}

// ActivitySheet is the sheet of activities.
func ActivitySheet(l List[Activity], v Viewer) Sheet {
	return sheetOf("activities", l, v, activityColumns(), func(a Activity) string { return a.IRI })
}

// AttemptSheet is the sheet of attempts.
func AttemptSheet(l List[Attempt], v Viewer) Sheet {
	return sheetOf("attempts", l, v, attemptColumns(), func(a Attempt) string { return a.ID })
}

// StatementSheet is the sheet of statements.
func StatementSheet(l List[Statement], v Viewer) Sheet {
	return sheetOf("statements", l, v, statementColumns(), func(r Statement) string { return r.ID })
}

// VerbSheet is the sheet of verbs.
func VerbSheet(l List[Verb], v Viewer) Sheet {
	return sheetOf("verbs", l, v, verbColumns(), func(r Verb) string { return string(r.Verb) })
}

// LoadSheet is the sheet of loads.
func LoadSheet(l List[Load], v Viewer) Sheet {
	return sheetOf("loads", l, v, loadColumns(), func(r Load) string { return itoa(r.Load) })
}

// RejectSheet is the sheet of rejected values.
func RejectSheet(l List[Reject], v Viewer) Sheet {
	return sheetOf("rejects", l, v, rejectColumns(), func(r Reject) string { return r.Key })
}

// ConflictSheet is the sheet of conflicting statements.
func ConflictSheet(l List[Conflict], v Viewer) Sheet {
	return sheetOf("conflicts", l, v, conflictColumns(), func(c Conflict) string { return string(c.ID) })
}

// OriginSheet is the sheet of origins.
func OriginSheet(l List[Origin], v Viewer) Sheet {
	return sheetOf("origins", l, v, originColumns(), func(o Origin) string { return o.ID })
}

// GapSheet is the sheet of gaps. A gap leads to its source. The origin makes
// room where sources stand as a whole.
func GapSheet(l List[Gap], v Viewer) Sheet {
	s := sheetOf("gaps", l, v, gapColumns(), func(g Gap) string { return g.Key })
	if slices.ContainsFunc(l.Rows, func(g Gap) bool { return g.Origin != "" }) {
		return s
	}
	for i, c := range s.Columns {
		if c.Key == "origin" {
			s.Columns[i].Priority = 0
		}
	}
	return s
}

// SourceSheet is the sheet of sources. Where all are files, what pulls came to
// makes room.
func SourceSheet(l List[Source], v Viewer) Sheet {
	s := sheetOf("sources", l, v, sourceColumns(), func(r Source) string { return r.Key })
	if slices.ContainsFunc(l.Rows, func(r Source) bool { return r.Kind == store.SourceLRS }) {
		return s
	}
	for i, c := range s.Columns {
		switch c.Key {
		case "asked", "through", "last_pull":
			s.Columns[i].Priority = 7
		case "loads", "live":
			s.Columns[i].Priority = 2
		}
	}
	return s
}

// checkSort refuses a sort column that the list does not have.
func checkSort[T any](columns []column[T], key string) error {
	if key == "" {
		return nil
	}
	e := &NotFoundError{Kind: "column", Name: key}
	for _, c := range columns {
		if c.Key == key {
			return nil
		}
		e.Nearby = append(e.Nearby, safetext.Safe(c.Key))
	}
	return e
}

// sortRows sorts by one column, keeping the list's own order among equals;
// missing values come last in both directions.
func sortRows[T any](rows []T, columns []column[T], _ Viewer, f Filter) {
	i := slices.IndexFunc(columns, func(c column[T]) bool { return c.Key == f.Sort })
	value := columns[i].value
	slices.SortStableFunc(rows, func(a, b T) int { return CompareCells(value(a), value(b), f.Desc) })
}

// CompareCells orders two cells of one column; missing comes last whatever the direction.
func CompareCells(a, b any, desc bool) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	c := compareValues(a, b)
	if desc {
		return -c
	}
	return c
}

func compareValues(a, b any) int {
	switch x := a.(type) {
	case int64:
		if y, ok := b.(int64); ok {
			return cmp.Compare(x, y)
		}
	case float64:
		if y, ok := b.(float64); ok {
			return cmp.Compare(x, y)
		}
	case time.Time:
		if y, ok := b.(time.Time); ok {
			return x.Compare(y)
		}
	case Range:
		if y, ok := b.(Range); ok {
			return cmp.Compare(x.Value, y.Value)
		}
	case bool:
		if y, ok := b.(bool); ok && x != y {
			if y {
				return -1
			}
			return 1
		}
		return 0
	}
	return strings.Compare(safetext.Fold(string(Cell(KindAny, a, time.UTC))), safetext.Fold(string(Cell(KindAny, b, time.UTC))))
}

// matches says whether a text stands in one of a row's text cells.
func matches[T any](r T, columns []column[T], v Viewer, text string) bool {
	want := safetext.Fold(text)
	for _, c := range columns {
		cell := c.value(r)
		if cell != nil && strings.Contains(safetext.Fold(string(Cell(c.Kind, cell, v.TZ))), want) {
			return true
		}
	}
	return false
}
