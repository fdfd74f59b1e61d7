package page_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"lrx/internal/cli/page"
	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
)

func p(v float64) *float64 { return &v }

// receipt is made up: 100 (0.35 × 0.8 + 0.25 × 0.6) / 0.6 = 71.666…, of which
// 46.666… and 25 are the two factors'; 46.7 and 25.0 add up to the shown 71.7.
func receipt() query.Receipt {
	at := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	return query.Receipt{
		Learner: "L-7QXKM2PA4C", Class: "https://lms.example.org/course/7", ClassName: "Biology <7a> & friends",
		Score: scoring.Score{
			Learner: "L-7QXKM2PA4C", State: scoring.Provisional, Score: p(100 * 0.43 / 0.6), Low: p(55.04), High: p(88.3),
			Coverage: 0.75, VsClass: p(3.5), Evidence: 1012,
			Factors: []scoring.Line{
				{Factor: scoring.Achievement, Weight: 0.35, Value: p(0.8), Low: p(0.7), High: p(0.9), Contribution: p(100 * 0.28 / 0.6), VsClass: p(3.5), Evidence: 1002, Sentence: `Answers 80 % of <this> course's questions.`},
				{Factor: scoring.DueWork, Weight: 0.25, Value: p(0.6), Low: p(0.4), High: p(0.8), Contribution: p(25), VsClass: p(0), Evidence: 10, Sentence: "3 of 5 due works handed in."},
				{Factor: scoring.Regularity, Weight: 0.15, Missing: "nothing was handed in yet"},
			},
			Why:   []string{"the interval is 17 points wide each way"},
			Flags: []string{"5 answers came in under 3 seconds"},
		},
		Cannot:  []string{"work on paper"},
		Typical: []query.Typical{{Factor: "achievement", Median: p(0.62)}, {Factor: "effort"}},
		Profile: "0123456789ab", AsOf: time.Date(2026, 3, 5, 23, 0, 0, 0, time.UTC),
		Unused: []query.Observation{
			{What: "response", Why: "a retry", ActivityName: "Item 1", At: &at},
			{What: "session", Why: "before the class began"},
			{What: "response", Why: "a retry", ActivityName: "Item 2", At: &at},
		},
	}
}

func vienna(t *testing.T) *time.Location {
	t.Helper()
	tz, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	return tz
}

func lineOf(t *testing.T, text, begins string) string {
	t.Helper()
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, begins) {
			return strings.Join(strings.Fields(line), " ")
		}
	}
	t.Fatalf("no line begins with %q in\n%s", begins, text)
	return ""
}

func TestTextOfAReceipt(t *testing.T) {
	t.Parallel()
	r := page.New(receipt(), vienna(t))
	r.Name = "Ada Exampel"
	var b strings.Builder
	if err := r.Text(&b, page.Style{Width: 80}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for begins, want := range map[string]string{
		"Ada":          "Ada Exampel (L-7QXKM2PA4C) · Biology <7a> & friends",
		"Score":        "Score 71.7 of 100, 90 % interval 55.0–88.3 · provisional: the interval is wide",
		"Coverage":     "Coverage 75 % of what this class can have · 1,012 observations · +3.5 points",
		"Achievement":  "Achievement 0.35 80 % 70–90 % 46.7 +3.5 1,002",
		"Due work":     "Due work 0.25 60 % 40–80 % 25.0 +0.0 10",
		"Regularity":   "Regularity (motivation proxy) 0.15 – – – – 0",
		"  Missing":    "Missing: nothing was handed in yet",
		"Sum":          "Sum 0.60 71.7 +3.5",
		"Evidence":     "Evidence that is not used (3)",
		"- 2":          "- 2 × response: a retry",
		"- work":       "- work on paper",
		"- 5":          "- 5 answers came in under 3 seconds",
		"As of":        "As of 2026-03-06 00:00 Europe/Vienna · profile 0123456789ab",
		"- the interv": "- the interval is 17 points wide each way",
	} {
		if got := lineOf(t, text, begins); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for line := range strings.Lines(text) {
		if n := safetext.Width(safetext.Safe(strings.TrimSuffix(line, "\n"))); n > 80 {
			t.Errorf("%d cells wide: %q", n, line)
		}
	}
}

func TestTextListsWhatIsNotUsed(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := page.New(receipt(), vienna(t)).Text(&b, page.Style{Width: 80, Unused: true}); err != nil {
		t.Fatal(err)
	}
	if got, want := lineOf(t, b.String(), "- 2026"), "- 2026-03-02 10:30 response at Item 1: a retry"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := lineOf(t, b.String(), "- session"), "- session: before the class began"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Without enough evidence there are counts and reasons, and no estimate.
func TestTextWithoutAScore(t *testing.T) {
	t.Parallel()
	q := receipt()
	q.Score = scoring.Score{State: scoring.Insufficient, Coverage: 0.4, Evidence: 2, Why: []string{"2 of 5 responses"}, Factors: []scoring.Line{
		{Factor: scoring.Achievement, Weight: 0.35, Evidence: 2, Sentence: "2 responses."},
	}}
	var b, h strings.Builder
	r := page.New(q, time.UTC)
	if err := errors.Join(r.Text(&b, page.Style{Width: 80}), r.HTML(&h)); err != nil {
		t.Fatal(err)
	}
	if got, want := lineOf(t, b.String(), "No score"), "No score: not enough evidence for a score."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if strings.Contains(b.String(), "Sum") || strings.Contains(h.String(), "Sum") || strings.Contains(h.String(), "<svg") {
		t.Error("there is a sum or a bar without a score")
	}
	if got, want := lineOf(t, b.String(), "Achievement"), "Achievement 0.35 – – – – 2"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// wellFormed reads a file as XML: every element is closed, and text is escaped.
func wellFormed(t *testing.T, html string) (text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(html, "<!DOCTYPE html>\n")))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "script", "link", "img", "iframe", "object", "image", "use", "a", "form":
				t.Errorf("the file has a <%s>", token.Name.Local)
			}
			for _, a := range token.Attr {
				if name := strings.ToLower(a.Name.Local); strings.HasPrefix(name, "on") || name == "src" || name == "href" {
					t.Errorf("<%s> has %s", token.Name.Local, name)
				}
			}
		case xml.CharData:
			b.Write(token)
		}
	}
}

func TestHTMLIsSelfContained(t *testing.T) {
	t.Parallel()
	r := page.New(receipt(), vienna(t))
	r.Name = `<script>alert("1")</script>`
	r.Made.Note = "Made up."
	var b strings.Builder
	if err := r.HTML(&b); err != nil {
		t.Fatal(err)
	}
	text := wellFormed(t, b.String())
	for _, want := range []string{
		`<script>alert("1")</script>`, "Biology <7a> & friends", "71.7", "55.0–88.3", "+3.5", "Regularity (motivation proxy)", "Missing: nothing was handed in yet",
		"Answers 80 % of <this> course's questions.", "2 × response: a retry", "work on paper", "As of 2026-03-06 00:00 Europe/Vienna · profile 0123456789ab", "Made up.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	html := b.String()
	for _, not := range []string{"http://", "https://", "url(", "@import", "<script>"} {
		if strings.Contains(html, not) {
			t.Errorf("the file has %q", not)
		}
	}
	for _, want := range []string{`<html lang="en" dir="ltr">`, "size: A4", "<bdi>", `aria-label="80 of 100, 90 % interval 70 to 90; class median 74"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the file has no %q", want)
		}
	}
}

// The class's median is drawn where vs_class puts it: 0.8 - 3.5 × 0.6 / (100 × 0.35) = 0.74.
func TestBarHasTheMedian(t *testing.T) {
	t.Parallel()
	b := page.New(receipt(), nil).Lines[0].Bar
	if b.Typical == nil || *b.Typical < 73.9999 || *b.Typical > 74.0001 {
		t.Fatalf("the median is drawn at %v, want 74", b.Typical)
	}
	if b.Begin() != "6.0" || b.End() != "166.0" || b.At() != "134.0" {
		t.Errorf("0, 100 and 80 lie at %s, %s and %s", b.Begin(), b.End(), b.At())
	}
}

func TestClass(t *testing.T) {
	t.Parallel()
	scores := query.List[query.ScoreRow]{
		AsOf: time.Date(2026, 3, 5, 23, 0, 0, 0, time.UTC),
		Rows: []query.ScoreRow{
			{ID: "L-A", State: "stable", Score: p(40), Low: p(30), High: p(50), Coverage: p(1), Evidence: 30, Factors: [6]*float64{p(0.5)}},
			{ID: "L-B", State: "insufficient", Evidence: 1},
			{ID: "L-C", State: "stable", Score: p(60), Low: p(50), High: p(70), Coverage: p(1), Evidence: 30, Factors: [6]*float64{p(0.6)}},
			{ID: "L-D", State: "provisional", Score: p(80), Low: p(60), High: p(100), Coverage: p(1), Evidence: 30, Factors: [6]*float64{p(0.9)}},
			{ID: "L-E", State: "stable", Score: p(90), Low: p(80), High: p(100), Coverage: p(1), Evidence: 30},
		},
	}
	hard := []query.Struggling{
		{Name: "Osmosis", Kind: "item", Verdict: "struggling", N: 20, WrongRate: p(0.8), Low: p(0.6), High: p(0.85), SuspectKey: true},
		{Name: "Cells", Kind: "item", Verdict: "watch", N: 20, WrongRate: p(0.6)},
	}
	c := page.NewClass(scores, hard, []query.Receipt{receipt(), receipt()}, time.UTC)
	var b, h strings.Builder
	if err := errors.Join(c.Text(&b, page.Style{Width: 80}), c.HTML(&h)); err != nil {
		t.Fatal(err)
	}
	for begins, want := range map[string]string{
		"5 learners": "5 learners: 3 stable, 1 provisional, 1 not enough evidence",
		// The quartiles of 40 60 80 90: 55 and 82.5.
		"Median":      "Median of the 4 scores 70.0, the middle half 55.0–82.5",
		"Achievement": "Achievement 62 % 3", // what receipts compare with, not made again from the rows
		"- Osmosis":   "- Osmosis (item): 80 % wrong at first, 80 % interval 60–85 %, 20 responses.",
		"  Check":     "Check the key: strong learners get it wrong more often than weak ones.",
	} {
		if got := lineOf(t, b.String(), begins); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	text := wellFormed(t, h.String())
	if strings.Contains(text, "Cells") || strings.Contains(b.String(), "Cells") {
		t.Error("what is only watched is listed as hard")
	}
	if n := strings.Count(h.String(), "<article>"); n != 3 {
		t.Errorf("%d pages, want a cover and two", n)
	}
	if n := strings.Count(b.String(), "\n====="); n != 2 {
		t.Errorf("%d rules, want one before each receipt", n)
	}
}
