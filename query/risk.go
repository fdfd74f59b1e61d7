package query

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"time"

	"lrx/internal/safetext"
	"lrx/scoring"
)

// Risk is a learner with what speaks for support. Who may need it is told by signals,
// which are facts; there is no probability before a back-test on the store's own past was passed.
type Risk struct {
	ID          string
	Name        PersonName
	AtRisk      bool // may need support: one high signal or two medium ones that are not set aside, unless the profile says otherwise
	Signals     []RiskSignal
	Facts       []safetext.Safe // what can be acted on, a sentence each
	Unknown     safetext.Safe   // where there is no such fact: why none is known
	Calibration bool            // the class has only begun
	Probability *float64        // nil: none was shown to hold here

	key int32
}

// RiskSignal is one fact for which a learner may need support.
type RiskSignal struct {
	Signal    safetext.Safe // a scoring.SignalCode
	Sentence  safetext.Safe
	Severity  safetext.Safe   // "high", "medium", "low"
	FirstSeen time.Time       // the weekly snapshot since which it is there without a break
	Clears    safetext.Safe   // what would make it go away
	Areas     []safetext.Safe // names of the skills it is about; none if it is about all of the course
	Aside     *SetAside       // nil = it counts
}

// SetAside is why a signal does not count for a time.
type SetAside struct {
	Until  time.Time // from then on it counts again
	Reason safetext.Safe
	By     safetext.Safe
}

// Risk lists the learners of a class who may need support, by name: with f.All everybody
// with a signal, with f.Preset by more or fewer signals than the profile has it.
func (s *Store) Risk(ctx context.Context, v Viewer, f Filter) (List[Risk], error) {
	columns := riskColumns()
	if err := checkSort(columns, f.Sort); err != nil {
		return List[Risk]{}, err
	}
	q, who, done, err := s.askOf(ctx, v, f)
	if err != nil {
		return List[Risk]{}, err
	}
	defer done()
	g, err := q.signals(ctx, f)
	if err != nil {
		return List[Risk]{}, err
	}
	if err := q.firstSeen(ctx, g); err != nil {
		return List[Risk]{}, err
	}
	rows, err := q.riskRows(ctx, g, who, f.All)
	if err != nil {
		return List[Risk]{}, err
	}
	l := arrange(rows, columns, v, f)
	l.AsOf, l.Period, l.Notes, l.Frozen = q.asOf, q.period, g.notes(f), q.frozen
	return l, nil
}

// signalled is a class with its signals.
type signalled struct {
	*scored
	profile scoring.Profile // with the preset that was asked for
	all     []scoring.LearnerSignals
	aside   []scoring.Aside
	by      []safetext.Safe // who set aside, beside aside
}

func (q *asked) signals(ctx context.Context, f Filter) (*signalled, error) {
	sc, err := q.scored(ctx, q.profile)
	if err != nil {
		return nil, err
	}
	g := &signalled{scored: sc, profile: sc.profile}
	if f.Preset != "" {
		g.profile.Signals.Preset = f.Preset
	}
	g.all = scoring.Signals(&sc.Class, sc.scores, g.profile)
	return g, q.readAsides(ctx, f, g)
}

// riskRows are the rows of those who are asked about, by name.
func (q *asked) riskRows(ctx context.Context, g *signalled, who whose, all bool) ([]Risk, error) {
	names, err := q.learnerNames(ctx, g.scored)
	if err != nil {
		return nil, err
	}
	skills, err := q.skillNames(ctx, g)
	if err != nil {
		return nil, err
	}
	rows := []Risk{}
	for u := range g.all {
		l, key := &g.all[u], g.Evidence.Learners[u]
		atRisk := scoring.AtRisk(l, g.aside, g.profile)
		if !who.has(key) || !atRisk && (!all || len(l.Signals) == 0) {
			continue
		}
		id, name := q.person(l.Learner, names[key])
		r := Risk{ID: string(id), Name: name, AtRisk: atRisk, Calibration: l.Calibration, Unknown: safetext.Clean(l.Unknown), key: key}
		for _, fact := range l.Facts {
			r.Facts = append(r.Facts, safetext.Clean(fact))
		}
		for i := range l.Signals {
			r.Signals = append(r.Signals, q.riskSignal(g, l, &l.Signals[i], skills))
		}
		rows = append(rows, r)
	}
	sortByName(rows, func(r Risk) (PersonName, string) { return r.Name, r.ID })
	return rows, nil
}

func (q *asked) riskSignal(g *signalled, l *scoring.LearnerSignals, s *scoring.Signal, skills map[int]safetext.Safe) RiskSignal {
	r := RiskSignal{
		Signal: safetext.Safe(s.Code), Sentence: safetext.Clean(s.Sentence), Severity: safetext.Safe(s.Severity),
		FirstSeen: s.FirstSeen.UTC(), Clears: safetext.Clean(s.Clears),
	}
	for _, k := range s.Skills {
		r.Areas = append(r.Areas, skills[k])
	}
	if i := g.setAside(l, s.Code); i >= 0 {
		r.Aside = &SetAside{Until: g.aside[i].Until.UTC()}
		if !q.viewer.Mask { // words of people name people
			r.Aside.Reason, r.Aside.By = safetext.Clean(g.aside[i].Reason), g.by[i]
		}
	}
	return r
}

// skillNames are the names of the skills that signals are about, by index.
func (q *asked) skillNames(ctx context.Context, g *signalled) (map[int]safetext.Safe, error) {
	at, iris, names := map[string]int{}, []string{}, map[int]safetext.Safe{}
	for u := range g.all {
		for i := range g.all[u].Signals {
			for _, k := range g.all[u].Signals[i].Skills {
				iri := g.Class.Skills[k]
				if _, done := at[iri]; !done {
					at[iri], names[k] = k, q.named(sql.NullString{}, sql.NullString{}, iri)
					iris = append(iris, iri)
				}
			}
		}
	}
	if len(iris) == 0 {
		return names, nil
	}
	err := q.with("skills", iris).rows(ctx, "skill_names", func(scan func(...any) error) error {
		var iri string
		var name, all sql.NullString
		err := scan(&iri, &name, &all)
		names[at[iri]] = q.named(name, all, iri)
		return err
	})
	return names, err
}

// notes say what has to be known beside the rows.
func (g *signalled) notes(f Filter) (notes []safetext.Safe) {
	say := func(format string, args ...any) { notes = append(notes, safetext.Clean(fmt.Sprintf(format, args...))) }
	atRisk, aside := 0, 0
	for u := range g.all {
		l := &g.all[u]
		if scoring.AtRisk(l, g.aside, g.profile) {
			atRisk++
		}
		for i := range l.Signals {
			if g.setAside(l, l.Signals[i].Code) >= 0 {
				aside++
			}
		}
	}
	say("%d of %d learners may need support. A signal is a fact from the records; that it foretells an outcome is not shown, and there is no probability.",
		atRisk, len(g.all))
	if len(g.all) > 0 && g.all[0].Calibration {
		say("Calibration: the class began less than %d days ago, and what is usual in it is not known yet.", g.profile.Signals.CalibrationDays)
	}
	if n := g.profile.Cohort.Least; len(g.all) < n {
		say("The class has fewer than %d learners: nobody is compared with it.", n)
	}
	if aside > 0 && !f.All {
		say("Signals that are set aside, and do not count for now: %d; --all lists them.", aside)
	}
	if p := cmp.Or(g.profile.Signals.Preset, "default"); p != "default" {
		say("By the preset %s.", p)
	}
	return notes
}

// SignalRows lists the evidence behind the signals of the learner that f names, the
// newest first: of one of them with f.Signal, a scoring.SignalCode.
func (s *Store) SignalRows(ctx context.Context, v Viewer, f Filter) (List[Observation], error) {
	columns := observationColumns()
	if err := checkSort(columns, f.Sort); err != nil {
		return List[Observation]{}, err
	}
	q, who, done, err := s.askOf(ctx, v, f)
	if err != nil {
		return List[Observation]{}, err
	}
	defer done()
	g, err := q.signals(ctx, f)
	if err != nil {
		return List[Observation]{}, err
	}
	u, ok := g.learners[who.learner]
	if !ok {
		return List[Observation]{}, &NotFoundError{Kind: "learner in this class", Name: f.Learner}
	}
	var all []scoring.Observation
	for i := range g.all[u].Signals {
		if x := &g.all[u].Signals[i]; f.Signal == "" || string(x.Code) == f.Signal {
			all = append(all, x.Rows...)
		}
	}
	rows, err := q.observations(ctx, g.scored, all)
	if err != nil {
		return List[Observation]{}, err
	}
	l := arrange(rows, columns, v, f)
	l.AsOf, l.Period = q.asOf, q.period
	return l, nil
}
