package pager

import (
	"strings"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// View draws the rows in sight. With cursor false no row is marked, for a text
// that is only read.
func (p *Pager) View(th *theme.Theme, cursor bool) []string {
	var out []string
	for at := p.top; at < len(p.rows) && len(out) < p.h; at++ {
		if cursor && at == p.at {
			out = append(out, p.marked(th, p.rows[at]))
			continue
		}
		out = append(out, " "+p.painted(th, p.rows[at]))
	}
	return out
}

// marked draws the row of the cursor over the whole width.
func (p *Pager) marked(th *theme.Theme, r row) string {
	text := strings.Repeat(" ", r.indent) + p.shown(r.line)[r.from:r.to] + p.leads(r)
	rest := p.w - 1 - th.Width(text)
	return th.Paint(theme.Accent, theme.Bar) + th.Paint(theme.Selected, text+strings.Repeat(" ", max(0, rest)))
}

func (p *Pager) painted(th *theme.Theme, r row) string {
	l := p.lines[r.line]
	text := p.shown(r.line)
	label := min(max(len(l.Label), r.from), r.to)
	return strings.Repeat(" ", r.indent) + p.matched(th, theme.Accent, text[r.from:label]) + p.matched(th, l.Tone, text[label:r.to]) +
		th.Paint(theme.Key, p.leads(r))
}

// leads is the mark at the end of a row that leads somewhere. Of lines that
// lead to the same only the first has one. Where the row is full it stands in
// the margin.
func (p *Pager) leads(r row) string {
	link := p.lines[r.line].Link
	text := p.shown(r.line)
	if link == 0 || r.to < len(text) || r.line > 0 && p.lines[r.line-1].Link == link {
		return ""
	}
	if r.indent+safetext.Width(safetext.Safe(text[r.from:r.to])) < p.room() {
		return " " + theme.Leads
	}
	return theme.Leads
}

// matched paints text in a tone and what the search found in it in its own.
func (p *Pager) matched(th *theme.Theme, tone theme.Tone, text string) string {
	lower := strings.ToLower(text)
	if p.search == "" || len(lower) != len(text) {
		return th.Paint(tone, text)
	}
	var b strings.Builder
	for {
		i := strings.Index(lower, p.search)
		if i < 0 {
			b.WriteString(th.Paint(tone, text))
			return b.String()
		}
		end := i + len(p.search)
		b.WriteString(th.Paint(tone, text[:i]))
		b.WriteString(th.Paint(theme.Match, text[i:end]))
		text, lower = text[end:], lower[end:]
	}
}
