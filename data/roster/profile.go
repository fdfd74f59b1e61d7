package roster

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"lrx/data"
)

// ProfileFile is the name of the file with the settings of a store.
const ProfileFile = "profile.toml"

// Profile is how a school counts.
type Profile struct {
	Timezone    string // IANA name of the reporting time zone; "" = the system's
	AttemptRule string // one of Rules
}

type profileFile struct {
	Timezone    string `toml:"timezone"`
	AttemptRule string `toml:"attempt_rule"`
}

// DefaultRule is the attempt rule where nothing else is said.
const DefaultRule = string(data.DefaultAttemptRule)

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
	out := Profile{AttemptRule: DefaultRule}
	if f == nil {
		return out
	}
	content, ok := plainText(f, p)
	if !ok {
		return out
	}
	var file profileFile
	err := toml.NewDecoder(bytes.NewReader(content)).DisallowUnknownFields().Decode(&file)
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) {
		for i := range strict.Errors {
			line, _ := strict.Errors[i].Position()
			p.add(f.name, line, "", strings.Join(strict.Errors[i].Key(), "."), "only the settings timezone and attempt_rule")
		}
		file = profileFile{}
		err = toml.Unmarshal(content, &file)
	}
	var broken *toml.DecodeError
	if errors.As(err, &broken) {
		line, _ := broken.Position()
		p.add(f.name, line, strings.Join(broken.Key(), "."), "", `a setting as TOML has it, such as timezone = "Europe/Berlin"`)
		return out
	} else if err != nil {
		p.add(f.name, 0, "", err.Error(), "TOML")
		return out
	}
	if file.Timezone != "" {
		if _, err := time.LoadLocation(file.Timezone); err != nil || file.Timezone == "Local" {
			p.add(f.name, lineOf(content, "timezone"), "timezone", file.Timezone, "the name of a time zone such as Europe/Berlin")
		} else {
			out.Timezone = file.Timezone
		}
	}
	if file.AttemptRule != "" {
		if !slices.Contains(Rules(), file.AttemptRule) {
			p.add(f.name, lineOf(content, "attempt_rule"), "attempt_rule", file.AttemptRule, wantRule)
		} else {
			out.AttemptRule = file.AttemptRule
		}
	}
	return out
}

// lineOf is the line that sets a key; 0 if it is written in an uncommon way.
func lineOf(content []byte, key string) int {
	for i, line := range strings.Split(string(content), "\n") {
		name, _, found := strings.Cut(line, "=")
		if found && strings.Trim(name, " \t\"'") == key {
			return i + 1
		}
	}
	return 0
}
