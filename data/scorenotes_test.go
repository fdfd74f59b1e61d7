package data

import "testing"

func TestScoreNotes(t *testing.T) {
	t.Parallel()
	const mastery = `,"context":{"extensions":{"https://w3id.org/xapi/cmi5/context/extensions/masteryscore":0.8}}`
	for _, c := range []struct {
		name, result, context string
		want                  ScoreNotes
	}{
		{"no result", `{}`, "", 0},
		{"scaled alone", `{"score":{"scaled":0.5}}`, "", 0},
		{"points", `{"score":{"raw":5,"min":0,"max":10}}`, "", NoteMax},
		{"right or wrong as 1 or 0", `{"score":{"raw":1,"min":0,"max":1},"success":true}`, "", NoteMax | NoteMaxOne},
		{"a percentage of 1", `{"score":{"raw":85,"max":1}}`, "", NoteMax | NoteMaxOne | NoteOverMax},
		{"bonus points", `{"score":{"raw":12,"max":10}}`, "", NoteMax | NoteOverMax},
		{"below the minimum", `{"score":{"raw":-1,"min":0,"max":10}}`, "", NoteMax | NoteUnderMin},
		{"passed below the mastery score", `{"score":{"scaled":0.79},"success":true}`, mastery, NoteAgainst},
		{"failed at the mastery score", `{"score":{"scaled":0.8},"success":false}`, mastery, NoteAgainst},
		{"passed at the mastery score", `{"score":{"scaled":0.8},"success":true}`, mastery, 0},
		{"failed below it", `{"score":{"scaled":0.79},"success":false}`, mastery, 0},
		{"passed with nothing", `{"score":{"raw":0,"max":10},"success":true}`, "", NoteMax | NoteAgainst},
		{"failed with everything", `{"score":{"raw":10,"max":10},"success":false}`, "", NoteMax | NoteAgainst},
		{"passed with little, and who knows what is enough", `{"score":{"scaled":0.1},"success":true}`, "", 0},
		{"a score that is none contradicts nothing", `{"score":{"scaled":80},"success":false}`, mastery, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := decode(t, []byte(`{`+plainID+`,`+plainActor+`,`+plainVerb+`,`+plainObject+`,`+plainTime+`,"result":`+c.result+c.context+`}`))
			if got := s.Result.Notes(); got != c.want {
				t.Errorf("got %b, want %b", got, c.want)
			}
		})
	}
}
