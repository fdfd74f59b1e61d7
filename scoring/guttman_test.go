package scoring

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestGuttman(t *testing.T) {
	t.Parallel()
	x := math.NaN()
	for _, c := range []struct {
		name            string
		cells           [][]float64
		learners, items []string
		rows, columns   []int
	}{
		{"steps", [][]float64{{0, 0, 1}, {1, 1, 1}, {0, 1, 1}}, []string{"a", "b", "c"}, []string{"x", "y", "z"}, []int{1, 2, 0}, []int{2, 1, 0}},
		{"equals by ID", [][]float64{{1, 0}, {0, 1}}, []string{"b", "a"}, []string{"y", "x"}, []int{1, 0}, []int{1, 0}},
		// Item rates 2/3 and 1/2: a has 1 - 2/3, b 2 - 7/6, c -7/6.
		{"missing is not wrong", [][]float64{{1, x}, {1, 1}, {0, 0}}, []string{"a", "b", "c"}, []string{"x", "y"}, []int{1, 0, 2}, []int{0, 1}},
		{"nothing comes last", [][]float64{{x, x}, {0, x}}, []string{"a", "b"}, []string{"x", "y"}, []int{1, 0}, []int{0, 1}},
		{"tenths are equal, however summed", [][]float64{{0.1, 0.2, 0.3}, {0.3, 0.2, 0.1}, {0.2, 0.2, 0.2}}, []string{"a", "b", "c"}, []string{"x", "y", "z"}, []int{0, 1, 2}, []int{0, 1, 2}},
		{"empty", nil, nil, nil, []int{}, []int{}},
	} {
		rows, columns := Guttman(c.cells, c.learners, c.items)
		if !slices.Equal(rows, c.rows) || !slices.Equal(columns, c.columns) {
			t.Errorf("%s: %v and %v, want %v and %v", c.name, rows, columns, c.rows, c.columns)
		}
	}
}

// TestGuttmanFull is the classic order where nothing is missing: by totals.
func TestGuttmanFull(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(1, 12).Draw(t, "learners"), rapid.IntRange(1, 12).Draw(t, "items")
		ids := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}
		cells := make([][]float64, n)
		totals, rates := make([]int, n), make([]int, m)
		for u := range cells {
			for i := range m {
				r := rapid.IntRange(0, 1).Draw(t, "r")
				cells[u] = append(cells[u], float64(r))
				totals[u], rates[i] = totals[u]+r, rates[i]+r
			}
		}
		rows, columns := Guttman(cells, ids[:n], ids[:m])
		for k := 1; k < n; k++ {
			a, b := rows[k-1], rows[k]
			if totals[a] < totals[b] || totals[a] == totals[b] && a > b {
				t.Fatalf("learner %d before %d", a, b)
			}
		}
		for k := 1; k < m; k++ {
			a, b := columns[k-1], columns[k]
			if rates[a] < rates[b] || rates[a] == rates[b] && a > b {
				t.Fatalf("item %d before %d", a, b)
			}
		}
	})
}
