package roster

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
)

// Audit is a file with what learners are, for a back-test that compares groups.
// It is kept apart from all else: nothing of it is stored, and nothing of it can
// be an input of a score or a model.
type Audit struct {
	Attributes []string // columns beside learner, printable
	Rows       []AuditRow
}

// AuditRow is a learner of an audit file.
type AuditRow struct {
	Learner string   // learner id (L-…), canonical key, or a user of the roster by UserKey
	Values  []string // in the order of Attributes, printable; "" = not known
}

var auditColumns = layout{columns: []string{"learner"}, required: []string{"learner"}, comments: true}

// ReadAudit reads a CSV file with a column learner and a column for each
// attribute. The id of a user of the roster is written as it is or as roster:ID.
func ReadAudit(path string) (*Audit, []Problem, error) {
	name := filepath.Base(path)
	f, err := readText(path, name)
	if err != nil {
		return nil, nil, err
	}
	if f == nil {
		return nil, nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}
	a, p := readAudit(f)
	if len(a.Attributes) == 0 && len(p) == 0 {
		return nil, nil, errors.New(printable(name) + ": expected columns beside learner, one for each attribute by which learners are compared")
	}
	return a, p, nil
}

func readAudit(f *text) (*Audit, []Problem) {
	var p problems
	a := &Audit{}
	first := map[string]int{}
	var columns []int
	auditColumns.each(f, &p, func(w *row) {
		if columns == nil {
			columns = a.head(w.head)
		}
		learner := w.get("learner")
		if !isLearnerID(learner) {
			if key, ok := ParseKey(learner); ok {
				learner = key
			} else if learner != "" {
				learner = UserKey(learner)
			}
		}
		if _, twice := first[learner]; twice || learner == "" {
			w.wrong("learner", "an identifier, a learner's id (L-…) or the id of a user of the roster, each in one line")
			return
		}
		first[learner] = w.line
		one := AuditRow{Learner: learner}
		for _, i := range columns {
			value := ""
			if i < len(w.cells) {
				value = printable(oneLine(w.cells[i]))
			}
			one.Values = append(one.Values, value)
		}
		a.Rows = append(a.Rows, one)
	})
	return a, p
}

// head takes over the attributes and returns their columns.
func (a *Audit) head(h *header) []int {
	columns := []int{}
	for i, name := range h.names {
		if name = printable(name); i != h.column["learner"] && name != "" && !slices.Contains(a.Attributes, name) {
			columns, a.Attributes = append(columns, i), append(a.Attributes, name)
		}
	}
	return columns
}
