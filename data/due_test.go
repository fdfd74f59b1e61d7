package data

import (
	"testing"
	"time"
)

func TestDueDate(t *testing.T) {
	t.Parallel()
	noon := &DueDate{At: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	day := &DueDate{At: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Day: true}
	for _, c := range []struct {
		name, extensions string
		want             *DueDate
	}{
		{"none", `{}`, nil},
		{"a time", `{"https://x.example/ext/due":"2026-03-01T13:00:00+01:00"}`, noon},
		{"a time without offset is in UTC", `{"https://x.example/ext/due":"2026-03-01T12:00"}`, noon},
		{"a day", `{"https://x.example/ext/due":"2026-03-01"}`, day},
		{"due-date", `{"https://x.example/ext/due-date":"2026-03-01"}`, day},
		{"duedate", `{"https://x.example/ext/duedate":"2026-03-01"}`, day},
		{"dueDate", `{"https://x.example/ext#dueDate":"2026-03-01"}`, day},
		{"deadline", `{"urn:x:deadline":"2026-03-01"}`, day},
		{"another word", `{"https://x.example/ext/overdue":"2026-03-01","https://x.example/due/ext":"2026-03-01"}`, nil},
		{"no such day", `{"https://x.example/due":"2026-02-29"}`, nil},
		{"no date", `{"https://x.example/due":"soon"}`, nil},
		{"a number", `{"https://x.example/due":1772366400}`, nil},
		{"nothing", `{"https://x.example/due":null}`, nil},
		{"an object", `{"https://x.example/due":{"at":"2026-03-01"}}`, nil},
		{"of two the later", `{"https://x.example/due":"2026-03-01","https://x.example/deadline":"2026-03-01T12:00:00Z"}`, day},
		{"whatever their order", `{"https://x.example/deadline":"2026-03-01T12:00:00Z","https://x.example/due":"2026-03-01"}`, day},
		{"beside one that is none", `{"https://x.example/due":"2026-03-01","https://x.example/deadline":"soon"}`, day},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := decode(t, plain(`"object":{"id":"http://a.b/c","definition":{"extensions":`+c.extensions+`}}`))
			got := s.Object.Activity.Due
			if (got == nil) != (c.want == nil) || got != nil && (got.Day != c.want.Day || !got.At.Equal(c.want.At)) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestDueDateAfter(t *testing.T) {
	t.Parallel()
	day := DueDate{At: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Day: true}
	for _, c := range []struct {
		name string
		a, b DueDate
		want bool
	}{
		{"itself", day, day, false},
		{"a day and a time in it", day, DueDate{At: day.At.Add(23 * time.Hour)}, true},
		{"a time and its day", DueDate{At: day.At.Add(23 * time.Hour)}, day, false},
		{"a day and its end", day, DueDate{At: day.At.AddDate(0, 0, 1)}, true},
		{"the end of a day and the day", DueDate{At: day.At.AddDate(0, 0, 1)}, day, false},
		{"a later time", DueDate{At: day.At.Add(2)}, DueDate{At: day.At.Add(1)}, true},
	} {
		if got := c.a.After(c.b); got != c.want {
			t.Errorf("%s: got %t, want %t", c.name, got, c.want)
		}
	}
}
