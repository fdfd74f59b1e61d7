package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// run runs the program around an explorer. All questions end with ctx, and
// what is under way puts its work down before run returns.
func run(ctx context.Context, a *App) error {
	ctx, cancel := context.WithCancel(ctx)
	defer a.running.end()
	defer cancel()
	a.ctx = ctx
	if _, err := tea.NewProgram(a, programOptions(ctx, a.opt)...).Run(); err != nil {
		return fmt.Errorf("run the explorer: %w", err)
	}
	return nil
}

func programOptions(ctx context.Context, o Options) []tea.ProgramOption {
	opts := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFilter(Filter)}
	if o.Input != nil {
		opts = append(opts, tea.WithInput(o.Input))
	}
	if o.Output != nil {
		opts = append(opts, tea.WithOutput(o.Output))
	}
	if o.Width > 0 && o.Height > 0 {
		opts = append(opts, tea.WithWindowSize(clamp(o.Width, o.Height)))
	}
	switch {
	case o.NoColor:
		opts = append(opts, tea.WithColorProfile(colorprofile.ASCII))
	case o.Profile != colorprofile.Unknown:
		opts = append(opts, tea.WithColorProfile(o.Profile))
	}
	return opts
}

// Filter keeps the renderer from taking memory for a window nobody has. Whoever
// runs the model in a program of their own needs it: only the last filter of a
// program counts.
func Filter(_ tea.Model, msg tea.Msg) tea.Msg {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		size.Width, size.Height = clamp(size.Width, size.Height)
		return size
	}
	return msg
}
