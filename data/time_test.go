package data

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2021, 11, 29, 23, 9, 0, 867219000, time.UTC)
	whole := at.Truncate(time.Second)
	for _, c := range []struct {
		in     string
		want   time.Time
		offset bool
	}{
		{"2021-11-29T23:09:00.867219Z", at, true},
		{"2021-11-29t23:09:00.867219z", at, true},
		{"2021-11-29 23:09:00.867219000", at, false},
		{"2021-11-29T23:09:00,867219+00:00", at, true},
		{"2021-11-30T00:39:00.867219+0130", at, true},
		{"2021-11-29T18:09:00.867219-05", at, true},
		{"2021-11-29T23:09:00.86721900099999Z", at, true},
		{"2021-11-29T23:09:00", whole, false},
		{"2021-11-29T23:09Z", whole, true},
		{"2021-11-29T23:09:00-00:00", whole, false},
		{"2021-11-29T23:08:60Z", whole, true},
		{"2021-12-31T24:00:00Z", time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC), true},
		{"2024-02-29T00:00:00Z", time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), true},
	} {
		got, offset, ok := parseTime([]byte(c.in))
		if !ok || !got.Equal(c.want) || offset != c.offset {
			t.Errorf("%q: got %v, offset %v, %v", c.in, got, offset, ok)
		}
	}
	for _, in := range []string{
		"", "x", "2021", "2021-11-29", "20211129T230900Z", "2021-11-29T23", "2021-13-01T00:00:00Z", "2021-00-01T00:00:00Z", "2021-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
		"2021-04-31T00:00:00Z", "2021-11-29T25:00:00Z", "2021-11-29T24:00:01Z", "2021-11-29T23:60:00Z", "2021-11-29T23:09:61Z", "2021-11-29T23:09:00.Z", "2021-11-29T23:09:00+24:00",
		"2021-11-29T23:09:00+1:00", "2021-11-29T23:09:00 UTC", "2021-11-29T23:09:00Zx", "2021-11-29T23:09:00+01:0", "01/01/2015", "2021-11-29X23:09:00Z", "-021-11-29T23:09:00Z", "2021-11-29T23:09:00+",
	} {
		if got, _, ok := parseTime([]byte(in)); ok {
			t.Errorf("%q is taken as %v", in, got)
		}
	}
}

func TestParseTimeAsRFC3339(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		zone := time.FixedZone("", rapid.IntRange(-1439, 1439).Draw(rt, "minutes")*60)
		want := time.Unix(rapid.Int64Range(-62_000_000_000, 253_000_000_000).Draw(rt, "s"), rapid.Int64Range(0, 999_999_999).Draw(rt, "ns")).In(zone)
		text := want.Format(time.RFC3339Nano)
		if got, _, ok := parseTime([]byte(text)); !ok || !got.Equal(want) {
			rt.Fatalf("%s: got %v, %v", text, got, ok)
		}
	})
}

func TestParseDuration(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		want float64
	}{
		{"PT1H0M0S", 3600},
		{"PT03M15S", 195},
		{"P1DT2H", 93600},
		{"P2W", 1209600},
		{"P4W1D", 2505600},
		{"PT1234S", 1234},
		{"PT0S", 0},
		{"PT4.92S", 4.92},
		{"PT1,5S", 1.5},
		{"PT1.5H", 5400},
		{"P0.5D", 43200},
		{"PT1H0M0.1S", 3600.1},
		{"P1D", 86400},
		{"PT0.12345678901234567890123456789012345S", 0.12345678901234568},
	} {
		if got, ok := parseDuration([]byte(c.in)); !ok || got != c.want {
			t.Errorf("%q: got %v, %v; want %v", c.in, got, ok, c.want)
		}
	}
	for _, in := range []string{
		"", "P", "PT", "P1", "1S", "PT1", "P1DT", "P1H", "PT1D", "PT1M2H", "PT1H1H", "PT1.5M1S", "PT.5S", "PT1.S", "PT1,S", "PT1.2.3S", "-PT1S", "PT-1S", "P1Y", "P1M", "P3Y6M4DT12H30M5S", "pt1s", "PT1S ", " PT1S", "PT1e3S", "PTS", "P1.5DT1H", "P1DT1HT1M", "P" + strings.Repeat("9", 308) + "W",
	} {
		if got, ok := parseDuration([]byte(in)); ok {
			t.Errorf("%q is taken as %v", in, got)
		}
	}
}
