package query

import (
	"cmp"
	"context"
	"database/sql"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"lrx/data/store"
	"lrx/internal/safetext"
)

// Sources lists where statements came from, and the Learning Record Stores that
// were never pulled. Needs the scope of all classes.
func (s *Store) Sources(ctx context.Context, v Viewer, f Filter) (List[Source], error) {
	if err := needAll(v); err != nil {
		return List[Source]{}, err
	}
	connections, err := store.Connections(s.dir)
	if err != nil {
		return List[Source]{}, err
	}
	return gather(ctx, s, v, f, sourceColumns(), func(q *asked) ([]Source, error) {
		var out []Source
		err := q.rows(ctx, "sources", func(scan func(...any) error) error {
			r, err := scanSource(scan)
			out = append(out, r)
			return err
		})
		return connect(out, connections), err
	})
}

func scanSource(scan func(...any) error) (r Source, err error) {
	var name, path, kind, loads string
	var oldest, newest sql.NullTime
	err = scan(&name, &path, &kind, &r.Statements, &oldest, &newest, &loads, &r.Live)
	r.Key = sourceKey(kind, name, path)
	r.Path, r.Source, r.Kind, r.Oldest, r.Newest = safetext.Clean(path), safetext.Clean(name), safetext.Clean(kind), timeOf(oldest), timeOf(newest)
	for _, n := range strings.Fields(loads) {
		load, _ := strconv.ParseInt(n, 10, 64) //nolint:errcheck // the store's own numbers
		r.Loads = append(r.Loads, load)
	}
	return r, err
}

func sourceKey(kind, name, path string) string { return kind + " " + name + " " + path }

// connect adds to the sources of a store what is known of those that can be
// pulled. They come first: there is something to do about them.
func connect(sources []Source, connections []store.Connection) []Source {
	for _, c := range connections {
		key := sourceKey(store.SourceLRS, c.Name, c.URL)
		i := slices.IndexFunc(sources, func(s Source) bool { return s.Key == key })
		if i < 0 {
			i = len(sources)
			sources = append(sources, Source{Key: key, Source: safetext.Clean(c.Name), Path: safetext.Clean(c.URL), Kind: store.SourceLRS})
		}
		sources[i].Configured, sources[i].Pull = true, pullOf(c)
	}
	file := func(s Source) int {
		if s.Kind == store.SourceLRS {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(sources, func(a, b Source) int {
		return cmp.Or(cmp.Compare(file(a), file(b)), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Path, b.Path))
	})
	return sources
}

func pullOf(c store.Connection) *Pull {
	last := c.Last
	if last == nil {
		return nil
	}
	verdict := last.Complete
	if verdict == "yes" {
		verdict = "complete"
	}
	return &Pull{
		At: last.At, Through: last.Through, Fresh: last.Fresh, Kept: last.Kept, Refused: last.Refused,
		Verdict: safetext.Clean(verdict), Reason: safetext.Clean(last.Reason),
		Error: safetext.Clean(withoutPlace(last.Error, c)), Next: safetext.Clean(last.Next),
	}
}

// withoutPlace takes the name and the host from the beginning of an error: both
// stand beside it.
func withoutPlace(text string, c store.Connection) string {
	text = strings.TrimPrefix(text, c.Name+": ")
	if u, err := url.Parse(c.URL); err == nil {
		text = strings.TrimPrefix(text, u.Host+" ")
	}
	return text
}

// Connection is a Learning Record Store that can be pulled, and how fresh what
// came from there is.
type Connection struct {
	Name  safetext.Safe
	State Freshness
	Asked time.Time // zero: never
	Fresh time.Time // when a pull last went well; zero: none did
}

// Freshness says in what state a connection is.
type Freshness uint8

// The states of a connection.
const (
	NeverPulled Freshness = iota
	UpToDate
	NotAsked   // for more than Expected
	NotReached // the last pull failed
	KeyRefused // the last pull was refused
)

// Expected is how old the last pull of a source may be before that is said.
const Expected = 24 * time.Hour

// Connections are the Learning Record Stores that can be pulled. Everybody who
// may see something may know how fresh it is: it tells of no one. Asking costs
// a look at two small files.
func (s *Store) Connections(_ context.Context, v Viewer) ([]Connection, error) {
	if !v.Scope.all && len(v.Scope.classes) == 0 {
		return nil, ErrScope
	}
	connections, err := store.Connections(s.dir)
	if err != nil {
		return nil, err
	}
	all := make([]Connection, len(connections))
	for i, c := range connections {
		all[i] = Connection{Name: safetext.Clean(c.Name)}
		last := c.Last
		if last == nil {
			continue
		}
		all[i].Asked = last.At
		if last.Fresh != nil {
			all[i].Fresh = *last.Fresh
		}
		switch {
		case last.Refused:
			all[i].State = KeyRefused
		case last.Error != "":
			all[i].State = NotReached
		case s.now().Sub(last.At) > Expected:
			all[i].State = NotAsked
		default:
			all[i].State = UpToDate
		}
	}
	return all, nil
}
