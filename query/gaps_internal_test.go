package query

import (
	"testing"
	"time"
)

// TestDaysOfAWrongYear counts one statement of long ago beside those of a week:
// it makes no map of centuries.
func TestDaysOfAWrongYear(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		days  []string
		first string
		n     int
	}{
		"a week":            {[]string{"2026-03-02", "2026-03-04", "2026-03-08"}, "2026-03-02", 7},
		"a wrong century":   {[]string{"1026-03-02", "2026-03-04", "2026-03-08"}, "2026-03-04", 5},
		"twenty years":      {[]string{"2006-03-09", "2026-03-08"}, "2006-03-09", mostDays},
		"a day more":        {[]string{"2006-03-08", "2026-03-08"}, "2026-03-08", 1},
		"wrong, then right": {[]string{"0001-01-01", "1970-01-01", "1970-01-02", "2026-03-08"}, "2026-03-08", 1},
	} {
		var d SourceDays
		for i, text := range c.days {
			day, err := time.Parse(time.DateOnly, text)
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				d.first = day
			}
			d.add(day, 1)
		}
		d.trim()
		if d.Len() != c.n || d.Day(0).Format(time.DateOnly) != c.first || d.Count(d.Len()-1) != 1 {
			t.Errorf("%s: %d days from %v", name, d.Len(), d.Day(0))
		}
	}
}
