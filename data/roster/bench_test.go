package roster

import (
	"fmt"
	"testing"
)

// BenchmarkReadDecisions reads a roster of 100,000 learners in 4,000 classes.
func BenchmarkReadDecisions(b *testing.B) {
	var r Roster
	for i := range 4_000 {
		r.Classes = append(r.Classes, Class{ID: fmt.Sprintf("c%05d", i), Title: fmt.Sprintf("Class %d", i)})
	}
	for i := range 100_000 {
		id := fmt.Sprintf("u%06d", i)
		r.Users = append(r.Users, User{ID: id, Name: fmt.Sprintf("Learner %d", i), Email: id + "@example.org", Role: "student"})
		r.Enrollments = append(r.Enrollments, Enrollment{ID: fmt.Sprintf("e%06d", i), Class: r.Classes[i%4_000].ID, User: id, Role: "student"})
	}
	dir := b.TempDir()
	if err := Write(dir, r); err != nil {
		b.Fatal(err)
	}
	b.Run("rows", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if d, problems, err := ReadDecisions(dir); err != nil || len(problems) > 0 || len(d.Roster.Users) != 100_000 {
				b.Fatal(err, problems)
			}
		}
	})
	b.Run("digest", func(b *testing.B) {
		for b.Loop() {
			if _, err := Digest(dir); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("identities", func(b *testing.B) {
		for b.Loop() {
			if links, _ := r.Identities(); len(links) != 100_000 {
				b.Fatal(len(links))
			}
		}
	})
}
