package scoring

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// mutual finds learners who rate those who rate them more often than the class does.
func (v *view) mutual() []string {
	index := map[string]int{}
	for u := range v.c.Learners {
		index[v.c.Learners[u].ID] = u
	}
	rated := make([]map[int]bool, len(v.c.Learners)) // by whom
	for u := range rated {
		rated[u] = map[int]bool{}
		for _, f := range v.c.Learners[u].Feedback {
			if giver, ok := index[f.Giver]; ok && giver != u && !math.IsNaN(f.R) && f.Role != RoleTeacher {
				rated[u][giver] = true
			}
		}
	}
	pairs, back := make([]int, len(rated)), make([]int, len(rated))
	all, allBack := 0, 0
	for u, givers := range rated {
		for g := range givers {
			pairs[u]++
			if rated[g][u] {
				back[u]++
			}
		}
		all, allBack = all+pairs[u], allBack+back[u]
	}
	out := make([]string, len(rated))
	for u := range out {
		// back/pairs > allBack/all, without dividing by nothing
		if back[u] >= v.p.Flags.MutualLeast && back[u]*all > allBack*pairs[u] {
			out[u] = fmt.Sprintf("%d of %s were given back: in the class it is %s.", back[u], count(pairs[u], "peer rating"), inPercent(float64(allBack)/float64(all)))
		}
	}
	return out
}

// same finds learners whose wrong first answers are the same in the same order:
// right answers are alike by themselves, wrong ones are not.
func (v *view) same() []string {
	wrong := make([]strings.Builder, len(v.c.Learners))
	n := make([]int, len(wrong))
	for _, f := range v.standing.Firsts() {
		t := &v.c.Learners[f.Learner].Tries[f.Try]
		if t.Right == No && t.Answer != "" {
			n[f.Learner]++
			wrong[f.Learner].WriteString(strconv.Itoa(t.Activity) + " " + strconv.Quote(t.Answer) + ",")
		}
	}
	alike := map[string]int{}
	for u := range wrong {
		alike[wrong[u].String()]++
	}
	out := make([]string, len(wrong))
	for u := range out {
		if others := alike[wrong[u].String()] - 1; others > 0 && n[u] >= v.p.Flags.SameLeast {
			out[u] = fmt.Sprintf("All %s are the same, in the same order, as those of %s.", count(n[u], "wrong first answer"), count(others, "other learner"))
		}
	}
	return out
}

// short finds works that were handed in after so little time that they may be empty.
func (v *view) short() []string {
	spent := make([]map[int]float64, len(v.c.Learners)) // seconds by activity
	all := make([][]float64, len(v.c.Activities))
	for u := range spent {
		l := &v.c.Learners[u]
		spent[u] = map[int]float64{}
		for k := range l.Tries {
			if t := &l.Tries[k]; v.work(t) && !math.IsNaN(t.Seconds) && l.handIn(t.Activity) != nil {
				spent[u][t.Activity] += t.Seconds
			}
		}
		for i, x := range spent[u] {
			all[i] = append(all[i], x)
		}
	}
	least := make([]float64, len(all))
	for i := range all {
		if len(all[i]) >= v.p.Flags.ShortLeast {
			least[i] = v.p.Flags.ShortShare * median(all[i])
		}
	}
	out := make([]string, len(spent))
	for u := range out {
		n := 0
		for i, x := range spent[u] {
			if x < least[i] {
				n++
			}
		}
		if n > 0 {
			out[u] = fmt.Sprintf("%s handed in after less than %s of the class's median time.", count(n, "due work"), inPercent(v.p.Flags.ShortShare))
		}
	}
	return out
}
