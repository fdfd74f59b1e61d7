package term

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Press presses keys by name: "enter", "down", "ctrl+p", "alt+left", "f1", or
// any single character.
func (t *Terminal) Press(keys ...string) error {
	for _, key := range keys {
		seq, err := sequence(key)
		if err != nil {
			return err
		}
		t.send(seq)
	}
	return nil
}

// Type types a text, character by character.
func (t *Terminal) Type(text string) {
	for _, r := range text {
		t.send(string(r))
	}
}

// Paste pastes a text; a program that asked for it is told that it is a paste.
func (t *Terminal) Paste(text string) {
	t.mu.Lock()
	bracketed := t.modes[ansi.ModeBracketedPaste]
	t.mu.Unlock()
	if bracketed {
		text = ansi.BracketedPasteStart + text + ansi.BracketedPasteEnd
	}
	t.send(text)
}

var errNoMouse = errors.New("the program has not turned the mouse on")

// Click presses and releases the left button on a cell, counted from 0.
func (t *Terminal) Click(x, y int) error {
	button := ansi.EncodeMouseButton(ansi.MouseLeft, false, false, false, false)
	return t.mouse(ansi.MouseSgr(button, x, y, false), ansi.MouseSgr(button, x, y, true))
}

// Wheel turns the wheel over a cell: so many notches down, or up if negative.
func (t *Terminal) Wheel(x, y, notches int) error {
	direction := ansi.MouseWheelDown
	if notches < 0 {
		direction, notches = ansi.MouseWheelUp, -notches
	}
	event := ansi.MouseSgr(ansi.EncodeMouseButton(direction, false, false, false, false), x, y, false)
	events := make([]string, notches)
	for i := range events {
		events[i] = event
	}
	return t.mouse(events...)
}

// mouse sends events to a program that listens to the mouse, as a terminal would.
func (t *Terminal) mouse(events ...string) error {
	t.mu.Lock()
	on := t.modes[ansi.ModeMouseExtSgr] &&
		(t.modes[ansi.ModeMouseNormal] || t.modes[ansi.ModeMouseButtonEvent] || t.modes[ansi.ModeMouseAnyEvent])
	t.mu.Unlock()
	if !on {
		return errNoMouse
	}
	for _, event := range events {
		t.send(event)
	}
	return nil
}

// Resize changes the size of the window and tells the program in its input,
// where no device could raise a signal.
func (t *Terminal) Resize(width, height int) {
	t.mu.Lock()
	t.emu.Resize(width, height)
	t.announce()
	t.mu.Unlock()
	t.send(ansi.InBandResize(height, width, 0, 0))
}

func (t *Terminal) send(seq string) { _, _ = io.WriteString(t.input, seq) }

// plain are the keys that have one sequence, with or without modifiers.
var plain = map[string]string{
	"enter":     "\r",
	"tab":       "\t",
	"shift+tab": "\x1b[Z",
	"space":     " ",
	"backspace": "\x7f",
	// A bare escape byte is only told from the start of a sequence by waiting.
	// This is the form terminals use once a program asked for clear keys.
	"esc": "\x1b[27u",
}

// final is the last byte of the sequences of keys that take modifiers as
// CSI 1 ; modifiers final.
var final = map[string]string{
	"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F",
	"f1": "P", "f2": "Q", "f3": "R", "f4": "S",
}

// number is the same for keys that are written as CSI number ; modifiers ~.
var number = map[string]int{
	"insert": 2, "delete": 3, "pgup": 5, "pgdown": 6, "pgdn": 6,
	"f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24,
}

// sequence is what a terminal sends for a key.
func sequence(key string) (string, error) {
	if seq, ok := plain[key]; ok {
		return seq, nil
	}
	name, mods := modifiers(key)
	switch {
	case final[name] != "" && mods == 0 && !strings.HasPrefix(name, "f"):
		return "\x1b[" + final[name], nil
	case final[name] != "" && mods == 0:
		return "\x1bO" + final[name], nil
	case final[name] != "":
		return fmt.Sprintf("\x1b[1;%d%s", mods+1, final[name]), nil
	case number[name] != 0 && mods == 0:
		return fmt.Sprintf("\x1b[%d~", number[name]), nil
	case number[name] != 0:
		return fmt.Sprintf("\x1b[%d;%d~", number[name], mods+1), nil
	}
	return character(key, name, mods)
}

const (
	shift = 1 << iota
	alt
	ctrl
)

// modifiers splits "ctrl+shift+up" into "up" and the modifiers' bits.
func modifiers(key string) (name string, mods int) {
	name = key
	for prefix, bit := range map[string]int{"shift+": shift, "alt+": alt, "ctrl+": ctrl} {
		if strings.Contains(key, prefix) && len(name) > len(prefix) {
			name = strings.Replace(name, prefix, "", 1)
			mods |= bit
		}
	}
	return name, mods
}

// character is the sequence of a key that stands for a character.
func character(key, name string, mods int) (string, error) {
	if p, ok := plain[name]; ok && len(p) == 1 && mods == alt {
		return "\x1b" + p, nil
	}
	r, size := utf8.DecodeRuneInString(name)
	if size == 0 || size != len(name) || r == utf8.RuneError {
		return "", fmt.Errorf("there is no key %q", key)
	}
	switch {
	case mods == 0:
		return name, nil
	case mods == alt:
		return "\x1b" + name, nil
	case mods == ctrl && r >= 'a' && r <= 'z':
		return string(r - 'a' + 1), nil
	}
	return fmt.Sprintf("\x1b[%d;%du", r, mods+1), nil
}
