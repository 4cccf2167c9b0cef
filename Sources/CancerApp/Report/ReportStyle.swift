/// The page's style sheet: light and dark, phone to desktop, and paper.
enum ReportStyle {
    static let css = """
        :root{color-scheme:light dark;--back:#fff;--text:#1f2328;--soft:#59636e;--line:#d8dee4;--tint:#f6f8fa;--link:#0a5fc2;--warn:#fff6dc;--warn-line:#c99a1c}
        @media screen and (prefers-color-scheme:dark){:root{--back:#0d1117;--text:#e6edf3;--soft:#9aa4af;--line:#30363d;--tint:#161b22;--link:#6cb0ff;--warn:#2a2410;--warn-line:#a37d19}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
        body{margin:0 auto;padding:2.5rem 1.25rem 4rem;max-width:62rem;background:var(--back);color:var(--text);\
        font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
        h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem;font-weight:650;letter-spacing:-.01em}
        h2{font-size:1.35rem;line-height:1.3;margin:3.25rem 0 1rem;padding-top:1rem;border-top:1px solid var(--line);font-weight:650}
        h3{font-size:1.05rem;margin:2.25rem 0 .5rem;font-weight:650}
        p,ul{margin:0 0 1rem;max-width:44rem}
        li{margin-bottom:.3rem}
        a{color:var(--link)}
        .kicker,.note,figcaption,caption,footer,dt,small{color:var(--soft)}
        .kicker{margin:0 0 .25rem;font-size:.9rem}
        .lede{font-size:1.1rem}
        .note,figcaption,footer{font-size:.875rem;line-height:1.5}
        .note{margin-bottom:.5rem}
        .warning,.lack{background:var(--warn);border-left:3px solid var(--warn-line);padding:.6rem .9rem;max-width:44rem}
        dl{margin:0 0 1rem}
        dd{margin:0}
        .facts{border-top:1px solid var(--line)}
        .facts div{display:grid;grid-template-columns:13rem 1fr;gap:0 1.5rem;padding:.45rem 0;border-bottom:1px solid var(--line)}
        .facts dd{max-width:44rem;font-variant-numeric:tabular-nums;min-width:0}
        .keys{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:1px;background:var(--line);border:1px solid var(--line);margin:1.5rem 0 .5rem}
        .keys div{background:var(--back);padding:.8rem .9rem}
        .keys dt{font-size:.85rem}
        .keys dd{font-size:1.5rem;line-height:1.3;font-variant-numeric:tabular-nums;font-weight:600}
        .keys small{display:block;font-size:.8rem;font-weight:400;line-height:1.4}
        nav ol{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:1.5rem 0 0}
        nav li{margin:0}
        table{border-collapse:collapse;width:100%;margin:0 0 .75rem;font-size:.9rem;line-height:1.45;font-variant-numeric:tabular-nums}
        caption{text-align:left;padding-bottom:.4rem}
        th,td{padding:.4rem .75rem;text-align:right;vertical-align:top;border-bottom:1px solid var(--line)}
        th:first-child,td:first-child{text-align:left;padding-left:0}
        th:last-child,td:last-child{padding-right:0}
        tbody th{font-weight:400}
        thead th{font-weight:600;vertical-align:bottom;border-bottom-color:var(--soft)}
        .wide{overflow-x:auto}
        .wide td{white-space:nowrap}
        .items th,.items td{text-align:left}
        .items td:nth-child(2){width:38%}
        .items .group th{font-weight:600;padding-top:1.2rem}
        .status{color:var(--soft);border:1px solid var(--line);border-radius:3px;padding:0 .35rem;font-size:.8rem;white-space:nowrap}
        .plots{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1.5rem 2rem;margin:1.25rem 0}
        figure{margin:0;min-width:0}
        figure svg{display:block;width:100%}
        figcaption{margin-top:.4rem}
        details{margin:0 0 1rem}
        summary{cursor:pointer;margin-bottom:.75rem;color:var(--link)}
        footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line)}
        @media (max-width:58rem){.keys{grid-template-columns:repeat(3,minmax(0,1fr))}.wide th,.wide td{padding-left:.45rem;padding-right:.45rem}}
        @media (max-width:48rem){
        .keys{grid-template-columns:repeat(2,minmax(0,1fr))}
        body{padding:1.25rem 1rem 3rem}
        h1{font-size:1.6rem}
        .plots{grid-template-columns:minmax(0,1fr)}
        .facts div{grid-template-columns:minmax(0,1fr)}
        .wide thead,.items thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .wide table,.wide tbody,.wide caption,.items,.items tbody,.items caption{display:block}
        .wide tr,.items tr{display:block;padding:.6rem 0;border-bottom:1px solid var(--line)}
        .wide th,.wide td,.items th,.items td{display:block;border:0;padding:.1rem 0;width:auto}
        .wide tbody th,.items tbody th{font-weight:600}
        .lists tbody th{font-weight:400}
        .wide td{display:flex;white-space:normal;text-align:right;justify-content:space-between;gap:1rem}
        .wide td:empty{display:none}
        .wide td::before{content:attr(data-label);color:var(--soft);text-align:left}
        .items td:nth-child(2){width:auto;color:var(--soft)}
        .items .group th{padding-top:.6rem}
        }
        @media print{
        body{max-width:none;padding:0;font-size:10pt}
        nav{display:none}
        details::details-content{content-visibility:visible;block-size:auto}
        summary{list-style:none;color:inherit}
        h2,h3{break-after:avoid}
        table{font-size:8.5pt}
        .group{break-after:avoid}
        figure,tr,.facts div,.keys{break-inside:avoid}
        a{color:inherit;text-decoration:none}
        }
        """
}
