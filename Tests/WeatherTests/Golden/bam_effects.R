# Partial effects of the additive model in shared/golden/bam_dongsi.json on grids of each covariate.
# Rscript bam_effects.R <PRSA_Data_Dongsi_20130301-20170228.csv> <output.json>
library(mgcv)
arguments <- commandArgs(trailingOnly = TRUE)
d <- read.csv(arguments[1])
compass <- c("N","NNE","NE","ENE","E","ESE","SE","SSE","S","SSW","SW","WSW","W","WNW","NW","NNW")
stamp <- as.POSIXct(sprintf("%d-%02d-%02d %02d:00", d$year, d$month, d$day, d$hour), tz = "UTC")
f <- data.frame(
  y = log(ifelse(d$PM2.5 > 0, d$PM2.5, NA)), air_temp = d$TEMP, dew_point = d$DEWP,
  atmospheric_pressure = d$PRES, ws = d$WSPM, wd = (match(d$wd, compass) - 1) * 22.5,
  hour = d$hour, doy = as.numeric(format(stamp, "%j")),
  weekday = factor((as.POSIXlt(stamp)$wday + 6) %% 7),
  t = as.numeric(difftime(stamp, stamp[1], units = "days")))
f <- f[complete.cases(f), ]
formula <- y ~ s(air_temp) + s(dew_point) + s(atmospheric_pressure) + s(ws) +
  s(wd, bs = "cc", k = 12) + s(hour, bs = "cc", k = 12) + s(doy, bs = "cc", k = 12) +
  s(t, k = 20) + weekday
knots <- list(wd = c(0, 360), hour = c(0, 24), doy = c(0.5, 366.5))
names <- c("air_temp", "dew_point", "atmospheric_pressure", "ws", "wd", "hour", "doy", "t")
run <- function(discrete) {
  seconds <- system.time(
    model <- bam(formula, data = f, knots = knots, method = "fREML", discrete = discrete))[["elapsed"]]
  grid <- lapply(names, function(n) seq(quantile(f[[n]], .01), quantile(f[[n]], .99), length.out = 41))
  names(grid) <- names
  frame <- as.data.frame(grid); frame$weekday <- factor("0", levels = levels(f$weekday))
  e <- predict(model, frame, type = "terms", se.fit = TRUE)
  list(model = model, seconds = seconds, grid = grid,
       fit = e$fit[, paste0("s(", names, ")")], se = e$se.fit[, paste0("s(", names, ")")])
}
exact <- run(FALSE); fast <- run(TRUE)
cat("n", nrow(f), "seconds", exact$seconds, fast$seconds, "dev", summary(exact$model)$dev.expl, summary(fast$model)$dev.expl, "sig2", exact$model$sig2, "\n")
for (n in names) cat(n, max(abs(exact$fit[, paste0("s(", n, ")")] - fast$fit[, paste0("s(", n, ")")])), max(abs(exact$fit[, paste0("s(", n, ")")])), "\n")
number <- function(v) paste(format(v, digits = 10, trim = TRUE, scientific = FALSE), collapse = ", ")
lines <- c("{", sprintf("  \"peer\": \"mgcv %s, R %s\",", packageVersion("mgcv"), getRversion()),
  "  \"call\": \"bam(y ~ s(air_temp) + s(dew_point) + s(atmospheric_pressure) + s(ws) + s(wd, bs = cc, k = 12) + s(hour, bs = cc, k = 12) + s(doy, bs = cc, k = 12) + s(t, k = 20) + weekday, knots as in shared/golden/bam_dongsi.json, method = fREML)\",",
  sprintf("  \"rows\": %d,", nrow(f)))
for (n in names) { s <- paste0("s(", n, ")")
  lines <- c(lines, sprintf("  \"%s\": {\"at\": [%s],", n, number(exact$grid[[n]])),
    sprintf("    \"fit\": [%s],", number(exact$fit[, s])), sprintf("    \"standardError\": [%s],", number(exact$se[, s])),
    sprintf("    \"discrete\": [%s]},", number(fast$fit[, s]))) }
# Thin plate terms are built on values of the rows that bam draws for its set-up, s(t) on 2,000 of them;
# cyclic knots stand at quantiles of the distinct values.
drawn <- lapply(exact$model$smooth, function(s) if (is.null(s$Xu)) s$xp else sort(as.vector(s$Xu) + as.vector(s$shift)))
names(drawn) <- names
lines <- c(lines, sprintf("  \"knots\": {%s},", paste(sprintf("\"%s\": [%s]", names(drawn), sapply(drawn, number)), collapse = ",\n    ")))
# gam, another algorithm for the same criterion, on the same knots.
other <- gam(formula, data = f, knots = c(knots, drawn), method = "REML")
second <- predict(other, as.data.frame(c(exact$grid, list(weekday = factor("0", levels = levels(f$weekday))))), type = "terms")
lines <- c(lines, sprintf("  \"gam\": {%s},", paste(sprintf("\"%s\": [%s]", names, sapply(names, function(n) number(second[, paste0("s(", n, ")")]))), collapse = ",\n    ")))
# What trend and season say together is identified even where their split is not.
days <- seq(15, 1445, length.out = 60)
frame <- as.data.frame(lapply(f[1, ], function(v) rep(v, length(days))))
frame$t <- days; frame$doy <- as.numeric(format(stamp[1] + days * 86400, "%j")); frame$hour <- 12
both <- function(m) rowSums(predict(m, frame, type = "terms")[, c("s(t)", "s(doy)")])
cat("t+doy", max(abs((both(exact$model)-mean(both(exact$model))) - (both(fast$model)-mean(both(fast$model))))), "\n")
lines <- c(lines, sprintf("  \"trendAndSeason\": {\"t\": [%s],", number(days)), sprintf("    \"doy\": [%s],", number(frame$doy)),
  sprintf("    \"fit\": [%s],", number(both(exact$model))), sprintf("    \"discrete\": [%s]}", number(both(fast$model))), "}")
writeLines(lines, arguments[2])
for (i in 1:3) cat("discrete again", system.time(bam(formula, data = f, knots = knots, method = "fREML", discrete = TRUE))[["elapsed"]], "\n")
