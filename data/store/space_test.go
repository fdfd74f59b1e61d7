package store

import (
	"os"
	"path/filepath"
	"testing"
)

func TestEstimate(t *testing.T) {
	t.Parallel()
	const gb = 1 << 30
	for _, c := range []struct {
		name          string
		inputs        []inputSize
		present, left int64
		least, need   int64
	}{
		{name: "nothing"},
		{"a pipe, whose size is unknown", []inputSize{{0, false}}, 0, 0, 0, 0},
		{"a small file", []inputSize{{1 << 20, false}}, 0, 0, 136314, 178257 + 1<<20},
		{"plain", []inputSize{{10 * gb, false}}, 0, 0, 1395864371, 1825361100 + loadLog},
		{"packed", []inputSize{{gb, true}}, 0, 0, 1116691496, 2738041651 + loadLog},
		{"two, and a store", []inputSize{{5 * gb, false}, {5 * gb, false}}, gb, 0, gb + 1395864371, gb + 1825361100 + loadLog},
		{"a load that goes on", []inputSize{{10 * gb, false}}, gb, gb / 2, gb/2 + 1395864371, gb/2 + 1825361100 + loadLog},
		{"a load that is nearly done", []inputSize{{gb, false}}, 0, gb, 0, 0},
	} {
		got := estimate(c.inputs, c.present, c.left)
		if got.Least != c.least || got.Need != c.need {
			t.Errorf("%s: got %d and %d, want %d and %d", c.name, got.Least, got.Need, c.least, c.need)
		}
	}
}

func TestSpaceSpeaksInTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		space       Space
		tight, fits bool
	}{
		{Space{Input: 10, Least: 10, Need: 20, Free: 1000}, false, true},
		{Space{Input: 10, Least: 10, Need: 20, Free: 30}, true, true},
		{Space{Input: 10, Least: 40, Need: 60, Free: 30}, true, false},
		{Space{Input: bigInput, Least: 10, Need: 20, Free: 1 << 50}, true, true},
		{Space{Input: bigInput, Least: 1 << 50, Need: 1 << 50, Free: -1}, false, true},
	} {
		if c.space.Tight() != c.tight || c.space.Fits() != c.fits {
			t.Errorf("%+v: tight %t, fits %t", c.space, c.space.Tight(), c.space.Fits())
		}
	}
}

func TestPackedIsToldByContent(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"": false, "{}": false, `{"id":1}`: false, "\x1f\x8b\x08\x00": true, "\x28\xb5\x2f\xfd\x00": true} {
		path := filepath.Join(t.TempDir(), "x.gz")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := packed(path); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}
