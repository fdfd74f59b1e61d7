package screen

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/chart"
	"lrx/ui/field"
)

// Answers is what a grid shows, and the same as a list: what an export of the
// grid writes.
type Answers struct {
	query.Grid
	Sheet query.Sheet
}

// gridTab shows who answered what. Enter leads to a learner's attempts at an item.
func gridTab(f query.Filter) Tab {
	return Tab{
		Title: "Grid",
		Grid: func(ctx context.Context, r Records, v query.Viewer) (Answers, error) {
			g, err := r.Grid(ctx, v, f)
			if err != nil {
				return Answers{}, err
			}
			return Answers{Grid: g, Sheet: query.GridSheet(g, v)}, nil
		},
		Cell:  func(learner, iri string) Page { return Tries(learner, iri, f) },
		Empty: "Nothing was answered yet. The grid shows who answered which item; items are activities that are answered right or wrong.",
	}
}

// answerGrid is the component for grids of answers: learners by items, in
// Guttman order.
type answerGrid struct {
	tab  Tab
	all  Answers
	grid chart.Grid
	w, h int

	row, column int // of the cursor when the answers were dropped
}

func (g *answerGrid) resize(w, h int) {
	g.w, g.h = w, h
	g.fit()
}

// rowTotal is the room for what a learner got right, and of how many.
const rowTotal = len("100 % 999")

// take shows an answer. The cursor stays on its learner and item, wherever they
// stand now.
func (g *answerGrid) take(a answer) tea.Cmd {
	learner, item := g.learner(), g.item()
	g.all = a.grid
	rows := make([]safetext.Safe, len(g.all.Learners))
	for i, l := range g.all.Learners {
		rows[i] = l.Name.Shown()
	}
	columns := make([]safetext.Safe, len(g.all.Items))
	for i, item := range g.all.Items {
		columns[i] = item.Name
	}
	g.grid.Set(rows, columns, rowTotal)
	row := slices.IndexFunc(g.all.Learners, func(l query.GridLearner) bool { return learner != nil && l.ID == learner.ID })
	column := slices.IndexFunc(g.all.Items, func(i query.GridItem) bool { return item != nil && i.IRI == item.IRI })
	if row < 0 {
		row = max(g.row, g.grid.Row())
	}
	if column < 0 {
		column = max(g.column, g.grid.Column())
	}
	g.row, g.column = 0, 0
	g.grid.Place(row, column)
	g.fit()
	return nil
}

// forget drops the answers; the cursor stays at its place.
func (g *answerGrid) forget() {
	g.row, g.column = g.grid.Row(), g.grid.Column()
	g.all, g.grid = Answers{}, chart.Grid{}
}

func (g *answerGrid) arranged(Arranged) {}

func (g *answerGrid) empty() bool { return len(g.all.Learners) == 0 || len(g.all.Items) == 0 }

// learner and item are those of the cursor, cell is what came of them; nil when
// there are none.
func (g *answerGrid) learner() *query.GridLearner {
	if g.empty() {
		return nil
	}
	return &g.all.Learners[g.grid.Row()]
}

func (g *answerGrid) item() *query.GridItem {
	if g.empty() {
		return nil
	}
	return &g.all.Items[g.grid.Column()]
}

// cell is a learner's answer to an item. A row may be shorter than there are
// items: nothing was answered there.
func (g *answerGrid) cell(row, column int) query.GridCell {
	if row < len(g.all.Cells) && column < len(g.all.Cells[row]) {
		return g.all.Cells[row][column]
	}
	return query.GridCell{}
}

func (g *answerGrid) able(a Action) string {
	switch a {
	case Filter, Sort, OwnOrder:
		return "a grid stands in Guttman order; e writes it as a list"
	case Fold:
		return "nothing folds in a grid"
	case NextMatch, PrevMatch:
		return "nothing is searched in a grid"
	case Open, CopyCell, CopyRow, Export:
		if g.empty() {
			return "there are no answers"
		}
	default:
	}
	return ""
}

func (g *answerGrid) do(a Action) Effect {
	if g.empty() {
		return Effect{}
	}
	if by, ok := moves(a, g.grid.Page(), g.grid.Rows()); ok {
		g.grid.Move(by, 0)
		return Effect{}
	}
	switch a {
	case Left:
		g.grid.Move(0, -1)
	case Right:
		g.grid.Move(0, +1)
	case PageLeft:
		g.grid.Move(0, -g.grid.Window())
	case PageRight:
		g.grid.Move(0, +g.grid.Window())
	case Open:
		return g.open()
	case CopyCell:
		text := g.sentence()
		return copied(text, string(text))
	case CopyRow:
		return g.copyRow()
	default:
	}
	return Effect{}
}

func (g *answerGrid) open() Effect {
	p := g.tab.Cell(g.learner().ID, g.item().IRI)
	p.Name = g.learner().Name.Shown()
	return Effect{Open: &p}
}

// copyRow copies a learner's answers, one a line.
func (g *answerGrid) copyRow() Effect {
	row := g.grid.Row()
	lines := []string{string(g.learner().Name.Shown())}
	for i, item := range g.all.Items {
		lines = append(lines, string(item.Name)+"\t"+meaning(g.cell(row, i)))
	}
	return copied(safetext.Safe(counted(len(g.all.Items), "item")+" of ")+g.learner().Name.Shown(), strings.Join(lines, "\n"))
}

func (g *answerGrid) layered() bool { return false }

func (g *answerGrid) peel() (bool, tea.Cmd) { return false, nil }

func (g *answerGrid) input() *field.Field { return nil }

func (g *answerGrid) typed() tea.Cmd { return nil }

func (g *answerGrid) entered() Effect { return Effect{} }

func (g *answerGrid) click(x, y int) Effect {
	if g.empty() {
		return Effect{}
	}
	if there, was := g.grid.At(x, y); there && was {
		return g.open()
	}
	return Effect{}
}

func (g *answerGrid) remark() string {
	if g.empty() {
		return ""
	}
	return "in Guttman order"
}

func (g *answerGrid) where() string {
	if g.empty() {
		return ""
	}
	return "learner " + count(g.grid.Row()+1) + " of " + count(g.grid.Rows()) + ", item " + count(g.grid.Column()+1) + " of " + count(g.grid.Columns())
}

func (g *answerGrid) sheet() query.Sheet { return g.all.Sheet }

// explain says what the mark under the cursor is and how the grid is ordered.
func (g *answerGrid) explain() Explanation {
	if g.empty() {
		return Explanation{}
	}
	help := "The mark is the first answer of a learner to an item, whatever came later; + says that a wrong one was made good. " +
		"Guttman order: items by the share of learners who got them right first; learners by how many first answers were right beyond what these shares let expect " +
		"of the items they answered, so that hard items are not held against those who try them. Where items measure one thing, " +
		"right answers fill a corner; a mark that stands out of it is a surprise, to be looked at and not to be judged by. " +
		"The order is no ranking: neighbours seldom differ by more than chance, and who answered little stands near what is to be expected. " +
		"Totals count first answers alone; shades are quarters of the share that was right."
	for _, note := range g.all.Notes {
		help += " " + sentence(string(note))
	}
	return Explanation{Title: "First answer", Of: g.learner().Name.Shown(), Value: g.sentence(), Help: help}
}
