package people

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"lrx/data"
)

// school makes learners of whom it is known who is one person: some people have
// a record in each of three systems and in the roster, written as such systems
// write them, with slips, tags and shared seats. The truth is the person of each
// learner id. All names are made of syllables.
type school struct {
	r      *rand.Rand
	people []Person
	truth  map[string]int
	logins map[string]bool
	first  []string
	last   []string
}

const syllables = "ba be bi bo da de di du fa fe ga go ka ke ki ko la le li lo ma me mi mu na ne no pa pe ra re ro sa se so ta te ti to va ve vi wa we za zo"

func newSchool(seed uint64, size int) *school {
	s := &school{r: rand.New(rand.NewPCG(seed, 1)), truth: map[string]int{}, logins: map[string]bool{}}
	all := strings.Fields(syllables)
	word := func(parts int) string {
		var b strings.Builder
		for range parts {
			b.WriteString(all[s.r.IntN(len(all))])
		}
		return strings.ToUpper(b.String()[:1]) + b.String()[1:]
	}
	for range 400 {
		s.first = append(s.first, word(2)+"n")
	}
	for range 4000 {
		s.last = append(s.last, word(3)+"r")
	}
	for person := 0; len(s.people) < size; person++ {
		s.person(person)
	}
	s.people = s.people[:size]
	s.r.Shuffle(size, func(i, j int) { s.people[i], s.people[j] = s.people[j], s.people[i] })
	return s
}

// pick takes early words far more often than late ones, as names are given.
func (s *school) pick(words []string) string {
	f := s.r.Float64()
	return words[int(f*f*f*float64(len(words)))]
}

func (s *school) chance(p float64) bool { return s.r.Float64() < p }

// person adds the records of one person, one to four.
func (s *school) person(n int) {
	first, last := s.pick(s.first), s.pick(s.last)
	login := strings.ToLower(first[:1] + last)
	if s.chance(0.3) {
		login = strings.ToLower(first + "." + last)
	}
	if s.chance(0.3) {
		login += fmt.Sprint(s.r.IntN(100))
	}
	// A system gives a login once.
	for s.logins[login] {
		login += fmt.Sprint(1 + s.r.IntN(9))
	}
	s.logins[login] = true
	mail := login + "@school.example"
	registration := fmt.Sprintf("%08x-0000-4000-8000-%012x", s.r.Uint32(), n)
	class := fmt.Sprintf("class-%d", n/25)
	p := Person{Names: []string{s.write(first, last)}, Classes: []string{class}}
	moodle := p
	moodle.Keys = s.account("https://moodle.example.org", login)
	moodle.Mails = []string{mail}
	moodle.Keys = append(moodle.Keys, s.account("https://moodle.example.org/mobile", login)...)
	moodle.Keys = append(moodle.Keys, "openid:https://moodle.example.org/"+fmt.Sprint(n))
	moodle.Registrations = []string{registration}
	s.add(n, moodle)
	if s.chance(0.35) {
		sim := Person{Names: []string{s.write(first, last)}, Classes: []string{class}}
		sim.Keys = append(s.account("https://sim.example.org", fmt.Sprint(s.r.IntN(1_000_000))), "openid:https://id.example.org/"+fmt.Sprint(n))
		if s.chance(0.7) {
			sim.Registrations = []string{registration}
		}
		s.add(n, sim)
	}
	if s.chance(0.35) {
		shop := Person{Mails: []string{s.writeMail(mail)}}
		if s.chance(0.8) {
			shop.Names = []string{s.write(first, last)}
		}
		shop.Keys = append(s.account("https://shop.example.com", fmt.Sprint(n)), "openid:https://shop.example.com/"+fmt.Sprint(n))
		s.add(n, shop)
	}
	if s.chance(0.2) {
		s.add(n, Person{
			RosterID: fmt.Sprintf("u-%06d", n), RosterName: first + " " + last, Username: login,
			Keys: []string{fmt.Sprintf("roster:u-%06d", n)}, Classes: []string{class},
		})
	}
}

func (s *school) account(home, name string) []string {
	key, ok := data.ParseIFI(home + "|" + name)
	if !ok {
		panic("no account: " + name)
	}
	return []string{key}
}

// add adds a record; in one of a hundred somebody sits at another one's place,
// and some sign in as anybody.
func (s *school) add(person int, p Person) {
	p.ID = fmt.Sprintf("L-%08X", s.r.Uint32()&0xfffff000|uint32(len(s.people)&0xfff)) + fmt.Sprint(len(s.people))
	if n := len(s.people); n > 0 && len(p.Registrations) > 0 && s.chance(0.01) {
		p.Registrations = append(p.Registrations, s.people[s.r.IntN(n)].Registrations...)
	}
	if s.chance(0.02) {
		p.Keys = append(p.Keys, s.account(fmt.Sprintf("https://kiosk%d.example.org", len(s.people)), "student")...)
	}
	for _, mail := range p.Mails {
		if key, ok := data.ParseIFI(mail); ok {
			p.Keys = append(p.Keys, key)
		}
	}
	if s.chance(0.5) {
		p.Mails = nil // the store keeps hashes
	}
	s.truth[p.ID] = person
	s.people = append(s.people, p)
}

func (s *school) write(first, last string) string {
	switch s.r.IntN(12) {
	case 0:
		return last + ", " + first
	case 1:
		return strings.ToUpper(first + " " + last)
	case 2:
		return first[:1] + ". " + last
	case 3:
		at := 1 + s.r.IntN(len(last)-2)
		return first + " " + last[:at] + last[at+1:]
	}
	return first + " " + last
}

func (s *school) writeMail(mail string) string {
	switch s.r.IntN(4) {
	case 0:
		return strings.ToUpper(mail[:1]) + mail[1:]
	case 1:
		local, host, _ := strings.Cut(mail, "@")
		return local + "+shop@" + host
	case 2:
		return strings.Replace(mail, "@school.example", "@home.example", 1)
	}
	return strings.ToUpper(mail)
}

// TestSuggestionsAreRight measures suggestions by the truth of a made-up
// school. Of what is called strong nearly all has to be right, and a coordinator
// has to find most of what there is.
func TestSuggestionsAreRight(t *testing.T) {
	t.Parallel()
	const size = 10_000
	for _, seed := range []uint64{1, 2} {
		s := newSchool(seed, size)
		got := Suggest(s.people, nil)
		right, listed := map[string]int{}, map[string]int{}
		for _, x := range got.Suggestions {
			listed[x.Word]++
			if s.truth[x.A] == s.truth[x.B] {
				right[x.Word]++
			}
		}
		records := map[int]int{}
		for _, person := range s.truth {
			records[person]++
		}
		pairs := 0
		for _, n := range records {
			pairs += n * (n - 1) / 2
		}
		of := func(a, b int) float64 { return float64(a) / float64(max(b, 1)) }
		strong, likely := of(right[Strong], listed[Strong]), of(right[Likely], listed[Likely])
		weak := of(right[Weak], listed[Weak])
		recallStrong, recall := of(right[Strong], pairs), of(right[Strong]+right[Likely], pairs)
		t.Logf("seed %d: %d pairs; right: strong %.3f of %d, likely %.3f of %d, weak %.3f of %d; found: strong %.3f, likely too %.3f; %d notes",
			seed, pairs, strong, listed[Strong], likely, listed[Likely], weak, listed[Weak], recallStrong, recall, len(got.Notes))
		if strong < 0.97 || likely < 0.9 || recallStrong < 0.4 || recall < 0.6 {
			t.Errorf("seed %d: suggestions are worse than they were", seed)
		}
	}
}

// BenchmarkSuggest compares 100,000 learners with some 300,000 identifiers.
func BenchmarkSuggest(b *testing.B) {
	s := newSchool(1, 100_000)
	keys := 0
	for _, p := range s.people {
		keys += len(p.Keys)
	}
	b.ReportAllocs()
	for b.Loop() {
		got := Suggest(s.people, nil)
		b.ReportMetric(float64(len(got.Suggestions)), "suggestions")
	}
	b.ReportMetric(float64(keys), "identifiers")
}
