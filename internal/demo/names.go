package demo

// names are the learners' names in account order: invented, ordinary, and in
// as many scripts as a class list may hold, one of them very long, one with an
// apostrophe and one of a single word.
func names() [Learners]string {
	return [Learners]string{
		"Anna Lindqvist", "Mateo Ribeiro", "Zofia Wójcicka", "王若溪", "Chloé Garnier",
		"Tomáš Havránek", "Jonas Feldmann", "佐々木 美緒", "İpek Yıldırım", "Нина Воронцова",
		"김하린", "Léa Delmas", "Emre Çelik", "ليلى الحداد", "Niamh O'Hanlon",
		"Pedro Quintana", "陈予安", "Ágnes Szalai", "Στέλιος Καλλέργης", "नेहा कुलकर्णी",
		"Freja Østergaard", "Rūta Kazlauskaitė", "יעל ברקוביץ", "Marek Dubiel", "Aminata Sow",
		"ศิริพร แก้วใส", "Luca Ferrante", "高橋 蓮斗", "Oskar Nyström",
		"Maximiliana Theodora Konstantinopoulou-Vandenberghe",
		"Nguyễn Thị Hạnh", "박민채", "Hana Šimečková", "يوسف العمري", "Björn Häkkilä",
		"Putri", "Ioana Drăgulescu", "Clara Weidner", "林可晴", "Олексій Мельничук",
		"Kevin Brandl", "Iñaki Olabarri", "रोहन पाटकर", "Sanne de Wit", "Μαρία Σταματάκη",
		"문가윤", "ธนกร ใจดี", "Elif Karaca", "中村 紗英", "Þórdís Hallsdóttir",
		"נועם אלקיים", "Тимур Ларионов", "Giulia Marchetti", "Samuel Okafor", "سارة بنعلي",
		"周若宁", "मीरा जोगळेकर", "Κατερίνα Βλάχου", "Daniel Achterberg", "สุดา ทองคำ",
	}
}
