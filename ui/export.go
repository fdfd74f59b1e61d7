package ui

import (
	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/dialog"
	"lrx/ui/theme"
)

// exported says that a file was written, or why not.
type exported struct {
	path string
	err  error
}

func (a *App) askFormat() {
	m := &dialog.Menu{Title: "Write this view as", Pick: func(v any) tea.Cmd {
		format, _ := v.(string)
		a.jobs++
		a.note = "writing " + theme.Ellipsis
		return export(a.opt.Export, a.here().Sheet(), format)
	}}
	m.SetItems([]dialog.Item{
		dialog.NewItem("CSV, for a spreadsheet", "", "c", "", "csv"),
		dialog.NewItem("JSON, for a program", "", "j", "", "json"),
	})
	a.dialogs = append(a.dialogs, m)
}

func export(write func(query.Sheet, string) (string, error), s query.Sheet, format string) tea.Cmd {
	return func() tea.Msg {
		path, err := write(s, format)
		return exported{path, err}
	}
}

func (a *App) exported(msg exported) {
	a.jobs--
	if msg.err != nil {
		a.note = "nothing was written: " + string(safetext.Clean(msg.err.Error()))
		return
	}
	a.note = "written: " + string(safetext.Clean(msg.path))
}
