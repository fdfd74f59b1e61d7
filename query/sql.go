package query

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"
	"github.com/google/uuid"

	"lrx/data/store"
	"lrx/internal/safetext"
)

// SQL runs a user's read-only SQL over the documented views. limit 0 = all
// rows. Needs the scope of all classes, and no mask: a free question cannot be
// narrowed or masked.
func (s *Store) SQL(ctx context.Context, v Viewer, text string, limit int) (Sheet, error) {
	if err := needAll(v); err != nil {
		return Sheet{}, err
	}
	if v.Mask {
		return Sheet{}, fmt.Errorf("names cannot be masked in free SQL: %w", ErrScope)
	}
	q, done, err := s.ask(ctx, v, Filter{})
	if err != nil {
		return Sheet{}, err
	}
	defer done()
	conn, err := q.DB.Conn(ctx)
	if err != nil {
		return Sheet{}, s.plain(err)
	}
	defer conn.Close() //nolint:errcheck // back to the pool
	if err := q.makeViews(ctx, conn); err != nil {
		return Sheet{}, err
	}
	// As a subquery it can only be one question; the line break ends a comment.
	rows, err := conn.QueryContext(ctx, "FROM (\n"+strings.TrimRight(text, "; \t\r\n")+"\n)") //nolint:gosec // a user's own SQL, read-only
	if err != nil {
		return Sheet{}, s.plainSQL(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells what matters
	sheet := Sheet{Name: "sql", AsOf: q.asOf, TZ: q.zone(), Rows: []Row{}}
	types, err := rows.ColumnTypes()
	if err != nil {
		return Sheet{}, s.plain(err)
	}
	for _, t := range types {
		name := string(safetext.Clean(t.Name()))
		sheet.Columns = append(sheet.Columns, Column{Key: name, Title: name, Kind: KindAny, Width: 20, Priority: 1})
	}
	for rows.Next() {
		cells, targets := make([]any, len(types)), make([]any, len(types))
		for i := range cells {
			targets[i] = &cells[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return Sheet{}, s.plain(err)
		}
		if sheet.Total++; limit > 0 && sheet.Total > limit {
			sheet.Truncated = true
			continue
		}
		for i := range cells {
			cells[i] = printable(cells[i], types[i].DatabaseTypeName())
		}
		sheet.Rows = append(sheet.Rows, Row{Cells: cells})
	}
	return sheet, s.plain(rows.Err())
}

// makeViews makes the documented views (sql/views.sql) for this connection. A
// view takes no parameters, so they are put in as literals; none of them is a
// text that came from outside.
func (q *asked) makeViews(ctx context.Context, conn *sql.Conn) error {
	q.zonePieces()
	b, err := sqlFiles.ReadFile("sql/views.sql")
	if err != nil {
		return err
	}
	text, err := store.PutIn(string(b), func(name string) (string, error) {
		if name == "who" {
			return store.Relations{Given: q.given}.With(name)
		}
		asked := q
		if name == "classes" || name == "everyone" {
			asked = q.each(Filter{})
		}
		part, err := asked.text(name)
		return "\n" + asked.literals(part) + "\n", err
	})
	if err != nil {
		return err
	}
	text = q.literals(text)
	_, err = conn.ExecContext(ctx, text)
	return q.store.plain(err)
}

// literals puts the parameters into a text.
func (q *asked) literals(text string) string {
	return parameter.ReplaceAllStringFunc(text, func(p string) string { return literal(q.params[p[1:]]) })
}

// literal writes a parameter in SQL.
func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case string:
		return "'" + strings.ReplaceAll(v, "'", "''") + "'"
	case time.Time:
		return "TIMESTAMP '" + v.UTC().Format("2006-01-02 15:04:05.999999") + "'"
	case []time.Time:
		return literals(v)
	case []int64:
		return literals(v)
	case []int32:
		return literals(v) + "::INTEGER[]"
	}
	return fmt.Sprint(v) // a number or a boolean
}

func literals[T any](list []T) string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = literal(v)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

var errorLine = regexp.MustCompile(`(?m)^LINE (\d+):`)

// plainSQL makes the driver's word on a user's SQL presentable: its first line,
// with the line it names counted in the user's text. What it suggests is left
// out, as it may be a table that is none of the views.
func (s *Store) plainSQL(err error) error {
	var e *duckdb.Error
	if errors.As(err, &e) && e.Type == duckdb.ErrorTypeIO {
		return s.plain(err) // it is not the question's fault
	}
	text, rest, _ := strings.Cut(err.Error(), "\n")
	if m := errorLine.FindStringSubmatch(rest); m != nil {
		n, _ := strconv.Atoi(m[1])
		text += fmt.Sprintf(" (line %d)", max(1, n-1))
	}
	return &SQLError{text: safetext.Clean(text)}
}

// SQLError is what is wrong with a user's SQL.
type SQLError struct{ text safetext.Safe }

func (e *SQLError) Error() string { return string(e.text) }

// printable turns a driver's value into one that a cell may hold. Text stays as
// received, in the type that cannot be printed so: JSON writes it whole.
func printable(v any, typ string) any {
	switch v := v.(type) {
	case nil, bool, int64, float64, *big.Int:
		return v
	case string:
		return safetext.NewRaw(v)
	case []byte:
		if typ == "UUID" && len(v) == 16 {
			return safetext.Safe(uuid.UUID(v).String())
		}
		return safetext.Safe(fmt.Sprintf("%x", v))
	case time.Time:
		return v.UTC()
	case duckdb.UUID:
		return safetext.Safe(v.String())
	case duckdb.Decimal:
		return v.Float64()
	case []any:
		out := make([]any, 0, len(v))
		for _, x := range v {
			out = append(out, printable(x, strings.TrimSuffix(typ, "[]")))
		}
		return out
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		var b strings.Builder
		for _, k := range keys {
			fmt.Fprintf(&b, "%s: %v; ", k, printable(v[k], ""))
		}
		return safetext.Clean(strings.TrimSuffix(b.String(), "; "))
	}
	switch r := reflect.ValueOf(v); {
	case r.CanInt():
		return r.Int()
	case r.CanUint() && r.Uint() < 1<<63:
		return int64(r.Uint()) //nolint:gosec // checked
	case r.CanFloat():
		return r.Float()
	}
	return safetext.Clean(fmt.Sprint(v))
}
