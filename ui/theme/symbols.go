package theme

// The symbols of the screen, all one cell wide. No emoji: terminals disagree
// about their width.
const (
	Bar      = "▌" // beside the row of the cursor
	Rising   = "▲" // sorted, smallest first
	Falling  = "▼" // sorted, largest first
	Before   = "‹" // more columns to the left
	Beyond   = "›" // more columns to the right
	Crumb    = "›" // between two levels
	Dot      = "·" // between two remarks
	Ellipsis = "…"
	Line     = "─"
	Between  = "│" // two things beside each other
	Heavy    = "━" // the part of a line under the active tab
	Closed   = "▸" // a block that is folded
	Leads    = "↵" // enter leads somewhere from here
	Missing  = "–"
)

// SpinnerFrames are shown one after another while something takes long.
func SpinnerFrames() []string { return []string{"⠋", "⠙", "⠸", "⠴", "⠦", "⠇"} }
