package cli

import (
	"context"
	"encoding/json"
	"reflect"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/query"
	"lrx/scoring"
)

// saveProfile writes a profile into the store's folder and makes all scores anew
// by it; the write that makes it count notes it in the audit file. It says
// nothing, as the explorer calls it too.
func (a *app) saveProfile(ctx context.Context, p scoring.Profile) error {
	var from scoring.Profile // what was tried began from what scores are made by
	err := a.ask(ctx, func(s *query.Store) (err error) {
		from, err = s.Profile(ctx)
		return err
	})
	if err != nil {
		return err
	}
	_, err = store.Change(ctx, a.dir(), "save the profile", func() error { return writeProfile(a.dir(), from, p) },
		store.WriteOptions{Now: a.clock(), Profile: a.keepProfile})
	if err != nil {
		return a.storeError(err)
	}
	return nil
}

// writeProfile changes what was changed from one profile to the other in a folder's
// profile.toml: what was written there meanwhile stays.
func writeProfile(dir string, from, to scoring.Profile) error {
	now, _, err := roster.ReadProfile(dir)
	if err != nil {
		return err
	}
	if now.Scoring, err = rebased(now.Scoring, from, to); err != nil {
		return err
	}
	if wrong := now.Scoring.Check(); len(wrong) > 0 {
		return failure("look at profile.toml, which was edited meanwhile", "the change does not go with it: %s", wrong[0].Error())
	}
	return roster.WriteProfile(dir, now)
}

// rebased is a profile with what was changed from one profile to another.
func rebased(now, from, to scoring.Profile) (out scoring.Profile, err error) {
	var trees [3]map[string]any
	for i, p := range []scoring.Profile{now, from, to} {
		if trees[i], err = treeOf(p); err != nil {
			return out, err
		}
	}
	rebase(trees[0], trees[1], trees[2])
	text, err := json.Marshal(trees[0])
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal(text, &out)
}

// rebase changes in a tree what differs between two others.
func rebase(now, from, to map[string]any) {
	for key, value := range to {
		below, isTable := value.(map[string]any)
		was, wasTable := from[key].(map[string]any)
		is, isThere := now[key].(map[string]any)
		switch {
		case isTable && wasTable && isThere:
			rebase(is, was, below)
		case !reflect.DeepEqual(value, from[key]):
			now[key] = value
		}
	}
	for key := range from {
		if _, kept := to[key]; !kept {
			delete(now, key)
		}
	}
}
