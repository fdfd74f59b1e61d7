package query

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"lrx/internal/safetext"
)

// AbsentError says that somebody the viewer may see is not in the class that is
// asked about, or not any more: she has no score there.
type AbsentError struct {
	Learner safetext.Safe // her name as this viewer may see it
	Class   safetext.Safe
	Left    time.Time // when she left; zero = she is in other classes
	TZ      *time.Location
}

// Day is the day on which she left, in the viewer's time zone; "" if she was not in it.
func (e *AbsentError) Day() string {
	if e.Left.IsZero() {
		return ""
	}
	return e.Left.In(e.TZ).Format(time.DateOnly)
}

func (e *AbsentError) Error() string {
	if e.Left.IsZero() {
		return string(e.Learner + " is not in the class " + e.Class)
	}
	return string(e.Learner+" left the class "+e.Class+" on ") + e.Day()
}

// absent is why a learner is not among those of the class who are scored.
func (q *asked) absent(ctx context.Context, learner int32, called string) error {
	sc, err := q.scored(ctx, q.profile)
	if err != nil {
		return err
	}
	if _, in := sc.learners[learner]; in || learner == 0 { // of another group, or nobody was named
		return &NotFoundError{Kind: "learner in this group", Name: called}
	}
	e := &AbsentError{Left: sc.Left[learner], TZ: q.zone()}
	if e.Learner, err = q.learnerName(ctx, learner); err == nil {
		_, e.Class, err = q.called(ctx)
	}
	return errors.Join(err, e)
}

func (q *asked) learnerName(ctx context.Context, learner int32) (shown safetext.Safe, err error) {
	err = q.with("learners", []int32{learner}).rows(ctx, "learner_names", func(scan func(...any) error) error {
		var key int32
		var id string
		var name sql.NullString
		err := scan(&key, &id, &name)
		_, called := q.person(id, name)
		shown = called.Shown()
		return err
	})
	return shown, err
}

// elsewhere says of a learner who is not found in a class that she is in another one,
// where the viewer may see that.
func (s *Store) elsewhere(ctx context.Context, v Viewer, f Filter, notFound error) error {
	var none *NotFoundError
	if !errors.As(notFound, &none) || none.Kind != "learner" || f.Class == "" {
		return notFound
	}
	in, done, err := s.ask(ctx, v, Filter{Class: f.Class, AsOf: f.AsOf})
	if err != nil {
		return notFound
	}
	defer done()
	q, end, err := s.ask(ctx, v, Filter{Learner: f.Learner, AsOf: f.AsOf})
	if err != nil {
		return notFound
	}
	defer end()
	learner, _ := q.params["learner"].(int32)
	e := &AbsentError{TZ: q.zone()}
	if e.Learner, err = q.learnerName(ctx, learner); err == nil {
		_, e.Class, err = in.called(ctx)
	}
	return errors.Join(err, e)
}
