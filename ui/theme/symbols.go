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
	Opened   = "▾" // a branch of a tree whose parts are in sight
	Leads    = "↵" // enter leads somewhere from here
	Missing  = "–"
	Clear    = "×" // what can be taken away
	Changed  = "*" // another value than the one that holds
	Becomes  = "→" // before and after
)

// What a bar of a number with its interval is made of.
const (
	BarSure     = "━" // up to the low end
	BarValue    = "●" // the number
	BarPossible = "─" // from the low end to the high one
)

// What a chart over time is made of.
const (
	PointValue = "●"
	PointHigh  = "┬" // the high end of an interval
	PointLow   = "┴" // the low end of it
	PointSpan  = "│" // between the ends
	PointNone  = "?" // nothing can be said
	AxisMark   = "┤"
	AxisCorner = "┼"
)

// SpinnerFrames are shown one after another while something takes long.
func SpinnerFrames() []string { return []string{"⠋", "⠙", "⠸", "⠴", "⠦", "⠇"} }

// The marks of a day on a map of gaps.
const (
	MarkOutage  = "!"
	MarkQuiet   = "?"
	MarkHoliday = "h"
	MarkNone    = "·" // nothing came, and nothing to speak of was expected
	MarkSome    = "+" // something came that is compared with nothing
)

// The marks of a learner's answers to an item.
const (
	MarkRight   = "■" // right at first
	MarkPart    = "◧" // partly right at first
	MarkLater   = "+" // wrong at first, right later
	MarkWrong   = "×" // wrong, and not right since
	MarkUnread  = "?" // answered, and nothing says whether it was right
	MarkUntried = "·" // not answered
)

// Shades are quarters of a whole, one cell wide each.
func Shades() [4]string { return [4]string{"░", "▒", "▓", "█"} }

// Parts are eighths of a cell, from the left.
func Parts() [8]string { return [8]string{"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"} }

// Levels are eighths of a whole, one cell wide each.
func Levels() [8]string { return [8]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"} }
