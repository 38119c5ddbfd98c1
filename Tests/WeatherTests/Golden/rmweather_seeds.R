# Monthly normalised means of rmweather 0.2.63's documented workflow over seeds, with ranger.
#
# Rscript rmweather_seeds.R london data_london.csv 5 100 london.json
# Rscript rmweather_seeds.R dongsi PRSA_Data_Dongsi_20130301-20170228.csv 3 60 dongsi.json
#
# rmweather itself is not in Debian. Its workflow is a ranger forest of 300 trees with five rows a
# node on a random 80 % of the rows, then predictions of all rows with every variable but
# `date_unix` drawn anew, averaged; missing weather is the median. Each seed draws the rows, the
# forest and the samples.
suppressMessages(library(ranger))
a <- commandArgs(trailingOnly = TRUE)
seeds <- as.integer(a[3]); samples <- as.integer(a[4])
d <- read.csv(a[2])
if (a[1] == "london") {
  d <- d[d$variable == "no2", ]
  stamp <- as.POSIXct(substr(d$date, 1, 10), tz = "UTC")
  t <- data.frame(value = d$value, ws = d$ws, wd = d$wd, air_temp = d$air_temp, rh = d$rh)
} else {
  stamp <- as.POSIXct(sprintf("%d-%02d-%02d %02d:00", d$year, d$month, d$day, d$hour), tz = "UTC")
  points <- c("N","NNE","NE","ENE","E","ESE","SE","SSE","S","SSW","SW","WSW","W","WNW","NW","NNW")
  t <- data.frame(value = d$PM2.5, wd = 22.5 * (match(d$wd, points) - 1), ws = d$WSPM,
    air_temp = d$TEMP, atmospheric_pressure = d$PRES, dew_point = d$DEWP)
}
t$date_unix <- as.numeric(stamp); t$day_julian <- as.POSIXlt(stamp)$yday + 1
t$weekday <- as.POSIXlt(stamp)$wday; t$hour <- as.POSIXlt(stamp)$hour
month <- format(stamp, "%Y-%m")
keep <- !is.na(t$value); t <- t[keep, ]; month <- month[keep]
for (n in names(t)) { m <- is.na(t[[n]]); t[[n]][m] <- median(t[[n]], na.rm = TRUE) }
others <- setdiff(names(t), c("value", "date_unix"))
results <- list()
for (seed in seq_len(seeds)) {
  set.seed(seed)
  training <- t[sample(nrow(t), round(0.8 * nrow(t))), ]
  model <- ranger(value ~ ., data = training, num.trees = 300, min.node.size = 5, num.threads = 2, seed = seed)
  total <- numeric(nrow(t))
  for (i in seq_len(samples)) {
    copy <- t; copy[others] <- t[sample(nrow(t), replace = TRUE), others]
    total <- total + predict(model, copy, num.threads = 2)$predictions
  }
  results[[seed]] <- tapply(total / samples, month, mean)
  cat(seed, mean(total / samples), format(Sys.time()), "\n", file = stderr())
}
M <- do.call(cbind, results)
number <- function(v) paste(format(v, digits = 10, trim = TRUE), collapse = ", ")
lines <- c("{", sprintf("  \"peer\": \"ranger %s, R %s, as rmweather 0.2.63 documents it: 300 trees, 80 %% of rows, %d samples\",", packageVersion("ranger"), getRversion(), samples),
 sprintf("  \"month\": [%s],", paste0("\"", rownames(M), "\"", collapse = ", ")),
 paste0("  \"seeds\": [", paste(apply(M, 2, function(v) paste0("[", number(v), "]")), collapse = ",\n    "), "]"), "}")
writeLines(lines, a[5])
m <- rowMeans(M); r <- abs(M / m - 1); p <- c()
for (i in 1:(seeds-1)) for (j in (i+1):seeds) p <- c(p, max(abs(M[,i]/M[,j]-1)))
cat("mean rel dev", mean(r), "max", max(r), "max pair", max(p), "\n")
