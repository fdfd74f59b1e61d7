package query

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"lrx/internal/safetext"
)

// Area is an activity that holds others, or a skill, with what a class did at
// all that lies below it.
type Area struct {
	IRI          string
	Area         safetext.Safe
	Name         safetext.Safe
	Type         safetext.Safe
	Parent       *safetext.Safe // nil: nothing holds it
	Depth        int64          // of areas that nothing in the list holds 0
	Indent       int            // the depth while the list is in the order of the tree
	Items        int64
	Statements   int64
	Learners     int64
	Attempts     int64
	FirstTryRate *float64
	MeanScaled   *float64
	Skill        bool

	Mastery     *float64 // 0..1, share of its items answered right at first try; nil without enough evidence
	MasteryLow  *float64 // of the 90 % interval
	MasteryHigh *float64
	Stuck       int64         // learners who are stuck at one of its items
	Verdict     safetext.Safe // "struggling", "watch", "too few", ""
	Gap         safetext.Safe // "class", "personal"; "" = cannot be told yet
	GapSays     safetext.Safe // a sentence

	key, above int32
	holds      bool
}

// Item is an activity that is answered, with the area it is in.
type Item struct {
	Activity
	Area     *safetext.Safe // nil: it is in none
	AreaName safetext.Safe
}

// Areas lists the areas of a class as a tree: each is followed by those it
// holds, by name; skills stand behind them.
func (s *Store) Areas(ctx context.Context, v Viewer, f Filter) (List[Area], error) {
	var notes []safetext.Safe
	l, err := gather(ctx, s, v, f, areaColumns(), func(q *asked) ([]Area, error) {
		var out []Area
		err := q.rows(ctx, "areas", func(scan func(...any) error) error {
			var a Area
			var name, names, typ, parent sql.NullString
			var above sql.NullInt32
			var rate, mean sql.NullFloat64
			err := scan(&a.key, &a.IRI, &name, &names, &typ, &above, &parent, &a.holds, &a.Skill, &a.Items, &a.Statements, &a.Learners, &a.Attempts, &rate, &mean)
			a.Area, a.Name, a.Type, a.Parent, a.above = safetext.Clean(a.IRI), q.named(name, names, a.IRI), safetext.Clean(typ.String), textOf(parent), above.Int32
			a.FirstTryRate, a.MeanScaled = ptr(rate.Float64, rate.Valid), ptr(mean.Float64, mean.Valid)
			out = append(out, a)
			return err
		})
		if err != nil {
			return nil, err
		}
		if err := s.fillAreas(ctx, v, f, out); err != nil {
			return nil, err
		}
		notes, err = q.circles(ctx, out)
		return asTree(out, f.Sort == ""), err
	})
	l.Notes = notes
	return l, err
}

// toldCircles is how many circles are told by name.
const toldCircles = 3

// circles says which parents of these areas, or which of these areas as
// parents, were left out because they would have made a circle.
func (q *asked) circles(ctx context.Context, of []Area) ([]safetext.Safe, error) {
	listed := make(map[int32]bool, len(of))
	for _, a := range of {
		listed[a.key] = true
	}
	var notes []safetext.Safe
	more := 0
	err := q.rows(ctx, "cuts", func(scan func(...any) error) error {
		var child, parent int32
		var iri, above string
		var name, names, aboveName, aboveNames sql.NullString
		err := scan(&child, &iri, &name, &names, &parent, &above, &aboveName, &aboveNames)
		switch {
		case !listed[child] && !listed[parent]:
			return err
		case len(notes) == toldCircles:
			more++
			return err
		}
		notes = append(notes, safetext.Clean(fmt.Sprintf("%s is not put below %s, as the statements also say it the other way round (%s)",
			q.named(name, names, iri), q.named(aboveName, aboveNames, above), iri)))
		return err
	})
	if more > 0 {
		notes = append(notes, safetext.Clean(fmt.Sprintf("%d more are left out so; activities.csv says what is part of what", more)))
	}
	return notes, err
}

// Area answers one area or skill by IRI or exact name.
func (s *Store) Area(ctx context.Context, v Viewer, id string, f Filter) (Area, error) {
	notFound := &NotFoundError{Kind: "area", Name: id}
	if id == "" {
		return Area{}, notFound
	}
	f.Area = id
	l, err := s.Areas(ctx, v, f)
	if err != nil {
		return Area{}, err
	}
	if a, ok := areaOf(l.Rows, id); ok {
		return a, nil
	}
	// Where nothing was done, it is there all the same.
	if l, err = s.Areas(ctx, v, f.Wide()); err != nil {
		return Area{}, err
	}
	a, ok := areaOf(l.Rows, id)
	if !ok {
		return Area{}, notFound
	}
	a.Items, a.Statements, a.Learners, a.Attempts, a.FirstTryRate, a.MeanScaled = 0, 0, 0, 0, nil, nil
	return a, nil
}

func areaOf(all []Area, id string) (Area, bool) {
	i := slices.IndexFunc(all, func(a Area) bool { return a.IRI == id })
	if i < 0 {
		i = slices.IndexFunc(all, func(a Area) bool { return string(a.Name) == id })
	}
	if i < 0 {
		return Area{}, false
	}
	return all[i], true
}

// asTree puts areas in the order of the tree.
func asTree(all []Area, indent bool) []Area {
	folded := make(map[int32]string, len(all))
	listed := make(map[int32]bool, len(all))
	for _, a := range all {
		listed[a.key], folded[a.key] = true, safetext.Fold(string(a.Name))
	}
	slices.SortFunc(all, func(a, b Area) int {
		return cmp.Or(cmp.Compare(rankOf(a), rankOf(b)), compareNames(folded[a.key], folded[b.key]), strings.Compare(a.IRI, b.IRI))
	})
	below := map[int32][]Area{}
	for _, a := range all {
		if !listed[a.above] {
			a.above = 0
		}
		below[a.above] = append(below[a.above], a)
	}
	out := make([]Area, 0, len(all))
	stack := [][]Area{below[0]} // what is still to come on each level
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if len(*top) == 0 {
			stack = stack[:len(stack)-1]
			continue
		}
		a := (*top)[0]
		*top = (*top)[1:]
		a.Depth = int64(len(stack) - 1)
		if indent {
			a.Indent = len(stack) - 1
		}
		out = append(out, a)
		stack = append(stack, below[a.key])
	}
	return out
}

// compareNames compares names as people count: module 2 stands before module 10.
func compareNames(a, b string) int {
	for a != "" && b != "" {
		x, y := digits(a), digits(b)
		if x == 0 || y == 0 {
			if c := cmp.Compare(a[0], b[0]); c != 0 {
				return c
			}
			a, b = a[1:], b[1:]
			continue
		}
		m, n := strings.TrimLeft(a[:x], "0"), strings.TrimLeft(b[:y], "0")
		if c := cmp.Or(cmp.Compare(len(m), len(n)), strings.Compare(m, n)); c != 0 {
			return c
		}
		a, b = a[x:], b[y:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits is how many digits a text begins with.
func digits(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }

// rankOf puts skills behind areas.
func rankOf(a Area) int {
	if a.holds {
		return 0
	}
	return 1
}

// Items lists the activities of a class that are answered and hold no others.
func (s *Store) Items(ctx context.Context, v Viewer, f Filter) (List[Item], error) {
	return gather(ctx, s, v, f, itemColumns(), func(q *asked) ([]Item, error) {
		var out []Item
		err := q.rows(ctx, "items", func(scan func(...any) error) error {
			var i Item
			var name, names, typ, area, areaName, areaNames sql.NullString
			var rate, mean sql.NullFloat64
			err := scan(&i.IRI, &name, &names, &typ, &i.Statements, &i.Learners, &i.Attempts, &rate, &mean, &area, &areaName, &areaNames)
			i.Activity.Activity, i.Name, i.Type = safetext.Clean(i.IRI), q.named(name, names, i.IRI), safetext.Clean(typ.String)
			i.FirstTryRate, i.MeanScaled = ptr(rate.Float64, rate.Valid), ptr(mean.Float64, mean.Valid)
			if i.Area = textOf(area); area.Valid {
				i.AreaName = q.named(areaName, areaNames, area.String)
			}
			out = append(out, i)
			return err
		})
		return out, err
	})
}

func areaColumns() []column[Area] {
	columns := []column[Area]{
		col("area", "IRI", KindID, 40, 5, "The area's id as the statements write it.", func(a Area) any { return a.Area }),
		col("name", "Area", KindText, 34, 1, "Name of a course, a module or whatever else holds activities, or of a skill.", func(a Area) any { return a.Name }),
		col("type", "Type", KindType, 14, 4, "The last part of the activity type's IRI.", func(a Area) any { return filled(a.Type) }),
		col("parent", "Part of", KindID, 40, 0, "The area that holds it.", func(a Area) any { return val(a.Parent) }),
		col("depth", "Depth", KindCount, 5, 0, "How many areas of the list stand above it.", func(a Area) any { return a.Depth }),
		col("items", "Items", KindCount, 6, 1, "Activities below it that are answered and hold no others.", func(a Area) any { return a.Items }),
		col("statements", "Statements", KindCount, 10, 3, "Statements about it and all below it, without void and voiding ones.", func(a Area) any { return a.Statements }),
		col("learners", "Learners", KindCount, 8, 2, "Learners with a statement about it or anything below it, each counted once.", func(a Area) any { return a.Learners }),
		col("attempts", "Attempts", KindCount, 8, 1, "Tries at it and at all below it; views alone are no attempt.", func(a Area) any { return a.Attempts }),
		col("first_try_rate", "First try", KindShare, 9, 1, "Right first responses to its items divided by first responses, one a learner and item.", func(a Area) any { return val(a.FirstTryRate) }),
		col("mean_scaled", "Mean", KindScaled, 6, 1, "Mean of the last attempts' results, 0 to 1, one a learner and activity below it.", func(a Area) any { return val(a.MeanScaled) }),
		col("skill", "Skill", KindBool, 5, 0, "Whether it is a skill: what activities train, wherever they stand.", func(a Area) any { return a.Skill }),
		col("mastery", "Mastery", KindShare, 7, 1, "Share of its items that would be answered right at the first try, as the Bayesian Elo engine estimates it from first responses; missing without enough evidence.", func(a Area) any { return val(a.Mastery) }),
		col("mastery_low", "Low", KindShare, 5, 1, "Lower end of the 90 % interval of the mastery.", func(a Area) any { return val(a.MasteryLow) }),
		col("mastery_high", "High", KindShare, 5, 1, "Upper end of the 90 % interval of the mastery.", func(a Area) any { return val(a.MasteryHigh) }),
		col("stuck", "Stuck", KindCount, 5, 1, "Learners with many wrong tries at one of its items and no right one since; missing where nothing can be said of it.", func(a Area) any {
			if a.Stuck == 0 && a.Mastery == nil {
				return nil
			}
			return a.Stuck
		}),
		col("verdict", "Verdict", KindWord, 10, 2, verdictHelp, func(a Area) any { return filled(a.Verdict) }),
		col("gap", "Gap", KindGap, 15, 1, gapHelp, func(a Area) any { return filled(a.Gap) }),
		col("gap_says", "What it says", KindText, 40, 6, "Why it is told as a gap of the class or of single learners.", func(a Area) any { return filled(a.GapSays) }),
	}
	columns[1].Tree = true
	return columns
}

func itemColumns() []column[Item] {
	var columns []column[Item]
	for _, c := range activityColumns() {
		value := c.value
		columns = append(columns, column[Item]{c.Column, func(i Item) any { return value(i.Activity) }})
	}
	columns[1].Title = "Item"
	return append(columns,
		col("area", "Area IRI", KindID, 40, 0, "The area that holds it.", func(i Item) any { return val(i.Area) }),
		col("area_name", "Area", KindText, 24, 3, "The area that holds it.", func(i Item) any { return filled(i.AreaName) }))
}

// AreaSheet is the sheet of areas.
func AreaSheet(l List[Area], v Viewer) Sheet {
	s := sheetOf("areas", l, v, areaColumns(), func(a Area) string { return a.IRI })
	for i, a := range l.Rows {
		s.Rows[i].Depth = a.Indent
	}
	return s
}

// ItemSheet is the sheet of items.
func ItemSheet(l List[Item], v Viewer) Sheet {
	return sheetOf("items", l, v, itemColumns(), func(i Item) string { return i.IRI })
}
