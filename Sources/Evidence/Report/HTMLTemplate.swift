/// The page's skeleton and its look.
enum HTMLTemplate {
  static let page = """
    <!DOCTYPE html>
    <html lang="{{lang}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}}</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <main>
    <header>
    <p class="brand">AirAccord</p>
    <h1>{{title}}</h1>
    {{#question}}<p class="question">{{.}}</p>{{/question}}
    <p class="periods">{{periods}}</p>
    {{#measureDescription}}<p>{{.}}</p>{{/measureDescription}}
    </header>
    {{#redLines}}<p class="red-line" role="alert">{{.}}</p>{{/redLines}}
    <section class="answer">
    <h2>{{headings.answer}}</h2>
    {{#result}}<p class="result">{{.}}</p>{{/result}}
    {{#doubt}}<p class="doubt">{{.}}</p>{{/doubt}}
    {{#agreement}}<p>{{.}}</p>{{/agreement}}
    </section>
    <section>
    <h2>{{headings.findings}}</h2>
    <div class="wide"><table>
    <thead><tr><th>{{headings.method}}</th><th class="n">{{headings.effect}}</th>
    <th class="n">{{headings.interval}}</th><th class="n">{{headings.p}}</th>
    <th class="n">{{headings.relative}}</th><th class="n">{{headings.calibrated}}</th>
    <th class="n">{{headings.p}}</th><th class="n">{{headings.rank}}</th>
    <th class="n">{{headings.falseAlarms}}</th></tr></thead>
    <tbody>
    {{#findings}}<tr><td><strong>{{method}}</strong><br><small>{{design}}</small></td>
    <td class="n">{{effect}}</td><td class="n" title="{{intervalMethod}}">{{interval}}</td>
    <td class="n">{{p}}</td><td class="n">{{relative}}</td><td class="n">{{calibrated}}</td>
    <td class="n">{{calibratedP}}</td><td class="n">{{rank}}</td>
    <td class="n{{#markedDown}} bad{{/markedDown}}">{{falseAlarms}}</td></tr>
    {{/findings}}</tbody></table></div>
    <dl class="assumptions">
    {{#findings}}<dt>{{method}}</dt><dd>{{headings.assumption}}{{assumption}}
    {{#weakness}}<br><strong>{{.}}</strong>{{/weakness}}
    <small>{{intervalMethod}}. {{source}}</small></dd>
    {{/findings}}</dl>
    {{#unanswered}}<h3>{{heading}}</h3><ul>{{#rows}}<li>{{method}}: {{reason}}</li>{{/rows}}</ul>
    {{/unanswered}}</section>
    <section>
    <h2>{{headings.course}}</h2>
    {{#noFigures}}<p class="missing">{{.}}</p>{{/noFigures}}
    {{#figures}}<figure><div id="figure-{{name}}" class="figure">{{{svg}}}</div>
    <figcaption>{{caption}}</figcaption></figure>
    {{/figures}}</section>
    {{#weather}}<section>
    <h2>{{heading}}</h2>
    {{#disagreements}}<p class="red-line">{{.}}</p>{{/disagreements}}
    <div class="wide"><table><thead><tr><th>{{kindHeading}}</th><th>{{yearHeading}}</th>
    <th class="n">{{observedHeading}}</th><th class="n">{{normalisedHeading}}</th>
    <th class="n">{{bandHeading}}</th><th class="n">{{stationsHeading}}</th></tr></thead><tbody>
    {{#changes}}<tr><td>{{kind}}</td><td>{{label}}</td><td class="n">{{observed}}</td>
    <td class="n">{{normalised}}</td><td class="n">{{band}}</td><td class="n">{{stations}}</td></tr>
    {{/changes}}</tbody></table></div>
    <p>{{skillNote}}</p>
    <table><thead><tr><th>{{stationHeading}}</th><th>R²</th><th></th></tr></thead><tbody>
    {{#skills}}<tr><td>{{station}}</td><td class="n">{{r2}}</td><td>{{pool}}</td></tr>
    {{/skills}}</tbody></table>
    </section>{{/weather}}
    <section>
    <h2>{{headings.doubts}}</h2>
    <ul class="diagnostics">
    {{#diagnostics}}<li class="{{severity}}">{{text}} <small>{{methods}}</small></li>
    {{/diagnostics}}</ul>
    </section>
    <section>
    <h2>{{headings.checklist}}</h2>
    <table class="checklist"><tbody>
    {{#checklist}}<tr class="{{class}}"><td>{{status}}</td><td>{{text}}</td></tr>
    {{/checklist}}</tbody></table>
    </section>
    <section>
    <h2>{{headings.completeness}}</h2>
    <table><thead><tr><th>{{headings.station}}</th><th class="n">{{headings.before}}</th>
    <th class="n">{{headings.after}}</th></tr></thead><tbody>
    {{#completeness}}<tr><td>{{station}}</td><td class="n">{{before}}</td>
    <td class="n">{{after}}</td></tr>
    {{/completeness}}</tbody></table>
    </section>
    <section>
    <h2>{{headings.provenance}}</h2>
    <h3>{{headings.conventions}}</h3>
    <ul>{{#conventions}}<li>{{.}}</li>{{/conventions}}</ul>
    <div class="wide"><table><thead><tr><th>{{headings.file}}</th><th>{{headings.format}}</th>
    <th>SHA-256</th></tr></thead><tbody>
    {{#sources}}<tr><td>{{name}}</td><td>{{format}}</td><td><code>{{sha256}}</code></td></tr>
    {{/sources}}</tbody></table></div>
    </section>
    <section>
    <h2>{{headings.settings}}</h2>
    <pre>{{settings}}</pre>
    </section>
    <footer><p>{{madeBy}}</p></footer>
    </main>
    {{#live}}<script>{{{bundle}}}</script>
    <script type="application/json" id="figures">{{{specifications}}}</script>
    <script>
    (function () {
      if (typeof vegaEmbed === "undefined") return;
      var figures = JSON.parse(document.getElementById("figures").textContent);
      Object.keys(figures).forEach(function (name) {
        var place = document.getElementById("figure-" + name);
        if (!place) return;
        var drawn = document.createElement("div");
        vegaEmbed(drawn, figures[name], { actions: { export: true, source: false, compiled: false, editor: false }, renderer: "svg" })
          .then(function () { place.replaceChildren(drawn); })
          .catch(function () {});
      });
    })();
    </script>{{/live}}
    </body>
    </html>

    """

  static let style = """
    :root { --ink: #1a1a1a; --soft: #5a5a5a; --line: #d9d9d9; --blue: #0072b2; --warm: #d55e00; }
    * { box-sizing: border-box; }
    body { margin: 0; background: #fff; color: var(--ink); font: 16px/1.55 "Noto Sans",
      "Noto Sans CJK JP", "Noto Sans CJK SC", "Hiragino Sans", "Microsoft YaHei", Helvetica,
      Arial, sans-serif; }
    :lang(zh-Hans) body, body:lang(zh-Hans) { font-family: "Noto Sans", "Noto Sans CJK SC",
      "Microsoft YaHei", sans-serif; }
    main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
    .brand { margin: 0; color: var(--soft); letter-spacing: .08em; font-size: .85rem; }
    h1 { font-size: 1.9rem; line-height: 1.25; margin: .2rem 0 .6rem; }
    h2 { font-size: 1.2rem; margin: 2.4rem 0 .7rem; padding-bottom: .3rem;
      border-bottom: 1px solid var(--line); }
    h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
    .question { font-size: 1.1rem; } .periods { color: var(--soft); }
    .answer { background: #f3f7fa; border-left: 4px solid var(--blue); padding: .2rem 1.4rem 1rem;
      margin-top: 1.6rem; }
    .answer h2 { border: 0; margin-top: 1rem; }
    .result { font-size: 1.2rem; font-weight: 600; } .doubt { color: #333; }
    table { border-collapse: collapse; width: 100%; font-size: .92rem; }
    th, td { text-align: left; padding: .45rem .6rem; border-bottom: 1px solid var(--line);
      vertical-align: top; }
    th { font-weight: 600; color: var(--soft); } .n { text-align: right;
      font-variant-numeric: tabular-nums; }
    td.n { white-space: nowrap; } td.bad { color: var(--warm); font-weight: 700; }
    small { color: var(--soft); } .wide { overflow-x: auto; } code { font-size: .8em;
      word-break: break-all; }
    .assumptions dt { font-weight: 600; margin-top: .6rem; } .assumptions dd { margin: 0; }
    figure { margin: 1.2rem 0 2rem; } figcaption { color: var(--soft); font-size: .9rem; }
    .figure svg { max-width: 100%; height: auto; }
    .red-line { background: #b30000; color: #fff; font-weight: 600; padding: .6rem .9rem;
      border-radius: 4px; }
    .diagnostics li { margin: .35rem 0; } .diagnostics .serious { color: #8c2d04;
      font-weight: 600; } .diagnostics .warning { color: #8c2d04; }
    .checklist td:first-child { white-space: nowrap; width: 7rem; font-weight: 600; }
    .checklist .covered td:first-child { color: #1b7837; }
    .checklist .worrying td:first-child { color: var(--warm); }
    .checklist .open td:first-child { color: var(--soft); }
    pre { background: #f6f6f6; padding: .9rem; overflow-x: auto; font-size: .85rem;
      white-space: pre-wrap; }
    .missing { background: #fff6e5; border-left: 4px solid #e69f00; padding: .6rem 1rem; }
    footer { color: var(--soft); font-size: .85rem; margin-top: 3rem; }
    @media print { main { max-width: none; padding: 0; } section { break-inside: avoid; } }
    """
}
