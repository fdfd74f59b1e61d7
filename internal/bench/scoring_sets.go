package main

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"lrx/scoring"
)

//go:embed sets
var setFiles embed.FS

// setFigure is what a score reached on a public data set, and what it has to.
type setFigure struct {
	Name            string
	Measured, Limit float64 // at least
	Skipped         bool    // the data are not there
	Source          string  // whose data they are, and under which licence
}

// knownOutcomes measures the untrained score on sets whose outcomes are known,
// below a folder with the data. A set that is not there is skipped.
func knownOutcomes(ctx context.Context, folder string) ([]setFigure, error) {
	db, err := sql.Open("duckdb", "?autoinstall_known_extensions=false&autoload_known_extensions=false")
	if err != nil {
		return nil, err
	}
	var out []setFigure
	for _, s := range []struct {
		folder string
		run    func(context.Context, *setReader) ([]setFigure, error)
		source string
	}{
		{"oulad", ouladFigures, ouladSource},
		{"xapi-edu", eduFigures, "Amrieh, Hamtini, Aljarah 2016, CC BY-SA 4.0"},
	} {
		path := filepath.Join(folder, s.folder)
		if _, err := os.Stat(path); err != nil {
			out = append(out, setFigure{Name: s.folder, Skipped: true})
			continue
		}
		figures, err := s.run(ctx, &setReader{db, path})
		if err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", s.folder, err), db.Close())
		}
		for i := range figures {
			figures[i].Source = s.source
		}
		out = append(out, figures...)
	}
	return out, db.Close()
}

// setReader asks for the rows of a set in a folder.
type setReader struct {
	db     *sql.DB
	folder string
}

// each hands on the rows of a text of folder sets.
func (s *setReader) each(ctx context.Context, name, year string, scan func(*sql.Rows) error) (err error) {
	text, err := setFiles.ReadFile("sets/" + name + ".sql")
	if err != nil {
		return err
	}
	quoted := strings.ReplaceAll(s.folder, "'", "''")
	rows, err := s.db.QueryContext(ctx, strings.NewReplacer("{folder}", quoted, "{year}", year).Replace(string(text)))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// eduFigures scores xAPI-Edu-Data (Amrieh, Hamtini, Aljarah 2016) by four
// signals of behaviour, all 480 learners as one class.
func eduFigures(ctx context.Context, set *setReader) ([]setFigure, error) {
	signals, level, low := make([][]float64, 4), []float64{}, []bool{}
	err := set.each(ctx, "edu", "", func(rows *sql.Rows) error {
		var x [4]float64
		var class string
		if err := rows.Scan(&x[0], &x[1], &x[2], &x[3], &class); err != nil {
			return err
		}
		for i := range x {
			signals[i] = append(signals[i], x[i])
		}
		level = append(level, float64(strings.Index("LMH", class)))
		low = append(low, class == "L")
		return nil
	})
	if err != nil {
		return nil, err
	}
	counts := map[float64]int{}
	for _, x := range level {
		counts[x]++
	}
	if counts[0] != 127 || counts[1] != 211 || counts[2] != 142 {
		return nil, fmt.Errorf("%d low, %d middle and %d high: an altered copy, expected 127, 211 and 142", counts[0], counts[1], counts[2])
	}
	for i := range signals {
		signals[i] = scoring.Percentiles(signals[i])
	}
	p, scores := scoring.DefaultProfile(), make([]float64, len(level))
	for u := range scores {
		scores[u] = p.Combine([]scoring.Piece{
			{Weight: 0.40, Value: (signals[0][u] + signals[3][u]) / 2, Possible: true},
			{Weight: 0.35, Value: signals[1][u], Possible: true},
			{Weight: 0.25, Value: signals[2][u], Possible: true},
		}).Score
	}
	return []setFigure{
		{Name: "xAPI-Edu: Spearman of the score and the level", Measured: spearman(scores, level), Limit: 0.69},
		{Name: "xAPI-Edu: AUC of the lowest level", Measured: areaBelow(scores, low), Limit: 0.92},
	}, nil
}

// areaBelow is the AUC of low scores for those who are marked: the probability
// that one of them has a lower score than one of the others, ties half.
func areaBelow(scores []float64, marked []bool) float64 {
	return 1 - scoring.AreaUnderROC(scores, marked).Value
}

// spearman is the correlation of mid-ranks.
func spearman(x, y []float64) float64 {
	a, b := scoring.Percentiles(x), scoring.Percentiles(y)
	var xy, xx, yy float64
	for i := range a { // mid-ranks have the mean 0.5
		xy += (a[i] - 0.5) * (b[i] - 0.5)
		xx += (a[i] - 0.5) * (a[i] - 0.5)
		yy += (b[i] - 0.5) * (b[i] - 0.5)
	}
	return xy / math.Sqrt(xx*yy)
}
