package scoring

import (
	"cmp"
	"math"
	"slices"
)

// Guttman is the order in which a grid of readings shows what is out of order: learners from
// those with most right to those with least, items from the easiest to the
// hardest, so that what is right gathers in one corner (Guttman 1944, Am. Sociol. Rev. 9,
// 139-150). Cells are by learner, then item, 0..1 or NaN; learners and items are their IDs,
// which decide between equals. It returns the indices of both in their order.
//
// A missing cell is neither right nor wrong: a learner's total counts it as the item's
// rate. Those without any cell come last.
func Guttman(cells [][]float64, learners, items []string) (rows, columns []int) {
	rates := make([]float64, len(items))
	for i := range items {
		var sum, n float64
		for u := range cells {
			if r := cells[u][i]; !math.IsNaN(r) {
				sum, n = sum+r, n+1
			}
		}
		rates[i] = rounded(sum / n)
	}
	totals := make([]float64, len(learners))
	for u := range learners {
		above, n := 0.0, 0
		for i, r := range cells[u] {
			if !math.IsNaN(r) {
				above, n = above+r-rates[i], n+1
			}
		}
		totals[u] = rounded(above)
		if n == 0 {
			totals[u] = math.NaN()
		}
	}
	return descending(totals, learners), descending(rates, items)
}

// rounded takes away what sums in another order would differ by.
func rounded(x float64) float64 { return math.Round(x*1e9) / 1e9 }

// descending are indices by falling value, those without one last, equals by ID.
func descending(values []float64, ids []string) []int {
	out := indices(len(values))
	slices.SortFunc(out, func(a, b int) int { // NaN is less than all to cmp
		return cmp.Or(cmp.Compare(values[b], values[a]), cmp.Compare(ids[a], ids[b]))
	})
	return out
}
