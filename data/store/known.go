package store

import (
	"context"
	"database/sql"

	"github.com/google/uuid"
)

// known tells which ids the store has, with the form each came with first.
// Those that stood there before the load are looked up by a join for one chunk
// after the other, until reading them all is cheaper: a small load does not
// read the ids of a large store, and a large one does not join again and again.
type known struct {
	db     *sql.DB
	ids    idSet
	before int64 // statements with a lower seq stood there before
	joins  int
	whole  bool // ids holds all of them
}

func newKnown(ctx context.Context, db *sql.DB) (*known, error) {
	k := &known{db: db}
	err := db.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) + 1 FROM raw").Scan(&k.before)
	k.whole = k.before == 1
	return k, err
}

// maxJoins is how many joins cost about as much as reading all ids.
const maxJoins = 64

// look makes ready to add the ids of a chunk.
func (k *known) look(ctx context.Context, c *chunk) error {
	if k.whole {
		return nil
	}
	if k.joins++; k.joins > maxJoins {
		k.whole = true
		return k.read(ctx, "SELECT id, form, form_time FROM statement WHERE seq < ?", k.before)
	}
	ids := make([]string, 0, len(c.items))
	for i := range c.items {
		if s := c.items[i].st; s != nil {
			ids = append(ids, s.ID.String())
		}
	}
	return k.read(ctx, `SELECT id, form, form_time FROM statement
		WHERE seq < ? AND id IN (SELECT unnest(?::VARCHAR[])::UUID)`, k.before, ids)
}

// has says whether an id is known.
func (k *known) has(ctx context.Context, id uuid.UUID) (bool, error) {
	if _, there := k.ids.find(id); there || k.whole {
		return there, nil
	}
	n := 0
	err := k.db.QueryRowContext(ctx, "SELECT count(*) FROM statement WHERE seq < ? AND id = ?::UUID", k.before, id.String()).Scan(&n)
	return n > 0, err
}

func (k *known) read(ctx context.Context, query string, args ...any) error {
	return eachRow(ctx, k.db, query, func(scan func(...any) error) error {
		var id uuid.UUID
		var f form
		if err := scan(&id, &f.hash, &f.time); err != nil {
			return err
		}
		k.ids.add(id, f)
		return nil
	}, args...)
}
