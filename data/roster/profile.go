package roster

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"lrx/data"
	"lrx/scoring"
)

// ProfileFile is the name of the file with the settings of a store.
const ProfileFile = "profile.toml"

// Profile is how a school counts.
type Profile struct {
	Timezone string          // IANA name of the reporting time zone; "" = the system's
	Scoring  scoring.Profile // the attempt rule and all numbers of scores
}

// DefaultProfile is how is counted where nothing is decided.
func DefaultProfile() Profile { return Profile{Scoring: scoring.DefaultProfile()} }

// Mapping says which verbs and types that nothing is read from count as others.
func (p *Profile) Mapping() data.Mapping {
	return data.Mapping{Verbs: p.Scoring.Verbs, Types: p.Scoring.Types}
}

// profileFile is the file: the settings of scores stand in it without a table
// around them.
type profileFile struct {
	Timezone string `toml:"timezone"`
	scoring.Profile
}

// ReadProfile reads the settings of a folder; no file is the defaults. What is
// wrong with one is a problem that names its line, and the default holds.
func ReadProfile(dir string) (Profile, []Problem, error) {
	f, err := readText(filepath.Join(dir, ProfileFile), ProfileFile)
	if err != nil {
		return Profile{}, nil, err
	}
	var p problems
	return parseProfile(f, &p), p, nil
}

func parseProfile(f *text, p *problems) Profile {
	if f == nil {
		return DefaultProfile()
	}
	content, ok := plainText(f, p)
	if !ok {
		return DefaultProfile()
	}
	s := newSettings(content)
	for range len(s.lines) + 1 { // each time something is left out
		out, wrong := decodeProfile(s)
		if len(wrong) == 0 {
			return out
		}
		for _, w := range wrong {
			p.add(f.name, w.line+1, w.key, w.found, w.want)
			if w.line < 0 || w.line >= len(s.lines) || w.fatal {
				return DefaultProfile()
			}
			s.drop(w.line)
		}
	}
	return DefaultProfile()
}

// wrongSetting is a setting that cannot be taken.
type wrongSetting struct {
	line             int // of the lines; -1 = none
	key, found, want string
	fatal            bool // nothing else can be read either
}

// decodeProfile reads a profile over the defaults.
func decodeProfile(s *settings) (Profile, []wrongSetting) {
	file := profileFile{Profile: scoring.DefaultProfile()}
	err := toml.NewDecoder(bytes.NewReader(s.bytes())).DisallowUnknownFields().Decode(&file)
	var strict *toml.StrictMissingError
	var broken *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		return Profile{}, unknownSettings(strict)
	case errors.As(err, &broken):
		line, _ := broken.Position()
		key := strings.Join(broken.Key(), ".")
		whole := key == "" || line < 1 || line > len(s.lines) || s.heads[line-1] != ""
		return Profile{}, []wrongSetting{{line - 1, key, "", `a setting as TOML has it, such as timezone = "Europe/Berlin" or late = 0.5`, whole}}
	case err != nil:
		return Profile{}, []wrongSetting{{-1, "", err.Error(), "TOML", true}}
	}
	for _, m := range []*map[string]string{&file.Verbs, &file.Types} {
		if len(*m) == 0 {
			*m = nil
		}
	}
	return Profile{Timezone: file.Timezone, Scoring: file.Profile}, file.check(s)
}

func unknownSettings(strict *toml.StrictMissingError) (wrong []wrongSetting) {
	for i := range strict.Errors {
		line, _ := strict.Errors[i].Position()
		wrong = append(wrong, wrongSetting{
			line: line - 1, found: strings.Join(strict.Errors[i].Key(), "."),
			want: "only the settings timezone, attempt_rule and those of the tables " + strings.Join(tables(), ", "),
		})
	}
	return wrong
}

// check says which values cannot be.
func (f *profileFile) check(s *settings) (wrong []wrongSetting) {
	if f.Timezone != "" {
		if _, err := time.LoadLocation(f.Timezone); err != nil || f.Timezone == "Local" {
			wrong = append(wrong, wrongSetting{s.find("timezone"), "timezone", f.Timezone, "the name of a time zone such as Europe/Berlin", false})
		}
	}
	if !slices.Contains(Rules(), f.AttemptRule) {
		return append(wrong, wrongSetting{s.find("attempt_rule"), "attempt_rule", f.AttemptRule, wantRule, false})
	}
	seen := map[int]bool{}
	for _, e := range f.Profile.Check() {
		line := s.find(e.Key)
		if seen[line] { // one word on a line is enough
			continue
		}
		seen[line] = true
		found := e.Found
		if text, err := strconv.Unquote(found); err == nil {
			found = text
		}
		wrong = append(wrong, wrongSetting{line, e.Key, found, e.Wanted, false})
	}
	if len(wrong) == 0 {
		wrong = append(f.checkTerms(s, "verbs", f.Verbs, readsVerb), f.checkTerms(s, "types", f.Types, data.ReadsType)...)
	}
	return wrong
}

// readsVerb says whether a verb gives evidence. Voiding is xAPI's own business.
func readsVerb(iri string) bool { return data.Feeds(iri) != "" && !data.IsVoiding(iri) }

// checkTerms finds lines of a mapping that name what needs none, or that lead
// nowhere.
func (f *profileFile) checkTerms(s *settings, table string, terms map[string]string, reads func(string) bool) (wrong []wrongSetting) {
	word := strings.TrimSuffix(table, "s")
	for from, to := range terms {
		line := s.find(table + "." + from)
		switch {
		case reads(from) || data.IsVoiding(from):
			wrong = append(wrong, wrongSetting{line, table, from, "a " + word + " that nothing is read from; this one means something by itself", false})
		case !reads(to):
			wrong = append(wrong, wrongSetting{line, table, to, fmt.Sprintf("a %s that something is read from, in place of %s", word, from), false})
		}
	}
	slices.SortFunc(wrong, func(a, b wrongSetting) int { return a.line - b.line })
	return wrong
}
