package roster

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// profileHead is what a new profile.toml begins with.
const profileHead = "# How this school counts. What is not set here has its default; a line that is deleted goes back to it.\n" +
	"# Changed numbers make other scores: each score names the hash of its profile.\n"

// tableWords say what the settings of a table are, for a file that has no such
// table yet.
func tableWords() map[string]string {
	return map[string]string{
		"weights":        "How much each factor is of a score; divided by the sum of those that are there. 0 leaves one out.",
		"states":         "How much evidence a score needs, and from which width of its interval it is provisional, or not shown.",
		"interval":       "What the interval of a score is made of.",
		"cohort":         "What it takes to compare learners with their class.",
		"cohort.targets": "What counts as all in classes that are too small to compare; 0 = no target.",
		"achievement":    "Achievement: points of works, and how they are weighed against answers.",
		"due_work":       "Due work: what a late work counts.",
		"participation":  "Participation: weights of its parts.",
		"regularity":     "Regularity, which stands for motivation: weights of its parts.",
		"effort":         "Effort and persistence: weights of its parts, and what is ignored.",
		"feedback":       "Feedback: how much the word of whom counts.",
		"flags":          "From when on evidence looks odd. A flag changes no number.",
		"risk":           "How a probability of risk is learned from earlier runs, and what it takes to show one.",
		"mastery":        "The mastery engine. Its defaults were measured; others are not.",
		"struggle":       "When items and areas are shown to be hard.",
		"signals":        "From when on there is a signal that a learner may need support; preset: fewer, default or more.",
		"verbs":          "Verbs that nothing is read from, and the ones they count as.",
		"types":          "Types of activities that nothing is read from, and the ones they count as.",
	}
}

// setting is one value of a profile, as TOML writes it.
type setting struct{ table, key, value string }

// settingsOf are the values of a profile in the order of the file.
func settingsOf(p Profile) []setting {
	all := []setting{{"", "timezone", tomlText(p.Timezone)}}
	return append(all, settingsIn(reflect.ValueOf(p.Scoring), "")...)
}

func settingsIn(v reflect.Value, table string) (all []setting) {
	var below []setting
	for i := range v.NumField() {
		key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("toml"), ",")
		switch f := v.Field(i); {
		case f.CanFloat():
			all = append(all, setting{table, key, strconv.FormatFloat(f.Float(), 'f', -1, 64)})
		case f.CanInt():
			all = append(all, setting{table, key, strconv.FormatInt(f.Int(), 10)})
		case f.Kind() == reflect.Bool:
			all = append(all, setting{table, key, strconv.FormatBool(f.Bool())})
		case f.Kind() == reflect.String:
			all = append(all, setting{table, key, tomlText(f.String())})
		case f.Kind() == reflect.Struct:
			below = append(below, settingsIn(f, within(table, key))...)
		case f.Kind() == reflect.Map:
			terms, _ := f.Interface().(map[string]string)
			for _, from := range slices.Sorted(maps.Keys(terms)) {
				below = append(below, setting{within(table, key), from, tomlText(terms[from])})
			}
		}
	}
	return append(all, below...)
}

// tables are the tables of a profile.
func tables() []string {
	var all []string
	for _, s := range settingsOf(DefaultProfile()) {
		if s.table != "" && !slices.Contains(all, s.table) {
			all = append(all, s.table)
		}
	}
	return append(all, "verbs", "types")
}

// tomlText is a text as TOML writes it: JSON's escapes are its escapes.
func tomlText(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil { // of a string there is none
		return strconv.Quote(s)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// WriteProfile writes the settings of a folder. It changes the lines that say
// something else and adds those that are missing; what equals a default and is
// not there stays away, and comments and the order of lines stay. A file in
// which that cannot be done, such as one with tables in one line, is written
// anew. One that cannot be read is left alone, which is an error.
func WriteProfile(dir string, p Profile) error {
	path := filepath.Join(dir, ProfileFile)
	f, err := readText(path, ProfileFile)
	if err != nil {
		return err
	}
	if wrong := checkProfile(p); len(wrong) > 0 {
		return fmt.Errorf("write %s: %w", ProfileFile, &wrong[0])
	}
	content := []byte(profileHead)
	was := DefaultProfile()
	if f != nil {
		var wrong problems
		if content, _ = plainText(f, &wrong); len(wrong) == 0 {
			_, broken := decodeProfile(newSettings(content))
			if len(broken) > 0 && broken[0].fatal {
				wrong.add(ProfileFile, broken[0].line+1, broken[0].key, broken[0].found, broken[0].want)
			}
		}
		if len(wrong) > 0 {
			return fmt.Errorf("%s cannot be changed before it can be read: %w", ProfileFile, &wrong[0])
		}
		was = parseProfile(f, &wrong)
	}
	out := changed(content, was, p)
	if !says(out, p) {
		out = changed([]byte(profileHead), DefaultProfile(), p)
	}
	if !says(out, p) {
		return fmt.Errorf("write %s: it would not be read back as it is", ProfileFile)
	}
	return writeFile(path, out)
}

// checkProfile reads a profile as if it were written, to find what cannot be.
func checkProfile(p Profile) []Problem {
	var wrong problems
	parseProfile(&text{ProfileFile, changed(nil, DefaultProfile(), p)}, &wrong)
	return wrong
}

// says says whether a file says exactly what a profile does.
func says(content []byte, p Profile) bool {
	var wrong problems
	return reflect.DeepEqual(settingsOf(parseProfile(&text{ProfileFile, content}, &wrong)), settingsOf(p))
}

// changed is a file that said was, with what p says otherwise.
func changed(content []byte, was, p Profile) []byte {
	s := newSettings(content)
	words := tableWords()
	before := map[[2]string]string{}
	for _, x := range settingsOf(was) {
		before[[2]string{x.table, x.key}] = x.value
	}
	for _, x := range settingsOf(p) {
		at := [2]string{x.table, x.key}
		if old, ok := before[at]; !ok || old != x.value {
			s.set(x.table, x.key, x.value, words[x.table])
		}
		delete(before, at)
	}
	for at := range before { // what is mapped no more
		s.remove(within(at[0], at[1]))
	}
	return s.bytes()
}
