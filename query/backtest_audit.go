package query

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"lrx/data/roster"
	"lrx/scoring"
)

// auditGroups are the groups of an audit file, by learner. A model never sees
// them: they are looked at after its list is made.
type auditGroups struct {
	attributes []string
	of         map[int32][]string // values, in the order of attributes
}

// mostGroups is how many groups an attribute may have: a column with more is an
// identifier or a text.
const mostGroups = 20

// auditGroups finds the learners of an audit file; nil without one.
func (q *asked) auditGroups(ctx context.Context, a *roster.Audit) (*auditGroups, error) {
	if a == nil {
		return nil, nil
	}
	g := &auditGroups{attributes: a.Attributes, of: map[int32][]string{}}
	names, rows := make([]string, len(a.Rows)), map[string]int{}
	for i := range a.Rows {
		names[i], rows[a.Rows[i].Learner] = a.Rows[i].Learner, i
	}
	err := q.with("names", names).rows(ctx, "named_learners", func(scan func(...any) error) error {
		var learner int32
		var name string
		err := scan(&learner, &name)
		if i, ok := rows[name]; ok {
			g.of[learner] = a.Rows[i].Values
		}
		return err
	})
	return g, err
}

// compare compares the groups of each attribute by the list that a model makes.
func (g *auditGroups) compare(b *scoring.BackTest, r *replays, capacity int) []AuditedGroups {
	out := []AuditedGroups{}
	if g == nil {
		return out
	}
	flagged := make([]bool, b.Learners)
	for _, i := range scoring.AtCapacity(b.Probability, capacity).Flagged {
		flagged[i] = true
	}
	for k, attribute := range g.attributes {
		groups, unmatched := make([]string, b.Learners), 0
		for i, who := range b.Who {
			if values := g.of[r.who(who).learner]; values != nil {
				groups[i] = values[k]
			}
			if groups[i] == "" {
				unmatched++
			}
		}
		one := auditOf(attribute, flagged, b.Outcome, groups)
		one.Unmatched = unmatched
		out = append(out, one)
	}
	return out
}

// auditOf compares the groups of one attribute: who is on the list, who is there
// and neither failed nor withdrew, and who failed or withdrew and is not there.
func auditOf(attribute string, flagged, outcome []bool, groups []string) AuditedGroups {
	out := AuditedGroups{Attribute: attribute, Groups: []AuditedGroup{}, Sentences: []string{}}
	names := map[string]bool{}
	for _, name := range groups {
		if name != "" {
			names[name] = true
		}
	}
	if len(names) > mostGroups {
		out.Sentences = append(out.Sentences, fmt.Sprintf("By %s nothing is compared: it has %d values, and a comparison takes at most %d.", attribute, len(names), mostGroups))
		return out
	}
	by := map[string]*AuditedGroup{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		out.Groups = append(out.Groups, AuditedGroup{Group: name})
	}
	for i := range out.Groups {
		by[out.Groups[i].Group] = &out.Groups[i]
	}
	nobody, missed, without := make([]bool, len(outcome)), make([]bool, len(outcome)), make([]bool, len(outcome))
	for i := range outcome {
		missed[i], without[i] = !flagged[i], !outcome[i]
	}
	// Audit looks at those without an outcome: which these are says what is compared.
	for _, part := range []struct {
		marked, left []bool
		to           func(*AuditedGroup) **Interval
		gap          **Interval
		of, are      string
	}{
		{flagged, nobody, func(a *AuditedGroup) **Interval { return &a.Flagged }, &out.Flagged, "all learners", "on the list"},
		{flagged, outcome, func(a *AuditedGroup) **Interval { return &a.Alarms }, &out.Alarms, "those who neither failed nor withdrew", "on the list"},
		{missed, without, func(a *AuditedGroup) **Interval { return &a.Missed }, &out.Missed, "those who failed or withdrew", "not on the list"},
	} {
		s := scoring.Audit(attribute, part.marked, part.left, groups)
		for _, f := range s.Groups {
			if !f.Few {
				*part.to(by[f.Group]) = intervalOf(f.Share)
			}
		}
		*part.gap = intervalOf(scoring.Estimate{Value: s.Gap, Low: s.Low, High: s.High})
		out.Sentences = append(out.Sentences, gapSentence(attribute, part.of, part.are, *part.gap))
	}
	return out
}

func gapSentence(attribute, of, are string, gap *Interval) string {
	if gap == nil {
		return fmt.Sprintf("By %s, of %s: nothing can be compared, because it takes two groups of 10.", attribute, of)
	}
	text := fmt.Sprintf("By %s, of %s: the shares %s are %.1f points apart", attribute, of, are, 100*gap.Value)
	if gap.Low == nil {
		return text + "."
	}
	text += fmt.Sprintf(" (90 %% interval %.1f to %.1f)", 100**gap.Low, 100**gap.High)
	if *gap.Low <= 0 {
		return text + ", which may be chance."
	}
	return text + "."
}
