package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"lrx/scoring"
)

// metaProfile is the hash of the profile that the tables follow, metaToldProfile
// that of the last one that whoever keeps account of changes was told of; absent,
// it is the default one.
const (
	metaProfile     = "profile"
	metaToldProfile = "told_profile"
)

// tellProfile tells of another profile, once. Where nobody listens the next write
// tells.
func (n *next) tellProfile(ctx context.Context, o WriteOptions) error {
	if o.Profile == nil {
		return nil
	}
	now, err := meta(ctx, n.db, metaProfile)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
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
