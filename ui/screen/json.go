package screen

import (
	"bytes"
	"encoding/json"
	"strings"

	"lrx/internal/safetext"
	"lrx/ui/pager"
	"lrx/ui/theme"
)

// longestValue is how much of one line of JSON is shown, in bytes. A response
// may be a whole book; the export has all of it.
const longestValue = 4000

// prettyJSON indents JSON that safetext has made printable. The text keeps its
// numbers, its order of keys and its escapes.
func prettyJSON(raw []byte) []byte {
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return raw
	}
	return out.Bytes()
}

// jsonLines lays JSON out with a block for each object and list. Paths says
// which parts lead where: "context.registration" and all below it.
func jsonLines(raw []byte, paths map[string]int) []pager.Line {
	text := safetext.CleanLines(string(prettyJSON(raw)))
	lines := make([]pager.Line, len(text))
	var open []int // lines whose block is not finished
	var keys []string
	for i, t := range text {
		l := lineOf(t)
		body := strings.TrimSuffix(strings.TrimSpace(string(l.Text)), ",")
		if body == "}" || body == "]" {
			if len(open) == 0 {
				continue // not JSON
			}
			from := open[len(open)-1]
			open, keys = open[:len(open)-1], keys[:len(keys)-1]
			lines[from].Block = i - from
			lines[from].Brief = brief(lines[from].Text, text[from+1:i+1])
		}
		key := keyOf(l.Label)
		l.Link, l.Tone = linkAt(paths, keys, key), toneOf(body)
		if body == "{" || body == "[" {
			open, keys = append(open, i), append(keys, key)
		}
		lines[i] = l
	}
	return lines
}

// lineOf splits a line of indented JSON into its key and the rest.
func lineOf(t safetext.Safe) pager.Line {
	s := string(t)
	start := len(s) - len(strings.TrimLeft(s, " "))
	end := start
	if strings.HasPrefix(s[start:], `"`) {
		end = start + 1
		for end < len(s) && s[end] != '"' {
			if s[end] == '\\' {
				end++
			}
			end++
		}
		if end = min(end+1, len(s)); !strings.HasPrefix(s[end:], ": ") {
			end = start // a text in a list
		} else {
			end += len(": ")
		}
	}
	l := pager.Line{Label: t[:end], Text: t[end:]}
	if len(l.Text) > longestValue {
		l.Text = safetext.Clean(string(l.Text[:longestValue])) + theme.Ellipsis + " (cut here; the export has all of it)"
	}
	return l
}

func keyOf(label safetext.Safe) string {
	return strings.TrimSuffix(strings.Trim(strings.TrimSpace(string(label)), `":`), `"`)
}

// linkAt finds the part a key is in. A list's elements have no key, so a path
// names a list by its own.
func linkAt(paths map[string]int, keys []string, key string) int {
	path := ""
	for _, k := range append(keys[:len(keys):len(keys)], key) {
		if k == "" {
			continue
		}
		if path != "" {
			path += "."
		}
		path += k
		if link := paths[path]; link > 0 {
			return link
		}
	}
	return 0
}

func toneOf(body string) theme.Tone {
	switch body {
	case "null":
		return theme.Muted
	case "true":
		return theme.Good
	case "false":
		return theme.Warn
	}
	return theme.Plain
}

// brief is a block on one line, as much as fits any window.
func brief(first safetext.Safe, rest []safetext.Safe) safetext.Safe {
	var b strings.Builder
	b.WriteString(string(first))
	for _, t := range rest {
		part := strings.TrimSpace(string(t))
		if strings.HasSuffix(b.String(), ",") {
			b.WriteByte(' ')
		}
		b.WriteString(part)
		if b.Len() > 600 {
			break
		}
	}
	return safetext.Safe(theme.Closed+" ") + safetext.Truncate(safetext.Clean(b.String()), 160)
}
