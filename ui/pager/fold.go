package pager

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Folds says whether any line can fold.
func (p *Pager) Folds() bool {
	return slices.ContainsFunc(p.lines, func(l Line) bool { return l.Block > 0 })
}

// Block says whether a block begins at the line of the cursor.
func (p *Pager) Block() bool {
	i := p.Line()
	return i >= 0 && p.lines[i].Block > 0
}

// Toggle opens the closed block of the cursor, or closes the one it is in.
func (p *Pager) Toggle() {
	if !p.Open() {
		p.Close()
	}
}

// Open opens the block of the cursor's line. It says whether it was closed.
func (p *Pager) Open() bool {
	i := p.Line()
	if i < 0 || !p.closed[i] {
		return false
	}
	delete(p.closed, i)
	p.wrap()
	return true
}

// Close closes the block of the cursor's line, or else the block around it.
func (p *Pager) Close() {
	i := p.Line()
	if i < 0 {
		return
	}
	if p.lines[i].Block == 0 || p.closed[i] {
		i = p.around(i)
	}
	if i < 0 {
		return
	}
	p.closed[i] = true
	p.wrap()
	p.SetLine(i)
}

// around is the line whose block holds line i; -1 when there is none.
func (p *Pager) around(i int) int {
	for at := i - 1; at >= 0; at-- {
		if at+p.lines[at].Block >= i {
			return at
		}
	}
	return -1
}

// Search looks for a text in all lines, folded ones too. An empty text ends the search.
func (p *Pager) Search(text string) {
	p.search, p.found = strings.ToLower(text), nil
	if text == "" {
		return
	}
	for i, l := range p.lines {
		if strings.Contains(strings.ToLower(string(l.Label+l.Text)), p.search) {
			p.found = append(p.found, i)
		}
	}
}

// Searching says whether a search is on.
func (p *Pager) Searching() bool { return p.search != "" }

// Found is how many lines hold what is searched.
func (p *Pager) Found() int { return len(p.found) }

// Next moves to the next line that holds what is searched, or with by < 0 to
// the one before; behind the last comes the first. It opens the blocks around.
func (p *Pager) Next(by int) {
	if len(p.found) == 0 {
		return
	}
	at, here := slices.BinarySearch(p.found, p.Line())
	switch {
	case by < 0:
		at--
	case here:
		at++
	}
	p.reveal(p.found[(at+len(p.found))%len(p.found)])
}

// Nearest moves to the first line from the cursor on that holds what is searched.
func (p *Pager) Nearest() {
	if len(p.found) == 0 {
		return
	}
	at, _ := slices.BinarySearch(p.found, p.Line())
	p.reveal(p.found[at%len(p.found)])
}

func (p *Pager) reveal(line int) {
	for at := p.around(line); at >= 0; at = p.around(at) {
		delete(p.closed, at)
	}
	p.wrap()
	p.SetLine(line)
}

// cluster is the size in bytes and in cells of what a reader takes for the
// first character of s.
func cluster(s string) (size, cells int) {
	if s[0] >= ' ' && s[0] <= '~' && (len(s) == 1 || s[1] < 0x80) {
		return 1, 1
	}
	c, cells := ansi.FirstGraphemeCluster(s, ansi.WcWidth)
	return max(1, len(c)), cells
}
