package roster

import (
	"slices"
	"strings"
)

// FileHelp says what a file of decisions is for.
type FileHelp struct {
	Name     string
	Columns  []string // none for a file that is no CSV
	Required []string
	Says     string
}

// Files are the files of decisions in the folder of a store, but for the roster.
func Files() []FileHelp {
	of := func(name string, l *layout, says string) FileHelp { return FileHelp{name, l.columns, l.required, says} }
	return []FileHelp{
		of(PeopleFile, &peopleColumns, "who is one person (`same`) and who is not (`different`); lines hold in their order"),
		of(ClassesFile, &classColumns, "which courses (IRIs) a class of the roster is, one a line; another name for it"),
		of(ActivitiesFile, &activityColumns, "what is counted as another activity, names, what belongs to what (`-`: to nothing), skills (parted by `|`), points, the attempt rule"),
		of(DueFile, &dueColumns, "when what is due: a day (to its end), a time, or `excused`; with a learner or a group, for them alone. `lrx due template CLASS` begins one"),
		of(CalendarFile, &calendarColumns, "days that say nothing about learners: `holiday`, `outage`"),
		of(OutcomesFile, &outcomeColumns, "what came of learners in classes that are over: `passed`, `failed` or `withdrew`, and the day since which it is known; `lrx backtest` learns from it"),
		of(AsideFile, &asideColumns, "which signals of a learner do not count until a day, and why; `lrx set-aside` writes a line"),
		{Name: ProfileFile, Says: "`timezone = \"Europe/Zurich\"`, where days begin; `attempt_rule = \"last\"`, which attempt is the result (" + strings.Join(Rules(), ", ") + "); " +
			"every number of scores in tables such as `[weights]` and `[states]`; `[verbs]` and `[types]`, what a tool's own verbs and types count as"},
	}
}

// FilesTable is the table of files in Markdown, for README.
func FilesTable() string {
	var b strings.Builder
	b.WriteString("| file | columns | says |\n|---|---|---|\n")
	for _, f := range Files() {
		columns := make([]string, len(f.Columns))
		for i, c := range f.Columns {
			columns[i] = c
			if slices.Contains(f.Required, c) {
				columns[i] = "**" + c + "**"
			}
		}
		b.WriteString("| `" + f.Name + "` | " + strings.Join(columns, ", ") + " | " + strings.ReplaceAll(f.Says, "|", "\\|") + " |\n")
	}
	return b.String()
}
