package scoring

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Capacity is who can be contacted when it cannot be everybody: the learners
// with the highest probabilities.
type Capacity struct {
	Flagged   []int    // indices, the highest probability first; equal ones in the order of learners
	Threshold float64  // the lowest probability among them; NaN of nobody
	Expected  Estimate // how many of them are expected to have the outcome, with a 90 % interval in whole learners
}

// AtCapacity takes the first k by probability. The interval is that of a sum of
// independent trials with these probabilities (Poisson's binomial distribution);
// it takes them to be right, and so is too narrow for a model that is not.
func AtCapacity(probability []float64, k int) Capacity {
	out := Capacity{Flagged: top(probability, k), Expected: none()}
	out.Threshold = out.Expected.Value
	if len(out.Flagged) == 0 {
		return out
	}
	chosen := make([]float64, len(out.Flagged))
	for i, u := range out.Flagged {
		chosen[i] = probability[u]
	}
	out.Threshold = chosen[len(chosen)-1]
	out.Expected = hits(chosen)
	return out
}

// Says is the sentence beside a list: "Of these 20, 16 are expected to fail or
// withdraw (13 to 19), if the probabilities are right."
func (c Capacity) Says() string {
	if len(c.Flagged) == 0 {
		return "Nobody is on the list."
	}
	return fmt.Sprintf("Of these %d, %.0f are expected to fail or withdraw (%.0f to %.0f), if the probabilities are right.",
		len(c.Flagged), c.Expected.Value, c.Expected.Low, c.Expected.High)
}

// top are the indices of the k highest values, equal ones in their order.
func top(values []float64, k int) []int {
	order := indices(len(values))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	return order[:min(max(0, k), len(order))]
}

// hits is the number of successes of independent trials: its mean, and the 5 %
// and 95 % quantiles of its distribution, made exactly by adding trial after trial.
func hits(p []float64) Estimate {
	chance := make([]float64, 1, len(p)+1)
	chance[0] = 1
	out, variance := Estimate{N: len(p)}, 0.0
	for _, x := range p {
		out.Value += x
		variance += x * (1 - x)
		chance = append(chance, 0)
		for n := len(chance) - 1; n > 0; n-- {
			chance[n] = chance[n]*(1-x) + chance[n-1]*x
		}
		chance[0] *= 1 - x
	}
	out.SD = math.Sqrt(variance)
	below, low, high := 0.0, -1, len(p)
	for n, c := range chance {
		below += c
		if low < 0 && below >= tail {
			low = n
		}
		if below >= 1-tail {
			high = n
			break
		}
	}
	out.Low, out.High = float64(max(0, low)), float64(high)
	return out
}

// tail is what lies beyond each end of a 90 % interval.
const tail = 0.05

// Capture is what a list of so many learners would have been worth in a run
// whose outcomes are known.
type Capture struct {
	K      int
	Hits   int
	PPV    Estimate // share of those flagged who had the outcome, 0..1
	Recall Estimate // share of all who had the outcome who were flagged, 0..1
}

// CaptureAt counts what the k highest probabilities captured.
func CaptureAt(probability []float64, outcome []bool, k int) Capture {
	flagged := top(probability, k)
	out := Capture{K: len(flagged)}
	for _, u := range flagged {
		if outcome[u] {
			out.Hits++
		}
	}
	out.PPV, out.Recall = Wilson(out.Hits, out.K), Wilson(out.Hits, trues(outcome))
	return out
}
