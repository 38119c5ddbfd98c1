/// The one skeleton of all pages, and their look.
enum PageTemplate {
  static let page = """
    {{% CONTENT_TYPE: page}}
    <!DOCTYPE html>
    <html lang="{{lang}}">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="{{policy}}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}}</title>
    <style>:root { --swipe: "{{{swipe}}}"; }
    {{{style}}}</style>
    </head>
    <body>
    <main>
    <header>
    <p class="brand"><span>{{tool}}</span> <span>{{date}}</span></p>
    <h1>{{title}}</h1>
    {{#subtitles}}<p class="subtitle">{{.}}</p>
    {{/subtitles}}</header>
    {{#alerts}}<p class="alert" role="alert">{{.}}</p>
    {{/alerts}}{{#contents}}<nav aria-label="{{heading}}"><details{{#short}} open{{/short}}><summary>{{heading}}</summary><ol>
    {{#items}}<li><a href="#section-{{number}}">{{text}}</a></li>
    {{/items}}</ol></details></nav>
    {{/contents}}{{#sections}}<section class="{{class}}" id="section-{{number}}">
    <h2>{{heading}}</h2>
    {{#blocks}}{{#lead}}<p class="lead">{{.}}</p>
    {{/lead}}{{#paragraph}}<p>{{.}}</p>
    {{/paragraph}}{{#subheading}}<h3>{{.}}</h3>
    {{/subheading}}{{#table}}<div class="wide" role="region" tabindex="0" aria-label="{{caption}}"><table>
    <caption><span class="{{captionClass}}">{{caption}}</span>{{#note}}<small>{{.}}</small>{{/note}}</caption>
    <thead><tr>{{#columns}}<th scope="col" class="{{class}}">{{text}}</th>{{/columns}}</tr></thead>
    <tbody>
    {{{rows}}}</tbody></table></div>
    {{/table}}{{#figure}}<figure><div id="figure-{{name}}" class="figure {{class}}" role="img" aria-label="{{description}}">{{{svg}}}</div>
    <figcaption>{{caption}}</figcaption></figure>
    {{/figure}}{{#missing}}<p class="missing">{{.}}</p>
    {{/missing}}{{#notes}}<ul class="notes">
    {{#items}}<li class="{{severity}}">{{text}}{{#about}} <small>{{.}}</small>{{/about}}</li>
    {{/items}}</ul>
    {{/notes}}{{#terms}}<dl class="terms">
    {{#items}}<dt>{{name}}</dt><dd>{{text}}{{#source}} <small>{{.}}</small>{{/source}}</dd>
    {{/items}}</dl>
    {{/terms}}{{#list}}<ul>
    {{#items}}<li>{{.}}</li>
    {{/items}}</ul>
    {{/list}}{{#code}}<pre>{{.}}</pre>
    {{/code}}{{/blocks}}</section>
    {{/sections}}{{#footer}}<footer><p>{{.}}</p></footer>
    {{/footer}}</main>
    {{#live}}<script>{{{script}}}</script>
    <script type="application/json" id="charts">{{{specifications}}}</script>
    <script>
    (function () {
      if (typeof vegaEmbed === "undefined") return;
      var charts = JSON.parse(document.getElementById("charts").textContent);
      Object.keys(charts).forEach(function (name) {
        var place = document.getElementById("figure-" + name);
        if (!place) return;
        var drawn = document.createElement("div");
        vegaEmbed(drawn, charts[name], { actions: { export: true, source: false, compiled: false, editor: false }, renderer: "svg" })
          .then(function () { place.replaceChildren(drawn); })
          .catch(function () {});
      });
    })();
    </script>
    {{/live}}</body>
    </html>

    """

  static let style = """
    :root { color-scheme: light dark; --ink: #1a1a1a; --soft: #565656; --line: #d4d4d4; --paper: #fff;
      --tint: #f3f7fa; --accent: #00619a; --warm: #9c3b00; --red: #a80000; --green: #1b6b30;
      --amber: #fff4dd; }
    @media (prefers-color-scheme: dark) { :root { --ink: #ececec; --soft: #b4b4b4; --line: #4a4a4a;
      --paper: #17191b; --tint: #202a31; --accent: #7cc4f0; --warm: #ffb37a; --red: #ff8d85;
      --green: #8fd6a0; --amber: #3a3017; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 "Noto Sans",
      "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", Helvetica, Arial, sans-serif;
      overflow-wrap: break-word; }
    :lang(zh-Hans) body, body:lang(zh-Hans) { font-family: "Noto Sans", "Noto Sans CJK SC",
      "PingFang SC", "Microsoft YaHei", sans-serif; }
    main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
    a { color: var(--accent); }
    .brand { margin: 0; color: var(--soft); font-size: .85rem; display: flex; gap: 1rem;
      justify-content: space-between; flex-wrap: wrap; }
    h1 { font-size: 1.9rem; line-height: 1.25; margin: .2rem 0 .6rem; text-wrap: balance; }
    h2 { font-size: 1.2rem; margin: 2.2rem 0 .7rem; padding-bottom: .3rem;
      border-bottom: 1px solid var(--line); }
    h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
    .subtitle { color: var(--soft); margin: .2rem 0; }
    .alert { background: var(--red); color: var(--paper); font-weight: 600; padding: .6rem .9rem;
      border-radius: 4px; }
    nav { font-size: .9rem; margin-top: 1.2rem; } summary { color: var(--soft); cursor: pointer; }
    nav ol { margin: .2rem 0 0; padding: 0; columns: 15rem; column-gap: 1.5rem; }
    nav li { margin-left: 1.8rem; break-inside: avoid; }
    .answer { background: var(--tint); border-left: 4px solid var(--accent);
      padding: .2rem 1.4rem 1rem; margin-top: 1.6rem; }
    .answer h2 { border: 0; margin-top: 1rem; }
    .lead { font-size: 1.2rem; font-weight: 600; }
    .wide { overflow-x: auto; margin: 1rem 0; width: fit-content; min-width: 100%;
      max-width: calc(50% + min(48vw, 42rem)); }
    /* What is wider than its box fades at its end and says that it can be scrolled. */
    @property --end { syntax: "<length>"; inherits: false; initial-value: 0px; }
    @keyframes fade { 0%, 95% { --end: 1.6rem; } 100% { --end: 0px; } }
    .wide, .figure { scrollbar-width: thin; container-type: scroll-state; animation: fade linear both;
      animation-timeline: scroll(self inline);
      mask-image: linear-gradient(to right, #000 calc(100% - var(--end)), transparent); }
    .wide::before, .figure::before { content: "↔ " var(--swipe) / ""; display: none; position: sticky;
      left: 0; width: fit-content; color: var(--soft); font-size: .8rem; }
    .figure::before { color: #565656; }
    @container scroll-state(scrollable: right) or scroll-state(scrollable: left) {
      .wide::before, .figure::before { display: block; } }
    table { border-collapse: collapse; width: 100%; font-size: .92rem; }
    caption { text-align: left; color: var(--soft); padding: .2rem 0 .4rem; }
    caption small { display: block; } .heard { position: absolute; width: 1px; height: 1px;
      overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line);
      vertical-align: top; }
    td:last-child:not(.n):not(:only-child) { min-width: 8rem; overflow-wrap: anywhere; }
    :lang(ja) td:not(.n), :lang(zh) td:not(.n) { min-width: 4.6em; }
    :lang(ja) td:first-child:not(.n), :lang(zh) td:first-child:not(.n) { min-width: 6.5em; }
    :lang(ja) th.n, :lang(zh) th.n { min-width: 4em; } :lang(ja) td { word-break: auto-phrase; }
    th { font-weight: 600; color: var(--soft); }
    .n { text-align: right; font-variant-numeric: tabular-nums; } td.n { white-space: nowrap; }
    td.good { color: var(--green); } td.warning { color: var(--warm); }
    td.serious { color: var(--red); font-weight: 700; }
    small { color: var(--soft); } code { font-size: .8em; word-break: break-all; }
    .terms dt { font-weight: 600; margin-top: .6rem; } .terms dd { margin: 0; }
    figure { margin: 1.2rem 0 2rem; } figcaption { color: var(--soft); font-size: .9rem; }
    .figure { background: #fff; overflow-x: auto; } .figure svg { max-width: 100%; height: auto; }
    .drawing { width: min(96vw, 84rem); margin-left: calc(50% - min(48vw, 42rem)); }
    .drawing svg { min-width: 60rem; }
    .notes li { margin: .35rem 0; } .notes .warning { color: var(--warm); }
    .notes .serious { color: var(--red); font-weight: 600; } .notes .good { color: var(--green); }
    pre { background: var(--tint); padding: .9rem; font-size: .85rem; white-space: pre-wrap;
      overflow-wrap: anywhere; }
    .missing { background: var(--amber); border-left: 4px solid #b77900; padding: .6rem 1rem; }
    footer { color: var(--soft); font-size: .85rem; margin-top: 3rem; }
    @media screen and (max-width: 40rem) { main { padding: 1rem .8rem 3rem; } h1 { font-size: 1.45rem; }
      .lead { font-size: 1.08rem; } .answer { padding: .2rem .9rem .8rem; }
      th, td { padding: .35rem .4rem; } td:last-child:not(.n):not(:only-child) { min-width: 12rem; }
      .wide { max-width: 100%; } .figure svg { min-width: 34rem; }
      caption > * { display: block; position: sticky; left: 0; max-width: calc(100vw - 3rem); }
      .drawing svg { min-width: 83rem; } }
    @media print { :root { --ink: #000; --soft: #444; --paper: #fff; --tint: #f3f7fa; --line: #bbb;
      --accent: #00619a; --warm: #9c3b00; --red: #a80000; --green: #1b6b30; --amber: #fff4dd; }
      body { font-size: 10.5pt; } main { max-width: none; padding: 0; } nav, details, .vega-actions { display: none; }
      .wide { overflow: visible; width: auto; max-width: none; } .wide, .figure { mask-image: none; animation: none; }
      .wide::before, .figure::before { content: none; } table { font-size: 8pt; table-layout: auto; } td, th { padding: .2rem .3rem; }
      td:last-child:not(.n) { overflow-wrap: anywhere; } td.n { white-space: normal; } th, td.n { overflow-wrap: normal; }
      .wide:not(:has(tbody tr:nth-child(16))) { break-inside: avoid; } thead { display: table-header-group; }
      footer { break-before: avoid; margin-top: 1rem; } tr, figure, .lead { break-inside: avoid; } h2, h3, caption { break-after: avoid; }
      .figure svg { max-height: 22cm; } .drawing { width: auto; margin: 0; } .drawing svg { min-width: 0; } @page { margin: 1.6cm; } }
    """
}
