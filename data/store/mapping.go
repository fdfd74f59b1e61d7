package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"lrx/data"
	"lrx/data/roster"
)

// A profile may map verbs and types of activities that nothing is read from to
// others. A verb keeps its own name in the store, with what it means beside it:
// where that changes, the statements with this verb are read again, and what
// follows from them is derived as after a load. A type decides which activities
// are courses, items and skills, and in which places statements stand, and is
// not kept beside the other one: where that changes, all statements are read
// again, as by a rebuild.

// metaTypes holds the mapping of types that the statements were read with;
// absent, it is none.
const metaTypes = "types"

// typesOf is a mapping of types as metaTypes has it.
func typesOf(m data.Mapping) string { return data.Mapping{Types: m.Types}.String() }

// mappingOf is the mapping that the profile of a folder decides.
func mappingOf(dir string) (data.Mapping, error) {
	p, _, err := roster.ReadProfile(dir)
	return p.Mapping(), err
}

// readTypes is the mapping of types that a store was read with.
func readTypes(ctx context.Context, db asker) (text string, err error) {
	err = db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", metaTypes).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return text, err
}

// remap reads all statements of the present generation again if they were read
// with other types, before more are added to them. The caller holds the lock.
func remap(ctx context.Context, dir string, m data.Mapping, o WriteOptions) (done bool, err error) {
	if !Exists(dir) {
		return false, nil
	}
	g, err := attach(ctx, dir)
	if err != nil {
		return false, err
	}
	var have string
	if err = checkOurs(ctx, g.DB, dbPath(dir)); err == nil {
		have, err = readTypes(ctx, g.DB)
	}
	if err = errors.Join(err, g.Close()); err != nil || have == typesOf(m) {
		return false, err
	}
	return true, rebuild(ctx, dir, o)
}

// mapVerbs brings the store in line with what verbs mean, and notes in the table
// retouched whose statements have to be looked at again.
func mapVerbs(ctx context.Context, w *writer, m data.Mapping) error {
	changed := map[int32]string{}
	if err := eachRow(ctx, w.conn, "SELECT verb, iri, coalesce(means, '') FROM verb", func(scan func(...any) error) error {
		var verb int32
		var iri, means string
		err := scan(&verb, &iri, &means)
		if now := m.Verbs[iri]; now != means {
			changed[verb] = now
		}
		return err
	}); err != nil || len(changed) == 0 {
		return err
	}
	verbs := make([]int32, 0, len(changed))
	for verb, means := range changed {
		verbs = append(verbs, verb)
		if _, err := w.conn.ExecContext(ctx, "UPDATE verb SET means = ? WHERE verb = ?", text0(means), verb); err != nil {
			return err
		}
	}
	if err := readVerbsAgain(ctx, w, verbs, m); err != nil {
		return fmt.Errorf("read statements again: %w", err)
	}
	for _, text := range verbSteps {
		if _, err := w.conn.ExecContext(ctx, text, verbs); err != nil {
			return err
		}
	}
	return w.exec(ctx, "DROP TABLE remapped", nil)
}

// verbSteps write what statements of some verbs are now.
var verbSteps = [...]string{
	`UPDATE statement SET interaction = r.interaction, feedback = r.feedback FROM remapped r
		WHERE r.seq = statement.seq AND verb IN (SELECT unnest(?::INTEGER[]))`,
	`INSERT INTO retouched SELECT DISTINCT actor, place FROM statement WHERE verb IN (SELECT unnest(?::INTEGER[]))`,
}

// readVerbsAgain decodes the statements of some verbs and puts what depends on
// their meaning into temp.remapped.
func readVerbsAgain(ctx context.Context, w *writer, verbs []int32, m data.Mapping) error {
	for _, text := range []string{
		"CREATE OR REPLACE TEMP TABLE remapped (seq BIGINT, interaction BOOLEAN, feedback BOOLEAN)",
		"CREATE OR REPLACE TEMP TABLE to_remap (seq BIGINT)",
	} {
		if err := w.exec(ctx, text, nil); err != nil {
			return err
		}
	}
	if _, err := w.conn.ExecContext(ctx, "INSERT INTO to_remap SELECT seq FROM statement WHERE verb IN (SELECT unnest(?::INTEGER[]))", verbs); err != nil {
		return err
	}
	var last int64
	if err := w.conn.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM to_remap").Scan(&last); err != nil {
		return err
	}
	decoder := data.NewMappedDecoder(m)
	for from := int64(0); from <= last; from += replayRows {
		var rows [][]driver.Value
		if err := eachRow(ctx, w.conn, "SELECT seq, text FROM raw WHERE seq >= ? AND seq < ? AND seq IN (FROM to_remap)", func(scan func(...any) error) error {
			var seq int64
			var text []byte
			if err := scan(&seq, &text); err != nil {
				return err
			}
			if st, _ := decoder.Decode(text, time.Time{}); st != nil {
				rows = append(rows, []driver.Value{seq, data.IsInteraction(st), data.IsFeedbackOnOthers(st)})
			}
			return nil
		}, from, from+replayRows); err != nil {
			return err
		}
		if err := w.appendRowsIn("temp", "remapped", rows); err != nil {
			return err
		}
	}
	return w.exec(ctx, "DROP TABLE to_remap", nil)
}
