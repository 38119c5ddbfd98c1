// Meteorological normalisation: what the air would have been in average weather.
