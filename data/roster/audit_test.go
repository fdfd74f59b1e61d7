package roster

import (
	"path/filepath"
	"reflect"
	"testing"
)

func TestReadAudit(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"audit.csv": "# apart\nGender;learner;Age band\nF;L-ABCDEFGHIJ;10-19\nM;a@example.org;\nF;u7;20-29\nF;;x\nM;u7;x\n",
		"bare.csv":  "learner\nu1\n",
		"none.csv":  "gender,band\nF,x\n",
	})
	a, problems, err := ReadAudit(filepath.Join(dir, "audit.csv"))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, problems, "audit.csv, line 6, column learner: expected an identifier", `audit.csv, line 7, column learner: found "u7", expected an identifier`)
	want := &Audit{Attributes: []string{"gender", "age band"}, Rows: []AuditRow{
		{"L-ABCDEFGHIJ", []string{"F", "10-19"}}, {key(t, "a@example.org"), []string{"M", ""}}, {"roster:u7", []string{"F", "20-29"}},
	}}
	if !reflect.DeepEqual(a, want) {
		t.Errorf("got  %+v\nwant %+v", a, want)
	}
	if _, _, err := ReadAudit(filepath.Join(dir, "bare.csv")); err == nil {
		t.Error("a file without an attribute is taken")
	}
	if _, problems, _ := ReadAudit(filepath.Join(dir, "none.csv")); len(problems) != 1 {
		t.Errorf("%d problems of a file without learners", len(problems))
	}
	if _, _, err := ReadAudit(filepath.Join(dir, "nothing.csv")); err == nil {
		t.Error("a file that is not there is taken")
	}
}
