package data

import (
	"cmp"
	"slices"
)

// readVotes lists which activities may be the parents of which.
func (t *tree) readVotes(beside []Beside) {
	company := map[int32][2]int64{} // how often each is a parent, and a grouping, of an object
	var votes []vote
	var standIns []vote // for attempts, which stand for others
	for _, b := range beside {
		child, ok1 := t.at[b.A]
		parent, ok2 := t.at[b.B]
		if b.AsA != RoleObject || !ok1 || !ok2 || b.AsB != RoleParent && b.AsB != RoleGrouping {
			continue
		}
		n := company[parent]
		n[b.AsB-RoleParent] += b.N
		company[parent] = n
		v := vote{child, parent, byGrouping, b.N}
		if b.AsB == RoleParent {
			v.by = byParent
		}
		switch {
		case child == parent || t.all[child].Decided:
		case isAttempt(t.all[parent].IRI, t.all[parent].Type):
			standIns = append(standIns, v)
		case t.canBelow(v):
			votes = append(votes, v)
		}
	}
	t.take(votes)
	for _, v := range standIns {
		// What an attempt is at is told by its own statements.
		if at, ok := t.choose(t.votesFor(v.parent), t.isDirectlyBelow); ok && at.parent != v.child && !t.all[v.child].Decided {
			if v.parent = at.parent; t.canBelow(v) {
				votes = append(votes, v)
			}
		}
	}
	t.take(votes)
	votes = append(votes, t.votesOfCompany(beside, company)...)
	t.take(votes)
	votes = append(votes, t.votesOfOthers()...)
	t.take(votes)
}

// canBelow says whether a child may stand below a parent that its statements
// name. A course is in no discussion, whatever else its statements are grouped by.
func (t *tree) canBelow(v vote) bool {
	if !t.holds[v.parent] {
		return false
	}
	child, parent := t.width[v.child], t.width[v.parent]
	return child == wideSite && parent == wideSite || child > wideSite && (v.by == byParent || child > wideCourse || parent <= wideCourse)
}

// take sorts the votes; of several for one parent the strongest stays, with the
// sum of its counts.
func (t *tree) take(votes []vote) {
	slices.SortFunc(votes, func(a, b vote) int {
		return cmp.Or(cmp.Compare(a.child, b.child), cmp.Compare(a.parent, b.parent), cmp.Compare(b.by, a.by))
	})
	t.votes = t.votes[:0]
	for _, v := range votes {
		if last := len(t.votes) - 1; last >= 0 && t.votes[last].child == v.child && t.votes[last].parent == v.parent {
			if t.votes[last].by == v.by {
				t.votes[last].n += v.n
			}
			continue
		}
		t.votes = append(t.votes, v)
	}
	t.from = make([]int32, len(t.all)+1)
	for _, v := range t.votes {
		t.from[v.child+1]++
	}
	for i := range t.all {
		t.from[i+1] += t.from[i]
	}
}

// votesOfCompany are those for the parents of activities that say nothing of
// themselves, from what they stand beside.
func (t *tree) votesOfCompany(beside []Beside, company map[int32][2]int64) []vote {
	var votes []vote
	add := func(child, parent int32, n int64) {
		if t.holds[parent] && t.holds[child] && !t.all[child].Decided && t.from[child] == t.from[child+1] {
			votes = append(votes, vote{child, parent, byCompany, n})
		}
	}
	for _, b := range beside {
		p, ok1 := t.at[b.A]
		q, ok2 := t.at[b.B]
		if b.AsA == RoleObject || b.AsB == RoleObject || !ok1 || !ok2 || p == q {
			continue
		}
		if b.AsB < b.AsA {
			p, q, b.AsA, b.AsB = q, p, b.AsB, b.AsA
		}
		wider := t.width[p] - t.width[q] // of q
		switch {
		case b.AsB == RoleSkill:
		case wider > 0, wider == 0 && b.AsA != b.AsB:
			add(p, q, b.N)
		case wider < 0:
			add(q, p, b.N)
		default:
			n, m := company[p][b.AsA-RoleParent], company[q][b.AsA-RoleParent]
			if n < m && b.N >= n {
				add(p, q, b.N)
			}
			if m < n && b.N >= m {
				add(q, p, b.N)
			}
		}
	}
	return votes
}

// votesOfOthers are decisions, and what ids say where statements say nothing.
func (t *tree) votesOfOthers() []vote {
	var votes []vote
	ids := t.ids()
	for i, a := range t.all {
		c := int32(i) //nolint:gosec // numbers of activities are of 32 bits
		if a.Decided {
			if p, ok := t.at[a.Parent]; ok && p != c {
				votes = append(votes, vote{c, p, byDecision, 1})
			}
			continue
		}
		if t.from[c] < t.from[c+1] {
			continue
		}
		if p, ok := ids.parent(c); ok {
			votes = append(votes, vote{c, p, byID, 1})
		}
	}
	return votes
}
