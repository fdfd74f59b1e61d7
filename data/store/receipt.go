package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/google/uuid"

	"lrx/data"
)

// named2 pairs names and values for a statement with named parameters.
func named2(pairs ...any) []any {
	out := make([]any, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		out = append(out, sql.Named(name, pairs[i+1]))
	}
	return out
}

func newReceipt(load int32) *Receipt {
	return &Receipt{
		Load: int64(load), Complete: "yes", Causes: map[string]int64{}, Flags: map[string]int64{}, Versions: map[string]int64{},
		Origins: []Origin{}, Days: []Day{}, Gaps: []Gap{},
		Files: []FileReceipt{}, Refused: []Refused{}, Rejects: []Rejected{}, Conflicts: []Conflict{}, NoStored: []string{},
	}
}

// receipt draws up the account of a load from what the store holds.
func receipt(ctx context.Context, db querier, load int32) (*Receipt, error) {
	r := newReceipt(load)
	for _, part := range []func(context.Context, querier, int32, *Receipt) error{
		receiptFiles, receiptRefused, receiptCauses, receiptRejects, receiptConflicts, receiptFlags, receiptVersions, receiptSpan, receiptOrigins, receiptDays, receiptGaps, receiptSources,
	} {
		if err := part(ctx, db, load, r); err != nil {
			return nil, fmt.Errorf("draw up the receipt: %w", err)
		}
	}
	return r, nil
}

func receiptFiles(ctx context.Context, db querier, load int32, r *Receipt) error {
	cut := int64(0)
	err := eachRow(ctx, db, `SELECT path, bytes, seconds, shape, cut, read, kept, duplicate, conflicting, rejected, flagged, attachments,
			coalesce(s.voided, 0), s.a, s.b, s.c, s.d
		FROM load_file f LEFT JOIN (
			SELECT file, count(*) FILTER (WHERE voided) AS voided, min(ts) AS a, max(ts) AS b, min(stored) AS c, max(stored) AS d
			FROM statement WHERE load = $load GROUP BY file
		) s USING (file) WHERE load = $load ORDER BY file`, func(scan func(...any) error) error {
		var f FileReceipt
		var broken bool
		var span spanScan
		err := scan(append([]any{
			&f.Path, &f.Bytes, &f.Seconds, &f.Shape, &broken, &f.Read, &f.Kept, &f.Duplicate, &f.Conflicting, &f.Rejected, &f.Flagged,
			&f.Attachments, &f.Voided,
		}, span.targets()...)...)
		f.Span = span.span()
		if broken {
			cut++
		}
		r.Files = append(r.Files, f)
		r.Total.add(f.Counts)
		return err
	}, named2("load", load)...)
	if cut > 0 {
		r.Complete = fmt.Sprintf("short by %d", cut)
	}
	if err != nil {
		return err
	}
	return eachRow(ctx, db, "SELECT count(*) FROM statement WHERE voided", func(scan func(...any) error) error { return scan(&r.Total.Voided) })
}

func receiptRefused(ctx context.Context, db querier, load int32, r *Receipt) error {
	return eachRow(ctx, db, "SELECT path, found FROM refused WHERE load = ? ORDER BY path", func(scan func(...any) error) error {
		var x Refused
		err := scan(&x.Path, &x.Found)
		r.Refused = append(r.Refused, x)
		return err
	}, load)
}

func receiptCauses(ctx context.Context, db querier, load int32, r *Receipt) error {
	return eachRow(ctx, db, "SELECT cause, count(*) FROM reject WHERE load = ? GROUP BY cause", func(scan func(...any) error) error {
		var cause string
		var n int64
		err := scan(&cause, &n)
		r.Causes[cause] = n
		return err
	}, load)
}

// receiptRejects lists the first rejects of each cause. There may be millions;
// their rows are chosen before their texts are read.
func receiptRejects(ctx context.Context, db querier, load int32, r *Receipt) error {
	return eachRow(ctx, db, `SELECT path, file, line, pos, id, cause, reason, text FROM reject JOIN load_file USING (load, file)
		WHERE reject.rowid IN (
			SELECT row FROM (SELECT rowid AS row, row_number() OVER (PARTITION BY cause ORDER BY file, pos) AS n FROM reject WHERE load = $load)
			WHERE n <= $listed)
		ORDER BY file, pos`, func(scan func(...any) error) error {
		var x Rejected
		err := scan(&x.Path, &x.File, &x.Line, &x.Offset, &x.ID, &x.Cause, &x.Reason, &x.Text)
		r.Rejects = append(r.Rejects, x)
		return err
	}, named2("load", load, "listed", ListedRejects)...)
}

func receiptConflicts(ctx context.Context, db querier, load int32, r *Receipt) error {
	return eachRow(ctx, db, `SELECT c.id, f.path, c.line, c.pos, g.path, r.line
		FROM (FROM conflict WHERE load = $load ORDER BY file, pos LIMIT $listed) c
		JOIN load_file f ON f.load = c.load AND f.file = c.file
		JOIN statement s ON s.id = c.id JOIN raw r ON r.seq = s.seq JOIN load_file g ON g.load = s.load AND g.file = s.file
		ORDER BY c.file, c.pos`, func(scan func(...any) error) error {
		var x Conflict
		var id uuid.UUID
		err := scan(&id, &x.Path, &x.Line, &x.Offset, &x.FirstPath, &x.FirstLine)
		x.ID = id.String()
		r.Conflicts = append(r.Conflicts, x)
		return err
	}, named2("load", load, "listed", ListedConflicts)...)
}

func receiptFlags(ctx context.Context, db querier, load int32, r *Receipt) error {
	return eachRow(ctx, db, "SELECT flags, count(*) FROM statement WHERE load = ? AND flags <> 0 GROUP BY flags", func(scan func(...any) error) error {
		var flags uint32
		var n int64
		err := scan(&flags, &n)
		for _, name := range data.Flags(flags).Names() {
			r.Flags[name] += n
		}
		return err
	}, load)
}

func receiptVersions(ctx context.Context, db querier, load int32, r *Receipt) error {
	return eachRow(ctx, db, "SELECT coalesce(version, 'none'), count(*) FROM statement WHERE load = ? GROUP BY 1", func(scan func(...any) error) error {
		var version string
		var n int64
		err := scan(&version, &n)
		r.Versions[version] = n
		return err
	}, load)
}

func receiptSpan(ctx context.Context, db querier, load int32, r *Receipt) error {
	return eachRow(ctx, db, "SELECT min(ts), max(ts), min(stored), max(stored) FROM statement WHERE load = ?", func(scan func(...any) error) error {
		var span spanScan
		err := scan(span.targets()...)
		r.Span = span.span()
		return err
	}, load)
}

// spanScan receives the four ends of a span.
type spanScan [4]sql.NullTime

func (s *spanScan) targets() []any { return []any{&s[0], &s[1], &s[2], &s[3]} }

func (s *spanScan) span() Span { return Span{utc(s[0]), utc(s[1]), utc(s[2]), utc(s[3])} }

// receiptOrigins counts by what the statements themselves say of where they
// came from: an account's homePage is the first half of its key.
func receiptOrigins(ctx context.Context, db querier, load int32, r *Receipt) error {
	return eachRow(ctx, db, `SELECT coalesce(u.name, u.account, replace(u.key, chr(31), '|')), s.platform,
			CASE WHEN a.key LIKE 'account:%' THEN split_part(substr(a.key, 9), chr(31), 1) END AS home, count(*)
		FROM statement s LEFT JOIN actor u ON u.actor = s.authority LEFT JOIN actor a ON a.actor = s.actor
		WHERE s.load = ? GROUP BY ALL ORDER BY count(*) DESC, 1, 2, 3`, func(scan func(...any) error) error {
		var o Origin
		err := scan(&o.Authority, &o.Platform, &o.HomePage, &o.Statements)
		r.Origins = append(r.Origins, o)
		return err
	}, load)
}

const daysOfLoad = `day AS (SELECT CAST(ts AS DATE) AS day, count(*) AS n FROM statement WHERE load = $load GROUP BY 1)`

func receiptDays(ctx context.Context, db querier, load int32, r *Receipt) error {
	return eachRow(ctx, db, "WITH "+daysOfLoad+" SELECT day::VARCHAR, n FROM day ORDER BY day", func(scan func(...any) error) error {
		var d Day
		err := scan(&d.Day, &d.Statements)
		r.Days = append(r.Days, d)
		return err
	}, named2("load", load)...)
}

// receiptGaps lists days that are missing between others: a collector that
// stood still looks like that, and so do weekends.
func receiptGaps(ctx context.Context, db querier, load int32, r *Receipt) error {
	return eachRow(ctx, db, "WITH "+daysOfLoad+`, pair AS (SELECT day, lag(day) OVER (ORDER BY day) AS before FROM day)
		SELECT (before + 1)::VARCHAR, (day - 1)::VARCHAR, (day - before - 1)::BIGINT FROM pair
		WHERE day - before > 1 ORDER BY 3 DESC, 1`, func(scan func(...any) error) error {
		var g Gap
		err := scan(&g.From, &g.To, &g.Days)
		r.Gaps = append(r.Gaps, g)
		return err
	}, named2("load", load)...)
}

func receiptSources(ctx context.Context, db querier, load int32, r *Receipt) error {
	return eachRow(ctx, db, "SELECT DISTINCT name FROM source JOIN load_file USING (source) WHERE load = ? AND NOT live ORDER BY name", func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		r.NoStored = append(r.NoStored, name)
		return err
	}, load)
}
