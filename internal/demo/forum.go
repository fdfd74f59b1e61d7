package demo

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// slot is a moment at which a learner writes in a forum. Whether it becomes a
// new thread or a reply depends on what others wrote before, so it is settled
// when everybody's slots are known.
type slot struct {
	l     *learner
	m     int
	at    time.Time
	fresh bool   // begins a thread even if there is one
	pick  uint64 // chooses the thread to reply to
}

// visitForum looks at the forum of a module and perhaps writes.
func (l *learner) visitForum(m int, at time.Time) {
	if !l.chance(0.7) {
		return
	}
	l.say(lms, at, viewed, forum(m), statement{Context: in(module(m), course())})
	if l.chance(0.1 + 0.3*l.effort) {
		l.slots = append(l.slots, slot{l, m, at.Add(l.within(40, 300)), l.chance(0.2), l.rng.Uint64()})
	}
}

// discuss turns the slots of the class into posts and replies.
func (c *class) discuss() {
	var slots []slot
	for _, l := range c.learners {
		for _, s := range l.slots {
			if !lost(s.at) && dayOf(s.at) <= l.lastDay {
				slots = append(slots, s)
			}
		}
	}
	slices.SortStableFunc(slots, func(a, b slot) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.l.index, b.l.index))
	})
	var threads [Modules][]object
	for n, s := range slots {
		old := threads[s.m]
		if s.fresh || len(old) == 0 {
			thread := activity(fmt.Sprintf("%s/lms/mod/forum/discuss.php?d=%d", home, n+1), typeThread,
				topic(s.m, len(old)))
			threads[s.m] = append(old, thread)
			s.l.say(lms, s.at, posted, thread, statement{Context: in(forum(s.m), module(s.m), course())})
			continue
		}
		thread := old[s.pick%uint64(len(old))]
		reply := activity(fmt.Sprintf("%s#p%d", thread.ID, n+1), typeReply, "Re: "+thread.Definition.Name["en"])
		s.l.say(lms, s.at, replied, reply, statement{Context: in(thread, forum(s.m), module(s.m), course())})
	}
}

// topic names the nth thread of a module's forum.
func topic(m, n int) string {
	starts := [...]string{"Question about", "Help with", "A drawing of", "Where to read more on", "An example for"}
	return fmt.Sprintf("%s %s (%d)", starts[n%len(starts)], title(m), n+1)
}
