"""The portal: clinics, areas of care, treatments and regions, for visitors and for machines."""
