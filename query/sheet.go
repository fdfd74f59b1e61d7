package query

import (
	"time"

	"lrx/internal/safetext"
)

// Kind says how the values of a column are written.
type Kind uint8

// The kinds of column. The type in brackets is what a cell holds when it is
// not missing; a missing value is nil, never zero.
const (
	KindText    Kind = iota // [safetext.Safe] a name or a sentence
	KindWord                // [safetext.Safe] one of a few words, never cut
	KindID                  // [safetext.Safe] an identifier: an IRI, a UUID, a learner id
	KindType                // [safetext.Safe] an IRI that says of which sort a thing is, written as the last part of it
	KindCount               // [int64]
	KindShare               // [float64] 0..1, written as a percentage
	KindScaled              // [float64] -1..1, written with two decimals
	KindScore               // [float64] 0..100
	KindTenths              // [float64] 0..100, written with one decimal: what has to add up by hand
	KindPoints              // [float64] points of a score more or less, written with their sign
	KindState               // [safetext.Safe] how much a score can be trusted, written in words
	KindGap                 // [safetext.Safe] whose gap it is, written as what follows from it; missing = cannot be told
	KindSuspect             // [bool] whether the key of an item may be wrong, written as what to do
	KindTrend               // [safetext.Safe] a score against its own past, written with an arrow
	KindRange               // [Range] the ends of an interval
	KindBar                 // [Range] the same, which screens draw as a bar
	KindSeconds             // [float64]
	KindTime                // [time.Time]
	KindBool                // [bool]
	KindList                // [[]safetext.Safe]
	KindNames               // [[]safetext.Safe] names and sentences, which have blanks in them
	KindSignals             // [[]map[string]any] signals of a learner, objects in JSON
	KindBytes               // [int64]
	KindAny                 // any of the above, or another value of a user's own SQL
)

// Number says whether values of the kind are numbers, whose digits align.
func (k Kind) Number() bool {
	switch k {
	case KindCount, KindShare, KindScaled, KindScore, KindTenths, KindPoints, KindSeconds, KindBytes:
		return true
	case KindText, KindWord, KindState, KindGap, KindSuspect, KindTrend, KindRange, KindBar, KindID, KindType, KindTime, KindBool, KindList, KindNames, KindSignals, KindAny:
	}
	return false
}

// Column describes one column of a list: the same for table, CSV, JSON and screen.
type Column struct {
	Key      string // JSON and CSV key, snake_case
	Title    string // heading on a screen and in a table
	Kind     Kind
	Width    int    // wished width on a screen, in cells
	Priority int    // 1 = always shown, higher numbers go first when the screen is narrow; 0 = never on a screen
	Tree     bool   // rows stand below each other in it (Row.Depth)
	Help     string // how the number is counted, one sentence for `?`
}

// Row is one row of a sheet: what opening it leads to, and its cells.
type Row struct {
	Key   string // id of the thing the row is about, as the commands accept it
	Cells []any
	Depth int // how far the row's column that is a tree is indented
}

// Sheet is a list in a form that every writer and screen can show.
type Sheet struct {
	Name      string // "learners"; used in file names
	Columns   []Column
	Rows      []Row
	Total     int // rows before the limit
	Truncated bool
	Approx    bool
	AsOf      time.Time
	Period    Period   // zero = of all time
	Chosen    []Choice // the filters that choose statements
	TZ        *time.Location
	Notes     []safetext.Safe // what has to be known beside the rows, a sentence each
}

// Range is a number with its interval, all from 0 to 100. Screens show it beside
// the columns it is made of; no file has it.
type Range struct{ Value, Low, High float64 }

// Cell writes one value as a table or screen cell. It is the only formatter.
func Cell(k Kind, v any, tz *time.Location) safetext.Safe { return formatCell(k, v, tz) }
