/// What Python does with a table that is no text: it writes comma-separated text, row by row.
enum PythonScripts {
  /// Reads the bytes; a package that is missing is named with status 3, a fault in a line with 1.
  static let common = """
    import sys, io, csv, datetime
    def fail(words, remedy=""):
        sys.stderr.write(str(words).replace("\\n", " ")[:300] + "\\t" + remedy + "\\n"); sys.exit(1)
    def need(name):
        try:
            return __import__(name)
        except ImportError:
            sys.stderr.write(name + "\\n"); sys.exit(3)
    source = io.BytesIO(sys.stdin.buffer.read())
    out = csv.writer(io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True))
    def cell(value):
        if value is None or value != value: return ""
        if isinstance(value, datetime.datetime):
            text = value.strftime("%Y-%m-%d %H:%M:%S")
            return text + value.strftime("%z") if value.tzinfo and value.utcoffset() else text
        if isinstance(value, datetime.date): return value.isoformat()
        if isinstance(value, float): return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        return str(value)
    def frame(data):
        out.writerow([str(name) for name in data.columns])
        for row in data.itertuples(index=False): out.writerow([cell(value) for value in row])

    """

  static let bodies: [ForeignTable: String] = [
    .parquet: """
    need("pyarrow")
    import pyarrow.parquet, decimal
    def plain(value):
        if isinstance(value, decimal.Decimal):
            text = format(value, "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        return cell(value)
    try:
        table = pyarrow.parquet.ParquetFile(source)
        out.writerow(table.schema_arrow.names)
        for batch in table.iter_batches(batch_size=65536):
            for row in zip(*[column.to_pylist() for column in batch.columns]):
                out.writerow([plain(value) for value in row])
    except Exception as error: fail(error)
    """,
    .workbook: """
    openpyxl = need("openpyxl")
    try:
        book = openpyxl.load_workbook(source, read_only=True, data_only=True)
        sheets = {}
        for sheet in book.worksheets:
            rows = [[cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
            while rows and not any(rows[-1]): rows.pop()
            if rows: sheets[sheet.title] = rows
        if not sheets: fail("the workbook holds no values")
        if len(sheets) > 1:
            fail("it has %d sheets with values (%s)" % (len(sheets), ", ".join(sheets)), "save the one to read as CSV, or alone")
        (rows,) = sheets.values()
        def words(row): return sum(1 for text in row if text and not text[:1].isdigit() and text[:1] not in "-+.<")
        filled = [bool(any(row)) for row in rows]
        begun = False
        for place in range(1, len(rows)):
            begun = begun or (filled[place] and sum(map(bool, rows[place])) > 1)
            if begun and filled[place] and not filled[place - 1] and sum(map(bool, rows[place])) > 1 and words(rows[place]) == sum(map(bool, rows[place])) and place + 1 < len(rows):
                earlier = [row for row in rows[:place - 1] if sum(map(bool, row)) > 1]
                if len(earlier) > 1: fail("a second table begins on row %d of the sheet" % (place + 1), "put each table into a file of its own")
        width = max(len(row) for row in rows)
        for row in rows: out.writerow(row + [""] * (width - len(row)))
    except Exception as error: fail(error)
    """,
    .rData: """
    rdata = need("rdata"); pandas = need("pandas")
    try:
        classes = dict(rdata.conversion.DEFAULT_CLASS_MAP)
        def stamps(values, attributes):
            zone = attributes.get("tzone", [""])
            zone = zone[0] if len(zone) else ""
            if zone not in ("", "UTC", "GMT", "Etc/GMT"): fail("stamps are on the clock %s" % zone, "set their time zone to UTC in R (attr(x, 'tzone') <- 'UTC') and save again")
            return pandas.Series(pandas.to_datetime(values, unit="s"))
        classes["POSIXct"] = stamps
        classes["Date"] = lambda values, attributes: pandas.Series([None if v != v else (datetime.date(1970, 1, 1) + datetime.timedelta(days=int(v))) for v in values])
        parsed = rdata.parser.parse_file(source)
        data = rdata.conversion.convert(parsed, constructor_dict=classes)
        if isinstance(data, dict) and not isinstance(data, pandas.DataFrame):
            frames = {name: value for name, value in data.items() if isinstance(value, pandas.DataFrame)}
            if len(frames) != 1: fail("it holds %d data frames, not one" % len(frames), "save one with saveRDS")
            (data,) = frames.values()
        if not isinstance(data, pandas.DataFrame): fail("it holds no data frame")
        frame(data.astype(object).where(data.notna(), None))
    except Exception as error: fail(error)
    """,
    .stata: """
    pandas = need("pandas")
    try:
        data = pandas.read_stata(source)
        frame(data.astype(object).where(data.notna(), None))
    except Exception as error: fail(error)
    """,
    .netCDF: """
    xarray = need("xarray"); numpy = need("numpy")
    head = source.getvalue()[:3]
    need("scipy" if head == b"CDF" else "h5netcdf")
    try:
        # As short as the width of the file allows: 290.15 and not 290.1499938964844.
        def number(value): return "" if value != value else str(value)
        data = xarray.open_dataset(source, engine="scipy" if head == b"CDF" else "h5netcdf")
        names = {name.lower(): name for name in data.variables}
        def find(*choices):
            for choice in choices:
                if choice in names: return names[choice]
            fail("it has no coordinate called " + " or ".join(choices))
        time, lat, lon = find("valid_time", "time"), find("latitude", "lat"), find("longitude", "lon")
        others = [dim for dim, size in data.sizes.items() if size == 1 and dim not in (time, lat, lon)]
        data = data.squeeze(others, drop=True)
        points = data[lat].size * data[lon].size
        if points > 2500: fail("it has %d places" % points, "cut out the region to be studied first, 2500 places at most")
        if not str(data[time].dtype).startswith("datetime64"): fail("its times are no dates of the usual calendar")
        out.writerow(["netcdf_variable", "units", "time", "latitude", "longitude", "value"])
        stamps = [str(value)[:19].replace("T", " ") for value in numpy.atleast_1d(data[time].values)]
        lats, lons = numpy.atleast_1d(data[lat].values), numpy.atleast_1d(data[lon].values)
        for name, variable in data.data_vars.items():
            have = [dim for dim in variable.dims if dim in (time, lat, lon)]
            if time not in variable.dims or len(have) != len(variable.dims):
                if time in variable.dims: fail("the variable %s has the dimensions %s" % (name, ", ".join(variable.dims)), "choose one level of the others first")
                continue
            if variable.dtype.kind not in "fiu": continue
            variable = variable.expand_dims([dim for dim in (time, lat, lon) if dim not in variable.dims]).transpose(time, lat, lon)
            values = variable.values
            unit = str(variable.attrs.get("units", ""))
            for i, stamp in enumerate(stamps):
                for j in range(lats.size):
                    for k in range(lons.size):
                        out.writerow([name, unit, stamp, cell(float(lats[j])), cell(float(lons[k])), number(values[i, j, k])])
    except Exception as error: fail(error)
    """,
  ]
}
