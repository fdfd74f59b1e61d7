package demo

// kind is the interaction type of an item, as xAPI names it.
type kind string

const (
	choice    kind = "choice"
	trueFalse kind = "true-false"
	numeric   kind = "numeric"
	fillIn    kind = "fill-in"
)

// question is one item of a quiz. The answers of a choice are its texts, and
// the first wrong one is the one most often chosen.
type question struct {
	kind  kind
	text  string
	right string
	wrong []string
	hard  float64 // difficulty in logits, 0 is usual
}

// questions returns the items of all modules, five each.
func questions() [Modules][5]question {
	return [Modules][5]question{
		{
			{choice, "Which part of a plant cell makes sugar with light?", "chloroplast", []string{"mitochondrion", "vacuole", "nucleus"}, -0.9},
			{choice, "Which of these cells has no nucleus?", "a bacterium", []string{"a yeast cell", "a leaf cell", "a muscle cell"}, 0.1},
			{trueFalse, "Every cell is surrounded by a cell membrane.", "true", []string{"false"}, -0.6},
			{numeric, "A cell is drawn 50 mm wide at a magnification of 1000. How wide is it in micrometres?", "50", []string{"0.05", "5", "500"}, 0.7},
			{fillIn, "What is the jelly-like filling of a cell called?", "cytoplasm", []string{"plasma", "vacuole", "protein"}, 0.2},
		}, {
			{choice, "How does water pass through a partly permeable membrane?", "by osmosis", []string{"by active transport", "by respiration", "by secretion"}, -0.5},
			{choice, "What does active transport need that diffusion does not?", "energy", []string{"a membrane", "water", "light"}, 0.0},
			{trueFalse, "A red blood cell placed in pure water shrinks.", "false", []string{"true"}, 0.4},
			{numeric, "A potato strip shrinks from 4.0 cm to 3.8 cm. By how many per cent?", "5", []string{"0.2", "20", "95"}, 0.6},
			{fillIn, "What is the movement of particles from a high to a low concentration called?", "diffusion", []string{"osmosis", "transport"}, -0.2},
		}, {
			{choice, "What happens to most human enzymes at 70 °C?", "they lose their shape", []string{"they work faster", "nothing", "they divide"}, -0.3},
			{choice, "Where on an enzyme does the substrate bind?", "at the active site", []string{"at the nucleus", "at the membrane", "anywhere"}, -0.8},
			{trueFalse, "An enzyme is used up in the reaction it speeds up.", "false", []string{"true"}, 0.2},
			{numeric, "Amylase breaks down 12 g of starch in 4 minutes. How many grams is that per minute?", "3", []string{"48", "0.33", "8"}, -0.1},
			{fillIn, "Which enzyme digests starch in the mouth?", "amylase", []string{"lipase", "pepsin", "saliva"}, 0.3},
		}, {
			{choice, "Which gas do plants take in for photosynthesis?", "carbon dioxide", []string{"oxygen", "nitrogen", "hydrogen"}, -1.0},
			{choice, "Where in the cell does most aerobic respiration take place?", "in the mitochondria", []string{"in the chloroplasts", "in the nucleus", "in the vacuole"}, 0.1},
			{trueFalse, "Plants respire by day and by night.", "true", []string{"false"}, 0.6},
			{numeric, "Photosynthesis uses 6 molecules of carbon dioxide. How many molecules of oxygen does it set free?", "6", []string{"12", "1", "3"}, 0.4},
			{fillIn, "Which green pigment absorbs light?", "chlorophyll", []string{"chloroplast", "carotene"}, -0.4},
		}, {
			{choice, "In which phase do the chromosomes line up in the middle of the cell?", "metaphase", []string{"anaphase", "prophase", "telophase"}, 1.3},
			{choice, "How do cells made by meiosis differ from those made by mitosis?", "they have half the chromosomes", []string{"they have twice the chromosomes", "they have no nucleus", "they are all alike"}, 1.2},
			{trueFalse, "Sister chromatids separate in the first division of meiosis.", "false", []string{"true"}, 1.9},
			{numeric, "A cell with 46 chromosomes divides by meiosis. How many chromosomes has each cell in the end?", "23", []string{"46", "92", "12"}, 1.1},
			{fillIn, "What is the exchange of pieces between paired chromosomes called?", "crossing over", []string{"mutation", "fertilisation", "cloning"}, 1.8},
		}, {
			{choice, "Both parents are Bb. What share of their children is expected to be bb?", "a quarter", []string{"half", "none", "three quarters"}, 0.0},
			{choice, "What is an organism with two different alleles of a gene called?", "heterozygous", []string{"homozygous", "dominant", "recessive"}, 0.4},
			{trueFalse, "A recessive trait can skip a generation.", "true", []string{"false"}, -0.5},
			{numeric, "A plant Rr is crossed with a plant rr. Of 80 offspring, how many are expected to be rr?", "40", []string{"20", "60", "80"}, 0.5},
			{fillIn, "What is the set of alleles of an organism called?", "genotype", []string{"phenotype", "genome"}, 0.3},
		}, {
			{choice, "What is an animal that eats only plants?", "a primary consumer", []string{"a producer", "a decomposer", "a predator"}, -0.7},
			{choice, "What do decomposers give back to the soil?", "minerals", []string{"oxygen", "sugar", "light"}, -0.4},
			{trueFalse, "Energy is recycled in a food chain.", "false", []string{"true"}, 0.7},
			{numeric, "Plants hold 20000 kJ, and 10 % of it reaches the next level. How many kJ are that?", "2000", []string{"200", "18000", "10000"}, 0.0},
			{fillIn, "All the populations that live in one place form a …", "community", []string{"habitat", "species", "niche"}, 0.5},
		}, {
			{choice, "What does natural selection act on?", "inherited differences", []string{"the wishes of the animals", "learned skills", "age"}, 0.0},
			{choice, "Which of these is evidence of evolution?", "a series of fossils", []string{"a food web", "a cell wall", "a thermometer"}, -0.9},
			{trueFalse, "A single animal evolves during its life.", "false", []string{"true"}, 0.3},
			{numeric, "At first 150 of 200 beetles are brown, later 60 of 120. By how many percentage points did the share of brown ones fall?", "25", []string{"90", "50", "15"}, 0.9},
			{fillIn, "What is a change in the sequence of the DNA called?", "mutation", []string{"selection", "adaptation"}, -0.3},
		},
	}
}
