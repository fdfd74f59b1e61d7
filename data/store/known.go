package store

import (
	"context"
	"database/sql"
	"slices"

	"github.com/google/uuid"
)

// known tells which ids the store has, with the form each came with first. A
// million and a half are in memory; of the others it is known whether they may be
// there, and those that may are looked up by a join. So the memory of a load has
// a bound, and its questions to the store are few.
//
// The ids of a store that was there before are looked up by a join for one
// group of chunks after the other, until reading them is cheaper: a small load
// does not read the ids of a large store, and a large one does not join for ever.
type known struct {
	db     *sql.DB
	ids    *idSet
	blooms []*bloom
	before int64 // statements with a lower seq stand in the store
	joins  int
	read   bool // blooms have all that stood there at the beginning
}

func newKnown(ctx context.Context, db *sql.DB) (*known, error) {
	k := &known{db: db, ids: &idSet{}}
	err := db.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) + 1 FROM raw").Scan(&k.before)
	k.read = k.before == 1
	return k, err
}

// maxJoins is how many joins cost about as much as reading all ids.
const maxJoins = 8

// look makes ready to add the ids of some chunks.
func (k *known) look(ctx context.Context, group ...*chunk) error {
	if !k.read && k.joins == maxJoins {
		k.read = true
		if err := k.readAll(ctx); err != nil {
			return err
		}
	}
	var ids []string
	for _, c := range group {
		for i := range c.items {
			if s := c.items[i].st; s != nil && k.open(s.ID) {
				ids = append(ids, s.ID.String())
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	k.joins++
	return k.each(ctx, `SELECT id, form, form_time FROM statement
		WHERE seq < ? AND id IN (SELECT unnest(?::VARCHAR[])::UUID)`, func(id uuid.UUID, f form) { k.ids.add(id, f) }, k.before, ids)
}

// open says whether the store has to be asked for an id.
func (k *known) open(id uuid.UUID) bool {
	if _, there := k.ids.find(id); there {
		return false
	}
	return !k.read || slices.ContainsFunc(k.blooms, func(b *bloom) bool { return b.may(id) })
}

// has says whether an id is known.
func (k *known) has(ctx context.Context, id uuid.UUID) (bool, error) {
	if !k.open(id) {
		_, there := k.ids.find(id)
		return there, nil
	}
	n := 0
	err := k.db.QueryRowContext(ctx, "SELECT count(*) FROM statement WHERE seq < ? AND id = ?::UUID", k.before, id.String()).Scan(&n)
	return n > 0, err
}

// readAll reads the ids that stood there before: into memory as far as they fit.
func (k *known) readAll(ctx context.Context) error {
	return k.each(ctx, "SELECT id, form, form_time FROM statement WHERE seq < ?", func(id uuid.UUID, f form) {
		if k.ids.used < idSetIDs {
			k.ids.add(id, f)
		} else {
			k.remember(id)
		}
	}, k.before)
}

func (k *known) remember(id uuid.UUID) {
	if len(k.blooms) == 0 || k.blooms[len(k.blooms)-1].full() {
		k.blooms = append(k.blooms, newBloom())
	}
	k.blooms[len(k.blooms)-1].add(id)
}

// rest gives up the ids in memory when they are many. All of them stand in the
// store now, below seq.
func (k *known) rest(seq int64) {
	if k.ids.used < idSetIDs {
		return
	}
	k.ids.each(func(id [16]byte) { k.remember(id) })
	k.ids, k.before = &idSet{}, seq
}

func (k *known) each(ctx context.Context, query string, do func(uuid.UUID, form), args ...any) error {
	return eachRow(ctx, k.db, query, func(scan func(...any) error) error {
		var id uuid.UUID
		var f form
		if err := scan(&id, &f.hash, &f.time); err != nil {
			return err
		}
		do(id, f)
		return nil
	}, args...)
}
