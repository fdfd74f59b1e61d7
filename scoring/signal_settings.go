package scoring

// The presets of signals.
const (
	presetFewer   = "fewer"
	presetDefault = "default"
	presetMore    = "more"
)

func presets() []string { return []string{presetFewer, presetDefault, presetMore} }

// SignalSettings say from when on there is a signal. They are choices of the design:
// none of them was shown on data to be right. The preset makes all thresholds harder to
// reach (fewer: 1.5 times) or easier (more: 0.75 times); amounts of evidence, the
// number of signals that put a learner at risk and the days of calibration stay. From when on
// somebody is stuck stands in Struggle, because the list of items says it too.
type SignalSettings struct {
	Preset          string  `json:"preset" toml:"preset"`                     // fewer, default or more
	AtRiskHigh      int     `json:"at_risk_high" toml:"at_risk_high"`         // high signals that put a learner at risk …
	AtRiskMedium    int     `json:"at_risk_medium" toml:"at_risk_medium"`     // … or so many medium or high ones
	CalibrationDays int     `json:"calibration_days" toml:"calibration_days"` // from the begin of a class, in which signals are shown as not calibrated
	StartDays       float64 `json:"start_days" toml:"start_days"`             // without a statement after which somebody never started
	QuietDays       float64 `json:"quiet_days" toml:"quiet_days"`             // without activity that are no signal in any case
	QuietTimes      float64 `json:"quiet_times" toml:"quiet_times"`           // multiple of the learner's own median gap that is none either
	QuietHigh       float64 `json:"quiet_high" toml:"quiet_high"`             // multiple of the longer of the two from which it is high
	MissingWorks    float64 `json:"missing_works" toml:"missing_works"`       // works not handed in from which there is a signal
	MissingHigh     float64 `json:"missing_high" toml:"missing_high"`         // works from which it is high …
	MissingShare    float64 `json:"missing_share" toml:"missing_share"`       // … or share of the due ones above which it is, 0..1
	OutageDays      int     `json:"outage_days" toml:"outage_days"`           // up to a deadline; if a collector stood still in them, what was handed in may be lost
	FallLast        int     `json:"fall_last" toml:"fall_last"`               // results that are compared with those before
	FallResponses   int     `json:"fall_responses" toml:"fall_responses"`     // first responses that this needs
	FallWorks       int     `json:"fall_works" toml:"fall_works"`             // graded works that this needs
	FallBy          float64 `json:"fall_by" toml:"fall_by"`                   // how much lower is a signal, 0..1
	FallReach       float64 `json:"fall_reach" toml:"fall_reach"`             // standard deviations of the interval; 1.2816 = 80 %
	GuessResponses  int     `json:"guess_responses" toml:"guess_responses"`   // first responses with a time that guessing needs
	GuessSeconds    float64 `json:"guess_seconds" toml:"guess_seconds"`       // median below which they may be guesses …
	GuessRight      float64 `json:"guess_right" toml:"guess_right"`           // … if less than this share is right, 0..1
	AvoidWorks      float64 `json:"avoid_works" toml:"avoid_works"`           // due works opened and not handed in
	LowReach        float64 `json:"low_reach" toml:"low_reach"`               // standard deviations of the interval of mastery; 1.2816 = 80 %
	WatchTimes      float64 `json:"watch_times" toml:"watch_times"`           // multiple of the class's median views of a video above which …
	WatchLeast      float64 `json:"watch_least" toml:"watch_least"`           // … so many views are a signal
}

// DefaultSignals are the design's settings.
func DefaultSignals() SignalSettings {
	return SignalSettings{
		Preset: presetDefault, AtRiskHigh: 1, AtRiskMedium: 2, CalibrationDays: 14,
		StartDays: 7, QuietDays: 7, QuietTimes: 3, QuietHigh: 2,
		MissingWorks: 1, MissingHigh: 2, MissingShare: 0.25, OutageDays: 7,
		FallLast: 3, FallResponses: 6, FallWorks: 4, FallBy: 0.15, FallReach: z80,
		GuessResponses: 8, GuessSeconds: 3, GuessRight: 0.4,
		AvoidWorks: 3, LowReach: z80, WatchTimes: 3, WatchLeast: 3,
	}
}

// scale is by how much the preset makes thresholds harder to reach.
func (s SignalSettings) scale() float64 {
	switch s.Preset {
	case presetFewer:
		return 1.5
	case presetMore:
		return 0.75
	}
	return 1
}

// scaled are the settings with the preset put into them. What has to be fallen
// below is divided, so that fewer means fewer everywhere.
func (s SignalSettings) scaled() SignalSettings {
	x := s.scale()
	for _, above := range []*float64{
		&s.StartDays, &s.QuietDays, &s.QuietTimes, &s.MissingWorks, &s.MissingHigh, &s.MissingShare, &s.FallBy, &s.FallReach,
		&s.AvoidWorks, &s.LowReach, &s.WatchTimes, &s.WatchLeast,
	} {
		*above *= x
	}
	s.GuessSeconds /= x
	s.GuessRight /= x
	return s
}
