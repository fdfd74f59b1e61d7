// Package query answers questions about a store: one method per question,
// typed rows out, never wider than the viewer's scope. SQL lives here (sql/)
// and nowhere above. It knows nothing of screens, flags or scores' formulas.
package query

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/base32"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"

	"lrx/data"
	"lrx/data/store"
	"lrx/internal/safetext"
	"lrx/scoring"
)

// ErrScope says that the viewer may not see what was asked for. It never says
// whether the thing exists.
var ErrScope = errors.New("not in your classes")

// NotFoundError says that a named thing does not exist, or not in the viewer's scope.
type NotFoundError struct {
	Kind   string // "learner", "class", "activity", "attempt", "statement", "verb", "column"
	Name   string
	Nearby []safetext.Safe // names that look alike, or several things of that name
}

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("there is no %s %q", e.Kind, safetext.Clean(e.Name))
}

// Options of a store that is opened for questions.
type Options struct {
	Now func() time.Time // the clock for the default as-of; nil = time.Now
}

// Store answers questions. It is safe for concurrent use. Between two
// questions it notices that a load put a new generation in place and reopens.
type Store struct {
	dir string
	now func() time.Time

	mu      sync.Mutex
	current *generation
	closed  bool

	alike alike
}

// generation is an open generation and how many questions are under way on it.
type generation struct {
	*store.Generation
	users   int
	retired bool
	salt    []byte
	rule    data.AttemptRule // of activities without one of their own; what is kept was made with it

	profile scoring.Profile
	cache   scoredCache
	weekly  weekCache

	kept  map[int32]keptTimes    // what the last load kept, by class; 0 is everyone
	terms map[int32][]store.Term // of classes of the roster

	mu     sync.Mutex
	newest map[string]newest // per class filter, for the default as-of
	models map[string]*RiskModel
}

// Open opens the store in a folder for reading. Errors: store.ErrNoStore,
// *store.NewerError, *store.OlderError, or of the file.
func Open(ctx context.Context, dir string, opt Options) (*Store, error) {
	s := &Store{dir: dir, now: opt.Now}
	if s.now == nil {
		s.now = time.Now
	}
	g, err := s.acquire(ctx)
	if err != nil {
		return nil, err
	}
	return s, s.release(g)
}

// Close releases the store; questions under way end with an error.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.current == nil {
		return nil
	}
	g := s.current
	s.current = nil
	return g.Close()
}

// Undecided says whether the folder's files decide something else than what the
// store was made from: lrx apply makes them count.
func (s *Store) Undecided(ctx context.Context) (bool, error) {
	g, err := s.acquire(ctx)
	if err != nil {
		return false, err
	}
	undecided, err := store.Undecided(ctx, s.dir, g.Generation)
	return undecided, errors.Join(err, s.release(g))
}

// Generation is a number that changes when new data is in place; asking costs
// one look at a file.
func (s *Store) Generation() int64 { return store.Stamp(s.dir) }

// Writing is what another process is doing to the store.
type Writing struct {
	What safetext.Safe // the command
	Read int64         // statements so far
	Done float64       // share of the input, 0..1; negative when it cannot be told
	Left time.Duration // about; 0 when it cannot be told
}

// Writing tells what is being written to the store now; false if nothing is.
// Asking costs one look at a small file.
func (s *Store) Writing() (Writing, bool) {
	w, ok := store.Writing(s.dir)
	if !ok || w.PID == os.Getpid() { // who pulls from here knows
		return Writing{}, false
	}
	out := Writing{What: safetext.Clean(w.Command), Done: -1}
	if p := w.Progress; p != nil {
		out.Read = p.Read
		if p.TotalBytes > 0 && p.Phase == "reading" {
			out.Done = min(float64(p.Bytes)/float64(p.TotalBytes), 1)
			if spent := w.At.Sub(w.Since); out.Done > 0.01 {
				out.Left = time.Duration(float64(spent) * (1 - out.Done) / out.Done)
			}
		}
	}
	return out, true
}

// acquire returns the present generation, opened when it is a new one.
func (s *Store) acquire(ctx context.Context) (*generation, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errors.New("the store is closed")
	}
	if s.current != nil && s.current.Stale(s.dir) {
		old := s.current
		old.retired, s.current = true, nil
		if old.users == 0 {
			if err := old.Close(); err != nil {
				return nil, err
			}
		}
	}
	if s.current == nil {
		opened, err := store.OpenGeneration(ctx, s.dir)
		if err != nil {
			return nil, err
		}
		var salt string
		if err := opened.DB.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'mask_salt'").Scan(&salt); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, errors.Join(s.plain(err), opened.Close())
		}
		g := &generation{Generation: opened, newest: map[string]newest{}, salt: []byte(salt)}
		g.rule, err = opened.AttemptRule(ctx)
		if err == nil {
			g.profile, err = opened.Profile(ctx)
		}
		if err == nil {
			err = g.readKept(ctx)
		}
		if err != nil {
			return nil, errors.Join(s.plain(err), g.Close())
		}
		if g.terms, err = store.ReadTerms(ctx, g.DB); err != nil {
			return nil, errors.Join(s.plain(err), g.Close())
		}
		s.current = g
	}
	s.current.users++
	return s.current, nil
}

func (s *Store) release(g *generation) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	g.users--
	if g.retired && g.users == 0 {
		return g.Close()
	}
	return nil
}

//go:embed sql/*.sql
var sqlFiles embed.FS

// text returns the text of a question as it is to be asked: with its relations
// put in for {{names}}, and without the lines that are for other parameters.
func (q *asked) text(name string) (string, error) {
	b, err := sqlFiles.ReadFile("sql/" + name + ".sql")
	if err != nil {
		return "", err
	}
	return store.Relations{Given: q.given, Kept: q.keptRows}.Text(string(b))
}

// given says whether a parameter has a value.
func (q *asked) given(name string) bool {
	v := q.params[name]
	return v != nil && v != false
}

// asked is one question being answered: the viewer, the filter and what they
// come to as parameters.
type asked struct {
	*generation
	store  *Store
	viewer Viewer
	asOf   time.Time
	frozen bool // as of a day in the past, because nothing came since
	period Period
	listed map[int32]safetext.Safe // names of the periods of classes in a list of them
	params map[string]any
	found  map[string]any // what the filter's names come to; parameters once all are found
}

// ask resolves the scope and the filter. Every question goes through it; done
// must be called when the question is answered.
func (s *Store) ask(ctx context.Context, v Viewer, f Filter) (q *asked, done func(), err error) {
	g, err := s.acquire(ctx)
	if err != nil {
		return nil, nil, err
	}
	release := func() { _ = s.release(g) } // what closing an old generation says helps nobody
	defer func() {
		if err != nil {
			release()
		}
	}()
	q = &asked{generation: g, store: s, viewer: v}
	if err := q.resolve(ctx, f); err != nil {
		return nil, nil, err
	}
	return q, release, nil
}

// resolve turns a filter into parameters. Another question of the same viewer to the
// same generation is a copy that is resolved anew.
func (q *asked) resolve(ctx context.Context, f Filter) error {
	q.params, q.found = map[string]any{"voided": f.Voided}, map[string]any{}
	if err := q.resolveRule(f.Rule); err != nil {
		return err
	}
	if err := q.resolveScope(ctx, f.Class); err != nil {
		return err
	}
	if err := q.resolveAsOf(ctx, f.AsOf); err != nil {
		return err
	}
	if err := q.findNames(ctx, f); err != nil {
		return err
	}
	if err := q.resolvePeriod(f); err != nil {
		return err
	}
	q.narrow()
	return nil
}

// moment is a time as a parameter; DuckDB's timestamps are UTC without a zone.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}

var parameter = regexp.MustCompile(`\$[a-z_]+`)

// rows runs a question with the parameters it names and calls do for each row.
func (q *asked) rows(ctx context.Context, name string, do func(scan func(...any) error) error) error {
	text, err := q.text(name)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	var args []any
	for _, p := range parameter.FindAllString(text, -1) {
		if key := p[1:]; !seen[key] {
			seen[key] = true
			args = append(args, sql.Named(key, q.params[key]))
		}
	}
	rows, err := q.DB.QueryContext(ctx, text, args...)
	if err != nil {
		return fmt.Errorf("ask for %s: %w", name, q.store.plain(err))
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells what matters
	for rows.Next() {
		if err := do(rows.Scan); err != nil {
			return fmt.Errorf("ask for %s: %w", name, err)
		}
	}
	return q.store.plain(rows.Err())
}

// plain says what can be said in words of a driver's error, and takes control
// characters from the rest, which may quote data.
func (s *Store) plain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if said := store.Explain(s.dir, err); said != err { //nolint:errorlint // the same value means that nothing was said
		return said
	}
	return &driverError{err}
}

type driverError struct{ err error }

func (e *driverError) Error() string { return safetext.Clean(e.err.Error()).String() }
func (e *driverError) Unwrap() error { return e.err }

// masked is the pseudonym of an id: stable in one store, and without the store
// no way leads back from it.
func (g *generation) masked(id string) string {
	h := hmac.New(sha256.New, g.salt)
	h.Write([]byte(id))
	return "M-" + base32.StdEncoding.EncodeToString(h.Sum(nil))[:10]
}

// person is a learner's id and name as this viewer may see them.
func (q *asked) person(id string, name sql.NullString) (safetext.Safe, PersonName) {
	if q.viewer.Mask {
		m := q.masked(id)
		return safetext.Safe(m), PersonName{shown: safetext.Safe("learner " + m[2:8])}
	}
	shown := safetext.Clean(name.String)
	if strings.TrimSpace(string(shown)) == "" {
		shown = safetext.Safe(id)
	}
	return safetext.Safe(id), PersonName{shown: shown}
}
