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

// Report is the result of Verify.
type Report struct {
	OK      bool    `json:"ok"`
	Checks  []Check `json:"checks"`
	Pending string  `json:"pending,omitempty"` // what an unfinished load left behind
}

// Verify counts the store again, another way than the load did. It only reads.
func Verify(ctx context.Context, dir string) (r Report, err error) {
	g, err := OpenGeneration(ctx, dir)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	r = Report{OK: true, Pending: Pending(dir)}
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
	{"as many statements as loads kept", `SELECT abs((SELECT count(*) FROM statement) - (SELECT coalesce(sum(kept), 0) FROM load_file))::BIGINT`, "statements more or less than the receipts say"},
	{"as many rejects as loads rejected", `SELECT abs((SELECT count(*) FROM reject) - (SELECT coalesce(sum(rejected), 0) FROM load_file))::BIGINT`, "rejects more or less than the receipts say"},
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
