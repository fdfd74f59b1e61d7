package roster

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// withRule are the defaults with another time zone and attempt rule.
func withRule(zone, rule string) Profile {
	p := DefaultProfile()
	p.Timezone, p.Scoring.AttemptRule = zone, rule
	return p
}

const (
	took     = "https://tool.example/verbs/took"
	answered = "http://adlnet.gov/expapi/verbs/answered"
	task     = "https://tool.example/types/task"
	question = "http://adlnet.gov/expapi/activities/question"
)

func TestReadProfile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		want       func(*Profile) // what differs from the defaults
		problems   []string
	}{
		{"none", "", func(*Profile) {}, nil},
		{"all there is at the top", "timezone = \"Europe/Berlin\"\nattempt_rule = \"best\"\n", func(p *Profile) { *p = withRule("Europe/Berlin", "best") }, nil},
		{"tables", "[weights]\nachievement = 0.5\neffort = 0\n\n[states]\ndays = 14\n[cohort.targets]\nsessions = 20\n", func(p *Profile) {
			p.Scoring.Weights.Achievement, p.Scoring.Weights.Effort, p.Scoring.States.Days, p.Scoring.Cohort.Targets.Sessions = 0.5, 0, 14, 20
		}, nil},
		{"a whole number where one with a point may stand", "[due_work]\nlate = 0\n", func(p *Profile) { p.Scoring.DueWork.Late = 0 }, nil},
		{"fewer signals", "[signals]\npreset = \"fewer\"\nquiet_days = 10\n", func(p *Profile) {
			p.Scoring.Signals.Preset, p.Scoring.Signals.QuietDays = "fewer", 10
		}, nil},
		{"a preset that there is not", "[signals]\npreset = \"none\"\n", func(*Profile) {}, []string{`profile.toml, line 2, column signals.preset: found "none", expected one of fewer, default, more`}},
		{"mappings", "[verbs]\n\"" + took + "\" = \"" + answered + "\"\n[types]\n'" + task + "' = '" + question + "'\n", func(p *Profile) {
			p.Scoring.Verbs, p.Scoring.Types = map[string]string{took: answered}, map[string]string{task: question}
		}, nil},
		{"an empty table is none", "[verbs]\n", func(*Profile) {}, nil},
		{
			"an unknown setting, and a right one", "[weights]\nachieved = 0.5\neffort = 0.2\n", func(p *Profile) { p.Scoring.Weights.Effort = 0.2 },
			[]string{`profile.toml, line 2: found "weights.achieved", expected only the settings timezone, attempt_rule and those of the tables weights`},
		},
		{
			"an unknown table", "[luck]\ncapacity = 20\n[weights]\neffort = 0.2\n", func(p *Profile) { p.Scoring.Weights.Effort = 0.2 },
			[]string{`profile.toml, line 1: found "luck", expected only the settings`},
		},
		{
			"a value that cannot be", "[states]\ncoverage = 2\ndays = 14\n", func(p *Profile) { p.Scoring.States.Days = 14 },
			[]string{`profile.toml, line 2, column states.coverage: found "2", expected a number from 0 to 1`},
		},
		{
			"a value of another type", "[states]\ncoverage = \"half\"\ndays = 14\n", func(p *Profile) { p.Scoring.States.Days = 14 },
			[]string{`profile.toml, line 2, column states.coverage: expected a setting as TOML has it`},
		},
		{"weights that are all 0", "timezone = \"UTC\"\n[regularity]\nlead = 0\ntrend = 0\ngap = 0\n[effort]\ntime_cap = 5\n", func(p *Profile) {
			p.Timezone, p.Scoring.Effort.TimeCap = "UTC", 5
		}, []string{`profile.toml, line 2, column regularity: found "weights that are all 0"`}},
		{"a setting that does not go with a default", "[states]\nwidest = 5\n", func(*Profile) {}, []string{`profile.toml, line 1, column states.provisional`}},
		{"a known verb", "[verbs]\n\"" + answered + "\" = \"http://adlnet.gov/expapi/verbs/passed\"\n\"" + took + "\" = \"" + answered + "\"\n", func(p *Profile) {
			p.Scoring.Verbs = map[string]string{took: answered}
		}, []string{`profile.toml, line 2, column verbs: found "` + answered + `", expected a verb that nothing is read from`}},
		{
			"a verb that leads nowhere", "[verbs]\n\"" + took + "\" = \"https://tool.example/verbs/gave\"\n", func(*Profile) {},
			[]string{`profile.toml, line 2, column verbs: found "https://tool.example/verbs/gave", expected a verb that something is read from`},
		},
		{"voiding is not to be mapped", "[verbs]\n\"" + took + "\" = \"http://adlnet.gov/expapi/verbs/voided\"\n", func(*Profile) {}, []string{`profile.toml, line 2, column verbs`}},
		{"a known type", "[types]\n\"" + question + "\" = \"http://adlnet.gov/expapi/activities/course\"\n", func(*Profile) {}, []string{`profile.toml, line 2, column types`}},
		{"a type that leads nowhere", "[types]\n\"" + task + "\" = \"https://tool.example/types/other\"\n", func(*Profile) {}, []string{`profile.toml, line 2, column types`}},
		{"no TOML", "[weights]\neffort = 0.2\neffort\n", func(*Profile) {}, []string{`profile.toml, line 3`}},
		{"a setting twice", "[weights]\neffort = 0.2\neffort = 0.3\n", func(p *Profile) { p.Scoring.Weights.Effort = 0.2 }, []string{`profile.toml, line 3`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{ProfileFile: c.file})
			got, problems, err := ReadProfile(dir)
			if err != nil {
				t.Fatal(err)
			}
			want := DefaultProfile()
			c.want(&want)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
			expect(t, problems, c.problems...)
		})
	}
}

func TestWriteProfile(t *testing.T) {
	t.Parallel()
	const commented = "# Ours.\ntimezone = \"Europe/Berlin\" # where we are\n\n[states] # hard\n# two weeks\ndays = 14 # not 7\n\n[cohort]\nleast = 12\n"
	for _, c := range []struct {
		name, file string
		change     func(*Profile)
		want       string
	}{
		{"nothing", commented, func(*Profile) {}, commented},
		{"a line", commented, func(p *Profile) { p.Scoring.States.Days = 21 }, strings.Replace(commented, "14", "21", 1)},
		{"a text", commented, func(p *Profile) { p.Timezone = "Asia/Tokyo" }, strings.Replace(commented, "Europe/Berlin", "Asia/Tokyo", 1)},
		{"back to the default", commented, func(p *Profile) { p.Scoring.States.Days = 7 }, strings.Replace(commented, "14", "7", 1)},
		{"more at the top", commented, func(p *Profile) { p.Scoring.AttemptRule = "best" }, strings.Replace(commented, "# where we are\n", "# where we are\nattempt_rule = \"best\"\n", 1)},
		{"more in a table", commented, func(p *Profile) { p.Scoring.States.Coverage = 0.75 }, strings.Replace(commented, "# not 7\n", "# not 7\ncoverage = 0.75\n", 1)},
		{"another table", commented, func(p *Profile) { p.Scoring.Weights.Effort, p.Scoring.Weights.Feedback = 0.25, 0 }, commented +
			"\n# How much each factor is of a score; divided by the sum of those that are there. 0 leaves one out.\n[weights]\neffort = 0.25\nfeedback = 0\n"},
		{"a table below another", commented, func(p *Profile) { p.Scoring.Cohort.Targets.Days = 10 }, commented +
			"\n# What counts as all in classes that are too small to compare; 0 = no target.\n[cohort.targets]\ndays = 10\n"},
		{"a mapping", "[verbs]\n\"https://tool.example/verbs/saw\" = \"http://adlnet.gov/expapi/verbs/experienced\" # looked\n", func(p *Profile) {
			p.Scoring.Verbs = map[string]string{took: answered}
		}, "[verbs]\n\"" + took + "\" = \"" + answered + "\"\n"},
		{"what is not known stays", "school = 1\n[states]\ndays = 14\n", func(p *Profile) { p.Scoring.States.Days = 21 }, "school = 1\n[states]\ndays = 21\n"},
		{"a table in one line", "states = { days = 14, responses = 6 }\n", func(p *Profile) { p.Scoring.States.Days = 21 }, profileHead +
			"\n# " + tableWords()["states"] + "\n[states]\nresponses = 6\ndays = 21\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{ProfileFile: c.file})
			p, _, err := ReadProfile(dir)
			if err != nil {
				t.Fatal(err)
			}
			c.change(&p)
			if err := WriteProfile(dir, p); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(filepath.Join(dir, ProfileFile))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if again, _, err := ReadProfile(dir); err != nil || again.Scoring.Hash() != p.Scoring.Hash() || again.Timezone != p.Timezone {
				t.Errorf("read back as %+v, %v", again, err)
			}
		})
	}
}

// TestWriteEverySetting changes each setting by itself and reads it back.
func TestWriteEverySetting(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := withRule("UTC", "mean")
	p.Scoring.Verbs, p.Scoring.Types = map[string]string{took: answered}, map[string]string{task: question}
	p.Scoring.Weights.Effort, p.Scoring.Mastery.Gain, p.Scoring.Cohort.Targets.Hours = 0.0001, 0.000001, 1e6
	if err := WriteProfile(dir, p); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, ProfileFile))
	if err != nil {
		t.Fatal(err)
	}
	if got, problems, err := ReadProfile(dir); err != nil || len(problems) > 0 || !reflect.DeepEqual(got, p) {
		t.Errorf("%s\nis read back as %+v, %v, %v", text, got, problems, err)
	}
	for _, table := range tables() {
		if tableWords()[table] == "" {
			t.Errorf("nothing says what the table %s is", table)
		}
	}
}

func TestWriteProfileRefuses(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{ProfileFile: "[weights\n"})
	if err := WriteProfile(dir, DefaultProfile()); err == nil {
		t.Error("a file that cannot be read was written over")
	}
	wrong := DefaultProfile()
	wrong.Scoring.States.Coverage = 2
	dir = t.TempDir()
	if err := WriteProfile(dir, wrong); err == nil || !strings.Contains(err.Error(), "states.coverage") {
		t.Errorf("a wrong profile was written: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, ProfileFile)); err == nil {
		t.Error("it is there")
	}
}
