package roster

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
)

// with is the content of a file with a line added at its end. All else stays as it
// is; columns that the header lacks are added to it. A file that says nothing yet
// begins with the first line of head.
func (l *layout) with(f *text, head string, values map[string]string) ([]byte, error) {
	content, at, err := l.headerOf(f)
	if err != nil {
		return nil, err
	}
	if at == nil { // nothing but blank lines and comments
		content = append(endLine(content, "\n"), head[:strings.IndexByte(head, '\n')+1]...)
		if _, at, err = l.headerOf(&text{name: f.name, bytes: content}); err != nil {
			return nil, err
		}
	}
	end := "\n"
	if bytes.HasSuffix(content[at.begin:at.end], []byte("\r\n")) {
		end = "\r\n"
	}
	names := slices.Clone(at.names)
	for _, column := range l.columns {
		if values[column] != "" && !slices.Contains(names, column) {
			names = append(names, column)
		}
	}
	cells := make([]string, len(names))
	for i, name := range names {
		cells[i] = values[name]
	}
	out := slices.Clone(content[:at.end])
	if len(names) > len(at.names) {
		out = append(slices.Clone(content[:at.begin]), csvLine(names, at.comma, end)...)
	}
	return append(endLine(append(out, content[at.end:]...), end), csvLine(cells, at.comma, end)...), nil
}

// plainCell is a value as it will be read again.
func plainCell(s string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if isControl(c) {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

// headerOf finds the header of a file that lines are added to; nil if there is no line yet.
func (l *layout) headerOf(f *text) ([]byte, *header, error) {
	var p problems
	content, ok := plainText(f, &p)
	if !ok {
		return nil, nil, &p[0]
	}
	head, line := l.header(content)
	if line == 0 || head != nil && l.check(f, head, &p) {
		return content, head, nil
	}
	if len(p) == 0 {
		l.wantHeader(f, line, &p)
	}
	return nil, nil, &p[len(p)-1]
}

func endLine(content []byte, end string) []byte {
	if len(content) > 0 && content[len(content)-1] != '\n' {
		return append(content, end...)
	}
	return content
}

// rowAt finds the bytes of the row that begins in a line, its line breaks included.
func (l *layout) rowAt(content []byte, head *header, line int) (begin, end int, ok bool) {
	for range line - 1 {
		i := bytes.IndexByte(content[begin:], '\n')
		if i < 0 {
			return 0, 0, false
		}
		begin += i + 1
	}
	if begin < head.end {
		return 0, 0, false
	}
	in := l.reader(content[begin:], head.comma)
	if _, err := in.Read(); errors.Is(err, io.EOF) {
		return 0, 0, false
	}
	return begin, begin + int(in.InputOffset()), true
}
