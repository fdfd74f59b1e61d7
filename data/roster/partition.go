package roster

import (
	"cmp"
	"slices"
)

// Link says that two identifiers are of one person, by itself and not by
// somebody's decision.
type Link struct {
	A, B string // canonical keys
	// Alias: they are one identifier in two forms, such as an address and its
	// hash. No decision parts them.
	Alias bool
}

// Block is a person: identifiers that belong together.
type Block struct {
	Keys []string // canonical keys, sorted
	ID   string   // the one of Keys that data.LearnerID makes the learner's id of
}

// Partition says which identifiers are of one person. Each key in keys, links
// and decisions is in one block. The links hold first, in whatever order; then
// the decisions in theirs: "same" unites the blocks of its two keys, "different"
// takes other (with its aliases) out of the block of ifi, if it is in it, to
// stand alone. The blocks are sorted by their smallest key.
//
// The id of a block comes from where its first "same" line, of those whose two
// keys are in it in the end, begins: from the smallest key that its ifi is linked
// with, itself included. Without such a line it is the smallest key of all. Keys
// of the roster's users (UserKey) count only where there are no others.
func Partition(keys []string, links []Link, decisions []PersonDecision) []Block {
	p := newPartition(keys, links, decisions)
	for i := range decisions {
		d := &decisions[i]
		if d.Same {
			p.unite(p.atomOf(d.IFI), p.atomOf(d.Other))
		} else {
			p.part(p.atomOf(d.IFI), p.atomOf(d.Other))
		}
	}
	return p.result(decisions)
}

// partition is the state of Partition. What is moved between blocks are atoms:
// keys with their aliases.
type partition struct {
	number map[string]int32 // of a key
	keys   []string
	alias  forest // over keys: its roots are the atoms
	linked forest // over keys: what the links alone unite

	block   []int32   // of an atom
	members [][]int32 // atoms of a block
	place   []int32   // of an atom among the members of its block
}

func newPartition(keys []string, links []Link, decisions []PersonDecision) *partition {
	p := &partition{number: make(map[string]int32, len(keys)+len(links)), keys: make([]string, 0, len(keys)+len(links))}
	for _, key := range keys {
		p.add(key)
	}
	for i := range links {
		p.add(links[i].A)
		p.add(links[i].B)
	}
	for i := range decisions {
		p.add(decisions[i].IFI)
		p.add(decisions[i].Other)
	}
	n := len(p.keys)
	p.alias, p.linked = newForest(n), newForest(n)
	for i := range links {
		a, b := p.number[links[i].A], p.number[links[i].B]
		p.linked.unite(a, b)
		if links[i].Alias {
			p.alias.unite(a, b)
		}
	}
	p.block, p.place, p.members = make([]int32, n), make([]int32, n), make([][]int32, n)
	for k := range int32(n) {
		if p.alias.root(k) != k {
			continue
		}
		b := p.linked.root(k)
		p.block[k], p.place[k] = b, int32(len(p.members[b]))
		p.members[b] = append(p.members[b], k)
	}
	return p
}

func (p *partition) add(key string) {
	if _, known := p.number[key]; !known {
		p.number[key] = int32(len(p.keys))
		p.keys = append(p.keys, key)
	}
}

func (p *partition) atomOf(key string) int32 { return p.alias.root(p.number[key]) }

// unite moves the atoms of the smaller block to the other.
func (p *partition) unite(a, b int32) {
	to, from := p.block[a], p.block[b]
	if to == from {
		return
	}
	if len(p.members[to]) < len(p.members[from]) {
		to, from = from, to
	}
	for _, atom := range p.members[from] {
		p.block[atom], p.place[atom] = to, int32(len(p.members[to]))
		p.members[to] = append(p.members[to], atom)
	}
	p.members[from] = nil
}

func (p *partition) part(a, other int32) {
	b := p.block[a]
	if a == other || b != p.block[other] {
		return
	}
	list := p.members[b]
	last := list[len(list)-1]
	list[p.place[other]], p.place[last] = last, p.place[other]
	p.members[b] = list[:len(list)-1]
	p.block[other], p.place[other] = int32(len(p.members)), 0
	p.members = append(p.members, []int32{other})
}

func (p *partition) result(decisions []PersonDecision) []Block {
	size := make([]int32, len(p.members))
	count := 0
	for k := range p.keys {
		b := p.block[p.alias.root(int32(k))]
		if size[b]++; size[b] == 1 {
			count++
		}
	}
	out := make([]Block, 0, count)
	index := make([]int32, len(p.members))
	all := make([]string, len(p.keys)) // the keys of all blocks, one behind the other
	used := 0
	for k, key := range p.keys {
		b := p.block[p.alias.root(int32(k))]
		if size[b] > 0 {
			index[b] = int32(len(out))
			end := used + int(size[b])
			out = append(out, Block{Keys: all[used:used:end]})
			used, size[b] = end, 0
		}
		block := &out[index[b]]
		block.Keys = append(block.Keys, key)
	}
	for i := range out {
		slices.Sort(out[i].Keys)
		out[i].ID = preferred(out[i].Keys)
	}
	p.name(out, index, decisions)
	slices.SortFunc(out, func(a, b Block) int { return cmp.Compare(a.Keys[0], b.Keys[0]) })
	return out
}

// name gives the blocks with a decision in them the id of their first one's ifi.
func (p *partition) name(out []Block, index []int32, decisions []PersonDecision) {
	named := map[int32]bool{}
	for i := range decisions {
		d := &decisions[i]
		if !d.Same {
			continue
		}
		ifi := p.number[d.IFI]
		b := p.block[p.alias.root(ifi)]
		if named[b] || p.block[p.atomOf(d.Other)] != b {
			continue
		}
		named[b] = true
		block := &out[index[b]]
		var own []string // sorted, as Keys are
		for _, key := range block.Keys {
			if p.linked.root(p.number[key]) == p.linked.root(ifi) {
				own = append(own, key)
			}
		}
		block.ID = preferred(own)
	}
}

// preferred is the first of sorted keys that is not of the roster; if all are, the first.
func preferred(keys []string) string {
	for _, key := range keys {
		if _, user := IsUserKey(key); !user {
			return key
		}
	}
	return keys[0]
}

// forest is a union of sets of numbers.
type forest []int32

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = int32(i)
	}
	return f
}

func (f forest) root(k int32) int32 {
	for f[k] != k {
		f[k] = f[f[k]]
		k = f[k]
	}
	return k
}

// unite keeps the smaller number as root, which is all that keys in order need.
func (f forest) unite(a, b int32) {
	a, b = f.root(a), f.root(b)
	f[max(a, b)] = min(a, b)
}
