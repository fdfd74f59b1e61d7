package people

import "testing"

// All names in the tests of this package are made up.
func TestFold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"Kim LI", "kim li"},
		{"Ｋｉｍ", "kim"}, // full width
		{"Zoë Ångström", "zoe angstrom"},
		{"Zoe\u0308", "zoe"},
		{"Łukasz Groß", "lukasz gross"},
		{"İpek Işık", "ipek isik"},
		{"O’Mara", "omara"},
		{"أحمد", "احمد"},
		{"فاطِمَة", "فاطمه"},
		{"محـمد", "محمد"},
		{"สมชาย", "สมชาย"},
		{"หน้า", "หน้า"}, // a tone mark makes another word
		{"王小明", "王小明"},
		{"\u1100\u1175\u11b7", "\uae40"}, // Hangul in parts
		{"देवी", "देवी"},
	} {
		if got := fold(tt.text); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestCompareNames(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want likeness
	}{
		{"Kim Li", "kim li", equal},
		{"Kim Li", "Li, Kim", equal},
		{"Zoë Quill", "QUILL Zoe", equal},
		{"Kim Li", "K. Li", alike},
		{"Kim Li", "Kim Ly", unlike}, // too short for a slip
		{"Mona Tarrow", "Mona Tarow", alike},
		{"Mona Tarrow", "Mona Tarorw", alike},
		{"Mona Tarrow", "Nora Tarrow", unlike},
		{"Mona Tarrow", "Mona Varr", unlike},
		{"Bernadette Osk", "Bernadete Osk", alike},
		{"Jörg Müllmann", "Joerg Muellmann", unlike}, // two words differ
		{"Jörg Müllmann", "Jörg Muellmann", alike},
		{"Ana Sol Vega", "Ana Vega", alike},
		{"Ana S. Vega", "Ana Sol Vega", alike},
		{"Anne-Marie Tolk", "Annemarie Tolk", alike},
		{"Ana", "Ana Vega", incomparable},
		{"Ana", "Ana", equal},
		{"Ana", "Eva", incomparable},
		{"Learner 17", "Learner 18", unlike},
		{"王小明", "王小明", equal},
		{"王 小明", "王小明", equal},
		{"김 민수", "김민수", equal},
		{"王小明", "王小红", unlike},
		{"王小明", "Wang Xiaoming", incomparable},
		{"김민수", "김민주", unlike},
		{"أحمد النوري", "احمد النوري", equal},
		{"فاطمة النوري", "فاطمه النوري", equal},
		{"أحمد النوري", "أحمد النوّري", equal},
		{"سلمى النوري", "ليلى النوري", unlike},
		{"สมชาย ใจดี", "สมชาย  ใจดี", equal},
		{"สมชาย ใจดีมาก", "สมชาย ใจดีมา", alike},
		{"สมชาย ใจดี", "สมหญิง รักเรียน", unlike},
		{"Иван Ёлкин", "Ёлкин Иван", equal},
	} {
		a, okA := newName(tt.a)
		b, okB := newName(tt.b)
		if !okA || !okB {
			t.Errorf("%q or %q is no name", tt.a, tt.b)
			continue
		}
		if got := compareNames(&a, &b); got != tt.want {
			t.Errorf("%q and %q: got %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := compareNames(&b, &a); got != tt.want {
			t.Errorf("%q and %q the other way round: got %d, want %d", tt.b, tt.a, got, tt.want)
		}
	}
	for _, text := range []string{"", " . ", "kim.li@example.org", "—"} {
		if n, ok := newName(text); ok {
			t.Errorf("%q is the name %q", text, n.parts)
		}
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"tarrow", "tarow", 1},
		{"tarrow", "tarorw", 1},
		{"tarrow", "torraw", 2},
		{"ca", "abc", 3}, // the restricted distance
		{"ใจดี", "ใจดิ", 1},
	} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("%q to %q: got %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
