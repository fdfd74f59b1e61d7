package cli

import (
	"cmp"
	"context"
	"errors"
	"os/user"

	"lrx/data/store"
	"lrx/internal/audit"
	"lrx/query"
)

// use is something done with what is known of people, or to how they are
// counted, that is to be kept.
type use struct {
	what          string // "sorted", "report", "unmasked", "profile"
	about         string // a learner's or a class's id; "" = everyone
	purpose       string
	before, after string // hashes of the profile before and after a change
}

// keepUse writes a use into the audit file. Whom it is about stands there as
// under a mask.
func (a *app) keepUse(ctx context.Context, u use) error {
	if u.about == query.Everyone {
		u.about = ""
	}
	e := audit.Entry{At: a.env.Now(), Who: a.who(), What: u.what, Purpose: u.purpose, Before: u.before, After: u.after}
	log := audit.Log{Dir: a.dir()}
	s, err := query.Open(ctx, a.dir(), query.Options{Now: a.clock()})
	var older *store.OlderError
	switch {
	case errors.Is(err, store.ErrNoStore), errors.As(err, &older) && u.about == "": // no key yet, or none that can be read
		return log.Append(ctx, e)
	case err != nil:
		return err
	}
	err = appendUse(ctx, s, &log, e, u.about)
	return errors.Join(err, s.Close())
}

// appendUse appends an entry with the pseudonym of whom it is about.
func appendUse(ctx context.Context, s *query.Store, log *audit.Log, e audit.Entry, about string) error {
	if about != "" {
		if class, err := s.ClassID(ctx, query.Viewer{Scope: query.AllClasses()}, about); err == nil {
			about = class // it may be called by its name
		}
		p, err := s.Pseudonym(ctx, about)
		if err != nil {
			return err
		}
		e.About = []string{string(p)}
	}
	var failed error
	log.Seal = func(text string) string {
		sealed, err := s.Seal(ctx, text)
		failed = errors.Join(failed, err)
		return sealed
	}
	err := log.Append(ctx, e)
	return errors.Join(err, failed)
}

// who is the user of the system.
func (a *app) who() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return cmp.Or(a.env.Getenv("USER"), a.env.Getenv("LOGNAME"), "unknown")
}

// keepProfile notes that scores follow another profile.
func (a *app) keepProfile(ctx context.Context, before, after string) error {
	return a.keepUse(ctx, use{what: "profile", before: before, after: after})
}
