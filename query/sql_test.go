package query_test

import (
	"crypto/sha1" //nolint:gosec // xAPI's mbox_sha1sum
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"lrx/query"
)

func sha1Of(text string) string {
	sum := sha1.Sum([]byte(text)) //nolint:gosec // xAPI's mbox_sha1sum
	return hex.EncodeToString(sum[:])
}

// TestViewsHoldWhatListsPrint compares each documented view with its list, cell by cell.
func TestViewsHoldWhatListsPrint(t *testing.T) {
	t.Parallel()
	s := opened(t, march, fixture(t, "openedx-erb.ndjson"), fixture(t, "cts-1.0.3-accepted.ndjson"), fixture(t, "moodle-logstore.ndjson"))
	v := query.Viewer{Scope: query.AllClasses(), TZ: time.FixedZone("east", 5*3600)}
	ctx := t.Context()
	for name, sheet := range map[string]func() (query.Sheet, error){
		"learners": func() (query.Sheet, error) {
			l, err := s.Learners(ctx, v, query.Filter{})
			return query.LearnerSheet(l, v), err
		},
		"activities": func() (query.Sheet, error) {
			l, err := s.Activities(ctx, v, query.Filter{})
			return query.ActivitySheet(l, v), err
		},
		"attempts": func() (query.Sheet, error) {
			l, err := s.Attempts(ctx, v, query.Filter{})
			return query.AttemptSheet(l, v), err
		},
		"statements": func() (query.Sheet, error) {
			l, err := s.Statements(ctx, v, query.Filter{})
			return query.StatementSheet(l, v), err
		},
		"classes": func() (query.Sheet, error) {
			l, err := s.Classes(ctx, v, query.Filter{})
			return query.ClassSheet(l, v), err
		},
	} {
		want, err := sheet()
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.SQL(ctx, v, "FROM "+name, 0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(got.Rows) != len(want.Rows) || len(want.Rows) == 0 {
			t.Errorf("%s: %d rows, want %d", name, len(got.Rows), len(want.Rows))
			continue
		}
		rows := map[string][]any{}
		for _, r := range got.Rows {
			rows[fmt.Sprint(r.Cells[0])] = r.Cells
		}
		compared := 0
		for _, row := range want.Rows {
			for i, c := range want.Columns {
				at := columnAt(got, c.Key)
				// Names are chosen by language, or from the id, on the way out.
				if at < 0 || c.Key == "name" {
					continue
				}
				compared++
				have := rows[fmt.Sprint(row.Cells[0])]
				if have == nil {
					t.Fatalf("%s: no row %v", name, row.Cells[0])
				}
				if g, w := fmt.Sprint(have[at]), fmt.Sprint(row.Cells[i]); g != w {
					t.Errorf("%s of %v: %s is %s in the view and %s in the list", name, row.Cells[0], c.Key, g, w)
				}
			}
		}
		if compared < 3*len(want.Rows) {
			t.Errorf("%s: only %d cells compared", name, compared)
		}
	}
}

func columnAt(s query.Sheet, key string) int {
	for i, c := range s.Columns {
		if c.Key == key {
			return i
		}
	}
	return -1
}
