// Volatile organic compounds: species, reactivity, and the impact of measures.
