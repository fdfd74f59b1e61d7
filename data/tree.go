package data

import (
	"cmp"
	"slices"
	"strings"
)

// Role is how an activity stands in a statement.
type Role uint8

// The roles, the strongest first: an activity that stands in several is kept in one.
const (
	RoleObject Role = iota
	RoleParent
	RoleGrouping
	RoleSkill // in category or other, with the type of a competency
)

// TreeActivity is an activity that gets its place in the tree. Numbers are the
// caller's, from 1.
type TreeActivity struct {
	Activity  int32
	IRI, Type string
	Decided   bool  // Parent was decided by somebody, whatever statements say
	Parent    int32 // 0 = it has none
}

// Beside says in how many statements A stood in one role and B in another: how
// objects stand with their parents and groupings, and how these stand with each
// other.
type Beside struct {
	A, B     int32
	AsA, AsB Role
	N        int64
}

// TreeNode is the place of an activity.
type TreeNode struct {
	Activity int32
	Parent   int32 // 0 = none
	Depth    int32 // of a root 0
	Area     bool  // it holds others
	Question bool  // it holds none and is of a type that is answered
}

// TreeCut is a parent that would have made a circle.
type TreeCut struct{ Child, Parent int32 }

// Tree puts each activity below the one it is most likely a part of. The nodes
// come in the order of their numbers; the order of the input does not matter.
//
// The rules (data.md "Activities"):
//   - A decided parent is the parent.
//   - Else one of those that statements about the activity name as parent or
//     grouping. One that stands above another of them is less specific and
//     drops out; of the rest parents go before groupings, then the most
//     frequent, then the smallest IRI.
//   - What is never an object says nothing of itself. It stands below a grouping
//     where it is the parent, and below another parent or grouping that is of a
//     wider kind or that it never comes without.
//   - Where no statement names anything, the id may (idParents).
//   - Attempts, profiles and groups of people hold nothing; an attempt stands for
//     what it is an attempt at.
//   - A circle is cut at its weakest link; what is cut off takes the next best
//     parent it has.
func Tree(activities []TreeActivity, beside []Beside) ([]TreeNode, []TreeCut) {
	t := newTree(activities)
	t.readVotes(beside)
	t.grow(t.isDirectlyBelow)
	t.number()
	cuts := t.grow(func(a, b int32) bool { return t.isDirectlyBelow(a, b) || t.isBelow(a, b) })
	t.number()
	return t.nodes(), cuts
}

// How strongly a parent is suggested.
type strength uint8

const (
	byID strength = iota
	byCompany
	byGrouping
	byParent
	byDecision
)

// vote is for a parent of a child. Both are positions in the order of IRIs, so
// that comparing them is comparing IRIs.
type vote struct {
	child, parent int32
	by            strength
	n             int64
}

// better orders votes for one child: the best first.
func (v vote) better(w vote) int {
	return cmp.Or(cmp.Compare(w.by, v.by), cmp.Compare(w.n, v.n), cmp.Compare(v.parent, w.parent))
}

type tree struct {
	all   []TreeActivity  // by IRI
	at    map[int32]int32 // position of a number
	width []width
	holds []bool // whether it can hold others

	votes []vote  // by child, then parent
	from  []int32 // votes[from[i]:from[i+1]] are those for the parent of i

	parent []int32 // position, -1 = none
	chosen []vote
	depth  []int32
	enter  []int32 // a is below b if enter[b] < enter[a] < leave[b]
	leave  []int32
	kids   []int32 // children that count
}

func newTree(activities []TreeActivity) *tree {
	t := &tree{all: slices.Clone(activities), at: make(map[int32]int32, len(activities))}
	slices.SortFunc(t.all, func(a, b TreeActivity) int {
		return cmp.Or(strings.Compare(a.IRI, b.IRI), cmp.Compare(a.Activity, b.Activity))
	})
	t.width, t.holds = make([]width, len(t.all)), make([]bool, len(t.all))
	for i, a := range t.all {
		t.at[a.Activity] = int32(i) //nolint:gosec // numbers of activities are of 32 bits
		t.width[i], t.holds[i] = widthOf(a.Type), !slices.Contains(holdNothing, a.Type) && !IsCompetency(a.Type)
	}
	return t
}

// mostParents is how many parents of one activity are compared with each other; the
// best of them do.
const mostParents = 50

// choose picks the best of some votes for one child. Those for a parent that
// stands above another one drop out.
func (t *tree) choose(votes []vote, below func(a, b int32) bool) (vote, bool) {
	if len(votes) == 0 {
		return vote{}, false
	}
	if len(votes) > mostParents {
		votes = slices.Clone(votes)
		slices.SortFunc(votes, vote.better)
		votes = votes[:mostParents]
	}
	best, found := vote{}, false
	for _, v := range votes {
		above := slices.ContainsFunc(votes, func(w vote) bool {
			return w.parent != v.parent && below(w.parent, v.parent) && !below(v.parent, w.parent)
		})
		if !above && (!found || v.better(best) < 0) {
			best, found = v, true
		}
	}
	if !found { // each is above another one
		best, found = slices.MinFunc(votes, vote.better), true
	}
	return best, found
}

func (t *tree) votesFor(child int32) []vote { return t.votes[t.from[child]:t.from[child+1]] }

// isDirectlyBelow says whether statements put a below b, and not rather b below a.
func (t *tree) isDirectlyBelow(a, b int32) bool {
	v, ok := t.voteFor(a, b)
	if !ok {
		return false
	}
	w, ok := t.voteFor(b, a)
	return !ok || v.better(vote{parent: v.parent, by: w.by, n: w.n}) < 0
}

func (t *tree) voteFor(child, parent int32) (vote, bool) {
	votes := t.votesFor(child)
	i, ok := slices.BinarySearchFunc(votes, parent, func(v vote, p int32) int { return cmp.Compare(v.parent, p) })
	if !ok {
		return vote{}, false
	}
	return votes[i], true
}

// isBelow says whether a is below b in the tree as it was numbered.
func (t *tree) isBelow(a, b int32) bool { return t.enter[b] < t.enter[a] && t.enter[a] < t.leave[b] }

// grow chooses all parents and cuts the circles.
func (t *tree) grow(below func(a, b int32) bool) []TreeCut {
	n := len(t.all)
	t.parent, t.chosen = make([]int32, n), make([]vote, n)
	for i := range t.all {
		c := int32(i) //nolint:gosec // numbers of activities are of 32 bits
		t.set(c, t.votesFor(c), below)
	}
	var cuts []TreeCut
	loose := t.cutCircles()
	for _, c := range loose {
		cuts = append(cuts, TreeCut{t.all[c].Activity, t.all[t.chosen[c].parent].Activity})
	}
	for _, c := range loose {
		was := t.chosen[c].parent
		votes := slices.Clone(t.votesFor(c))
		slices.SortFunc(votes, vote.better)
		for _, v := range votes {
			if v.parent != was && !t.leadsTo(v.parent, c) {
				t.parent[c], t.chosen[c] = v.parent, v
				break
			}
		}
	}
	return cuts
}

func (t *tree) set(c int32, votes []vote, below func(a, b int32) bool) {
	t.parent[c] = -1
	if v, ok := t.choose(votes, below); ok {
		t.parent[c], t.chosen[c] = v.parent, v
	}
}

// leadsTo says whether the way from an activity up to its root meets another one.
func (t *tree) leadsTo(from, to int32) bool {
	for ; from >= 0; from = t.parent[from] {
		if from == to {
			return true
		}
	}
	return false
}

// cutCircles takes the weakest link out of each circle and returns, by IRI, the
// activities that lost their parents.
func (t *tree) cutCircles() []int32 {
	seen := make([]int32, len(t.all)) // 0 = not yet, else the walk it was met on
	var loose []int32
	for i := range t.all {
		walk := int32(i) + 1 //nolint:gosec // numbers of activities are of 32 bits
		c := walk - 1
		for c >= 0 && seen[c] == 0 {
			seen[c] = walk
			c = t.parent[c]
		}
		if c < 0 || seen[c] != walk {
			continue
		}
		weakest := c
		for d := t.parent[c]; d != c; d = t.parent[d] {
			if t.weaker(d, weakest) {
				weakest = d
			}
		}
		t.parent[weakest] = -1
		loose = append(loose, weakest)
	}
	slices.Sort(loose)
	return loose
}

// weaker says whether the link of a to its parent is weaker than that of b: the
// wider of two kinds of activity is rather the root.
func (t *tree) weaker(a, b int32) bool {
	v, w := t.chosen[a], t.chosen[b]
	return cmp.Or(cmp.Compare(v.by, w.by), cmp.Compare(v.n, w.n), cmp.Compare(t.width[a], t.width[b]), cmp.Compare(a, b)) < 0
}

// number tells depths, and numbers the tree so that isBelow need not walk.
func (t *tree) number() {
	n := len(t.all)
	t.depth, t.enter, t.leave, t.kids = make([]int32, n), make([]int32, n), make([]int32, n), make([]int32, n)
	first, next := make([]int32, n+1), make([]int32, n) // children as lists; first[n] are the roots
	for i := range first {
		first[i] = -1
	}
	for i := n - 1; i >= 0; i-- {
		p := t.parent[i]
		if p >= 0 && !isAttempt(t.all[i].IRI, t.all[i].Type) {
			t.kids[p]++
		}
		if p < 0 {
			p = int32(n) //nolint:gosec // numbers of activities are of 32 bits
		}
		next[i], first[p] = first[p], int32(i) //nolint:gosec // numbers of activities are of 32 bits
	}
	clock := int32(0)
	for root := first[n]; root >= 0; root = next[root] {
		for c := root; ; {
			if t.enter[c] == 0 {
				clock++
				t.enter[c] = clock
			}
			if kid := first[c]; kid >= 0 { // down, taking the child off the list
				first[c] = next[kid]
				t.depth[kid] = t.depth[c] + 1
				c = kid
				continue
			}
			clock++
			t.leave[c] = clock
			if c == root {
				break
			}
			c = t.parent[c]
		}
	}
}

func (t *tree) nodes() []TreeNode {
	out := make([]TreeNode, len(t.all))
	for i, a := range t.all {
		out[i] = TreeNode{Activity: a.Activity, Depth: t.depth[i], Area: t.kids[i] > 0}
		out[i].Question = !out[i].Area && IsQuestion(a.Type)
		if p := t.parent[i]; p >= 0 {
			out[i].Parent = t.all[p].Activity
		}
	}
	slices.SortFunc(out, func(a, b TreeNode) int { return cmp.Compare(a.Activity, b.Activity) })
	return out
}
