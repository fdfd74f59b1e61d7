package scoring

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// participation is how often a learner was there, beside the class.
type participation struct {
	*view
	attended               []attendance
	sessions, days, social *comparison
}

// attendance is what counts of a learner's sessions.
type attendance struct {
	sessions []*Session
	days     []int // on which the learner was active, in order
}

// attendances are those of all learners.
func (v *view) attendances() []attendance {
	out := make([]attendance, len(v.c.Learners))
	for u := range out {
		out[u] = v.attend(u)
	}
	return out
}

// attend sorts a learner's sessions into those that count and those that do not.
func (v *view) attend(u int) attendance {
	var out attendance
	l := &v.c.Learners[u]
	for i := range l.Sessions {
		s := &l.Sessions[i]
		if v.early(u, s.Begin) || v.burst(s) {
			continue
		}
		out.sessions = append(out.sessions, s)
		for d := v.cal.day(s.Begin); d <= min(v.cal.day(s.End), v.cal.last); d++ {
			out.days = append(out.days, d)
		}
	}
	slices.Sort(out.days)
	out.days = slices.Compact(out.days)
	return out
}

// burst says whether a session looks like a page that reloads itself: many of
// its statements, and more than half of them, came within a second of another.
func (v *view) burst(s *Session) bool {
	return s.Burst >= v.p.Participation.Burst && 2*s.Burst > s.Statements
}

func newParticipation(v *view, attended []attendance) *participation {
	p := &participation{view: v, attended: attended}
	n := len(attended)
	sessions, days, social := make([]float64, n), make([]float64, n), make([]float64, n)
	for u := range attended {
		sessions[u] = float64(len(attended[u].sessions))
		days[u] = float64(len(attended[u].days))
		social[u] = float64(v.c.Learners[u].Social)
	}
	targets := v.p.Cohort.Targets
	const nobody = "nobody has a session"
	p.sessions = v.compare("sessions", "sessions", sessions, targets.Sessions, nobody)
	p.days = v.compare("active days", "active days", days, targets.Days, nobody)
	p.social = v.compare("social acts", "social acts", social, targets.Social, "the class has no posts, replies, questions or comments")
	return p
}

func (p *participation) impossible() string {
	for _, k := range []*comparison{p.sessions, p.days, p.social} {
		if k.missing == "" {
			return ""
		}
	}
	return p.sessions.missing
}

func (p *participation) of(u int) factor {
	w, a := p.p.Participation, p.attended[u]
	f := p.p.join([]part{
		p.sessions.part(u, w.Sessions), p.days.part(u, w.Days), p.social.part(u, w.Social),
	})
	f.missing = p.impossible()
	if p.looks(u) {
		for i := range a.sessions {
			f.used = append(f.used, source{ofSession, i})
		}
	}
	if p.acts(u) {
		f.used = append(f.used, source{ofSocial, 0})
	}
	f.sentence = fmt.Sprintf("%s on %s (class median %s on %s)", count(len(a.sessions), "session"), count(len(a.days), "day"),
		num(p.sessions.median), num(p.days.median))
	if p.social.missing == "" {
		f.sentence += fmt.Sprintf("; %s (class median %s)", count(p.c.Learners[u].Social, "social act"), num(p.social.median))
	}
	f.sentence += "."
	f.plain = f.sentence
	return f
}

// looks says whether sessions count for something.
func (p *participation) looks(u int) bool {
	return p.sessions.weighs(u, p.p.Participation.Sessions) || p.days.weighs(u, p.p.Participation.Days)
}

// acts says whether there are social acts that count for something.
func (p *participation) acts(u int) bool {
	return p.c.Learners[u].Social > 0 && p.social.weighs(u, p.p.Participation.Social)
}

func (p *participation) observe(u int) []Observation {
	l := &p.c.Learners[u]
	out := make([]Observation, 0, len(l.Sessions))
	for i := range l.Sessions {
		s := &l.Sessions[i]
		o := Observation{Factor: Participation, What: "session", Activity: -1, At: s.Begin, Value: math.NaN()}
		switch {
		case s.Begin.Before(p.c.Begin):
			o.Why = "before the course began"
		case p.early(u, s.Begin):
			o.Why = "before the learner was registered"
		case p.burst(s):
			o.Why = fmt.Sprintf("flagged: %d of %d statements came within a second of another, as a page sends them that reloads itself", s.Burst, s.Statements)
		case !p.looks(u):
			o.Why = cmp.Or(p.sessions.missing, weightless)
		default:
			o.Used, o.Why = true, "counts as a session, and its day as an active day: "+count(s.Statements, "statement")
		}
		out = append(out, o)
	}
	if l.Social > 0 {
		out = append(out, Observation{
			Factor: Participation, What: "social acts", Activity: -1, Value: math.NaN(), Used: p.acts(u),
			Why: fmt.Sprintf("posts, replies, questions and comments: %d", l.Social),
		})
	}
	return out
}
