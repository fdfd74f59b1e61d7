package statements

import (
	"io"
	"strconv"
)

// People are learners with several identifiers each, for benches of who is who.
type People struct {
	Learners int
	Each     int // statements of each identifier
	Seed     uint64
}

// Identifiers is how many identifiers a learner has.
const Identifiers = 3

// apart is one in how many learners has an identifier that nobody has put to the
// others yet.
const apart = 20

// systems are where learners have accounts.
var systems = [Identifiers - 1]string{"https://moodle.school.example", "https://sim.school.example"}

// WritePeople writes the statements of all learners to w, one a line.
func WritePeople(w io.Writer, p People) error {
	var v text
	for learner := range p.Learners {
		for which := range Identifiers {
			for n := range p.Each {
				p.statement(&v, learner, which, n)
			}
		}
		if len(v) >= 256<<10 || learner == p.Learners-1 {
			if _, err := w.Write(v); err != nil {
				return err
			}
			v = v[:0]
		}
	}
	return nil
}

// WriteDecisions writes who is who to w, as people.csv has it: all but a few
// identifiers are with those of the same learner.
func WriteDecisions(w io.Writer, p People) error {
	v := text("decision,ifi,other,why,when,by\n")
	for learner := range p.Learners {
		for which := 1; which < Identifiers; which++ {
			if which == Identifiers-1 && learner%apart == 0 {
				continue
			}
			v.str("same,", p.mail(learner), ",", systems[which-1], "|", p.login(learner, which), ",,2025-09-01,bench\n")
		}
	}
	_, err := w.Write(v)
	return err
}

func (p People) statement(v *text, learner, which, n int) {
	number := (learner*Identifiers+which)*p.Each + n
	a, b := mix(p.Seed+uint64(number)), mix(p.Seed^uint64(number)<<1)
	v.str(`{"id":"`)
	v.uuid(a, b)
	v.str(`","actor":{"name":"`, p.name(learner, which), `",`)
	if which == 0 {
		v.str(`"mbox":"mailto:`, p.mail(learner), `"},`)
	} else {
		v.str(`"account":{"homePage":"`, systems[which-1], `","name":"`, p.login(learner, which), `"}},`)
	}
	v.str(`"verb":{"id":"`, completed.iri, `"},"object":{"id":"`+home+`/unit/`)
	v.num(n % 40)
	v.str(`"},"result":{"completion":true},"context":{"contextActivities":{"parent":[{"id":"` + home + `/course/`)
	v.num(learner / most)
	v.str(`","definition":{"type":"` + adl + `activities/course"}}]}},"timestamp":"`)
	v.time(Begin.UnixMilli() + int64(number%(Weeks*7*24*60))*60_000)
	v.str(`"}`, "\n")
}

// Names are those of a town: some are frequent.
var (
	givenNames = [...]string{
		"Ana", "Ben", "Chloé", "Davit", "Elif", "Farid", "Grace", "Hana", "Ivo", "Joana", "Kim", "Léa", "Mateo", "Noor", "Olga", "Priya", "Quentin",
		"Rosa", "Sami", "Tess", "Umar", "Vera", "Wen", "Xenia", "Yara", "Zoltán",
	}
	syllables = [...]string{"ba", "del", "for", "gar", "hol", "ja", "ko", "lin", "mar", "nov", "ost", "per", "ros", "sen", "tal", "ven", "wal", "zim"}
)

func (p People) name(learner, which int) string {
	h := mix(p.Seed + uint64(learner)*7)
	given := givenNames[h%uint64(len(givenNames))]
	family := ""
	for i := range 3 {
		family += syllables[(h>>(8+8*i))%uint64(len(syllables))]
	}
	family = string(family[0]-'a'+'A') + family[1:]
	if which == 1 && learner%7 == 0 { // one system has initials
		given = string([]rune(given)[:1]) + "."
	}
	return given + " " + family
}

func (p People) mail(learner int) string {
	return "p" + strconv.Itoa(learner) + "." + strconv.FormatUint(mix(uint64(learner))%1000, 10) + "@school.example"
}

// login is what an account is called: a number, or the first part of the address.
func (p People) login(learner, which int) string {
	if which == 1 {
		return strconv.Itoa(learner + 1000)
	}
	mail := p.mail(learner)
	return mail[:len(mail)-len("@school.example")]
}
