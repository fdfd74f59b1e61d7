package data_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lrx/data"
)

const (
	typeCourse  = "http://adlnet.gov/expapi/activities/course"
	typeModule  = "http://adlnet.gov/expapi/activities/module"
	typeQuiz    = "http://adlnet.gov/expapi/activities/assessment"
	typeItem    = "http://adlnet.gov/expapi/activities/cmi.interaction"
	typeAttempt = "http://adlnet.gov/expapi/activities/attempt"
	typeSite    = "http://id.tincanapi.com/activitytype/lms"
	typeThread  = "http://id.tincanapi.com/activitytype/discussion"
)

// deed is one statement as the tree sees it: its object, parents and groupings.
type deed struct {
	object             string
	parents, groupings []string
	times              int64
}

// besides counts who stands beside whom.
func besides(number map[string]int32, deeds []deed) []data.Beside {
	var out []data.Beside
	for _, d := range deeds {
		type one struct {
			iri string
			as  data.Role
		}
		all := []one{{d.object, data.RoleObject}}
		for _, p := range d.parents {
			all = append(all, one{p, data.RoleParent})
		}
		for _, g := range d.groupings {
			all = append(all, one{g, data.RoleGrouping})
		}
		for i, a := range all {
			for _, b := range all[i+1:] {
				out = append(out, data.Beside{A: number[a.iri], B: number[b.iri], AsA: a.as, AsB: b.as, N: max(1, d.times)})
			}
		}
	}
	return merged(out)
}

func merged(all []data.Beside) []data.Beside {
	sums := map[data.Beside]int64{}
	for _, b := range all {
		n := b.N
		b.N = 0
		sums[b] += n
	}
	var out []data.Beside
	for b, n := range sums {
		b.N = n
		out = append(out, b)
	}
	return out
}

// TestTree proves the rules on small stories. types says what is of which type;
// decided is who was put where by hand; the want is "child<parent" for each that has one.
func TestTree(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		types   map[string]string
		decided map[string]string
		deeds   []deed
		want    string
		cuts    string
	}{
		{
			name:  "a chain of parents, as Moodle writes it",
			types: map[string]string{"course": typeCourse, "section": typeModule, "quiz": typeQuiz, "q1": typeItem, "try": typeAttempt},
			deeds: []deed{
				{object: "q1", parents: []string{"try", "quiz", "section", "course"}},
				{object: "try", parents: []string{"quiz", "section", "course"}},
				{object: "quiz", parents: []string{"section", "course"}},
			},
			want: "q1<quiz quiz<section section<course try<quiz",
		},
		{
			name:  "an attempt stands for what it is at",
			types: map[string]string{"try": typeAttempt},
			deeds: []deed{{object: "q1", parents: []string{"try"}}, {object: "try", parents: []string{"quiz"}}},
			want:  "q1<quiz try<quiz",
		},
		{
			name:  "a parent lies below its grouping",
			types: map[string]string{"course": typeCourse, "site": typeSite},
			deeds: []deed{{object: "q1", parents: []string{"quiz"}, groupings: []string{"course", "site"}}},
			want:  "course<site q1<quiz quiz<course",
		},
		{
			name:  "a parent that has one of its own needs no grouping",
			types: map[string]string{"course": typeCourse},
			deeds: []deed{{object: "q1", parents: []string{"quiz"}, groupings: []string{"group"}}, {object: "quiz", parents: []string{"course"}}},
			want:  "q1<quiz quiz<course",
		},
		{
			name:  "a comment is in its thread, and the thread in the course",
			types: map[string]string{"course": typeCourse, "thread": typeThread},
			deeds: []deed{{object: "comment", parents: []string{"course"}, groupings: []string{"thread"}}, {object: "comment", parents: []string{"course"}, times: 5}},
			want:  "comment<thread thread<course",
		},
		{
			name:  "a course is in no discussion",
			types: map[string]string{"course": typeCourse},
			deeds: []deed{{object: "course", groupings: []string{"talk"}}},
			want:  "",
		},
		{
			name:  "the most frequent of parents that are not below each other",
			deeds: []deed{{object: "q1", parents: []string{"quiz a"}, times: 2}, {object: "q1", parents: []string{"quiz b"}, times: 3}},
			want:  "q1<quiz b",
		},
		{
			name:  "the smallest IRI of parents that are as frequent",
			deeds: []deed{{object: "q1", parents: []string{"quiz b"}}, {object: "q1", parents: []string{"quiz a"}}},
			want:  "q1<quiz a",
		},
		{
			name: "groupings that never come alone lie below what they come with",
			deeds: []deed{
				{object: "a", groupings: []string{"unit", "book"}},
				{object: "b", groupings: []string{"unit", "book"}},
				{object: "c", groupings: []string{"book"}},
			},
			want: "a<unit b<unit c<book unit<book",
		},
		{
			name:    "a decision stands above statements, and a root too",
			decided: map[string]string{"q1": "other", "quiz": ""},
			deeds:   []deed{{object: "q1", parents: []string{"quiz"}, times: 9}, {object: "quiz", parents: []string{"course"}}, {object: "x", parents: []string{"other"}}},
			want:    "q1<other x<other",
		},
		{
			name:  "a circle is cut at the weakest link, and the next best parent holds",
			types: map[string]string{"course": typeCourse},
			deeds: []deed{
				{object: "quiz", parents: []string{"section"}, times: 5},
				{object: "section", parents: []string{"quiz"}, times: 6},
				{object: "section", groupings: []string{"course"}},
				{object: "quiz", groupings: []string{"course"}},
			},
			want: "quiz<course section<quiz",
			cuts: "quiz<section",
		},
		{
			name:    "decisions that go round in a circle",
			decided: map[string]string{"a": "b", "b": "a"},
			deeds:   []deed{{object: "a"}, {object: "b"}},
			want:    "b<a",
			cuts:    "a<b",
		},
		{
			name:  "what is its own parent has none",
			types: map[string]string{"course": typeCourse},
			deeds: []deed{{object: "course", parents: []string{"course"}}},
			want:  "",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			number, iris := map[string]int32{}, []string{""}
			name := func(iri string) {
				if number[iri] == 0 && iri != "" {
					number[iri] = int32(len(iris))
					iris = append(iris, iri)
				}
			}
			for _, d := range test.deeds {
				for _, iri := range slices.Concat([]string{d.object}, d.parents, d.groupings) {
					name(iri)
				}
			}
			var all []data.TreeActivity
			for i, iri := range iris[1:] {
				a := data.TreeActivity{Activity: int32(i) + 1, IRI: iri, Type: test.types[iri]}
				if p, ok := test.decided[iri]; ok {
					a.Decided, a.Parent = true, number[p]
				}
				all = append(all, a)
			}
			nodes, cuts := data.Tree(all, besides(number, test.deeds))
			var got, cut []string
			for _, n := range nodes {
				if n.Parent != 0 {
					got = append(got, iris[n.Activity]+"<"+iris[n.Parent])
				}
			}
			for _, c := range cuts {
				cut = append(cut, iris[c.Child]+"<"+iris[c.Parent])
			}
			slices.Sort(got)
			if text := strings.Join(got, " "); text != test.want {
				t.Errorf("got  %s\nwant %s", text, test.want)
			}
			if text := strings.Join(cut, " "); text != test.cuts {
				t.Errorf("cut %q, want %q", text, test.cuts)
			}
		})
	}
}

// TestTreeByID proves what ids say where statements name no parent.
func TestTreeByID(t *testing.T) {
	t.Parallel()
	const demo = "course-v1:edX+DemoX+Demo_Course"
	for _, test := range []struct{ child, parent, others string }{
		{"block-v1:edX+DemoX+Demo_Course+type@problem+block@aa", demo, ""},
		{"https://x.example/xblock/block-v1:edX+DemoX+Demo_Course+type@video+block@aa", "https://x.example/course/" + demo, "https://y.example/course/" + demo + " " + demo},
		{"https://x.example/xblock/block-v1:edX+DemoX+Demo_Course+type@video+block@aa", demo, "https://y.example/course/" + demo},
		{"https://x.example/xblock/block-v1%3AedX%2BDemoX%2BDemo_Course%2Btype%40video%2Bblock%40aa", demo, ""},
		{"block-v1:edX+DemoX+Demo_Course+type@problem+block@aa_2_1", "block-v1:edX+DemoX+Demo_Course+type@problem+block@aa", demo},
		{"https://x.example/xblock/block-v1:a+b+c+type@problem+block@aa/hint/1", "https://x.example/xblock/block-v1:a+b+c+type@problem+block@aa", ""},
		{"ccx-block-v1:edX+DemoX+Demo_Course+ccx@1+type@problem+block@aa", "ccx-v1:edX+DemoX+Demo_Course+ccx@1", demo},
		{"https://x.example/courses/" + demo + "/jump_to/somewhere", "https://x.example/course/" + demo, ""},
		{"i4x://edX/DemoX/problem/aa", "i4x://edX/DemoX/course/2014", ""},
		{"https://x.example/xblock/i4x:;_;_edX;_DemoX;_problem;_aa", "https://x.example/courses/edX/DemoX/2014", ""},
		{"i4x://edX/DemoX/problem/aa", "", "i4x://edX/DemoX/course/2014 i4x://edX/DemoX/course/2015"},
		{"block-v1:edX+DemoX+Demo_Course+type@problem+block@aa", "", "course-v1:edX+DemoX+Other"},
		{"https://m.example/question/question.php?cmid=7&id=3", "https://m.example/mod/quiz/view.php?id=7", ""},
		{"https://m.example/mod/quiz/attempt.php?attempt=1&cmid=7", "https://m.example/mod/quiz/view.php?id=7", ""},
		{"https://m.example/mod/book/view.php?id=1&chapterid=4", "https://m.example/mod/book/view.php?id=1", ""},
		{"https://m.example/mod/assign/view.php?id=1#submission", "https://m.example/mod/assign/view.php?id=1", ""},
		{"https://m.example/mod/forum/discuss.php?d=1#p1", "https://m.example/mod/forum/discuss.php?d=1", ""},
		{"https://m.example/course/view.php?id=2&section=3", "https://m.example/course/view.php?id=2", ""},
		{"https://m.example/course/completion.php?id=2", "https://m.example/course/view.php?id=2", ""},
		{"https://m.example/mod/quiz/view.php?id=7", "", "https://m.example/course/view.php?id=7"},
		{"https://h5p.org/set?subContentId=1", "https://h5p.org/set", ""},
		{"https://h5p.org/h5p.php?id=2&subContentId=1", "https://h5p.org/h5p.php?id=2", ""},
		{"https://x.example/page?id=2&part=1", "", "https://x.example/page?id=2"},
	} {
		t.Run(test.child+" "+test.others, func(t *testing.T) {
			t.Parallel()
			iris := append([]string{test.child}, strings.Fields(test.others+" "+test.parent)...)
			var all []data.TreeActivity
			for i, iri := range iris {
				all = append(all, data.TreeActivity{Activity: int32(i) + 1, IRI: iri})
			}
			nodes, _ := data.Tree(all, nil)
			got := ""
			if p := nodes[0].Parent; p != 0 {
				got = iris[p-1]
			}
			if got != test.parent {
				t.Errorf("%s is below %q, want %q", test.child, got, test.parent)
			}
			// A statement that names a parent is believed, whatever the id says.
			all = append(all, data.TreeActivity{Activity: 99, IRI: "https://x.example/named"})
			nodes, _ = data.Tree(all, []data.Beside{{A: 1, B: 99, AsB: data.RoleParent, N: 1}})
			if nodes[0].Parent != 99 {
				t.Errorf("%s is below %d, want the parent that is named", test.child, nodes[0].Parent)
			}
		})
	}
}

// TestTreeIsAForest proves that whatever statements say, each activity has one
// place, no way up goes round in a circle, and the order of the input is of no
// matter.
func TestTreeIsAForest(t *testing.T) {
	t.Parallel()
	types := []string{"", "", typeCourse, typeModule, typeQuiz, typeItem, typeAttempt, typeSite, typeThread}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 25).Draw(t, "activities")
		all := make([]data.TreeActivity, n)
		for i := range all {
			all[i] = data.TreeActivity{Activity: int32(i) + 1, IRI: fmt.Sprintf("https://x.example/%02d", i), Type: rapid.SampledFrom(types).Draw(t, "type")}
			if rapid.IntRange(0, 5).Draw(t, "decides") == 0 {
				all[i].Decided, all[i].Parent = true, int32(rapid.IntRange(0, n).Draw(t, "decided"))
			}
		}
		one := rapid.Custom(func(t *rapid.T) data.Beside {
			return data.Beside{
				A: int32(rapid.IntRange(1, n).Draw(t, "a")), B: int32(rapid.IntRange(1, n+1).Draw(t, "b")),
				AsA: data.Role(rapid.IntRange(0, 3).Draw(t, "as")), AsB: data.Role(rapid.IntRange(0, 3).Draw(t, "as")), N: rapid.Int64Range(1, 3).Draw(t, "n"),
			}
		})
		beside := rapid.SliceOfN(one, 0, 80).Draw(t, "beside")
		nodes, cuts := data.Tree(all, beside)
		if len(nodes) != n {
			t.Fatalf("%d activities have %d nodes", n, len(nodes))
		}
		for i, node := range nodes {
			if node.Activity != int32(i)+1 {
				t.Fatalf("node %d is of activity %d", i, node.Activity)
			}
			steps := int32(0)
			for at := node; at.Parent != 0; at = nodes[at.Parent-1] {
				if steps++; steps > int32(n) {
					t.Fatalf("the way up from %d is a circle", node.Activity)
				}
			}
			if steps != node.Depth {
				t.Fatalf("activity %d is at depth %d, not %d", node.Activity, steps, node.Depth)
			}
			if d := all[i]; d.Decided && node.Parent != d.Parent && node.Parent != 0 {
				t.Fatalf("activity %d is below %d, which was not decided", d.Activity, node.Parent)
			}
		}
		r := rand.New(rand.NewPCG(uint64(n), 1))
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		r.Shuffle(len(beside), func(i, j int) { beside[i], beside[j] = beside[j], beside[i] })
		again, cutAgain := data.Tree(all, beside)
		if !slices.Equal(nodes, again) || !slices.Equal(cuts, cutAgain) {
			t.Fatalf("another order gives another tree:\n%v\n%v", nodes, again)
		}
	})
}

func BenchmarkTreeOfAMillion(b *testing.B) {
	const n = 1_000_000
	all := make([]data.TreeActivity, n)
	beside := make([]data.Beside, 0, 3*n)
	for i := range all {
		all[i] = data.TreeActivity{Activity: int32(i) + 1, IRI: fmt.Sprintf("https://lms.example.org/mod/quiz/view.php?id=%d&part=%d", i/10, i%10), Type: typeItem}
		for _, up := range []int{10, 100, 1000} {
			beside = append(beside, data.Beside{A: int32(i) + 1, B: int32(i/up) + 1, AsB: data.RoleParent, N: 7})
		}
	}
	for b.Loop() {
		began := time.Now()
		data.Tree(all, beside)
		b.ReportMetric(time.Since(began).Seconds(), "s/tree")
	}
}
