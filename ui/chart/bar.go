package chart

import (
	"math"
	"strings"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// Bar is a bar from the left that fills a share (0..1) of w cells, in eighths
// of a cell. What is more than nothing shows at least its smallest part.
func Bar(share float64, w int) safetext.Safe {
	if w <= 0 || math.IsNaN(share) || share <= 0 {
		return ""
	}
	parts := theme.Parts()
	n := max(1, int(math.Round(min(share, 1)*float64(w*len(parts)))))
	text := strings.Repeat(parts[len(parts)-1], n/len(parts))
	for i, part := range parts {
		if n%len(parts) == i+1 {
			text += part
		}
	}
	return safetext.Safe(text)
}
