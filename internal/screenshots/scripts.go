package main

import (
	"time"

	"github.com/charmbracelet/colorprofile"

	"lrx/internal/screenshots/shoot"
	"lrx/internal/tuitest/term"
)

// scripts is the table of everything README and the documentation show. A
// script needs a stage, which opens the explorer on data that is the same on
// every machine and with a clock that stands still, and steps.
func scripts() []shoot.Script {
	return []shoot.Script{
		{
			Name: "tour", Title: "lrx demo", Term: term.Config{Width: 100, Height: 30}, Stage: explorer("dark", false),
			Steps: tour(),
		},
		{
			Name: "wide", Title: "lrx demo", Term: term.Config{Width: 140, Height: 40}, Stage: explorer("dark", false),
			Steps: []shoot.Step{
				shoot.WaitFor("Biology 1"), shoot.Press("down", "enter"), shoot.WaitFor("Aminata Sow"), shoot.Shot("class-wide"),
				shoot.Press("w"), shoot.WaitFor("would be made anew"), shoot.Press("+", "+"), shoot.WaitFor("change"), shoot.Shot("what-if"),
				shoot.Press("esc"), shoot.WaitFor("Aminata Sow"),
				shoot.Press("tab"), shoot.WaitFor("Module 1"), shoot.Shot("areas"),
				shoot.Press("5"), shoot.WaitFor("Attempts", "First try"), shoot.Shot("activities-wide"),
				shoot.Press("S"), shoot.WaitFor("Rejected"), shoot.Press("5"), shoot.WaitFor("outage candidate"), shoot.Shot("gap-map"),
			},
		},
		{
			Name: "light", Title: "lrx demo", Term: term.Config{Width: 80, Height: 24, Background: term.Light}, Stage: explorer("light", false),
			Steps: []shoot.Step{shoot.WaitFor("Biology 1"), shoot.Press("down", "enter"), shoot.WaitFor("Aminata Sow"), shoot.Shot("class-light")},
		},
		{
			Name: "plain", Title: "NO_COLOR=1 lrx demo", Term: term.Config{Width: 80, Height: 24, Profile: colorprofile.ASCII}, Stage: explorer("dark", true),
			Steps: []shoot.Step{shoot.WaitFor("Biology 1"), shoot.Press("down", "enter"), shoot.WaitFor("Aminata Sow"), shoot.Shot("class-no-color")},
		},
	}
}

// tour goes from the classes to the raw statement behind a number.
func tour() []shoot.Step {
	const look, move = 1500 * time.Millisecond, 250 * time.Millisecond
	return []shoot.Step{
		shoot.WaitFor("Biology 1"), shoot.Shot("classes"), shoot.Frame(look),
		shoot.Keys(move, "down", "enter"), shoot.WaitFor("Aminata Sow"), shoot.Shot("class"), shoot.Frame(look),
		shoot.Keys(move, "/"), shoot.Type("clara"), shoot.WaitFor("1 of 1"), shoot.Frame(look), shoot.Keys(move, "enter", "enter"),
		shoot.WaitFor("Receipt", "Points"), shoot.Shot("receipt"), shoot.Frame(look), shoot.Keys(move, "4"),
		shoot.WaitFor("ends of its 90 % interval"), shoot.Shot("timeline"), shoot.Frame(look), shoot.Keys(move, "3"),
		shoot.WaitFor("Attempts", "Scaled"), shoot.Shot("learner"), shoot.Frame(look),
		shoot.Keys(move, "down", "down", "down", "down", "down", "down", "enter"), shoot.WaitFor("initialized"), shoot.Shot("attempt"), shoot.Frame(look),
		shoot.Keys(move, "down", "down", "enter"), shoot.WaitFor("\"actor\""), shoot.Shot("statement"), shoot.Frame(look),
		shoot.Press("S"), shoot.WaitFor("Rejected"), shoot.Shot("sources"), shoot.Press("esc"),
		shoot.WaitFor("\"actor\""), shoot.Press("?"), shoot.WaitFor("Keys of this screen"), shoot.Shot("help"),
	}
}
