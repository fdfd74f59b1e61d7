package screen

// Action is something a user can ask for, whatever key stands for it.
type Action uint8

// The actions. What a screen cannot do the explorer around it does.
const (
	None Action = iota

	Up
	Down
	PageUp
	PageDown
	HalfUp
	HalfDown
	First
	Last
	PageLeft
	PageRight
	Left
	Right

	Open
	Back
	NextTab
	PrevTab
	PickTab
	Filter
	Narrow
	Sort
	OwnOrder
	Fold
	NextMatch
	PrevMatch
	CopyCell
	CopyRow
	Export
	Reload
	Pull
	Merge
	Differ
	Undo
	TryOut
	Save
	Defaults

	Mask
	ShowSources
	ShowPeople
	Help
	Palette
	Mouse
	Theme
	Redraw
	Quit
	Kill
)

// Moves says whether an action only moves the cursor.
func (a Action) Moves() bool { return a >= Up && a <= Right }
