package safetext

import "testing"

func TestFold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"Kim LEE", "kim lee"},
		{"Émile", "emile"},
		{"E\u0301MILE", "emile"},
		{"İstanbul", "istanbul"},
		{"Ñandú Ångström", "nandu angstrom"},
		{"李小龙", "李小龙"},
		{"देवनागरी", "देवनागरी"},
	} {
		if got := Fold(tt.text); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
	if Fold("\u1100\u1175\u11b7") != Fold("\uae40") {
		t.Error("two ways to write a syllable differ")
	}
}
