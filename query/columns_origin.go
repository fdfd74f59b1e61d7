package query

import "lrx/internal/safetext"

func originColumns() []column[Origin] {
	return []column[Origin]{
		col("origin", "Id", KindID, 10, 6, "Stable id, made from the source, the authority, the platform and the home page.", func(o Origin) any { return safetext.Safe(o.ID) }),
		col("source", "Source", KindText, 18, 1, "A file or a Learning Record Store.", func(o Origin) any { return o.Source }),
		col("authority", "Authority", KindText, 16, 3, "Who vouches for the statements: the name, else the account, else the key of their authority. "+
			"Of an application that acts for a user it is the application. Under a mask: the home page of an account and a pseudonym.", func(o Origin) any { return val(o.Authority) }),
		col("platform", "Platform", KindText, 18, 1, "The platform that the statements name.", func(o Origin) any { return val(o.Platform) }),
		col("home_page", "Home page", KindText, 24, 2, "The home page of the actors' accounts, which is the system they have their account in.", func(o Origin) any { return val(o.HomePage) }),
		col("statements", "Statements", KindCount, 10, 1, "Statements of it that count, without void and voiding ones and intentions.", func(o Origin) any { return o.Statements }),
		col("learners", "Learners", KindCount, 8, 2, "Learners with such a statement.", func(o Origin) any { return o.Learners }),
		col("verbs", "Verbs", KindCount, 5, 4, "How many verbs it uses.", func(o Origin) any { return o.Verbs }),
		col("top_verbs", "Most used", KindText, 30, 5, "Its three most frequent verbs.", func(o Origin) any {
			if len(o.TopVerbs) == 0 {
				return nil
			}
			text := o.TopVerbs[0]
			for _, v := range o.TopVerbs[1:] {
				text += ", " + v
			}
			return text
		}),
		col("scored", "Scored", KindShare, 6, 2, "Share of its statements that bear a score or success which can be read.", func(o Origin) any { return o.Scored }),
		col("oldest", "Oldest", KindTime, 16, 5, "Time of its oldest statement.", func(o Origin) any { return val(o.Oldest) }),
		col("newest", "Newest", KindTime, 16, 1, "Time of its newest statement.", func(o Origin) any { return val(o.Newest) }),
		col("kind", "Kind", KindWord, 10, 3, "LMS, mobile, simulation or on-the-job, where the platform's text says so, or the type of what most of its statements stand in; "+
			"missing = nothing says so.", func(o Origin) any { return val(o.Kind) }),
	}
}

func gapColumns() []column[Gap] {
	return []column[Gap]{
		col("source", "Source", KindText, 18, 1, "A file or a Learning Record Store.", func(g Gap) any { return g.Source }),
		col("origin", "Origin", KindID, 10, 6, "Id of the origin, where each stands by itself.", func(g Gap) any { return filled(safetext.Safe(g.Origin)) }),
		col("from", "From", KindWord, 10, 1, "The first day, in the reporting time zone.", func(g Gap) any { return safetext.Safe(g.From.Format("2006-01-02")) }),
		col("to", "To", KindWord, 10, 1, "The last day.", func(g Gap) any { return safetext.Safe(g.To.Format("2006-01-02")) }),
		col("days", "Days", KindCount, 4, 3, "Days from the first to the last, both counted.", func(g Gap) any { return g.Days }),
		col("statements", "Statements", KindCount, 10, 2, "Statements on these days that count.", func(g Gap) any { return g.Statements }),
		col("expected", "Expected", KindCount, 8, 2, "What these days should have brought: the median of the same weekday in the 8 weeks before and after, "+
			"without the first and the last day of the source and days off; missing = fewer than 3 such days.", func(g Gap) any { return val(g.Expected) }),
		col("candidate", "Candidate", KindWord, 9, 1, "outage: less than a tenth of at least 20 expected a day, where such days are rare, or an outage of calendar.csv. "+
			"quiet: less than a tenth, but so few are usual, or such days so frequent, that it may be chance. holiday: calendar.csv says so.",
			func(g Gap) any { return filled(safetext.Safe(g.Candidate)) }),
		col("sentence", "In words", KindText, 60, 4, "The same as a sentence.", func(g Gap) any { return g.Sentence }),
	}
}

// sourceDaysColumns are for filters by text alone: days are drawn, not listed.
func sourceDaysColumns() []column[SourceDays] {
	return []column[SourceDays]{
		col("source", "Source", KindText, 18, 1, "A file or a Learning Record Store.", func(d SourceDays) any { return d.Called }),
	}
}
