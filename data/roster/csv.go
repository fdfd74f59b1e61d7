package roster

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lrx/internal/safetext"
)

// foundWidth is how much of a value a problem quotes, in cells.
const foundWidth = 80

// text is a file in memory. The name is what problems call it.
type text struct {
	name  string
	bytes []byte
}

// problems gathers what could not be taken. All that comes from data is made
// printable here.
type problems []Problem

func (p *problems) add(file string, line int, column, found, want string) {
	*p = append(*p, Problem{
		File: printable(file), Row: line, Column: printable(column),
		Found: printable(found), Want: printable(want),
	})
}

func printable(s string) string {
	return safetext.Truncate(safetext.Clean(s), foundWidth*4).String()
}

// layout is what is known of a kind of CSV file.
type layout struct {
	columns  []string // the known ones
	required []string
	comments bool // lines that begin with # say nothing
	strict   bool // other columns are problems
}

// header is the first line of a CSV file, and how its cells are parted.
type header struct {
	comma  rune
	names  []string // lower case, without spaces around
	begin  int      // offset of the header's line, and of what follows it
	end    int
	line   int
	column map[string]int // by name, as the layout writes it
}

// row is a line of a CSV file below the header.
type row struct {
	file     *text
	head     *header
	line     int
	cells    []string
	problems *problems
}

// get is the value of a column: without white space around, a line break is one
// space; "" if there is none. It is a copy: nothing else of the line is kept.
func (r *row) get(column string) string {
	i, ok := r.head.column[column]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return strings.Clone(oneLine(r.cells[i]))
}

func oneLine(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, "\r\n\t") {
		s = strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c == '\r' || c == '\n' || c == '\t' }), " ")
	}
	return s
}

// wrong notes that a column of the row holds what it cannot; it returns false,
// for readers that end with it.
func (r *row) wrong(column, want string) bool {
	found := ""
	if i, ok := r.head.column[column]; ok && i < len(r.cells) {
		found = safetext.Truncate(safetext.Clean(oneLine(r.cells[i])), foundWidth).String()
	}
	r.problems.add(r.file.name, r.line, column, found, want)
	return false
}

// controls finds a cell with control characters that no program shows.
func (r *row) controls(known []string) bool {
	for _, column := range known {
		i, ok := r.head.column[column]
		if ok && i < len(r.cells) && strings.ContainsFunc(oneLine(r.cells[i]), isControl) {
			return !r.wrong(column, "text without control characters")
		}
	}
	return false
}

// isControl is true of line breaks too.
func isControl(c rune) bool { return unicode.IsControl(c) }

// each reads the rows of a file. A row that cannot be parted is a problem, and
// reading goes on below it. It returns the header; nil if there is none to go by.
func (l *layout) each(file *text, p *problems, take func(*row)) *header {
	content, ok := plainText(file, p)
	if !ok {
		return nil
	}
	head, line := l.header(content)
	if head == nil {
		if line > 0 {
			l.wantHeader(file, line, p)
		}
		return nil
	}
	if !l.check(file, head, p) {
		return nil
	}
	in := l.reader(content[head.end:], head.comma)
	// Rows count from the line behind the header.
	above := bytes.Count(content[:head.end], []byte{'\n'})
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return head
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			p.add(file.name, above+broken.StartLine, "", "", quoteRule(broken))
			continue
		}
		if err != nil {
			p.add(file.name, 0, "", err.Error(), "text")
			return head
		}
		line, _ := in.FieldPos(0)
		r := &row{file: file, head: head, line: above + line, cells: cells, problems: p}
		if r.blank() || r.long() || r.controls(l.columns) {
			continue
		}
		take(r)
	}
}

func quoteRule(broken *csv.ParseError) string {
	if errors.Is(broken, csv.ErrBareQuote) {
		return `a cell with a quote inside to stand in quotes, each quote in it doubled`
	}
	return `a quote that begins a cell to be closed at its end, each quote in it doubled`
}

func (l *layout) reader(content []byte, comma rune) *csv.Reader {
	in := csv.NewReader(bytes.NewReader(content))
	in.Comma, in.FieldsPerRecord, in.ReuseRecord = comma, -1, true
	if l.comments {
		in.Comment = '#'
	}
	return in
}

func (r *row) blank() bool {
	return !slices.ContainsFunc(r.cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// long finds values behind the last column: most often a value that holds the
// separator and should stand in quotes.
func (r *row) long() bool {
	for i := len(r.head.names); i < len(r.cells); i++ {
		if strings.TrimSpace(r.cells[i]) != "" {
			r.problems.add(r.file.name, r.line, "", fmt.Sprintf("%d cells", len(r.cells)),
				fmt.Sprintf("%d cells as in the header; a value that holds %q stands in quotes", len(r.head.names), r.head.comma))
			return true
		}
	}
	return false
}

// plainText is the content of a file without a byte order mark, if it is UTF-8.
func plainText(file *text, p *problems) ([]byte, bool) {
	content := bytes.TrimPrefix(file.bytes, []byte("\ufeff"))
	if bytes.HasPrefix(content, []byte{0xff, 0xfe}) || bytes.HasPrefix(content, []byte{0xfe, 0xff}) {
		p.add(file.name, 1, "", "UTF-16", `UTF-8; save the file again as "CSV UTF-8"`)
		return nil, false
	}
	if utf8.Valid(content) {
		return content, true
	}
	line, rest := 1, content
	for len(rest) > 0 {
		c, size := utf8.DecodeRune(rest)
		if c == utf8.RuneError && size == 1 {
			break
		}
		if c == '\n' {
			line++
		}
		rest = rest[size:]
	}
	p.add(file.name, line, "", fmt.Sprintf("byte %02x", rest[0]),
		`UTF-8; the file may be in Windows-1252: save it again as "CSV UTF-8"`)
	return nil, false
}

func (l *layout) wantHeader(file *text, line int, p *problems) {
	p.add(file.name, line, "", "", "a header with the columns "+strings.Join(l.required, ", "))
}

// header finds the first line that is neither blank nor a comment, 0 if there is
// none, and what it is as a header, nil if it names no known column. The cells are
// parted by what finds most of the known columns; "sep=;" above it says so too.
func (l *layout) header(content []byte) (*header, int) {
	begin, line, commas := 0, 1, []rune{',', ';', '\t'}
	for begin < len(content) {
		end := len(content)
		if i := bytes.IndexByte(content[begin:], '\n'); i >= 0 {
			end = begin + i + 1
		}
		first := string(bytes.TrimSpace(content[begin:end]))
		sep, named := strings.CutPrefix(strings.Trim(first, `"`), "sep=")
		switch {
		case named && line == 1 && len(sep) == 1 && strings.Contains(",;\t|", sep):
			commas = []rune(sep)
		case first == "" || l.comments && first[0] == '#':
		default:
			return l.best(content[begin:], commas, header{begin: begin, line: line}), line
		}
		begin, line = end, line+1
	}
	return nil, 0
}

func (l *layout) best(content []byte, commas []rune, at header) *header {
	var best *header
	most := 0
	for _, comma := range commas {
		in := l.reader(content, comma)
		cells, err := in.Read()
		if err != nil {
			continue
		}
		h := header{comma: comma, begin: at.begin, end: at.begin + int(in.InputOffset()), line: at.line}
		for _, cell := range cells {
			h.names = append(h.names, strings.ToLower(oneLine(strings.TrimPrefix(cell, "\ufeff"))))
		}
		for len(h.names) > 0 && h.names[len(h.names)-1] == "" {
			h.names = h.names[:len(h.names)-1]
		}
		known := 0
		for _, name := range l.columns {
			if slices.Contains(h.names, strings.ToLower(name)) {
				known++
			}
		}
		if known > most {
			best, most = &h, known
		}
	}
	return best
}

// check says what is wrong with the columns, and whether the file can be read
// by the others.
func (l *layout) check(file *text, h *header, p *problems) bool {
	at := map[string]int{}
	ok := true
	for i, name := range h.names {
		_, twice := at[name]
		known := slices.ContainsFunc(l.columns, func(c string) bool { return strings.EqualFold(c, name) })
		switch {
		case twice && known:
			p.add(file.name, h.line, name, "the column twice", "each column once")
			ok = false
		case !known && l.strict:
			p.add(file.name, h.line, "", cmp.Or(name, "a column without a name"), "only the columns "+strings.Join(l.columns, ", "))
		}
		if !twice {
			at[name] = i
		}
	}
	h.column = map[string]int{}
	for _, name := range l.columns {
		if i, found := at[strings.ToLower(name)]; found {
			h.column[name] = i
		}
	}
	for _, name := range l.required {
		if _, found := h.column[name]; !found {
			p.add(file.name, h.line, name, "", "this column in the header")
			ok = false
		}
	}
	return ok
}

// csvLine writes cells as one line of CSV. A cell that would make the line a
// comment or a blank one stands in quotes.
func csvLine(cells []string, comma rune, end string) string {
	var b strings.Builder
	for i, cell := range cells {
		if i > 0 {
			b.WriteRune(comma)
		}
		plain := !strings.ContainsAny(cell, "\"\r\n") && !strings.ContainsRune(cell, comma) &&
			cell == strings.TrimSpace(cell) && !strings.HasPrefix(cell, "#") && (cell != "" || len(cells) > 1)
		if plain {
			b.WriteString(cell)
			continue
		}
		b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
	}
	return b.String() + end
}
