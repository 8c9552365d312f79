"""Files of cases for every portal: opening, looking at pages, adding, uploads that resume."""
