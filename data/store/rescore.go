package store

import (
	"context"
	"time"

	"lrx/scoring"
)

// metaScoredBy holds what the kept scores follow beside the statements.
const metaScoredBy = "scored_by"

// decidedEvidence is what was decided that scores follow and sums do not: due
// dates, days off, weights of works.
const decidedEvidence = `SELECT coalesce(md5(string_agg(said, chr(10) ORDER BY said)), '') FROM (
	SELECT 'due ' || d::VARCHAR AS said FROM due d
	UNION ALL SELECT 'off ' || d::VARCHAR FROM day_off d
	UNION ALL SELECT 'weight ' || activity || ' ' || weight FROM activity_decision WHERE weight IS NOT NULL
)`

// rescored says whether scores follow another profile, or other decisions, than
// the kept ones do, so that all of them have to be made anew; they follow these
// from now on.
func (w *writer) rescored(ctx context.Context, p scoring.Profile, tz *time.Location, asOf time.Time) (bool, error) {
	var decided, was string
	if err := w.conn.QueryRowContext(ctx, decidedEvidence).Scan(&decided); err != nil {
		return false, err
	}
	if err := w.conn.QueryRowContext(ctx, "SELECT coalesce(max(value), '') FROM meta WHERE key = '"+metaScoredBy+"'").Scan(&was); err != nil {
		return false, err
	}
	now := p.Hash() + " " + decided + " " + ZoneMark(tz, asOf)
	return now != was, setMeta(ctx, w.conn, metaScoredBy, now)
}
