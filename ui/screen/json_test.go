package screen

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lrx/internal/safetext"
)

func TestJSONLines(t *testing.T) {
	t.Parallel()
	raw := `{"actor":{"name":"a, \"b\": {","list":[]},"context":{"registration":"r","contextActivities":{"parent":[{"id":"p"}],"other":[]}},"n":1.50}`
	lines := jsonLines([]byte(raw), map[string]int{"actor": 1, "context.registration": 2, "context.contextActivities.parent": 3})
	var all strings.Builder
	for _, l := range lines {
		all.WriteString(string(l.Label+l.Text) + "\n")
		trimmed := strings.TrimSpace(string(l.Label))
		switch {
		case trimmed == `"actor":` && (l.Block != 3 || l.Link != 1 || string(l.Brief) != `▸ {"name": "a, \"b\": {", "list": []},`),
			trimmed == `"name":` && l.Link != 1,
			trimmed == `"registration":` && l.Link != 2,
			trimmed == `"id":` && l.Link != 3,
			trimmed == `"other":` && l.Link != 0,
			trimmed == `"n":` && (l.Link != 0 || l.Text != "1.50"):
			t.Errorf("%+v", l)
		}
	}
	if lines[0].Block != len(lines)-1 {
		t.Errorf("the whole is a block of %d lines", lines[0].Block)
	}
	if !json.Valid([]byte(all.String())) {
		t.Errorf("not the same:\n%s", all.String())
	}
}

func TestJSONLinesNest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[\[\]{}",: a1]{0,40}`)).Draw(t, "text")
		raw := []byte(text)
		if rapid.Bool().Draw(t, "valid") {
			raw, _ = json.Marshal(map[string]any{text: []any{text, map[string]string{"k": text}}})
		}
		lines := jsonLines(safetext.JSON(raw), nil)
		for i, l := range lines {
			if i+l.Block >= len(lines) {
				t.Fatalf("line %d of %d has a block of %d", i, len(lines), l.Block)
			}
			for j := i + 1; j <= i+l.Block; j++ {
				if j+lines[j].Block > i+l.Block {
					t.Fatalf("the block of line %d ends behind that of line %d", j, i)
				}
			}
		}
	})
}
