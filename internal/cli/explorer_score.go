package cli

import (
	"context"

	"lrx/query"
	"lrx/scoring"
)

// saveFrom makes a profile of the explorer the one that scores are made with.
func (a *app) saveFrom(ctx context.Context, p scoring.Profile) error {
	if err := a.saveProfile(ctx, p); err != nil {
		return inOneLine(ctx, err)
	}
	return nil
}

// auditFrom notes uses of the explorer in the audit file.
func (a *app) auditFrom(ctx context.Context) func(what, about, purpose string) error {
	return func(what, about, purpose string) error {
		if about == query.Everyone {
			about = ""
		}
		if err := a.keepUse(ctx, use{what: what, about: about, purpose: purpose}); err != nil {
			return inOneLine(ctx, err)
		}
		return nil
	}
}
