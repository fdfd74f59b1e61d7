package draw

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"strings"
	"testing"
	"time"

	"lrx/internal/tuitest/term"
)

// page is a full screen of everything that is drawn in a way of its own.
func page() string {
	var b strings.Builder
	fmt.Fprintf(&b, " \x1b[1;38;5;75mlrx\x1b[0m \x1b[2m›\x1b[0m \x1b[1mBiology 7b\x1b[0m\n╭%s╮\n", strings.Repeat("─", 78))
	for i, name := range []string{"Amélie Dupont", "Björn Åkesson", "Олена Шевченко", "Αλέξης", "Nguyễn Thị Hoa"} {
		bar := strings.Repeat("█", 5+3*i) + string("▏▎▍▌▋▊▉"[3*i:3*i+3])
		fmt.Fprintf(&b, "│ \x1b[38;2;%d;160;90m%-36s %2d%% %-34s\x1b[0m │\n", 40*i, name, 13*i, bar)
	}
	fmt.Fprintf(&b, "╰%s╯\n\x1b[7m reverse \x1b[0m \x1b[4munder\x1b[0m \x1b[9mthrough\x1b[0m \x1b[3mitalic\x1b[0m ⣀⣤⣶⣿⠒⠤ ╔═╦═╗ ░▒▓", strings.Repeat("─", 78))
	return b.String()
}

func renderer(t *testing.T) *Renderer {
	t.Helper()
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// inked lists the pixels of a line that are not background, as "x" and ".".
func inked(img *image.RGBA, at func(i int) (x, y int), n int) string {
	paper := img.RGBAAt(0, 0)
	var b strings.Builder
	for i := range n {
		x, y := at(i)
		b.WriteByte(map[bool]byte{true: '.', false: 'x'}[img.RGBAAt(x, y) == paper])
	}
	return b.String()
}

// TestNoSeams draws characters next to and above each other and looks for
// background along the line they form.
func TestNoSeams(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	const cells = 4
	for _, chars := range []string{"─━─━", "════", "┬┴┼─", "╪╤╧═", "█▓▒░", "████", "▄▄▄▄", "╶──╴"} {
		img := r.Screen(term.Write(term.Config{Width: cells + 2, Height: 3}, "\n "+chars))
		y := cellHeight + cellHeight/2
		if strings.Contains(chars, "═") {
			y -= reach(light) + 1
		}
		from, n := cellWidth, cells*cellWidth
		if strings.HasPrefix(chars, "╶") {
			from, n = from+cellWidth/2, n-cellWidth-1
		}
		line := inked(img, func(i int) (int, int) { return from + i, y }, n)
		if strings.Contains(line, ".") {
			t.Errorf("%s has a seam: %s", chars, line)
		}
	}
	for _, chars := range []string{"│┃│┃", "║║║║", "├┤┼│", "╭││╰", "█▓▒░"} {
		text := "\n " + strings.Join(strings.Split(chars, ""), "\n ")
		img := r.Screen(term.Write(term.Config{Width: 3, Height: cells + 2}, text))
		x := cellWidth + cellWidth/2
		if strings.Contains(chars, "║") {
			x -= reach(light) + 1
		}
		line := inked(img, func(i int) (int, int) { return x, cellHeight*3/2 + 8 + i }, (cells-1)*cellHeight-16)
		if strings.Contains(line, ".") {
			t.Errorf("%s has a seam downwards: %s", chars, line)
		}
	}
}

// TestEveryShapeHasInk finds characters of the ranges drawn as shapes that the
// tables forget.
func TestEveryShapeHasInk(t *testing.T) {
	t.Parallel()
	for _, span := range [][2]rune{{0x2500, 0x259f}, {0x2801, 0x28ff}} {
		for r := span[0]; r <= span[1]; r++ {
			m := shape(r, cellWidth)
			if m == nil || bytes.Count(m.Pix, []byte{0}) == len(m.Pix) {
				t.Errorf("%c (U+%04X) is blank", r, r)
			}
		}
	}
}

// TestEighthsGrow checks that each longer bar covers more than the one before.
func TestEighthsGrow(t *testing.T) {
	t.Parallel()
	for _, bars := range []string{"▏▎▍▌▋▊▉█", "▁▂▃▄▅▆▇█"} {
		last := 0
		for _, r := range bars {
			m := shape(r, cellWidth)
			if ink := bytes.Count(m.Pix, []byte{0xff}); ink <= last {
				t.Errorf("%c covers %d pixels, the one before %d", r, ink, last)
			} else {
				last = ink
			}
		}
	}
}

// TestRowsStayAligned puts characters without a font, wide ones and combined
// ones in front of a bar: it has to stay in its column.
func TestRowsStayAligned(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	text := "aaaa█\n漢字█\n👩‍🔬xx█\nنصنص█\ne\u0301a\u0300aa█\n\U0001f1e6\U0001f1f9ab█\x1b[?25l"
	img := r.Screen(term.Write(term.Config{Width: 8, Height: 6}, text))
	for y := range 6 {
		line := inked(img, func(i int) (int, int) { return 4*cellWidth + i, y*cellHeight + 1 }, 2*cellWidth)
		if want := strings.Repeat("x", cellWidth) + strings.Repeat(".", cellWidth); line != want {
			t.Errorf("row %d: %s, want %s", y, line, want)
		}
	}
	if !strings.ContainsRune(r.Missing(), '👩') {
		t.Errorf("missing are %q", r.Missing())
	}
}

func TestStyles(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	at := func(text string, x, y int) color.RGBA {
		return r.Screen(term.Write(term.Config{Width: 4, Height: 2}, text)).RGBAAt(x, y)
	}
	shot := term.Write(term.Config{Width: 1, Height: 1}, "")
	ink, paper := rgba(shot.Foreground), rgba(shot.Background)
	for name, c := range map[string]struct {
		text string
		x, y int
		want color.RGBA
	}{
		"default":    {"\n█", 5, cellHeight + 5, ink},
		"background": {"\n ", 30, 5, paper},
		"true":       {"\x1b[38;2;1;2;3m█", 5, 5, color.RGBA{1, 2, 3, 0xff}},
		"256":        {"\x1b[38;5;208m█", 5, 5, color.RGBA{0xff, 0x87, 0x00, 0xff}},
		"palette":    {"\x1b[31m█", 5, 5, color.RGBA{0xe0, 0x64, 0x6c, 0xff}},
		"reverse":    {"\x1b[7m x", 5, 5, ink},
		"conceal":    {"\x1b[8m█", 5, 5, paper},
		"underline":  {"\x1b[4m ", 5, baseline + 2, ink},
		"strike":     {"\x1b[9m ", 5, cellHeight / 2, ink},
		"cursor":     {"x", cellWidth + 5, 5, ink},
		"no cursor":  {"x\x1b[?25l", cellWidth + 5, 5, paper},
		"bar cursor": {"x\x1b[6 q", cellWidth, 5, ink},
	} {
		if got := at(c.text, c.x, c.y); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
	if faint := at("\x1b[2m█", 5, 5); faint == ink || faint == paper {
		t.Errorf("faint is %v", faint)
	}
}

func rgba(c color.Color) color.RGBA {
	v, _ := color.RGBAModel.Convert(c).(color.RGBA)
	return v
}

// The limits for pictures that are kept in the repository.
const (
	pngLimit = 150 << 10
	gifLimit = 1000 << 10
)

func TestPNG(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	for name, background := range map[string]term.Background{"dark": term.Dark, "light": term.Light} {
		shot := term.Write(term.Config{Background: background}, page())
		img := r.Window(shot, Frame{Title: "lrx"})
		var b bytes.Buffer
		if err := PNG(&b, img); err != nil {
			t.Fatal(err)
		}
		if b.Len() > pngLimit {
			t.Errorf("%s has %d bytes", name, b.Len())
		}
		back, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, a := back.At(0, 0).RGBA(); back.Bounds() != img.Bounds() || a != 0 {
			t.Errorf("%s: bounds %v, corner's opacity %d", name, back.Bounds(), a)
		}
		x, y := padding+cellWidth/2, titleBar+padding/2+cellHeight*4 // a line of the box
		if got, want := rgba(back.At(x, y)), rgba(shot.Foreground); got != want {
			t.Errorf("%s: a line is %v, want %v", name, got, want)
		}
	}
}

func TestGIF(t *testing.T) {
	t.Parallel()
	r := renderer(t)
	var stills []Still
	for i := range 12 {
		text := page() + strings.Repeat("\n", 1+i/2) + "> cursor" // every other picture is the same
		stills = append(stills, Still{r.Window(term.Write(term.Config{}, text), Frame{Title: "lrx", Square: true}), time.Second})
	}
	var b bytes.Buffer
	if err := GIF(&b, stills); err != nil {
		t.Fatal(err)
	}
	if b.Len() > gifLimit {
		t.Errorf("%d bytes", b.Len())
	}
	g, err := gif.DecodeAll(&b)
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Image) != 6 || g.Delay[0] != 200 {
		t.Errorf("%d pictures, the first for %d/100 s", len(g.Image), g.Delay[0])
	}
	if first, second := g.Image[0].Bounds(), g.Image[1].Bounds(); second.Dy() > 4*cellHeight || second.Dx() >= first.Dx() {
		t.Errorf("a change of two rows is stored as %v of %v", second, first)
	}
	if err := GIF(&b, nil); err == nil {
		t.Error("an animation without pictures was written")
	}
}

// TestManyColours makes more colours than a palette holds.
func TestManyColours(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 400 {
		fmt.Fprintf(&text, "\x1b[38;2;%d;%d;%dma", i*7%256, i*13%256, i*29%256)
	}
	img := renderer(t).Screen(term.Write(term.Config{}, text.String()))
	p := paletteOf(img)
	if len(p.colors) > paletteSize {
		t.Fatalf("%d colours", len(p.colors))
	}
	for c, i := range p.index {
		q, _ := p.colors[i].(color.RGBA)
		if d := apart(c.R, q.R) + apart(c.G, q.G) + apart(c.B, q.B); d > 96 {
			t.Errorf("%v is shown as %v", c, q)
		}
	}
}

func TestFontFiles(t *testing.T) {
	t.Parallel()
	if _, err := New("no-such-font.ttf"); err == nil {
		t.Error("a missing font file is no error")
	}
	if _, err := New("draw_test.go"); err == nil || !strings.Contains(err.Error(), "draw_test.go") {
		t.Errorf("a file that is no font: %v", err)
	}
}
