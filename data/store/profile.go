package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"lrx/scoring"
)

// metaToldProfile is the hash of the last profile that whoever keeps account of
// changes was told of; absent, it is the default one.
const metaToldProfile = "told_profile"

// tellProfile tells of another profile, once. Where nobody listens the next write
// tells.
func (n *next) tellProfile(ctx context.Context, o WriteOptions) error {
	if o.Profile == nil {
		return nil
	}
	p, err := (&Generation{DB: n.db}).Profile(ctx)
	if err != nil {
		return err
	}
	now := p.Hash()
	told, err := meta(ctx, n.db, metaToldProfile)
	if errors.Is(err, sql.ErrNoRows) {
		told, err = scoring.DefaultProfile().Hash(), nil
	}
	if err != nil || now == told {
		return err
	}
	if err := o.Profile(ctx, told, now); err != nil {
		return fmt.Errorf("note that the profile changed: %w", err)
	}
	return setMeta(ctx, n.db, metaToldProfile, now)
}
