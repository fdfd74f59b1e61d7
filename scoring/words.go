package scoring

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// count writes a number of things: "1 response", "46 responses".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	if stem, ok := strings.CutSuffix(thing, "y"); ok && !strings.HasSuffix(thing, "ay") {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// verb is the form of a word that goes with a number.
func verb(n int, one, many string) string {
	return either(n == 1, one, many)
}

// inPercent writes a share: "71 %".
func inPercent(x float64) string { return fmt.Sprintf("%.0f %%", 100*x) }

// capital begins a sentence.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// lasting writes a time in seconds as people say it: "40 s", "12 min", "5 h 20 min".
func lasting(seconds float64) string {
	switch minutes := int(math.Round(seconds / 60)); {
	case seconds < 60:
		return fmt.Sprintf("%.0f s", seconds)
	case minutes < 60:
		return fmt.Sprintf("%d min", minutes)
	case minutes%60 == 0:
		return fmt.Sprintf("%d h", minutes/60)
	default:
		return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
	}
}

// inDays writes a time in days: "1 day", "1.4 days".
func inDays(days float64) string {
	if text := strconv.FormatFloat(math.Round(days*10)/10, 'f', -1, 64); text != "1" {
		return text + " days"
	}
	return "1 day"
}
