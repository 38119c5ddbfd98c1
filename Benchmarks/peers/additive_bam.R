# The additive model with eight smooths in mgcv's bam(discrete = TRUE); prints one line of JSON.
# Usage: Rscript additive_bam.R FILE REPETITIONS. The first fit warms up and is left out.
suppressMessages(library(mgcv))
arguments <- commandArgs(trailingOnly = TRUE)
d <- read.csv(arguments[1])
compass <- c("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W",
             "WNW", "NW", "NNW")
stamp <- as.POSIXct(sprintf("%d-%02d-%02d %02d:00", d$year, d$month, d$day, d$hour), tz = "UTC")
f <- data.frame(
  y = log(ifelse(d$PM2.5 > 0, d$PM2.5, NA)), air_temp = d$TEMP, dew_point = d$DEWP,
  atmospheric_pressure = d$PRES, ws = d$WSPM, wd = (match(d$wd, compass) - 1) * 22.5,
  hour = d$hour, doy = as.numeric(format(stamp, "%j")),
  weekday = factor(as.POSIXlt(stamp)$wday),
  t = as.numeric(difftime(stamp, stamp[1], units = "days")))
f <- f[complete.cases(f), ]
once <- function() system.time(
  model <<- bam(
    y ~ s(air_temp) + s(dew_point) + s(atmospheric_pressure) + s(ws) + s(wd, bs = "cc", k = 12) +
      s(hour, bs = "cc", k = 12) + s(doy, bs = "cc", k = 12) + s(t, k = 20) + weekday,
    data = f, knots = list(wd = c(0, 360), hour = c(0, 24), doy = c(0.5, 366.5)),
    method = "fREML", discrete = TRUE))[["elapsed"]]
once()
seconds <- replicate(as.integer(arguments[2]), once())
cat(sprintf(
  '{"seconds": [%s], "rows": %d, "devianceExplained": %.6f, "version": "%s"}\n',
  paste(sprintf("%.4f", seconds), collapse = ", "), nrow(f), summary(model)$dev.expl,
  packageVersion("mgcv")))
