package cli

import (
	"strings"
	"testing"
	"time"
)

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	tz, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return tz
}

func TestParsePeriod(t *testing.T) {
	t.Parallel()
	vienna := zoneOf(t, "Europe/Vienna")
	now := time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC) // the day after clocks went forward
	for _, tt := range []struct {
		name                string
		since, until, asOf  string
		wantSince, wantAsOf string // UTC
		wantUntil           string
	}{
		{"nothing", "", "", "", "", "", ""},
		{"a date is local midnight", "2026-03-01", "2026-04-01", "", "2026-02-28T23:00:00Z", "", "2026-03-31T22:00:00Z"},
		{"a time with its zone", "2026-03-01T08:00:00+05:30", "", "", "2026-03-01T02:30:00Z", "", ""},
		{"a time without a zone is local", "2026-03-01T08:00", "2026-03-01 09:15:30", "", "2026-03-01T07:00:00Z", "", "2026-03-01T08:15:30Z"},
		{"today and yesterday", "yesterday", "today", "", "2026-03-28T23:00:00Z", "", "2026-03-29T22:00:00Z"},
		{"days keep the hour when clocks change", "7d", "now", "", "2026-03-23T13:00:00Z", "", "2026-03-30T12:00:00Z"},
		{"weeks", "2w", "", "", "2026-03-16T13:00:00Z", "", ""},
		{"as-of a date is the end of that day", "", "", "2026-03-29", "", "2026-03-29T21:59:59.999999Z", ""},
		{"as-of a time is that time", "", "", "2026-03-29T10:00:00Z", "", "2026-03-29T10:00:00Z", ""},
		{"spans count back from as-of", "7d", "", "2026-01-31T10:00:00Z", "2026-01-24T10:00:00Z", "2026-01-31T10:00:00Z", ""},
	} {
		p, err := parsePeriod(tt.since, tt.until, tt.asOf, now, vienna)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		for _, pair := range []struct {
			what, want string
			got        time.Time
		}{{"since", tt.wantSince, p.since}, {"until", tt.wantUntil, p.until}, {"as-of", tt.wantAsOf, p.asOf}} {
			got := ""
			if !pair.got.IsZero() {
				got = pair.got.UTC().Format(time.RFC3339Nano)
			}
			if got != pair.want {
				t.Errorf("%s: %s is %q, not %q", tt.name, pair.what, got, pair.want)
			}
		}
	}
}

func TestParsePeriodErrors(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ since, until, asOf, want string }{
		{"soon", "", "", `--since: "soon" is no date`},
		{"", "2026-02-30", "", `--until: "2026-02-30" is no date`},
		{"", "", "31.12.2026", `--as-of: "31.12.2026" is no date`},
		{"-3d", "", "", `--since: "-3d" is no date`},
		{"99999999d", "", "", "is no date"},
		{"2026-03-02", "2026-03-02", "", "is not before"},
	} {
		_, err := parsePeriod(tt.since, tt.until, tt.asOf, now, time.UTC)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v", tt, err)
			continue
		}
		if f := explain(t.Context(), err); f.code != exitUsage || f.next == "" {
			t.Errorf("%+v: code %d, next %q", tt, f.code, f.next)
		}
	}
}

func TestParseZone(t *testing.T) {
	t.Parallel()
	env := Env{Getenv: func(key string) string { return map[string]string{"TZ": "Asia/Tokyo"}[key] }}
	for name, want := range map[string]string{"": "Asia/Tokyo", "local": "Asia/Tokyo", "Local": "Asia/Tokyo", "UTC": "UTC", "Europe/Vienna": "Europe/Vienna"} {
		tz, err := parseZone(name, env)
		if err != nil || tz.String() != want {
			t.Errorf("%q is %v, %v", name, tz, err)
		}
	}
	if _, err := parseZone("Mars", env); err == nil {
		t.Error("a zone that does not exist was taken")
	}
}
