package page

import (
	_ "embed"
	"html/template"
	"io"
	"strconv"

	"lrx/internal/safetext"
)

//go:embed page.html
var pageHTML string

// document is what the template is filled with: a cover, if there is one, and receipts.
type document struct {
	Title    string
	Cover    *Class
	Receipts []Receipt
}

// HTML writes the receipt as one self-contained file.
func (r Receipt) HTML(w io.Writer) error {
	return writeHTML(w, document{Title: string(r.Name + " · " + r.Class), Receipts: []Receipt{r}})
}

// HTML writes the class as one self-contained file: a cover, then a page for each receipt.
func (c Class) HTML(w io.Writer) error {
	return writeHTML(w, document{Title: string(c.Name), Cover: &c, Receipts: c.Receipts})
}

func writeHTML(w io.Writer, d document) error {
	t, err := template.New("page").Funcs(template.FuncMap{"given": given}).Parse(pageHTML)
	if err != nil {
		return err
	}
	return t.Execute(w, d)
}

// given is a text, or the mark of what is not there.
func given(s safetext.Safe) safetext.Safe {
	if s == "" {
		return missing
	}
	return s
}

// The drawing of a bar: 0..100 lies between two margins in which the mark of a
// value at an end has room.
const (
	barMargin = 6.0
	barScale  = 1.6
)

func at(v float64) string {
	return strconv.FormatFloat(barMargin+barScale*min(max(v, 0), 100), 'f', 1, 64)
}

// Begin is where 0 lies on the drawn line.
func (b Bar) Begin() string { return at(0) }

// End is where 100 lies.
func (b Bar) End() string { return at(100) }

// Half is where 50 lies.
func (b Bar) Half() string { return at(50) }

// From is where the interval begins.
func (b Bar) From() string { return at(b.Low) }

// At is where the value lies.
func (b Bar) At() string { return at(b.Value) }

// To is where the interval ends.
func (b Bar) To() string { return at(b.High) }

// Median is where the class's median lies; "" without one.
func (b Bar) Median() string {
	if b.Typical == nil {
		return ""
	}
	return at(*b.Typical)
}

// Says is the bar in words, for who cannot see it.
func (b Bar) Says() string {
	n := func(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) }
	s := n(b.Value) + " of 100, 90 % interval " + n(b.Low) + " to " + n(b.High)
	if b.Typical != nil {
		s += "; class median " + n(*b.Typical)
	}
	return s
}
