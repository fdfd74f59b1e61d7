package draw

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// The sixteen colours that a program names by number only. What they look like
// is the terminal's choice; these read well on the two backgrounds.
var (
	onDark = [16]uint32{
		0x2a2e36, 0xe0646c, 0x8fbf6a, 0xddb866, 0x62a8ea, 0xc17edb, 0x55b5bf, 0xc4c8d0,
		0x6b7280, 0xf07f86, 0xa7d681, 0xf0cf82, 0x82bdf5, 0xd59bea, 0x74cdd6, 0xf2f4f8,
	}
	onLight = [16]uint32{
		0x24292f, 0xc02f38, 0x3b7d23, 0x946800, 0x1f63b8, 0x8a3fa8, 0x177d88, 0x8b929c,
		0x5f6670, 0xd9434c, 0x4c9a2f, 0xb37f00, 0x2f7ad6, 0xa257c0, 0x2396a3, 0xe9ebee,
	}
)

// shown is how a colour looks on a terminal with this background.
func shown(c, background color.Color) color.Color {
	i := 16
	switch c := c.(type) {
	case ansi.BasicColor:
		i = int(c)
	case ansi.IndexedColor:
		i = int(c)
	}
	if i >= 16 {
		return c
	}
	v := onDark[i]
	if isLight(background) {
		v = onLight[i]
	}
	return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func isLight(c color.Color) bool {
	return color.GrayModel.Convert(c).(color.Gray).Y > 0x80
}
