package screen

import (
	"slices"
	"strings"

	"lrx/ui/theme"
)

// aboutScores says whether a tab shows scores, which are of the whole record of a
// class, whatever a list beside them is narrowed to.
func (s *Screen) aboutScores() bool {
	t := &s.page.Tabs[s.tab]
	switch t.form() {
	case AccountForm, ChartForm, SettingForm:
		return true
	case ListForm, TreeForm, TextForm, MapForm, DeskForm:
	}
	return t.Guarded != nil || s.page.Kind == kindEvidence
}

// unfollowed says which filters of the level its scores do not follow; "" = they
// follow all: a period, a day, a group.
func (s *Screen) unfollowed() string {
	if !s.aboutScores() {
		return ""
	}
	var words []string
	for _, n := range Narrowings() {
		if s.picks.By[n].Value != "" && !slices.Contains([]Narrowing{ByPeriod, ByGroup}, n) {
			words = append(words, n.Word())
		}
	}
	if len(words) == 0 {
		return ""
	}
	return "scores are of the whole record, not of one " + strings.Join(words, " or ")
}

// remarks joins what is said of a view.
func remarks(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	return strings.Join(parts, " "+theme.Dot+" ")
}
