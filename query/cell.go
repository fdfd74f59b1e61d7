package query

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"lrx/data"
	"lrx/internal/safetext"
	"lrx/scoring"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// missing stands for a value that is not known; it is never zero.
const missing safetext.Safe = "–"

// formatCell writes a cell for people. The raw value stays in CSV and JSON.
func formatCell(k Kind, v any, tz *time.Location) safetext.Safe {
	if tz == nil {
		tz = time.UTC
	}
	switch v := v.(type) {
	case nil:
		if k == KindGap {
			return "cannot tell yet"
		}
		return missing
	case safetext.Safe:
		switch {
		case k == KindType:
			return safetext.Clean(data.LastPart(string(v)))
		case k == KindState && scoring.State(v) == scoring.Insufficient:
			return "not enough evidence"
		case k == KindGap && v == gapClass:
			return "class: re-teach"
		case k == KindTrend:
			return trendText(v)
		}
		return v
	case Range:
		return safetext.Safe(fmt.Sprintf("%.0f-%.0f", v.Low, v.High))
	case bool:
		if k == KindSuspect {
			return suspectText(v)
		}
		if v {
			return "yes"
		}
		return "no"
	case int64:
		if k == KindBytes {
			return bytesText(v)
		}
		return grouped(v)
	case float64:
		return number(k, v)
	case time.Time:
		return safetext.Safe(v.In(tz).Format("2006-01-02 15:04"))
	case []map[string]any:
		return signalsText(v)
	case []safetext.Safe:
		if len(v) == 0 {
			return missing
		}
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = string(v[i])
		}
		if k == KindNames {
			return safetext.Safe(strings.Join(parts, "; "))
		}
		return safetext.Safe(strings.Join(parts, " "))
	}
	return safetext.Clean(fmt.Sprint(v))
}

// suspectText says what to do about the key of an item.
func suspectText(suspect bool) safetext.Safe {
	if suspect {
		return "check it"
	}
	return ""
}

// trendText writes how a score stands to its own past so that it fits a narrow
// column: what "unclear" means the column's help says.
func trendText(v safetext.Safe) safetext.Safe {
	switch v {
	case "up":
		return "↑ up"
	case "down":
		return "↓ down"
	case "no reliable difference":
		return "~ unclear"
	}
	return v
}

// grouped writes a count with a comma at every third digit.
func grouped(n int64) safetext.Safe {
	s, sign := itoa(n), ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return safetext.Safe(sign + b.String())
}

func number(k Kind, v float64) safetext.Safe {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return missing
	}
	switch k {
	case KindShare:
		switch { // all and none are said of all and none only
		case v > 0.995 && v < 1:
			return ">99 %"
		case v > 0 && v < 0.005:
			return "<1 %"
		}
		return safetext.Safe(fmt.Sprintf("%.0f %%", 100*v))
	case KindScaled:
		return safetext.Safe(fmt.Sprintf("%.2f", v))
	case KindScore:
		return safetext.Safe(fmt.Sprintf("%.0f", v))
	case KindTenths:
		return safetext.Safe(fmt.Sprintf("%.1f", v))
	case KindPoints:
		if text := fmt.Sprintf("%+.1f", v); text != "-0.0" {
			return safetext.Safe(text)
		}
		return "+0.0"
	case KindSeconds:
		return secondsText(v)
	}
	return safetext.Safe(strconv.FormatFloat(v, 'g', 6, 64))
}

// secondsText writes a duration with its two largest units.
func secondsText(v float64) safetext.Safe {
	s := int64(math.Round(v))
	switch {
	case v < 10 && v != math.Trunc(v):
		return safetext.Safe(fmt.Sprintf("%.1f s", v))
	case s < 60:
		return safetext.Safe(fmt.Sprintf("%d s", s))
	case s < 3600:
		return safetext.Safe(fmt.Sprintf("%d min %02d s", s/60, s%60))
	case s < 86400:
		return safetext.Safe(fmt.Sprintf("%d h %02d min", s/3600, s%3600/60))
	}
	return safetext.Safe(fmt.Sprintf("%d d %02d h", s/86400, s%86400/3600))
}

func bytesText(n int64) safetext.Safe {
	v, unit := float64(n), 0
	for v >= 1000 && unit < 4 {
		v, unit = v/1000, unit+1
	}
	if unit == 0 {
		return safetext.Safe(fmt.Sprintf("%d B", n))
	}
	return safetext.Safe(fmt.Sprintf("%.1f %s", v, [...]string{"", "kB", "MB", "GB", "TB"}[unit]))
}
