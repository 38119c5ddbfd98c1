# Weather normalisation as rmweather 0.2.63 documents it, with ranger; prints one line of JSON.
#
# Usage: Rscript normalise_ranger.R FILE TREES SAMPLES. rmweather itself is not in Debian; its
# documented workflow is a ranger forest of 300 trees with five rows a node on 80 % of the rows,
# then 300 predictions of the whole data with weather drawn with replacement, averaged.
suppressMessages(library(ranger))
arguments <- commandArgs(trailingOnly = TRUE)
trees <- as.integer(arguments[2])
samples <- as.integer(arguments[3])
data <- read.csv(arguments[1])
stamp <- as.POSIXct(
  sprintf("%d-%02d-%02d %02d:00", data$year, data$month, data$day, data$hour), tz = "UTC")
points <- c("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW",
            "NW", "NNW")
table <- data.frame(
  value = data$PM2.5, wd = 22.5 * (match(data$wd, points) - 1), ws = data$WSPM,
  air_temp = data$TEMP, atmospheric_pressure = data$PRES, dew_point = data$DEWP,
  date_unix = as.numeric(stamp), day_julian = as.POSIXlt(stamp)$yday + 1,
  weekday = as.POSIXlt(stamp)$wday, hour = data$hour)
table <- table[!is.na(table$value), ]
for (name in names(table)) {
  missing <- is.na(table[[name]])
  table[[name]][missing] <- median(table[[name]], na.rm = TRUE)
}
set.seed(123)
start <- proc.time()[["elapsed"]]
training <- table[sample(nrow(table), round(0.8 * nrow(table))), ]
model <- ranger(
  value ~ ., data = training, num.trees = trees, min.node.size = 5, importance = "permutation",
  num.threads = 2)
trained <- proc.time()[["elapsed"]]
weather <- c("wd", "ws", "air_temp", "atmospheric_pressure", "dew_point")
total <- numeric(nrow(table))
for (draw in seq_len(samples)) {
  copy <- table
  copy[weather] <- table[sample(nrow(table), replace = TRUE), weather]
  total <- total + predict(model, copy, num.threads = 2)$predictions
}
end <- proc.time()[["elapsed"]]
cat(sprintf(
  '{"seconds": [%.3f], "train_seconds": %.3f, "rows": %d, "mean": %.6f, "version": "%s"}\n',
  end - start, trained - start, nrow(table), mean(total / samples),
  as.character(packageVersion("ranger"))))
