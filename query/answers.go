package query

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"lrx/data"
	"lrx/internal/safetext"
)

// interaction is what a statement says of the question it answers (xAPI 1.0.3
// Data 2.4.4.1, "Interaction Activities").
type interaction struct {
	Result struct {
		Response string `json:"response"`
	} `json:"result"`
	Object struct {
		Definition struct {
			Type     string   `json:"interactionType"`
			Right    []string `json:"correctResponsesPattern"`
			Choices  []choice `json:"choices"`
			Scale    []choice `json:"scale"`
			Sources  []choice `json:"source"`
			Targets  []choice `json:"target"`
			StepList []choice `json:"steps"`
		} `json:"definition"`
	} `json:"object"`
}

type choice struct {
	ID          string          `json:"id"`
	Description json.RawMessage `json:"description"`
}

// given is a learner's first answer to an item.
type given struct {
	learner  int32
	right    *bool
	response string
}

// separators part the members of a response, and the two sides of a match.
const (
	between = "[,]"
	match   = "[.]"
)

// firstAnswers are the first answers of learners to an item with one, and what its
// parts are called. Only the newest description of the question counts.
func (q *asked) firstAnswers(ctx context.Context, item int32) (all []given, names map[string]safetext.Safe, kind string, err error) {
	names = map[string]safetext.Safe{}
	last := int32(-1 << 31)
	err = q.with("item", item).rows(ctx, "first_answers", func(scan func(...any) error) error {
		var g given
		var right sql.NullBool
		var text string
		if err := scan(&g.learner, &right, &text); err != nil {
			return err
		}
		if g.learner == last {
			return nil
		}
		var said interaction
		if json.Unmarshal([]byte(text), &said) != nil || said.Result.Response == "" {
			return nil // written in another way than the rest; what it comes to is counted elsewhere
		}
		last = g.learner
		g.right, g.response = ptr(right.Bool, right.Valid), said.Result.Response
		all = append(all, g)
		d := &said.Object.Definition
		if d.Type != "" {
			kind = d.Type
		}
		for _, list := range [][]choice{d.Choices, d.Scale, d.Sources, d.Targets, d.StepList} {
			for _, c := range list {
				m := data.LangMap{}
				if json.Unmarshal(c.Description, &m) == nil && len(m) > 0 {
					names[c.ID] = safetext.Clean(m.Pick(q.viewer.Lang))
				}
			}
		}
		return nil
	})
	return all, names, kind, err
}

// free says whether answers to a question are texts of learners' own.
func free(kind string) bool {
	switch kind {
	case "choice", "true-false", "likert", "matching", "sequencing", "numeric", "performance":
		return false
	}
	return true
}

// worded is an answer as people read it: the parts by their descriptions.
func worded(response string, names map[string]safetext.Safe) safetext.Safe {
	parts := strings.Split(response, between)
	for i, part := range parts {
		sides := strings.Split(part, match)
		for k, side := range sides {
			if name, ok := names[side]; ok {
				sides[k] = string(name)
			}
		}
		parts[i] = strings.Join(sides, " – ")
	}
	return safetext.Clean(strings.Join(parts, ", "))
}
