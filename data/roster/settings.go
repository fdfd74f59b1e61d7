package roster

import (
	"strconv"
	"strings"
)

// settings is a TOML file as lines, so that one setting can be changed or left
// out and the others stay as they are written, with their comments.
type settings struct {
	lines []string
	keys  []string // the key that a line sets, with its table: "weights.due_work"; "" = none
	heads []string // the table that a line begins: "weights"; "" = none
}

func newSettings(content []byte) *settings {
	s := &settings{lines: strings.Split(string(content), "\n")}
	table := ""
	for _, line := range s.lines {
		key, head := "", ""
		line = strings.TrimSpace(line)
		if inner, ok := strings.CutPrefix(line, "["); ok {
			if name, rest, ok := tomlKey(inner); ok && strings.HasPrefix(rest, "]") {
				head, table = name, name
			}
		} else if name, rest, ok := tomlKey(line); ok && strings.HasPrefix(rest, "=") {
			key = within(table, name)
		}
		s.keys, s.heads = append(s.keys, key), append(s.heads, head)
	}
	return s
}

func within(table, key string) string {
	if table == "" {
		return key
	}
	return table + "." + key
}

// tomlKey reads a key at the beginning of a text: its parts joined by dots,
// without quotes, and what follows it.
func tomlKey(text string) (key, rest string, ok bool) {
	var parts []string
	for {
		text = strings.TrimLeft(text, " \t")
		var part string
		switch {
		case strings.HasPrefix(text, `"`):
			quoted, err := strconv.QuotedPrefix(text)
			if err != nil {
				return "", "", false
			}
			part, _ = strconv.Unquote(quoted) // QuotedPrefix checked it
			text = text[len(quoted):]
		case strings.HasPrefix(text, "'"):
			part, text, ok = strings.Cut(text[1:], "'")
			if !ok {
				return "", "", false
			}
		default:
			end := strings.IndexFunc(text, func(r rune) bool {
				return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-'
			})
			if end < 0 {
				end = len(text)
			}
			if end == 0 {
				return "", "", false
			}
			part, text = text[:end], text[end:]
		}
		parts = append(parts, part)
		text = strings.TrimLeft(text, " \t")
		if !strings.HasPrefix(text, ".") {
			return strings.Join(parts, "."), text, true
		}
		text = text[1:]
	}
}

// find is the line that sets a key, else the one of what the key lies in; -1 if
// there is none.
func (s *settings) find(key string) int {
	for {
		for i := range s.lines {
			if s.keys[i] == key || s.heads[i] == key {
				return i
			}
		}
		dot := strings.LastIndexByte(key, '.')
		if dot < 0 {
			return -1
		}
		key = key[:dot]
	}
}

// drop leaves a line out; with the head of a table all that stands in it.
func (s *settings) drop(line int) {
	end := line + 1
	if s.heads[line] != "" {
		for end < len(s.lines) && !strings.HasPrefix(strings.TrimSpace(s.lines[end]), "[") {
			end++
		}
	}
	for i := line; i < end; i++ {
		s.lines[i], s.keys[i], s.heads[i] = "", "", ""
	}
}

// set writes the value of a key: in its line, whose comment stays, else behind
// what stands in its table, else in a table of its own, with a comment.
func (s *settings) set(table, key, value, comment string) {
	for i := range s.lines {
		if s.keys[i] == within(table, key) {
			name, rest, _ := strings.Cut(s.lines[i], "=")
			s.lines[i] = name + "= " + value + trailing(rest)
			return
		}
	}
	at := s.end(table)
	if at < 0 {
		at = s.begin(table, comment)
	}
	s.insert(at, tomlName(key)+" = "+value, within(table, key), "")
}

// end is the place behind what stands in a table; -1 if there is no such table.
func (s *settings) end(table string) int {
	at, now := -1, ""
	if table == "" {
		at = 0
	}
	for i, head := range s.heads {
		if head != "" {
			now = head
		}
		if now == table && (head != "" || s.keys[i] != "" || table == "" && at == i && strings.HasPrefix(s.lines[i], "#")) {
			at = i + 1
		}
	}
	return at
}

// begin begins a table at the end of the file and returns the place in it.
func (s *settings) begin(table, comment string) int {
	for len(s.lines) > 0 && strings.TrimSpace(s.lines[len(s.lines)-1]) == "" {
		s.cut(len(s.lines) - 1)
	}
	s.insert(len(s.lines), "", "", "")
	if comment != "" {
		s.insert(len(s.lines), "# "+comment, "", "")
	}
	s.insert(len(s.lines), "["+table+"]", "", table)
	s.insert(len(s.lines), "", "", "") // the last line ends
	return len(s.lines) - 1
}

func (s *settings) insert(at int, line, key, head string) {
	put := func(all *[]string, text string) {
		*all = append((*all)[:at:at], append([]string{text}, (*all)[at:]...)...)
	}
	put(&s.lines, line)
	put(&s.keys, key)
	put(&s.heads, head)
}

func (s *settings) cut(at int) {
	s.lines, s.keys, s.heads = append(s.lines[:at:at], s.lines[at+1:]...), append(s.keys[:at:at], s.keys[at+1:]...), append(s.heads[:at:at], s.heads[at+1:]...)
}

// remove takes the line of a key away.
func (s *settings) remove(key string) {
	for i := range s.lines {
		if s.keys[i] == key {
			s.cut(i)
			return
		}
	}
}

func (s *settings) bytes() []byte { return []byte(strings.Join(s.lines, "\n")) }

// trailing is the comment behind a value, with the blanks before it.
func trailing(value string) string {
	var quote byte
	for i := range len(value) {
		switch c := value[i]; {
		case quote != 0 && c == '\\' && quote == '"' && i+1 < len(value):
			// what follows is read as if it were no quote; a comment is lost at worst
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && c == '#':
			return value[len(strings.TrimRight(value[:i], " \t")):]
		}
	}
	if strings.HasSuffix(value, "\r") {
		return "\r"
	}
	return ""
}

// tomlName is a key as TOML writes it.
func tomlName(key string) string {
	if name, rest, ok := tomlKey(key); ok && name == key && rest == "" && !strings.Contains(key, ".") {
		return key
	}
	return tomlText(key)
}
