package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"lrx/data"
)

// Check is one line of a verification.
type Check struct {
	Name   string `json:"check"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
}

// Damage is what of a store cannot be read, table by table, and how many
// statements can.
type Damage struct {
	Tables     []TableLoss `json:"tables"`
	Statements int64       `json:"statements"` // rebuild keeps as many; -1 when it cannot be told
	Of         int64       `json:"of"`
}

// Report is the result of Verify.
type Report struct {
	OK      bool    `json:"ok"`
	Checks  []Check `json:"checks"`
	Pending string  `json:"pending,omitempty"` // what an unfinished load left behind
	Damage  *Damage `json:"damage,omitempty"`  // nil when every block can be read
}

// Verify reads every block of the store and counts it again, another way than
// the load did. It only reads. Of a store that is damaged it says what is hit.
func Verify(ctx context.Context, dir string) (r Report, err error) {
	g, err := attach(ctx, dir)
	if err != nil {
		return r, err
	}
	defer func() { err = Explain(dir, errors.Join(err, g.Close())) }()
	if err := checkOurs(ctx, g.DB, dbPath(dir)); err != nil && !meansDamage(err) {
		return r, err
	}
	r = Report{OK: true, Pending: Pending(dir)}
	if err := r.readAll(ctx, g.DB); err != nil || r.Damage != nil {
		return r, err // what is damaged cannot be counted
	}
	if err := checkVersion(ctx, g.DB); err != nil {
		return r, err
	}
	for _, c := range verifyChecks {
		var wrong int64
		if err := g.DB.QueryRowContext(ctx, c.sql).Scan(&wrong); err != nil {
			return r, fmt.Errorf("verify %s: %w", c.name, err)
		}
		r.add(c.name, wrong, c.wrong)
	}
	wrong, err := verifyRaw(ctx, g.DB)
	if err != nil {
		return r, err
	}
	r.add("every raw statement reads as its columns say", wrong, "statements differ; lrx store rebuild mends them")
	return r, nil
}

// readAll reads all there is of every table. The database keeps a checksum with
// each block and compares it when the block is read.
func (r *Report) readAll(ctx context.Context, db *sql.DB) error {
	tables, err := column[string](ctx, db, "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY table_name")
	if err != nil {
		return err
	}
	for _, table := range tables {
		t, err := readTable(ctx, db, table, "t")
		if err != nil {
			return err
		}
		if t.Lost != 0 {
			r.damaged(t)
		}
	}
	if r.Damage == nil {
		r.add("every block of every table can be read", 0, "")
		return nil
	}
	return r.Damage.countTexts(ctx, db)
}

func (r *Report) damaged(t TableLoss) {
	if r.OK = false; r.Damage == nil {
		r.Damage = &Damage{}
	}
	r.Damage.Tables = append(r.Damage.Tables, t)
	c := Check{Name: fmt.Sprintf("every row of %q can be read", t.Table), Detail: fmt.Sprintf("%d of %d rows cannot", t.Lost, t.Rows)}
	if t.Lost < 0 {
		c.Detail = "no row can"
	}
	r.Checks = append(r.Checks, c)
}

// countTexts counts the statements whose text can be read: the rest can be made from it.
func (d *Damage) countTexts(ctx context.Context, db *sql.DB) error {
	t, err := readTable(ctx, db, "raw", "text")
	if t.Lost < 0 {
		d.Statements = -1
		return err
	}
	d.Of, d.Statements = t.Rows, t.Rows-t.Lost
	return err
}

// readTable reads a column of a table, or with t all of them, and counts the
// rows that cannot be read. A hash has to look at every value.
func readTable(ctx context.Context, db *sql.DB, table, column string) (TableLoss, error) {
	t := TableLoss{Table: table}
	read := func(where string, args ...any) error {
		var sum any
		return db.QueryRowContext(ctx, `SELECT bit_xor(hash(`+column+`)) FROM "`+table+`" t WHERE `+where, args...).Scan(&sum) //nolint:gosec // names from the catalogue of a store
	}
	whole := read("true")
	if whole != nil && !meansDamage(whole) {
		return t, whole
	}
	err := db.QueryRowContext(ctx, `SELECT count(*) FROM "`+table+`"`).Scan(&t.Rows) //nolint:gosec // as above
	switch {
	case meansDamage(err): // not even how many there are
		t.Lost = -1
		return t, nil
	case err != nil || whole == nil:
		return t, err
	}
	t.Lost, err = windows(ctx, t.Rows, func(from, to int64) error { return read("rowid >= ? AND rowid < ?", from, to) })
	return t, err
}

func (r *Report) add(name string, wrong int64, says string) {
	c := Check{Name: name, OK: wrong == 0, Detail: "ok"}
	if wrong != 0 {
		c.Detail = fmt.Sprintf("%d %s", wrong, says)
		r.OK = false
	}
	r.Checks = append(r.Checks, c)
}

// verifyChecks each count what is wrong; 0 is right.
var verifyChecks = [...]struct{ name, sql, wrong string }{
	{"each file's values are accounted for", `SELECT count(*) FROM load_file WHERE read <> kept + duplicate + conflicting + rejected`, "files do not add up"},
	{"as many statements as loads kept", `SELECT abs((SELECT count(*) FROM statement) + (SELECT coalesce(sum(value::BIGINT), 0) FROM meta WHERE key = 'lost_statements') - (SELECT coalesce(sum(kept), 0) FROM load_file))::BIGINT`, "statements more or less than the receipts say"},
	{"as many rejects as loads rejected", `SELECT abs((SELECT count(*) FROM reject) + (SELECT coalesce(sum(value::BIGINT), 0) FROM meta WHERE key = 'lost_rejects') - (SELECT coalesce(sum(rejected), 0) FROM load_file))::BIGINT`, "rejects more or less than the receipts say"},
	{"a raw text for every statement", `SELECT count(*) FROM (SELECT seq FROM raw) r FULL JOIN (SELECT seq FROM statement) s USING (seq) WHERE r.seq IS NULL OR s.seq IS NULL`, "statements without a text, or the other way round"},
	{"every id once", `SELECT count(*) - count(DISTINCT id) FROM statement`, "ids stand twice"},
	{"voids honoured", `SELECT count(*) FROM statement s WHERE voided <> (NOT voiding AND id IN (SELECT voids FROM statement WHERE voids IS NOT NULL))`, "statements are void without reason, or the other way round"},
	{"every name known", `SELECT (SELECT count(*) FROM statement WHERE verb NOT IN (SELECT verb FROM verb)) + (SELECT count(*) FROM statement WHERE activity NOT IN (SELECT activity FROM activity))
		+ (SELECT count(*) FROM statement WHERE actor NOT IN (SELECT actor FROM actor)) + (SELECT count(*) FROM statement WHERE place NOT IN (SELECT place FROM place))`, "names are missing"},
	{"attempts hold only statements that count", `SELECT count(*) FROM attempt_statement m WHERE seq NOT IN (SELECT seq FROM live)`, "statements do not count but stand in an attempt"},
	{"a statement in at most one attempt of a kind", `SELECT count(*) FROM (SELECT m.learner, seq, kind FROM attempt_statement m JOIN attempt USING (attempt) GROUP BY ALL HAVING count(*) > 1)`, "statements stand in several attempts"},
	{"no load unfinished", `SELECT count(*) FROM load WHERE finished IS NULL`, "loads are unfinished"},
}

// verifyRaw decodes every raw statement and counts those whose id or form differ.
func verifyRaw(ctx context.Context, db *sql.DB) (wrong int64, err error) {
	decoder := data.NewDecoder()
	err = eachRow(ctx, db, "SELECT r.text, s.id, s.form, s.form_time, l.started FROM raw r JOIN statement s USING (seq) JOIN load l ON l.load = s.load", func(scan func(...any) error) error {
		var raw string
		var id duckdb.UUID
		var f form
		var loaded time.Time
		if err := scan(&raw, &id, &f.hash, &f.time, &loaded); err != nil {
			return err
		}
		st, reject := decoder.Decode([]byte(raw), loaded.UTC())
		if reject != nil || st.ID != [16]byte(id) || formOf(st) != f {
			wrong++
		}
		return nil
	})
	return wrong, err
}
