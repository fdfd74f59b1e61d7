package query

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"strings"
	"time"

	"lrx/data"
	"lrx/internal/safetext"
)

// Origin is the system that statements came from: within a source, told by the
// authority, the platform and the account's homePage they name.
type Origin struct {
	ID         string
	SourceKey  string // of its Source
	Source     safetext.Safe
	Authority  *safetext.Safe
	Platform   *safetext.Safe
	HomePage   *safetext.Safe
	Kind       *safetext.Safe // nil: the records do not say
	Statements int64
	Learners   int64
	Verbs      int64
	TopVerbs   []safetext.Safe // names of the three most frequent
	Scored     float64         // share with a score or success that can be read, 0..1
	Oldest     *time.Time
	Newest     *time.Time
}

// Origins lists the systems that statements came from, the busiest first.
func (s *Store) Origins(ctx context.Context, v Viewer, f Filter) (List[Origin], error) {
	return gather(ctx, s, v, f, originColumns(), func(q *asked) ([]Origin, error) {
		var out []Origin
		err := q.rows(ctx, "origins", func(scan func(...any) error) error {
			var n originName
			var o Origin
			var scored, lms, simulation int64
			var verbs [3]struct{ iri, name, names sql.NullString }
			var oldest, newest sql.NullTime
			targets := append(n.targets(), &o.Statements, &o.Learners, &scored, &lms, &simulation, &o.Verbs)
			for i := range verbs {
				targets = append(targets, &verbs[i].iri, &verbs[i].name, &verbs[i].names)
			}
			err := scan(append(targets, &oldest, &newest)...)
			q.name(&o, &n)
			for _, verb := range verbs {
				if verb.iri.Valid {
					o.TopVerbs = append(o.TopVerbs, q.named(verb.name, verb.names, verb.iri.String))
				}
			}
			if o.Statements > 0 {
				o.Scored = float64(scored) / float64(o.Statements)
			}
			kind := originKind(n.platform, o.Statements, lms, simulation)
			o.Kind, o.Oldest, o.Newest = ptr(kind, kind != ""), timeOf(oldest), timeOf(newest)
			out = append(out, o)
			return err
		})
		return out, err
	})
}

// originName receives what tells an origin.
type originName struct {
	source, path, kind string
	key, name, account sql.NullString // of the authority
	platform, home     string
}

func (n *originName) targets() []any {
	return []any{&n.source, &n.path, &n.kind, &n.key, &n.name, &n.account, &n.platform, &n.home}
}

// name fills in what tells an origin, as this viewer may see it. An id comes
// from what the statements say, so that it is the same after a rebuild; as that
// may be a person, the mask hides it as it hides a learner's.
func (q *asked) name(o *Origin, n *originName) {
	o.SourceKey, o.Source = sourceKey(n.kind, n.source, n.path), safetext.Clean(n.source)
	sum := sha256.Sum256([]byte(strings.Join([]string{o.SourceKey, n.key.String, n.platform, n.home}, "\x1e")))
	o.ID = "O-" + base32.StdEncoding.EncodeToString(sum[:])[:8]
	if q.viewer.Mask {
		o.ID = "O-" + q.masked(o.ID)[2:]
	}
	if n.key.Valid {
		o.Authority = ptr(q.authority(n), true)
	}
	o.Platform, o.HomePage = ptr(q.system(n.platform), n.platform != ""), ptr(q.system(n.home), n.home != "")
}

// system is a text that names a system. That may be seen under a mask, unless an
// address stands in it.
func (q *asked) system(text string) safetext.Safe {
	if q.viewer.Mask && address.MatchString(text) {
		return maskedText
	}
	return safetext.Clean(text)
}

// authority is who vouches for statements, in words. It may be a person: under
// a mask an account is told by its homePage, which is a system's, and a
// pseudonym; of an address, an OpenID and a hash the pseudonym is all there is.
func (q *asked) authority(n *originName) safetext.Safe {
	if q.viewer.Mask {
		m := safetext.Safe(q.masked(data.LearnerID(n.key.String)))
		if home, ok := strings.CutPrefix(n.key.String, "account:"); ok {
			home, _, _ = strings.Cut(home, "\x1f")
			return q.system(home) + " " + m
		}
		return m
	}
	for _, text := range []string{n.name.String, n.account.String} {
		if safe := safetext.Clean(text); strings.TrimSpace(string(safe)) != "" {
			return safe
		}
	}
	return safetext.Clean(strings.ReplaceAll(n.key.String, "\x1f", "|"))
}

// Called is what an origin is called in a sentence: by the first of its parts
// that people know it by.
func (o *Origin) Called() safetext.Safe {
	for _, part := range []*safetext.Safe{o.Platform, o.HomePage, o.Authority} {
		if part != nil {
			return *part + " in " + o.Source
		}
	}
	return o.Source
}

// kindWords are the words of a platform's text by which a system is of a kind.
// They are whole words, and the first kind that is found counts: the mobile app
// of a learning management system is mobile.
var kindWords = []struct {
	kind  safetext.Safe
	words []string
}{
	{"on-the-job", []string{"on the job", "ojt", "workplace"}},
	{"simulation", []string{"simulation", "simulator"}},
	{"mobile", []string{"mobile", "android", "ios", "iphone", "ipad"}},
	{"LMS", []string{
		"lms", "learning management system", "moodle", "open edx", "openedx", "edx", "ilias", "sakai", "totara",
		"blackboard", "brightspace", "d2l", "instructure",
	}},
}

// originKind says of which kind a system is, from its platform's text, else from
// the types of what most of its statements are about or stand in (schema/
// 002_origins.sql names the types); "" when neither says so. It is never
// guessed from names of hosts or verbs.
func originKind(platform string, statements, lms, simulation int64) safetext.Safe {
	text := " " + strings.Join(strings.FieldsFunc(strings.ToLower(platform), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), " ") + " "
	for _, k := range kindWords {
		for _, word := range k.words {
			if strings.Contains(text, " "+word+" ") {
				return k.kind
			}
		}
	}
	switch {
	case 2*simulation > statements:
		return "simulation"
	case 2*lms > statements:
		return "LMS"
	}
	return ""
}
