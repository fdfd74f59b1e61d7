package scoring

import (
	"math"
	"math/rand/v2"
	"testing"
)

// gave is the same answer of learners of these abilities.
func gave(response string, right Truth, abilities ...float64) (out []Given) {
	for _, a := range abilities {
		out = append(out, Given{a, response, right})
	}
	return out
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	type row struct {
		response string
		right    Truth
		n        int
		share    float64
		ability  float64
		strong   bool
	}
	x := math.NaN()
	for _, c := range []struct {
		name    string
		suspect bool
		given   [][]Given
		want    []row
	}{
		{"nobody", false, nil, nil},
		{
			"most of the able are wrong, though less able than who is right", // above the median 0.9: b 1, 1.1, 1.2; a 1.5, 2
			false,
			[][]Given{gave("a", Yes, 1.5, 2), gave("b", No, -3, -2, -1, 0, 0.8, 0.9, 1, 1.1, 1.2)},
			[]row{{"b", No, 9, 9.0 / 11, -1.0 / 9, false}, {"a", Yes, 2, 2.0 / 11, 1.75, false}},
		},
		{
			"the same with a suspect key",
			true,
			[][]Given{gave("a", Yes, 1.5, 2), gave("b", No, -3, -2, -1, 0, 0.8, 0.9, 1, 1.1, 1.2)},
			[]row{{"b", No, 9, 9.0 / 11, -1.0 / 9, true}, {"a", Yes, 2, 2.0 / 11, 1.75, false}},
		},
		{
			"nobody is right",
			false,
			[][]Given{gave("b", No, -2, -1, 0, 0.8, 0.9, 1, 1.1, 2)},
			[]row{{"b", No, 8, 1, 0.35, false}},
		},
		{
			"the able take a wrong one", // the median is 0.5
			false,
			[][]Given{gave("a", Yes, -1, -2, 0, 0.25), gave("b", No, 1, 2, 3), gave("c", No, 0.75)},
			[]row{{"a", Yes, 4, 0.5, -0.6875, false}, {"b", No, 3, 0.375, 2, true}, {"c", No, 1, 0.125, 0.75, false}},
		},
		{
			"the able take the right one",
			false,
			[][]Given{gave("a", No, -1, -2, 0, 0.25), gave("b", Yes, 1, 2, 3), gave("c", No, 0.75)},
			[]row{{"a", No, 4, 0.5, -0.6875, false}, {"b", Yes, 3, 0.375, 2, false}, {"c", No, 1, 0.125, 0.75, false}},
		},
		{
			"as many of the able take two", // of 8, median 0
			false,
			[][]Given{gave("a", Yes, 1, 2, -1, -2), gave("b", No, 3, 4, -3, -4)},
			[]row{{"a", Yes, 4, 0.5, 0, false}, {"b", No, 4, 0.5, 0, false}},
		},
		{
			"seven are too few",
			false,
			[][]Given{gave("a", Yes, -1, -2, -3, -4), gave("b", No, 1, 2, 3)},
			[]row{{"a", Yes, 4, 4.0 / 7, -2.5, false}, {"b", No, 3, 3.0 / 7, 2, false}},
		},
		{
			"abilities that are not known",
			false,
			[][]Given{gave("a", Yes, x, x, 1), gave("b", No, x)},
			[]row{{"a", Yes, 3, 0.75, 1, false}, {"b", No, 1, 0.25, x, false}},
		},
		{
			"one text, right for some", // in points, say
			false,
			[][]Given{gave("a", No, 0), gave("a", Yes, 1, 1)},
			[]row{{"a", Yes, 2, 2.0 / 3, 1, false}, {"a", No, 1, 1.0 / 3, 0, false}},
		},
		{
			"without a text nothing is said of the key",
			false,
			[][]Given{gave("", No, 1, 2, 3, 4, 5), gave("a", Yes, -1, -2, -3)},
			[]row{{"", No, 5, 0.625, 3, false}, {"a", Yes, 3, 0.375, -2, false}},
		},
	} {
		var given []Given
		for _, g := range c.given {
			given = append(given, g...)
		}
		rng := rand.New(rand.NewPCG(1, 1))
		rng.Shuffle(len(given), func(i, j int) { given[i], given[j] = given[j], given[i] })
		got := Answers(given, c.suspect)
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v", c.name, got)
			continue
		}
		for i, w := range c.want {
			a := got[i]
			if a.Response != w.response || a.Right != w.right || a.N != w.n || a.Strong != w.strong {
				t.Errorf("%s: %+v, want %+v", c.name, a, w)
			}
			nearly(t, c.name+": share", a.Share, w.share, 1e-12)
			nearly(t, c.name+": ability", a.Ability, w.ability, 1e-12)
		}
	}
}
