package store

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"lrx/data"
)

func numbered(n int) (id uuid.UUID) {
	binary.BigEndian.PutUint64(id[8:], uint64(n)) //nolint:gosec // not negative
	return id
}

func TestBloomForgetsNothing(t *testing.T) {
	t.Parallel()
	b := newBloom()
	const n = bloomIDs
	for i := range n {
		b.add(numbered(i))
	}
	if !b.full() {
		t.Error("it is not full")
	}
	wrong := 0
	for i := range n {
		if !b.may(numbered(i)) {
			t.Fatalf("it has forgotten %d", i)
		}
		if b.may(numbered(n + i)) {
			wrong++
		}
	}
	if wrong > n/20_000 {
		t.Errorf("%d of %d new ids are taken for known ones", wrong, n)
	}
}

// TestKnownByAllWays looks ids up by joins, by what was read at once, and after
// the ids in memory were given up.
func TestKnownByAllWays(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, `{"id":%q,"actor":{"mbox":"mailto:p@example.org"},"verb":{"id":"http://example.org/v"},"object":{"id":"http://example.org/%d"}}`+"\n", numbered(i), i)
	}
	path := filepath.Join(t.TempDir(), "known.ndjson")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := Load(t.Context(), dir, LoadOptions{Paths: []string{path}}); err != nil {
		t.Fatal(err)
	}
	g, err := OpenGeneration(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close() //nolint:errcheck // a test
	c := &chunk{}
	for i := 50; i < 150; i++ {
		c.items = append(c.items, item{st: &data.Statement{ID: numbered(i)}})
	}
	for name, way := range map[string]func(*known){
		"joins":    func(*known) {},
		"read":     func(k *known) { k.joins = maxJoins },
		"given up": func(k *known) { k.joins = maxJoins },
	} {
		k, err := newKnown(t.Context(), g.DB)
		if err != nil {
			t.Fatal(err)
		}
		way(k)
		for range 2 {
			if err := k.look(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			for i := range c.items {
				id := c.items[i].st.ID
				if _, there := k.ids.find(id); there != (i < 50) {
					t.Errorf("%s: id %d is known: %t", name, 50+i, there)
				}
				if has, err := k.has(t.Context(), id); err != nil || has != (i < 50) {
					t.Errorf("%s: id %d is had: %t, %v", name, 50+i, has, err)
				}
			}
			if name == "given up" {
				k.ids.used = idSetIDs
				k.rest(k.before)
			}
		}
	}
}
