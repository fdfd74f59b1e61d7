package store

import (
	"strings"
	"testing"
)

func TestLossIsSaid(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		loss LossError
		want string
	}{
		{LossError{}, ""},
		{LossError{Of: 9, Statements: 2}, "2 of 9 statements are lost"},
		{LossError{Of: 9, Placeless: 3}, "all 9 statements are kept, 3 are without their place in a file"},
		{LossError{Of: 9, Tables: []TableLoss{{"reject", 5, 2}, {"source", 0, -1}}}, `all 9 statements are kept, 2 of 5 rows of "reject" are lost, all rows of "source" are lost`},
		{LossError{Of: 9, Mask: true}, "all 9 statements are kept, --mask gives other pseudonyms from now on"},
	} {
		if c.loss.lost() != (c.want != "") || c.want != "" && !strings.HasSuffix(c.loss.Error(), "could be read: "+c.want) {
			t.Errorf("%+v: %s", c.loss, c.loss.Error())
		}
	}
}
