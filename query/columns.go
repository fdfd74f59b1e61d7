package query

import (
	"lrx/internal/safetext"
)

// The columns of every list stand here, in the order of the JSON keys.

// col makes a column; priority 0 keeps it off the screens.
func col[T any](key, title string, kind Kind, width, priority int, help string, value func(T) any) column[T] {
	return column[T]{Column{Key: key, Title: title, Kind: kind, Width: width, Priority: priority, Help: help}, value}
}

// val is what a pointer points to, or a missing value.
func val[V any](p *V) any {
	if p == nil {
		return nil
	}
	return *p
}

// filled is a text, or a missing value when there is none.
func filled(s safetext.Safe) any {
	if s == "" {
		return nil
	}
	return s
}

func classColumns() []column[Class] {
	return []column[Class]{
		col("class", "Id", KindID, 30, 4, "Id of the class: a course or team as the records name it; everyone = all learners.", func(c Class) any { return c.Class }),
		col("name", "Class", KindText, 30, 1, "Name in the roster or in classes.csv; else that of the course in its newest statement.", func(c Class) any { return c.Name }),
		col("learners", "Learners", KindCount, 8, 1, "People with at least one statement that counts in this class, and all who are enrolled.", func(c Class) any { return c.Learners }),
		col("statements", "Statements", KindCount, 10, 2, "Statements of this class, without void and voiding ones and intentions.", func(c Class) any { return c.Statements }),
		col("at_risk", "May need support", KindCount, 16, 0, "Learners who may need support, by signals as of the last load or pull: one of high severity or two of medium that are not set aside. lrx risk tells why.", func(c Class) any { return val(c.AtRisk) }),
		col("median_score", "Median score", KindScore, 12, 2, "Median of the scores of its learners who have one, as of the class's own time; scores have intervals, which are in the list of learners.", func(c Class) any { return val(c.MedianScore) }),
		col("newest", "Newest", KindTime, 16, 1, "Time of the newest statement.", func(c Class) any { return val(c.Newest) }),
		col("kind", "From", KindWord, 8, 3, "roster: who is enrolled there. course, team: whoever has statements there. outside: who has statements and is enrolled nowhere.", func(c Class) any { return filled(c.Kind) }),
		col("records", "Records", KindWord, 8, 5, "Of a class of the roster, which statements of its learners count: those at its courses (classes.csv), or all.", func(c Class) any { return filled(c.Records) }),
		col("term", "Term", KindText, 14, 3, "Whose statements are counted, if the class has terms: the current one's.", func(c Class) any { return filled(c.Term) }),
		col("teachers", "Teachers", KindNames, 20, 5, "Who teaches it by the roster.", func(c Class) any {
			if len(c.Teachers) == 0 {
				return nil
			}
			return c.Teachers
		}),
	}
}

func learnerColumns() []column[Learner] {
	return []column[Learner]{
		col("learner", "Id", KindID, 12, 3, "Stable id, made from the learner's identifier.", func(l Learner) any { return safetext.Safe(l.ID) }),
		col("name", "Name", KindText, 26, 1, "Newest name in the statements, else the account name.", func(l Learner) any { return l.Name.Shown() }),
		col("statements", "Statements", KindCount, 10, 2, "Statements of this learner in this class, without void and voiding ones.", func(l Learner) any { return l.Statements }),
		col("active_days", "Active days", KindCount, 11, 1, "Days in the reporting time zone with at least one statement.", func(l Learner) any { return l.ActiveDays }),
		col("attempts", "Attempts", KindCount, 8, 1, "Tries at quizzes, tasks and single items; views alone are no attempt.", func(l Learner) any { return l.Attempts }),
		col("last_seen", "Last seen", KindTime, 16, 1, "Time of the newest statement.", func(l Learner) any { return val(l.LastSeen) }),
		col("score", "Score", KindScore, 6, 2, "Learning Record Score, 0 to 100: the weighted mean of the factors there is evidence of. Missing without enough evidence.", func(l Learner) any { return val(l.Score) }),
		col("score_low", "From", KindScore, 5, 2, "Lower end of the score's 90 % interval.", func(l Learner) any { return val(l.ScoreLow) }),
		col("score_high", "To", KindScore, 5, 2, "Upper end of the score's 90 % interval.", func(l Learner) any { return val(l.ScoreHigh) }),
		col("state", "State", KindState, 19, 3, "stable: the interval is narrow; provisional: it is wide; insufficient: not enough evidence for a score.", func(l Learner) any { return filled(l.State) }),
		col("evidence", "Evidence", KindCount, 8, 4, "Observations behind the score: responses, graded works, dues, sessions, feedback.", func(l Learner) any { return val(l.Evidence) }),
	}
}

func activityColumns() []column[Activity] {
	return []column[Activity]{
		col("activity", "IRI", KindID, 40, 5, "The activity's id as the statements write it.", func(a Activity) any { return a.Activity }),
		col("name", "Activity", KindText, 32, 1, "Name in the newest statement that has one, else the last part of the id.", func(a Activity) any { return a.Name }),
		col("type", "Type", KindType, 20, 4, "The last part of the activity type's IRI.", func(a Activity) any { return filled(a.Type) }),
		col("statements", "Statements", KindCount, 10, 3, "Statements about this activity, without void and voiding ones.", func(a Activity) any { return a.Statements }),
		col("learners", "Learners", KindCount, 8, 2, "Learners with a statement about this activity.", func(a Activity) any { return a.Learners }),
		col("attempts", "Attempts", KindCount, 8, 1, "Tries at this activity; views alone are no attempt.", func(a Activity) any { return a.Attempts }),
		col("first_try_rate", "First try", KindShare, 9, 1, "Right first responses divided by first responses, one a learner; only items have one.", func(a Activity) any { return val(a.FirstTryRate) }),
		col("mean_scaled", "Mean", KindScaled, 6, 1, "Mean over learners of the result the attempt rule picks (else the last), 0 to 1: score, else 1 or 0 by success.", func(a Activity) any { return val(a.MeanScaled) }),
	}
}

func attemptColumns() []column[Attempt] {
	return []column[Attempt]{
		col("attempt", "Id", KindID, 14, 6, "Stable id of the attempt.", func(a Attempt) any { return safetext.Safe(a.ID) }),
		col("learner", "Learner id", KindID, 12, 0, "Whose attempt it is.", func(a Attempt) any { return a.Learner }),
		col("learner_name", "Learner", KindText, 22, 3, "Whose attempt it is.", func(a Attempt) any { return a.LearnerName.Shown() }),
		col("activity", "IRI", KindID, 40, 0, "What was tried.", func(a Attempt) any { return a.Activity }),
		col("activity_name", "Activity", KindText, 28, 1, "What was tried.", func(a Attempt) any { return a.ActivityName }),
		col("kind", "Kind", KindWord, 10, 4, "assessment = a whole quiz or task; item = one answered question.", func(a Attempt) any { return a.Kind }),
		col("parent", "Part of", KindID, 30, 0, "The activity this one is part of.", func(a Attempt) any { return val(a.Parent) }),
		col("registration", "Registration", KindID, 36, 0, "The registration the statements name.", func(a Attempt) any { return val(a.Registration) }),
		col("started", "Started", KindTime, 16, 1, "Time of the attempt's first statement.", func(a Attempt) any { return a.Started }),
		col("ended", "Ended", KindTime, 16, 5, "Time of the last statement that ends it or bears a result; missing while nothing did.", func(a Attempt) any { return val(a.Ended) }),
		col("scaled", "Scaled", KindScaled, 6, 1, "Last score: scaled as given, else (raw - min) / (max - min), else raw / max. One that contradicts itself is flagged and left out.", func(a Attempt) any { return val(a.Scaled) }),
		col("success", "Success", KindBool, 7, 1, "Last stated success.", func(a Attempt) any { return val(a.Success) }),
		col("completion", "Complete", KindBool, 8, 2, "Last stated completion.", func(a Attempt) any { return val(a.Completion) }),
		col("duration_s", "Duration", KindSeconds, 12, 3, "Last stated duration.", func(a Attempt) any { return val(a.DurationS) }),
		col("statements", "Statements", KindList, 36, 0, "The statements the attempt is made of.", func(a Attempt) any { return a.Statements }),
	}
}

func statementColumns() []column[Statement] {
	return []column[Statement]{
		col("id", "Id", KindID, 36, 5, "The statement's id.", func(s Statement) any { return safetext.Safe(s.ID) }),
		col("timestamp", "Time", KindTime, 16, 1, "When it happened.", func(s Statement) any { return s.Timestamp }),
		col("stored", "Stored", KindTime, 16, 0, "When a Learning Record Store took it in.", func(s Statement) any { return val(s.Stored) }),
		col("learner", "Learner id", KindID, 12, 0, "Whose record it is.", func(s Statement) any { return val(s.Learner) }),
		col("learner_name", "Who", KindText, 20, 3, "Whose record it is.", func(s Statement) any { return s.LearnerName.Shown() }),
		col("verb", "Verb IRI", KindID, 40, 0, "What was done.", func(s Statement) any { return s.Verb }),
		col("verb_name", "Verb", KindText, 14, 1, "What was done.", func(s Statement) any { return s.VerbName }),
		col("activity", "IRI", KindID, 40, 0, "What it was done to.", func(s Statement) any { return val(s.Activity) }),
		col("activity_name", "Activity", KindText, 28, 1, "What it was done to.", func(s Statement) any { return s.ActivityName }),
		col("scaled", "Scaled", KindScaled, 6, 2, "Scaled score as written, also where it is flagged.", func(s Statement) any { return val(s.Scaled) }),
		col("success", "Success", KindBool, 7, 2, "Success as written.", func(s Statement) any { return val(s.Success) }),
		col("completion", "Complete", KindBool, 8, 4, "Completion as written.", func(s Statement) any { return val(s.Completion) }),
		col("duration_s", "Duration", KindSeconds, 12, 4, "Duration as written.", func(s Statement) any { return val(s.DurationS) }),
		col("voided", "Void", KindBool, 4, 6, "Another statement took it back; it counts nowhere.", func(s Statement) any { return s.Voided }),
		col("source", "Source", KindText, 24, 6, "The file or Learning Record Store it came from.", func(s Statement) any { return s.Source }),
	}
}

func verbColumns() []column[Verb] {
	return []column[Verb]{
		col("verb", "Verb IRI", KindID, 48, 3, "The verb's id.", func(v Verb) any { return v.Verb }),
		col("name", "Verb", KindText, 20, 1, "Its display text, else the last part of the id.", func(v Verb) any { return v.Name }),
		col("statements", "Statements", KindCount, 10, 1, "Statements with this verb that count.", func(v Verb) any { return v.Statements }),
		col("learners", "Learners", KindCount, 8, 1, "Learners with such a statement.", func(v Verb) any { return v.Learners }),
		col("feeds", "Feeds", KindWord, 12, 1, "The kind of evidence it gives; missing = not used. [verbs] in profile.toml can say what it counts as.", func(v Verb) any { return filled(v.Feeds) }),
		col("counts_as", "Counts as", KindType, 12, 4, "The verb it is read as, by profile.toml; missing = itself.", func(v Verb) any { return filled(v.CountsAs) }),
	}
}

func loadColumns() []column[Load] {
	count := func(key, title string, priority int, help string, value func(Load) int64) column[Load] {
		return col(key, title, KindCount, max(8, len(title)), priority, help, func(l Load) any { return value(l) })
	}
	return []column[Load]{
		count("load", "Load", 1, "Number of the load.", func(l Load) int64 { return l.Load }),
		col("started", "Started", KindTime, 16, 1, "When it began.", func(l Load) any { return l.Started }),
		col("seconds", "Took", KindSeconds, 12, 4, "From beginning to end.", func(l Load) any { return l.Seconds }),
		count("files", "Files", 3, "Files that were read.", func(l Load) int64 { return l.Files }),
		count("read", "Read", 1, "Values tried as a statement.", func(l Load) int64 { return l.Read }),
		count("kept", "Kept", 1, "Statements that were new.", func(l Load) int64 { return l.Kept }),
		count("duplicate", "Duplicate", 1, "Statements that were there already.", func(l Load) int64 { return l.Duplicate }),
		count("conflicting", "Conflicting", 1, "Statements whose id was taken by another body; the first stays.", func(l Load) int64 { return l.Conflicting }),
		count("rejected", "Rejected", 1, "Values that are no statement.", func(l Load) int64 { return l.Rejected }),
		count("flagged", "Flagged", 2, "Kept statements with something odd.", func(l Load) int64 { return l.Flagged }),
		count("voided", "Void", 3, "Void statements in the whole store after the load.", func(l Load) int64 { return l.Voided }),
	}
}

func rejectColumns() []column[Reject] {
	return []column[Reject]{
		col("load", "Load", KindCount, 4, 2, "The load it came in.", func(r Reject) any { return r.Load }),
		col("path", "File", KindText, 24, 2, "The file it stands in.", func(r Reject) any { return r.Path }),
		col("line", "Line", KindCount, 8, 1, "Line in the file, from 1, where it has lines.", func(r Reject) any { return val(r.Line) }),
		col("offset", "Offset", KindCount, 10, 4, "Byte offset in the decompressed file.", func(r Reject) any { return r.Offset }),
		col("id", "Id", KindID, 36, 5, "Its id, where one could be read.", func(r Reject) any { return val(r.ID) }),
		col("cause", "Cause", KindWord, 11, 1, "The part that is wrong.", func(r Reject) any { return r.Cause }),
		col("reason", "Reason", KindText, 40, 1, "What is wrong with it.", func(r Reject) any { return r.Reason }),
		col("text", "Text", KindText, 40, 3, "The first 4 KB as received.", func(r Reject) any { return r.Text }),
	}
}

func conflictColumns() []column[Conflict] {
	return []column[Conflict]{
		col("load", "Load", KindCount, 4, 2, "The load it came in.", func(c Conflict) any { return c.Load }),
		col("statement", "Statement", KindID, 36, 1, "The id that both have.", func(c Conflict) any { return c.ID }),
		col("path", "File", KindText, 24, 1, "The file it stands in.", func(c Conflict) any { return c.Path }),
		col("line", "Line", KindCount, 8, 1, "Line in the file, from 1, where it has lines.", func(c Conflict) any { return val(c.Line) }),
		col("offset", "Offset", KindCount, 10, 4, "Byte offset in the decompressed file.", func(c Conflict) any { return c.Offset }),
		col("first_path", "First in", KindText, 24, 1, "The file of the statement that stays.", func(c Conflict) any { return c.FirstPath }),
		col("first_line", "First line", KindCount, 8, 1, "Its line there, from 1, where it has lines.", func(c Conflict) any { return val(c.FirstLine) }),
		col("first_load", "First load", KindCount, 4, 3, "The load it came in.", func(c Conflict) any { return c.FirstLoad }),
		col("text", "Text", KindText, 40, 3, "The first 4 KB of the one that was not kept.", func(c Conflict) any { return c.Text }),
	}
}

func sourceColumns() []column[Source] {
	return []column[Source]{
		col("source", "Source", KindText, 16, 1, "A file or a Learning Record Store.", func(s Source) any { return s.Source }),
		col("path", "Path", KindText, 40, 6, "Where the file lies, or the address of the Learning Record Store.", func(s Source) any { return s.Path }),
		col("kind", "Kind", KindWord, 5, 3, "file or lrs.", func(s Source) any { return s.Kind }),
		col("statements", "Statements", KindCount, 10, 1, "Statements that came from it first, void ones included.", func(s Source) any { return s.Statements }),
		col("oldest", "Oldest", KindTime, 16, 5, "Time of its oldest statement.", func(s Source) any { return val(s.Oldest) }),
		col("newest", "Newest", KindTime, 16, 2, "Time of its newest statement.", func(s Source) any { return val(s.Newest) }),
		col("asked", "Last asked", KindTime, 16, 1, "When it was last pulled, whatever came of it. Files are not asked.", func(s Source) any {
			if s.Pull == nil {
				return nil
			}
			return s.Pull.At
		}),
		col("through", "Fresh through", KindTime, 16, 3, "All that was stored there up to then is here.", func(s Source) any {
			if s.Pull == nil {
				return nil
			}
			return val(s.Pull.Through)
		}),
		col("last_pull", "Last pull", KindText, 28, 1, "complete: it was asked again another way and showed nothing else. cannot tell: it could not be. "+
			"short by n: so many are missing. Otherwise why the pull failed.", func(s Source) any {
			if said := s.Said(); said != "" {
				return said
			}
			return nil
		}),
		col("loads", "Loads", KindCount, 5, 4, "How many loads brought something from it.", func(s Source) any { return int64(len(s.Loads)) }),
		col("live", "Live", KindBool, 4, 5, "Its stored time tells when a record was known (median delay under a day).", func(s Source) any { return s.Live }),
	}
}
