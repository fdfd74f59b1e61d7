package tuitest

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// Tea makes a program of a model. A model can be run once; for a second
// terminal make a second one.
func Tea(model tea.Model, options ...tea.ProgramOption) Program {
	return func(ctx context.Context, tty TTY) error {
		own := []tea.ProgramOption{
			tea.WithContext(ctx),
			tea.WithInput(tty.Input),
			tea.WithOutput(tty.Output),
			tea.WithWindowSize(tty.Width, tty.Height),
			tea.WithColorProfile(tty.Profile),
			tea.WithEnvironment(tty.Environ),
			tea.WithoutSignals(),
		}
		_, err := tea.NewProgram(model, append(own, options...)...).Run()
		return err
	}
}
