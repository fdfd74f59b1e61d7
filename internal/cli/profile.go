package cli

import (
	"context"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/scoring"
)

// saveProfile writes a profile into the store's folder and makes all scores anew
// by it; the write that makes it count notes it in the audit file. It says
// nothing, as the explorer calls it too.
func (a *app) saveProfile(ctx context.Context, p scoring.Profile) error {
	_, err := store.Change(ctx, a.dir(), "save the profile", func() error { return a.writeProfile(p) },
		store.WriteOptions{Now: a.clock(), Profile: a.keepProfile})
	if err != nil {
		return a.storeError(err)
	}
	return nil
}

// writeProfile changes what profile.toml says of scores, and nothing else in it.
func (a *app) writeProfile(p scoring.Profile) error {
	now, _, err := roster.ReadProfile(a.dir())
	if err != nil {
		return err
	}
	now.Scoring = p
	return roster.WriteProfile(a.dir(), now)
}
