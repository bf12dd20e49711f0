extension Certificate {
  static let style = """
    :root { color-scheme: light; }
    body { font: 11pt/1.45 "Noto Sans", "DejaVu Sans", sans-serif; color: #1a1a1a; max-width: 60rem; margin: 2rem auto; padding: 0 1.5rem; }
    header { border-bottom: 3px solid #14385c; margin-bottom: 1.2rem; }
    h1 { font-size: 1.7rem; margin: 0; color: #14385c; }
    header p { margin: .2rem 0 .6rem; color: #555; }
    h2 { font-size: 1.1rem; margin: 1.6rem 0 .5rem; color: #14385c; break-after: avoid; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem; margin: 0; }
    dt { color: #555; } dd { margin: 0; overflow-wrap: anywhere; }
    table { border-collapse: collapse; width: 100%; font-size: .82rem; }
    th { text-align: left; border-bottom: 2px solid #14385c; padding: .3rem .5rem; vertical-align: bottom; }
    td { border-bottom: 1px solid #ccc; padding: .3rem .5rem; vertical-align: top; overflow-wrap: break-word; }
    .source { color: #555; font-size: .85rem; }
    .done th:nth-child(1) { width: 34%; }
    .done th:nth-child(4) { min-width: 6em; }
    .done td:nth-child(4) { overflow-wrap: anywhere; }
    .done :is(th, td):nth-child(7) { white-space: nowrap; }
    tfoot { display: table-row-group; }
    .done :is(th, td):nth-child(5), .decided :is(th, td):nth-child(4), .returned :is(th, td):nth-child(n+4), .left :is(th, td):is(:nth-child(n+3):nth-child(-n+7)), .counted :is(th, td):nth-child(n+2) { text-align: right; }
    tfoot td { font-weight: bold; border-bottom: none; }
    tr { break-inside: avoid; }
    pre { background: #f3f5f7; padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .78rem; }
    .limits { margin-top: 1.5rem; color: #444; font-size: .88rem; }
    @page { size: A4; margin: 16mm 14mm; }
    @media print { body { margin: 0; max-width: none; padding: 0; font-size: 9.5pt; } pre { break-inside: avoid; } }
    """
}
