package shoot

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"lrx/internal/screenshots/draw"
	"lrx/internal/tuitest/term"
)

// Step is one thing done in a script.
type Step func(t *take) error

// Press presses keys, named as in tests: "down", "enter", "ctrl+p", "/".
func Press(keys ...string) Step {
	return func(t *take) error { return t.term.Press(keys...) }
}

// Type types a text.
func Type(text string) Step {
	return func(t *take) error {
		t.term.Type(text)
		return nil
	}
}

// Click clicks on a text on the screen.
func Click(text string) Step {
	return func(t *take) error {
		x, y, ok := t.term.Snapshot().Find(text)
		if !ok {
			return fmt.Errorf("there is no %q to click on", text)
		}
		return t.term.Click(x, y)
	}
}

// Resize changes the size of the window; not in a script with frames.
func Resize(width, height int) Step {
	return func(t *take) error {
		t.term.Resize(width, height)
		return nil
	}
}

// WaitFor waits until all these texts are on the screen.
func WaitFor(texts ...string) Step {
	return func(t *take) error {
		ctx, cancel := context.WithTimeout(t.ctx, patience)
		defer cancel()
		err := t.term.Wait(ctx, func(s term.Snapshot) bool {
			screen := s.Text()
			for _, text := range texts {
				if !strings.Contains(screen, text) {
					return false
				}
			}
			return true
		})
		if err != nil {
			return fmt.Errorf("waited for %q: %w", texts, err)
		}
		return nil
	}
}

// Shot writes NAME.png and NAME.txt.
func Shot(name string) Step {
	return func(t *take) error {
		shot, img := t.still(draw.Frame{})
		var b bytes.Buffer
		if err := draw.PNG(&b, img); err != nil {
			return err
		}
		if err := t.write(name+".png", b.Bytes(), pngLimit); err != nil {
			return err
		}
		return t.write(name+".txt", []byte(shot.Text()+"\n"), pngLimit)
	}
}

// Frame adds the screen to the script's GIF, for as long as it is to be seen.
func Frame(hold time.Duration) Step {
	return func(t *take) error {
		_, img := t.still(draw.Frame{Square: true})
		t.stills = append(t.stills, draw.Still{Image: img, Hold: hold})
		return nil
	}
}

// Keys presses keys one by one with a frame after each.
func Keys(hold time.Duration, keys ...string) Step {
	return func(t *take) error {
		for _, key := range keys {
			if err := t.term.Press(key); err != nil {
				return err
			}
			if err := Frame(hold)(t); err != nil {
				return err
			}
		}
		return nil
	}
}
